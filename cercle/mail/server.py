"""SMTP by URL: ``smtp://user:password@host:587?starttls``, ``smtps://user:password@host:465``, ``smtp://localhost``.

Letters leave encrypted, to a server whose certificate was checked; without encryption only to this computer itself.
User and password are percent-encoded as in every URL.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from os import environ
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from cercle.errors import CercleError, ConfigProblem
from cercle.texts import Text

Encryption = Literal["starttls", "tls", "none"]
_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
_PORTS: dict[Encryption, int] = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. ``ca_file`` names the certificates to trust besides those of this computer."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str | None = None

    def tls(self) -> ssl.SSLContext:
        """Checks the certificate and its name. Raises ``ConfigProblem`` if ``ca_file`` cannot be used."""
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.ca_file:
            try:
                context.load_verify_locations(self.ca_file)
            except (OSError, ssl.SSLError) as problem:
                raise ConfigProblem(
                    Text("The certificates in {file} cannot be read.", {"file": self.ca_file}),
                    Text("Name a PEM file under email.ca_file, or take the line away."),
                ) from problem
        return context


def server_from(
    variable: str, ca_file: str | None = None, environment: Mapping[str, str] = environ
) -> MailServer:
    """The server whose URL an environment variable holds. Raises ``ConfigProblem``; it never shows the URL."""
    facts = {"variable": variable}
    url = environment.get(variable, "").strip()
    if not url:
        raise ConfigProblem(
            Text("No mail server is set: the environment variable {variable} is empty.", facts),
            Text("Set it: export {variable}='smtp://user:password@mail.example.org:587?starttls'", facts),
        )
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/"):
        raise ConfigProblem(
            Text("{variable} is not the URL of a mail server.", facts),
            Text(
                "Write it like smtp://user:password@mail.example.org:587?starttls, or smtps://… for port 465."
            ),
        )
    options = parse_qs(parts.query, keep_blank_values=True)
    encryption: Encryption = (
        "tls" if parts.scheme == "smtps" else "starttls" if "starttls" in options else "none"
    )
    if encryption == "none" and host not in _THIS_COMPUTER:
        raise ConfigProblem(
            Text("{variable} would send e-mails and the password unencrypted.", facts),
            Text("Add ?starttls at its end, or write smtps:// if your mail server says so."),
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():  # smtplib takes nothing else
        raise ConfigProblem(
            Text("User or password in {variable} have accents or other special letters.", facts),
            Text("Give the mail account a password of plain letters, digits and signs."),
        )
    return MailServer(
        host=host,
        port=port or _PORTS[encryption],
        encryption=encryption,
        user=user,
        password=password,
        ca_file=ca_file,
    )


class MailServerProblem(CercleError, ConnectionError):
    """The mail server cannot be reached, refuses us, or is not who it says: nothing more can be sent now."""


class LetterRefused(CercleError):
    """The server does not take a letter; ``address``: nobody can be written to there."""

    def __init__(self, code: int, *, address: bool = False) -> None:
        self.code, self.address = code, address
        super().__init__(Text("The mail server refused the letter (code {code}).", {"code": str(code)}))


class LetterUnsure(CercleError):
    """The connection broke while the letter was handed over: it may have been sent, or not."""

    def __init__(self) -> None:
        super().__init__(Text("The connection to the mail server broke while a letter was handed over."))
