"""Letters: one or several filled-in templates as an e-mail with a text and an HTML part, and its way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from cercle.config_values import Words
from cercle.mail.addresses import Mailbox
from cercle.mail.kinds import PAGES, STOPS, Kind, Stop
from cercle.mail.markdown import as_html, as_text, one_line
from cercle.mail.out import PATH, WaysOut
from cercle.mail.templates import Facts, Ready, Templates, Written

_FRAME = Environment(autoescape=True).from_string((Path(__file__).parent / "letter.html").read_text())


@dataclass(frozen=True)
class Recipient:
    """Whom a letter is for; ``language`` is one of ``texts.LANGUAGES``."""

    member: int
    name: str
    email: str
    language: str


@dataclass(frozen=True)
class Part:
    """What a letter says: a kind's template, and the facts it is filled in with."""

    kind: Kind
    facts: Facts


@dataclass(frozen=True)
class Sender:
    """From whom letters are, what the community calls itself and its token, and where its dashboard is."""

    mailbox: Mailbox
    reply_to: Mailbox | None
    community: Words
    token: str
    dashboard: str


class Letters:
    """Writes a community's letters."""

    def __init__(self, sender: Sender, templates: Templates, ways_out: WaysOut) -> None:
        self._sender = sender
        self._templates = templates
        self._ways_out = ways_out

    def write(self, number: str, recipient: Recipient, parts: Sequence[Part], at: datetime) -> EmailMessage:
        """A letter under a number of its own, which is its Message-ID. Parts stop together.

        Raises ``TemplateProblem`` for a broken template, ``InputProblem`` for an address or a name that is none.
        """
        stop = STOPS.get(parts[0].kind)
        subject, body, foot = self._words(recipient, parts, stop)
        letter = EmailMessage(policy=SMTP)
        letter["From"] = self._sender.mailbox.header
        letter["To"] = Mailbox(recipient.name, recipient.email).header
        if self._sender.reply_to:
            letter["Reply-To"] = self._sender.reply_to.header
        letter["Subject"] = subject
        letter["Date"] = format_datetime(at)
        letter["Message-ID"] = f"<{number}@{self._sender.mailbox.domain}>"
        letter["Content-Language"] = recipient.language
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        if stop is not None:
            letter["List-Unsubscribe"] = f"<{self._out(recipient, stop)}>"
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
        letter.set_content(f"{as_text(body)}\n--\n{as_text(foot)}")
        letter.add_alternative(
            _FRAME.render(
                language=recipient.language,
                subject=subject,
                community=getattr(self._sender.community, recipient.language),
                body=Markup(as_html(body)),
                foot=Markup(as_html(foot)),
            ),
            subtype="html",
        )
        return letter

    def _words(self, recipient: Recipient, parts: Sequence[Part], stop: Stop | None) -> tuple[str, str, str]:
        """Subject in plain text, body and foot in Markdown."""
        written = [self._fill(recipient, part.kind, self._facts(part)) for part in parts]
        subject, content = written[0].subject, str(written[0].body)
        if len(written) > 1:
            several = self._fill(recipient, "several", {"count": len(written)})
            subject = several.subject
            content = "\n\n".join([several.body, *(f"## {one.subject}\n\n{one.body}" for one in written)])
        body = self._fill(recipient, "letter", {"content": Ready(content)}).body
        out = Ready(self._out(recipient, stop)) if stop else None
        foot = self._fill(recipient, "foot", {"stop": stop, "out": out}).body
        return one_line(subject), body, foot

    def _facts(self, part: Part) -> dict[str, Any]:
        page = PAGES.get(part.kind)
        link = {"link": Ready(self._sender.dashboard + page)} if page else {}
        return {**link, **part.facts}

    def _fill(self, recipient: Recipient, kind: str, facts: Facts) -> Written:
        common = {"community": self._sender.community, "token": self._sender.token, "name": recipient.name}
        return self._templates.write(kind, recipient.language, {**common, **facts})

    def _out(self, recipient: Recipient, stop: Stop) -> str:
        token = self._ways_out.token(recipient.member, stop)
        return f"{self._sender.dashboard}{PATH}/{token}?lang={recipient.language}"
