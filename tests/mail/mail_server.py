"""A real mail server on loopback: encrypted, with a password, and as unfriendly as a test asks it to be."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.anvil import free_port

USER, PASSWORD = "cercle@example.org", "p@ss/word: long+100%"


def certificate(folder: Path, name: str = "localhost") -> Path:
    """A certificate for a host, signed by itself, with its key, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = [
        x509.DNSName(name),
        *([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))] if name == "localhost" else []),
    ]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return file


class PostBox:
    """What arrived, and what the server is told to do wrong."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.connections = 0
        self.no_such_user: set[str] = set()
        self.answer: dict[str, str] = {}  # recipient → what the server says instead of “yes”
        self.after_letter: Callable[[int], str | None] = lambda _count: None
        self.letters_per_connection = 1_000

    def to(self, email: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"].addresses[0].addr_spec == email]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        begun = getattr(session, "letters", 0)
        if begun >= self.letters_per_connection:
            return "421 4.7.0 Enough for one connection"
        session.letters = begun + 1
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.no_such_user:
            return "550 5.1.1 No such user here"
        if address in self.answer:
            return self.answer[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.letters.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
        answer = self.after_letter(len(self.letters))
        if answer == "hang up":
            assert server.transport is not None
            server.transport.abort()
        return answer or "250 OK"


class _Controller(Controller):
    def factory(self) -> SMTP:
        self.handler.connections += 1
        return super().factory()


@contextmanager
def mail_server(pem: Path, *, encryption: str = "starttls", port: int = 0) -> Iterator[tuple[PostBox, str]]:
    """A server and the URL it is reached by."""
    box, context = PostBox(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=right, handled=False)

    options: dict[str, Any] = {"authenticator": authenticate, "auth_required": True}
    if encryption == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    elif encryption == "tls":
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options = {}
    controller = _Controller(box, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    box.connections = 0  # the controller tried one
    try:
        yield box, url(controller.port, encryption)
    finally:
        controller.stop()


def url(port: int, encryption: str = "starttls", password: str = PASSWORD, host: str = "localhost") -> str:
    scheme = "smtps" if encryption == "tls" else "smtp"
    login = f"{quote(USER, safe='')}:{quote(password, safe='')}@" if encryption != "none" else ""
    return f"{scheme}://{login}{host}:{port}" + ("?starttls" if encryption == "starttls" else "")
