"""Reads a community's YAML: everything that is wrong with it is said at once, with line numbers."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from cercle.config_contradictions import contradictions
from cercle.config_models import CommunityConfig
from cercle.config_paths import model_at
from cercle.errors import ConfigProblem
from cercle.texts import Text

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class LineProblem:
    """One thing that is wrong, and the line where (0 if it is nowhere)."""

    line: int
    text: Text


class BrokenConfig(ConfigProblem):
    """All that is wrong with a community's YAML; ``problems`` in the order of the lines."""

    def __init__(self, file: str, problems: list[LineProblem]) -> None:
        self.file = file
        self.problems = tuple(sorted(problems, key=lambda found: found.line))
        super().__init__(
            Text("{file} is not right ({count}).", {"file": file, "count": len(problems)}),
            Text("Correct it and run again; nothing was sent."),
        )

    def in_(self, language: str) -> str:
        lines = [
            Text("line {line}: {problem}", {"line": str(found.line), "problem": found.text}).in_(language)
            for found in self.problems
        ]
        assert self.next_step is not None
        return "\n".join([self.problem.in_(language), *lines, self.next_step.in_(language)])


def load_config(path: Path) -> CommunityConfig:
    """Reads and checks a community's YAML. Raises ``BrokenConfig`` with every problem found."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = {"file": str(path), "reason": error.strerror}
        raise ConfigProblem(
            Text("{file} cannot be read: {reason}.", reason), Text("Name a file in communities/.")
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigProblem(
            Text("{file} is not UTF-8.", {"file": str(path)}), Text("Save it as UTF-8.")
        ) from error
    return parse_config(text, path.name)


def parse_config(text: str, file: str) -> CommunityConfig:
    """The same from a text; ``file`` is the name that problems are told with."""
    tree = _parse(text, file)
    try:
        config = CommunityConfig.model_validate(_plain(tree))
    except ValidationError as error:
        found = [LineProblem(_line(tree, _loc(item)), _sentence(item)) for item in error.errors()]
        raise BrokenConfig(file, _unique(found)) from None
    found = [LineProblem(_line(tree, path), text) for path, text in contradictions(config)]
    if found:
        raise BrokenConfig(file, found)
    return config


# -- YAML -------------------------------------------------------------------------------------------------------


class _Constructor(RoundTripConstructor):
    """Fractions stay exact: as Decimal, never as float."""


def _decimal(constructor: Any, node: Any) -> Decimal | str:
    written = str(constructor.construct_scalar(node))
    try:
        return Decimal(written.replace("_", ""))
    except InvalidOperation:
        return written


_Constructor.add_constructor("tag:yaml.org,2002:float", _decimal)


def _parse(text: str, file: str) -> CommentedMap:
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    try:
        tree = yaml.load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        reason = (error.problem or error.context or "").strip().splitlines()
        raise BrokenConfig(
            file,
            [LineProblem(line, Text("this is not YAML: {reason}.", {"reason": reason[0] if reason else ""}))],
        ) from None
    except YAMLError as error:
        raise BrokenConfig(
            file, [LineProblem(0, Text("this is not YAML: {reason}.", {"reason": str(error)}))]
        ) from None
    if not isinstance(tree, CommentedMap):
        raise BrokenConfig(file, [LineProblem(1, Text("a community is a list of keys and values."))])
    return tree


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if isinstance(node, bool) or node is None or isinstance(node, Decimal):
        return node
    for kind in (int, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)


def _line(tree: Any, path: Steps) -> int:
    """The line of the deepest part of a path that the YAML has."""
    line = 1
    for step in path:
        if isinstance(tree, CommentedMap) and step in tree:
            line = tree.lc.key(step)[0] + 1
            tree = tree[step]
        elif isinstance(tree, CommentedSeq) and isinstance(step, int) and step < len(tree):
            line = tree.lc.item(step)[0] + 1
            tree = tree[step]
        else:
            break
    return line


# -- sentences --------------------------------------------------------------------------------------------------

_SENTENCES = {
    "missing": "{path} is missing.",
    "string_type": "{path} must be a text (in quotes if it looks like a number).",
    "int_type": "{path} must be a whole number.",
    "bool_type": "{path} must be true or false.",
    "dict_type": "{path} must hold keys and values.",
    "model_type": "{path} must hold keys and values.",
    "tuple_type": "{path} must be a list.",
    "greater_than_equal": "{path} must be at least {ge}.",
    "less_than": "{path} must be less than {lt}.",
    "less_than_equal": "{path} must be at most {le}.",
    "string_too_short": "{path} is empty.",
    "string_too_long": "{path} is longer than {max_length} characters.",
    "too_short": "{path} is empty.",
    "literal_error": "{path} must be {expected}.",
    "string_pattern_mismatch": "{path}: “{input}” has characters that cannot be used here.",
}


def _loc(item: ErrorDetails) -> Steps:
    return tuple(step for step in item["loc"] if step != "[key]" and not _is_union_branch(step))


def _is_union_branch(step: str | int) -> bool:
    return isinstance(step, str) and ("constrained-" in step or step in ("str", "int"))


def _sentence(item: ErrorDetails) -> Text:
    path = _loc(item)
    values: dict[str, Any] = {"path": ".".join(map(str, path)), **item.get("ctx", {})}
    if item["type"] == "cercle":
        return Text("{path}: {text}", values)
    if item["type"] == "extra_forbidden":
        return _unknown_key(path, values)
    message = _SENTENCES.get(item["type"])
    if message is None:
        return Text("{path}: {reason}.", {**values, "reason": item["msg"]})
    return Text(message, {**values, "input": str(item["input"])})


def _unknown_key(path: Steps, values: dict[str, Any]) -> Text:
    model = model_at(CommunityConfig, path[:-1])
    known = [field.alias or name for name, field in model.model_fields.items()] if model else []
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    if near:
        return Text("{path} is unknown: did you mean {near}?", {**values, "near": near[0]})
    return Text("{path} is unknown; known are: {known}.", {**values, "known": ", ".join(known)})


def _unique(problems: list[LineProblem]) -> list[LineProblem]:
    """A value that fits none of several kinds is one problem, not one for each kind."""
    first: dict[tuple[int, str], LineProblem] = {}
    for found in problems:
        first.setdefault((found.line, str(found.text.values.get("path"))), found)
    return list(first.values())
