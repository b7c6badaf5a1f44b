"""Recoveries: a new wallet's consent, kept until it is used, since an announced action has to stay as announced."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from hexbytes import HexBytes

from cercle.calls import Call
from cercle.community import Community
from cercle.documents import write_durably
from cercle.signers import Signer

MARGIN = 12 * 3600
"""How long a consent is good once it can be used, seconds; the contracts allow a day."""


@dataclass(frozen=True)
class Consent:
    """A new wallet's signature of ``Members.bind_wallet_data``; deadline in seconds."""

    wallet: str
    deadline: int
    signature: str

    def start(self, community: Community, member: int) -> Call:
        """The recovery it consents to."""
        signature = bytes(HexBytes(self.signature))
        return community.members.start_recovery(member, self.wallet, self.deadline, signature)


def sign_consent(community: Community, member: int, wallet: Signer, delay: int) -> Consent:
    """Has the new wallet consent, or returns its earlier consent if that is still good.

    ``delay`` is that of the role which starts the recovery, seconds.
    """
    now = community.node.seconds()
    file = _file(community, member)
    if file.exists():
        kept = Consent(**json.loads(file.read_text()))
        if kept.wallet == wallet.address and kept.deadline > now:
            return kept
    deadline = now + delay + MARGIN
    data = community.members.bind_wallet_data(member, wallet.address, deadline)
    consent = Consent(wallet.address, deadline, HexBytes(wallet.sign(data)).to_0x_hex())
    write_durably(file, json.dumps(asdict(consent)).encode())
    return consent


def forget_consent(community: Community, member: int) -> None:
    """Once it was used."""
    _file(community, member).unlink(missing_ok=True)


def _file(community: Community, member: int) -> Path:
    return community.record.folder / "recoveries" / f"{member}.json"
