"""Invitations: which key may activate which member id, as the leaves of a cohort's Merkle tree."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from eth_account import Account

from cercle.documents import write_durably
from cercle.merkle import MerkleTree, leaf


@dataclass(frozen=True)
class Invitation:
    """One member id of a cohort, and the key that may activate it.

    ``name`` is how the community's own list calls the person, never on chain, and empty once the directory knows.
    ``address`` is what the cohort's leaf names: the one-time key's address, or a wallet that the person has already
    (``own_wallet``). ``secret`` is what the link carries: the one-time key, or a random word that only opens the page.
    """

    cohort: int
    member_id: int
    name: str
    address: str
    secret: bytes = field(repr=False)
    own_wallet: bool = False

    @property
    def key(self) -> bytes | None:
        """The one-time private key; None where the person's own wallet signs."""
        return None if self.own_wallet else self.secret

    @property
    def leaf(self) -> bytes:
        """The leaf of the cohort's tree: numbers and an address, nothing about the person."""
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

    def __contains__(self, member_id: int) -> bool:
        return member_id in self._places

    def without_names(self) -> Cohort:
        """The same, for keeping: who is behind a number is the directory's to know."""
        return Cohort(self.number, tuple(replace(one, name="") for one in self.invitations))

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
                    "secret": invitation.secret.hex(),
                    "own_wallet": invitation.own_wallet,
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
                secret=bytes.fromhex(item["secret"]),
                own_wallet=item["own_wallet"],
            )
            for item in content["invitations"]
        ),
    )


def new_cohort(
    number: int,
    first: int,
    people: Mapping[str, str | None] | Sequence[str],
    tell: Callable[[int], None] = lambda done: None,
) -> Cohort:
    """A new cohort over the ids from ``first`` on: people by name with their wallet's address, or None (or a list of
    names) for those who get a one-time key. Ids are given at random, so that their order says nothing. ``tell`` hears
    how many invitations are made."""
    wallets = dict(people) if isinstance(people, Mapping) else dict.fromkeys(people)
    names = list(wallets)
    secrets.SystemRandom().shuffle(names)
    made = []
    for place, name in enumerate(names):
        tell(place)
        made.append(new_invitation(number, first + place, name, wallets[name]))
    return Cohort(number, tuple(made))


def new_invitation(cohort: int, member_id: int, name: str = "", wallet: str | None = None) -> Invitation:
    """A new invitation: for the wallet that is known, else for whoever holds the one-time key made here."""
    secret = secrets.token_bytes(32)
    address = wallet or str(Account.from_key(secret).address)
    return Invitation(cohort, member_id, name, address, secret, own_wallet=wallet is not None)
