"""Invitation links: `<dashboard>/join?code=…`, where the code holds a member number and a secret word, nothing personal.

The secret is the invitation's one-time key; where the invitation is for a wallet that is known, it only opens the page.
Base64 for URLs (RFC 4648, section 5) of: version (1 byte), member (4), referrer (4), secret (32), and the first three
bytes of the SHA-256 of all that, so that a link that was cut or mistyped is told from one that was taken back.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cercle.config import load_config
from cercle.errors import InputProblem
from cercle.invitations import Invitation
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community

URL_VARIABLE = "CERCLE_DASHBOARD_URL"
_VERSION = 1
_CONTENT = struct.Struct(">BII32s")
_CHECK = 3
_LETTERS = -(-(_CONTENT.size + _CHECK) * 4 // 3)


@dataclass(frozen=True)
class Code:
    """What a link holds: the member it invites, its secret, and the member who brought them (0 for nobody)."""

    member: int
    key: bytes
    referrer: int = 0

    def __str__(self) -> str:
        content = _CONTENT.pack(_VERSION, self.member, self.referrer, self.key)
        return base64.urlsafe_b64encode(content + _check(content)).decode().rstrip("=")

    def __repr__(self) -> str:
        return f"<Code of member {self.member}>"  # never the secret: this ends in logs


def link(base_url: str, invitation: Invitation, referrer: int = 0) -> str:
    """Where an invited person joins."""
    return f"{base_url}/join?code={Code(invitation.member_id, invitation.secret, referrer)}"


def read_code(code: str) -> Code:
    """The code of a link. ``InputProblem`` for one that is cut, mistyped or made up."""
    written = code.strip()
    if len(written) != _LETTERS or not re.fullmatch("[A-Za-z0-9_-]+", written):
        raise _broken()
    raw = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
    content, check = raw[: _CONTENT.size], raw[_CONTENT.size :]
    if check != _check(content):
        raise _broken()
    version, member, referrer, key = _CONTENT.unpack(content)
    if version != _VERSION or not member or referrer == member:
        raise _broken()
    return Code(member, key, referrer)


def dashboard_url(community: Community) -> str:
    """Where the community's dashboard is: ``$CERCLE_DASHBOARD_URL``, else ``dashboard: url:`` of its YAML.

    Without a slash at the end. ``InputProblem`` where a public network would get links that lead to this computer.
    """
    config = load_config(community.record.files.config)
    url = os.environ.get(URL_VARIABLE, config.dashboard.url).rstrip("/")
    if url.startswith("http://") and not community.node.is_local:
        raise InputProblem(
            Text("The links would lead to {url}, which only this computer can open.", {"url": url}),
            Text("Set dashboard: url: in the community's YAML, and run ape run deploy again."),
        )
    return url


def _check(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:_CHECK]


def _broken() -> InputProblem:
    return InputProblem(
        Text("This link is not complete."),
        Text("Open it from the message again, or copy all of it; if that does not help, ask for a new one."),
    )
