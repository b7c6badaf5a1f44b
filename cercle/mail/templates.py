"""Markdown templates: those of this package, or a community's own in the ``mail`` folder of its folder.

``<kind>.<language>.md`` begins with a line ``Subject: …``; below it is Markdown with Jinja's ``{{ values }}``. Values
are written as the language writes numbers and dates; what people wrote is shown as they wrote it, never as Markdown.
Templates run in Jinja's sandbox.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cercle.errors import ConfigProblem
from cercle.mail.markdown import on_one_line
from cercle.texts import LANGUAGES, Text

_OURS = Path(__file__).parent / "templates"
_SUBJECT = "Subject:"
Facts = Mapping[str, Any]


class Ready(str):
    """What is Markdown already, or a link of ours: not escaped."""


@dataclass(frozen=True)
class Written:
    """A template with its facts, in Markdown."""

    subject: str
    body: Ready


class TemplateProblem(ConfigProblem):
    """A template is broken; ``file`` and ``line`` say where."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        self.file, self.line = file, line
        facts = {"file": file, "line": str(line), "reason": reason}
        super().__init__(
            Text("The e-mail template {file} is broken, line {line}: {reason}", facts),
            Text("Correct it, or take the file away: then Cercle's own is used. Nothing was sent."),
        )


class Templates:
    """The templates of a community; ``own`` is where it keeps its own."""

    def __init__(self, own: Path, zone: tzinfo) -> None:
        self._own = own
        self._environments = {language: _environment(own, language, zone) for language in LANGUAGES}

    def write(self, kind: str, language: str, facts: Facts) -> Written:
        """Fills a template in. Raises ``TemplateProblem``."""
        name = f"{kind}.{language}.md"
        try:
            text = self._environments[language].get_template(name).render(facts)
        except TemplateSyntaxError as problem:
            raise self._problem(problem.name or name, problem.lineno, problem.message or "") from problem
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
        ) as problem:
            file, line = self._where(problem, name)
            raise self._problem(file, line, str(problem)) from problem
        first, _, body = text.partition("\n")
        if not first.startswith(_SUBJECT) or not first.removeprefix(_SUBJECT).strip():
            raise self._problem(name, 1, 'it must begin with "Subject: …"')
        return Written(first.removeprefix(_SUBJECT).strip(), Ready(body.strip()))

    def _where(self, problem: BaseException, name: str) -> tuple[str, int]:
        """The innermost line of a template; Jinja gives its templates frames of their own."""
        for frame in reversed(traceback.extract_tb(problem.__traceback__)):
            if frame.filename.endswith(".md"):
                return Path(frame.filename).name, frame.lineno or 1
        return name, 1

    def _problem(self, name: str, line: int, reason: str) -> TemplateProblem:
        own = self._own / name
        return TemplateProblem(str(own if own.is_file() else name), line, reason)


def _environment(own: Path, language: str, zone: tzinfo) -> ImmutableSandboxedEnvironment:
    def shown(value: Any) -> str:
        if isinstance(value, Ready):
            return value
        if isinstance(value, bool) or value is None:
            return ""
        if isinstance(value, int | Decimal):
            return str(format_decimal(value, format="#,##0.##", locale=language))
        if isinstance(value, datetime):
            return str(format_date(value.astimezone(zone), "d MMMM y", locale=language))
        if isinstance(value, Text):
            return plain(value.in_(language))
        # A text in both languages, such as a service's title.
        return plain(str(getattr(value, language, value)))

    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(own), FileSystemLoader(_OURS)]),
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, StrictUndefined) else shown(value),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment


def plain(written: str) -> str:
    """What somebody wrote, on one line, as Markdown that shows it as it is: no heading, link, picture or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~&:/@])", r"\\\1", on_one_line(written))
