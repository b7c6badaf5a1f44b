"""One click out: links that stop a kind of e-mail without a login, for as long as the letter lies in a mailbox.

A link's token is the member's number and what to stop, encrypted and signed with AES-SIV (RFC 5297) under a key in the
community's folder: it says nothing to whoever reads it in a server's log, and cannot be made or changed without the key.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import struct
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from cercle.errors import InputProblem
from cercle.mail.kinds import Stop
from cercle.mail.log import MailLog
from cercle.privacy.consents import Consents
from cercle.privacy.database import open_database
from cercle.privacy.purposes import Purpose
from cercle.texts import Text

PATH = "/unsubscribe"
_KEY_FILE = "mail.key"
_CONTENT = struct.Struct(">IB")  # member, place in _STOPS
_STOPS = (Stop.Notices, Stop.Digest, Stop.Invitations)  # only ever added to: letters hold the places


class WaysOut:
    """Makes and reads a community's links, and does what they ask for. Needs its folder only, no chain."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cipher = AESSIV(_key(folder))

    def token(self, member: int, stop: Stop) -> str:
        """What a link carries."""
        content = _CONTENT.pack(member, _STOPS.index(stop))
        return base64.urlsafe_b64encode(self._cipher.encrypt(content, None)).decode().rstrip("=")

    def read(self, token: str) -> tuple[int, Stop]:
        """Whom and what a token is about. ``InputProblem`` for one that is not ours, or was changed."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            member, place = _CONTENT.unpack(self._cipher.decrypt(raw, None))
            return member, _STOPS[place]
        except (binascii.Error, ValueError, InvalidTag, struct.error, IndexError):
            raise InputProblem(
                Text("This link is not complete, or not ours."),
                Text("Use the link in the e-mail again, or change your choices under “My account”."),
            ) from None

    def take(self, token: str) -> Stop:
        """Stops what a token is for; twice is as good as once. Raises ``InputProblem``."""
        member, stop = self.read(token)
        if stop is Stop.Invitations:
            MailLog.in_folder(self._folder).stop_invitations(member)
        else:
            Consents(open_database(self._folder)).withdraw(member, Purpose(stop))
        return stop


def _key(folder: Path) -> bytes:
    """The community's key, made the first time; a second program that makes one at the same moment takes the first."""
    file = folder / _KEY_FILE
    if not file.exists():
        made = folder / f"{_KEY_FILE}.{secrets.token_hex(8)}"
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as new:
            new.write(secrets.token_bytes(32))
            new.flush()
            os.fsync(new.fileno())
        with suppress(FileExistsError):
            os.link(made, file)
        made.unlink()
    return file.read_bytes()
