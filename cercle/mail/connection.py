"""One connection for many letters, at the pace the server allows."""

from __future__ import annotations

import smtplib
import ssl
import time
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from cercle.mail.server import LetterRefused, LetterUnsure, MailServer, MailServerProblem
from cercle.mail.wire import WIRE
from cercle.texts import Text

TIMEOUT = 30.0
# RFC 5321, 4.2.3; servers say 421 when they end a connection, often after so many letters
_DONE, _FORWARDED, _CLOSING = 250, 251, 421


class Connection:
    """``with Connection(server) as connection: connection.send(letter)``; at most ``per_minute`` letters a minute.

    Raises ``MailServerProblem`` when the server cannot be reached, ``LetterRefused`` and ``LetterUnsure`` for one
    letter, after which the next one can be sent.
    """

    def __init__(self, server: MailServer, per_minute: int = 60) -> None:
        self._server = server
        self._pause = 60 / per_minute
        self._next = 0.0
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()

    def send(self, letter: EmailMessage) -> None:
        """Hands a letter in; it is the server's when this returns."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._pause
        sender, recipient = (letter[name].addresses[0].addr_spec for name in ("From", "To"))
        smtp = self._envelope(sender, recipient)
        try:
            code, _ = smtp.data(letter.as_bytes(policy=WIRE))
        except smtplib.SMTPDataError as refused:
            code = refused.smtp_code
        except (OSError, smtplib.SMTPException) as broken:
            self._drop()
            raise LetterUnsure from broken
        if code != _DONE:
            self._forget_letter()
            raise LetterRefused(code)

    def _envelope(self, sender: str, recipient: str) -> smtplib.SMTP:
        """Says who writes to whom. Servers close idle and long connections: then a new one is opened, once."""
        for again in (True, False):
            smtp = self._smtp or self._open()
            try:
                code, words = smtp.mail(sender)
                if code == _DONE:
                    code, words = smtp.rcpt(recipient)
                    if code in (_DONE, _FORWARDED):
                        return smtp
                    if code != _CLOSING:
                        self._forget_letter()
                        raise LetterRefused(code, address=_is_no_address(code, words))
                if code != _CLOSING:
                    raise self._no_letters_from(sender, code)
            except (OSError, smtplib.SMTPServerDisconnected) as broken:
                if not again:
                    raise self._unreachable() from broken
            self._drop()
        raise self._unreachable()

    def _forget_letter(self) -> None:
        """So that the next one can be sent on the same connection."""
        try:
            assert self._smtp is not None
            self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _open(self) -> smtplib.SMTP:
        server, facts = self._server, {"host": self._server.host}
        try:
            if server.encryption == "tls":
                smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=TIMEOUT, context=server.tls()
                )
            else:
                smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
                if server.encryption == "starttls":
                    smtp.starttls(context=server.tls())
            if server.user:
                smtp.login(server.user, server.password)
            smtp.ehlo_or_helo_if_needed()
        except ssl.SSLCertVerificationError as problem:
            raise self._problem(
                Text("The mail server {host} shows a certificate that cannot be trusted.", facts),
                Text(
                    "Check the host's name; if the server has its own authority, name its file under email.ca_file."
                ),
            ) from problem
        except smtplib.SMTPNotSupportedError as problem:
            raise self._problem(
                Text("The mail server {host} does not offer what its URL asks for.", facts),
                Text("Check the port, and whether the URL needs ?starttls or smtps://."),
            ) from problem
        except smtplib.SMTPAuthenticationError as problem:
            raise self._problem(
                Text("The mail server {host} does not accept the user or the password.", facts),
                Text("Check both in the URL; characters such as @ : / are percent-encoded there."),
            ) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise self._unreachable() from problem
        self._smtp = smtp
        return smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _no_letters_from(self, sender: str, code: int) -> MailServerProblem:
        facts = {"sender": sender, "host": self._server.host, "code": str(code)}
        if code < 500:
            return self._problem(
                Text("The mail server {host} takes no more letters now (code {code}).", facts), _LATER
            )
        return self._problem(
            Text("The mail server {host} does not accept letters from {sender} (code {code}).", facts),
            Text("Use an address of the community's mail account under email.from."),
        )

    def _unreachable(self) -> MailServerProblem:
        facts = {"host": self._server.host, "port": str(self._server.port)}
        return self._problem(Text("The mail server {host} does not answer on port {port}.", facts), _LATER)

    def _problem(self, problem: Text, next_step: Text) -> MailServerProblem:
        self._drop()
        return MailServerProblem(problem, next_step)


_LATER = Text("Run the same command again later: what was not sent is sent then, and nothing twice.")


def _is_no_address(code: int, words: bytes) -> bool:
    """Whether nobody can be written to there. 550 also means “not from you”: then the enhanced code (RFC 3463) is not
    about the address (5.1)."""
    enhanced = words.split(b" ", 1)[0]
    return code in (550, 551, 553) and (enhanced.startswith(b"5.1.") or not enhanced.startswith(b"5."))
