"""Invitations: which key may activate which member id, as the leaves of a cohort's Merkle tree."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from eth_account import Account
from hexbytes import HexBytes

from cercle.documents import write_durably
from cercle.merkle import MerkleTree, leaf


@dataclass(frozen=True)
class Invitation:
    """One member id of a cohort, and the key that may activate it.

    ``name`` is the community's own name of the person (a YAML or directory key), never on chain. ``address`` is the
    invite key's address; ``key`` its private key, or None where the address is a wallet that the person has already.
    """

    cohort: int
    member_id: int
    name: str
    address: str
    key: bytes | None

    @property
    def leaf(self) -> bytes:
        """The leaf of the cohort's tree."""
        return leaf(("uint32", "uint32", "address"), (self.cohort, self.member_id, self.address))


@dataclass(frozen=True)
class Cohort:
    """A wave of invitations over contiguous member ids, in the order of the ids."""

    number: int
    invitations: tuple[Invitation, ...]

    @cached_property
    def _tree(self) -> MerkleTree:
        return MerkleTree([invitation.leaf for invitation in self.invitations])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {invitation.member_id: place for place, invitation in enumerate(self.invitations)}

    @property
    def root(self) -> bytes:
        """What ``openCohort`` takes."""
        return self._tree.root

    @property
    def kept_root(self) -> bytes:
        """What the chain keeps of it: the first 160 bits."""
        return self.root[:20]

    @property
    def first(self) -> int:
        """The smallest member id."""
        return self.invitations[0].member_id

    @property
    def ids(self) -> dict[str, int]:
        """Member ids by name."""
        return {invitation.name: invitation.member_id for invitation in self.invitations}

    def invitation(self, member_id: int) -> Invitation:
        """The invitation of a member; KeyError if the cohort has none."""
        return self.invitations[self._places[member_id]]

    def proof(self, member_id: int) -> list[bytes]:
        """What ``activate`` takes; KeyError if the cohort has no such member."""
        return self._tree.proof(self._places[member_id])

    def save(self, folder: Path) -> None:
        """Writes the cohort with its secret keys to ``folder``, readable by its owner only."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {
            "cohort": self.number,
            "invitations": [
                {
                    "member": invitation.member_id,
                    "name": invitation.name,
                    "address": invitation.address,
                    "key": HexBytes(invitation.key).to_0x_hex() if invitation.key else None,
                }
                for invitation in self.invitations
            ],
        }
        path = cohort_file(folder, self.number)
        write_durably(path, json.dumps(content, indent=1).encode() + b"\n")
        os.chmod(path, 0o600)


def cohort_file(folder: Path, number: int) -> Path:
    """Where a cohort lies in its folder."""
    return folder / f"cohort-{number}.json"


def load_cohort(folder: Path, number: int) -> Cohort:
    """A cohort saved before; FileNotFoundError if it was not."""
    content = json.loads(cohort_file(folder, number).read_text())
    return Cohort(
        content["cohort"],
        tuple(
            Invitation(
                cohort=content["cohort"],
                member_id=item["member"],
                name=item["name"],
                address=item["address"],
                key=bytes(HexBytes(item["key"])) if item["key"] else None,
            )
            for item in content["invitations"]
        ),
    )


def new_cohort(number: int, first: int, people: Mapping[str, str | None] | Sequence[str]) -> Cohort:
    """A new cohort over the ids from ``first`` on: people by name with their wallet's address, or None (or a list of
    names) for those who get a one-time key. Ids are given at random, so that their order says nothing."""
    wallets = dict(people) if isinstance(people, Mapping) else dict.fromkeys(people)
    names = list(wallets)
    secrets.SystemRandom().shuffle(names)
    return Cohort(
        number, tuple(_invite(number, first + place, name, wallets[name]) for place, name in enumerate(names))
    )


def _invite(cohort: int, member_id: int, name: str, wallet: str | None) -> Invitation:
    if wallet is not None:
        return Invitation(cohort, member_id, name, wallet, None)
    key = secrets.token_bytes(32)
    return Invitation(cohort, member_id, name, str(Account.from_key(key).address), key)
