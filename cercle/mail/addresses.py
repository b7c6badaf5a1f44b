"""What an e-mail address is, and how it stands in a header: nothing that could begin another header gets through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr

from cercle.errors import InputProblem
from cercle.texts import Text

# HTML's “valid e-mail address” (WHATWG, section 4.10.5.1.5), with a dot in the domain asked for.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3 less the angle brackets


@dataclass(frozen=True)
class Mailbox:
    """A name, which may be empty, and an address. Raises ``InputProblem`` for what is neither."""

    name: str
    email: str

    def __post_init__(self) -> None:
        check_email(self.email)
        if any(not character.isprintable() for character in self.name):
            raise InputProblem(
                Text("The name for {email} has a line break or another invisible character.", vars(self)),
                Text("Correct the name in the directory."),
            )

    @property
    def header(self) -> Address:
        """As a header takes it."""
        return Address(display_name=self.name, addr_spec=self.email)

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.email.rpartition("@")[2]


def check_email(email: str) -> str:
    """The address itself. ``InputProblem`` for what is none: accents before the @ and IP addresses are refused too."""
    if len(email) > _LONGEST or not _EMAIL.fullmatch(email):
        raise InputProblem(
            Text("“{email}” is not an e-mail address.", {"email": email[:80]}),
            Text("Write it like camille.martin@example.org."),
        )
    return email


def read_mailbox(written: str) -> Mailbox:
    """``Name <address>``, or an address alone. Raises ``InputProblem``."""
    if any(not character.isprintable() for character in written):
        raise InputProblem(Text("An e-mail address is one line."))
    name, email = parseaddr(written)
    return Mailbox(name, email or written)
