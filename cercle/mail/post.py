"""A community's post office: its people, its letters, its log, and sending them one after the other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO
from zoneinfo import ZoneInfo

from cercle.community import Community
from cercle.config import load_config
from cercle.config_email import EmailTerms
from cercle.errors import ConfigProblem, Interrupted
from cercle.links import dashboard_url
from cercle.mail.addresses import Mailbox, read_mailbox
from cercle.mail.connection import Connection
from cercle.mail.delivery import Delivery, Draft, Tell, deliver
from cercle.mail.letters import Letters, Recipient, Sender
from cercle.mail.log import MailLog
from cercle.mail.out import WaysOut
from cercle.mail.samples import SAMPLES
from cercle.mail.server import server_from
from cercle.mail.templates import Templates
from cercle.texts import Text

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows, where one program at a time may send
    fcntl = None  # type: ignore[assignment]

TEMPLATES_FOLDER = "mail"


class PostOffice:
    """Raises ``ConfigProblem`` where the community's YAML says nothing of e-mail, ``InputProblem`` where links would
    lead nowhere."""

    def __init__(self, community: Community) -> None:
        config = load_config(community.record.files.config)
        if config.email is None:
            raise ConfigProblem(
                Text("{community} does not say how it sends e-mails.", {"community": community.name}),
                Text("Add a section “email:” to its YAML (docs/mail.md), and run ape run deploy again."),
            )
        self.terms: EmailTerms = config.email
        self.zone = ZoneInfo(self.terms.time_zone)
        self.community = community
        self.log = MailLog.in_folder(community.record.folder)
        self._first_language = config.languages[0]
        sender = Sender(
            mailbox=read_mailbox(self.terms.sender),
            reply_to=read_mailbox(self.terms.reply_to) if self.terms.reply_to else None,
            community=config.name,
            token=config.token.name,
            dashboard=dashboard_url(community),
        )
        folder = community.record.folder
        self.letters = Letters(sender, Templates(folder / TEMPLATES_FOLDER, self.zone), WaysOut(folder))

    # -- whom to write to ---------------------------------------------------------------------------

    def recipients(self) -> dict[int, Recipient]:
        """Everybody who has an e-mail address that was not refused."""
        people = {one.member: one for one in self.community.directory.people() if one.email}
        refused = self.refused()
        return {
            member: Recipient(member, one.name, one.email or "", one.language or self._first_language)
            for member, one in people.items()
            if member not in refused
        }

    def refused(self) -> list[int]:
        """Whose address the mail server refused, as long as the directory has no other."""
        people = self.community.directory.people()
        return self.log.refused({one.member: one.email for one in people if one.email})

    def is_open(self, now: datetime) -> bool:
        """Whether it is an hour at which people like to get e-mails."""
        first, end = self.terms.hours
        return first <= now.astimezone(self.zone).hour < end

    # -- sending ------------------------------------------------------------------------------------

    def check_templates(self) -> None:
        """Fills every template in, in both languages, with invented facts. Raises ``TemplateProblem``."""
        for sample in SAMPLES:
            for language in ("fr", "en"):
                person = Recipient(1, "Camille Martin", "camille@example.org", language)
                self.letters.write("check", person, sample, datetime.now(UTC))

    @contextmanager
    def alone(self) -> Iterator[list[int]]:
        """One run at a time sends; gives the members whose letters a killed run left unsure. Raises ``Interrupted``
        when another one is sending."""
        with (self.community.record.folder / "mail.lock").open("w") as lock:
            _lock(lock)
            yield self.log.settle()

    def send(self, drafts: Sequence[Draft], tell: Tell) -> Delivery:
        """Sends letters. Only inside ``alone()``. Raises ``TemplateProblem`` before anything is sent, and
        ``ConfigProblem`` for a mail server that is not set."""
        if not drafts:
            return Delivery()
        self.check_templates()
        return deliver(self._connection(), self.letters, self.log, drafts, tell)

    def _connection(self) -> Connection:
        return Connection(server_from(self.terms.smtp, self.terms.ca_file), self.terms.per_minute)

    def send_samples(self, to: Mailbox, tell: Tell) -> None:
        """Sends one letter of every kind, in both languages and with invented facts, to try a server and templates.
        Raises ``MailServerProblem``, ``LetterRefused``, ``TemplateProblem``."""
        letters = [
            self.letters.write(
                uuid.uuid4().hex, Recipient(0, to.name, to.email, language), sample, datetime.now(UTC)
            )
            for language in ("fr", "en")
            for sample in SAMPLES
        ]
        with self._connection() as connection:
            for place, letter in enumerate(letters, 1):
                connection.send(letter)
                tell("E-mails", place, len(letters))


def _lock(lock: IO[str]) -> None:
    try:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Interrupted(
            Text("Another run is sending e-mails at this moment."),
            Text("Wait until it has ended, and run again if something is left."),
        ) from None
