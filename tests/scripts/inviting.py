"""A list of people, the letters that inviting them writes, and joining with their links as the dashboard does."""

from __future__ import annotations

import csv
from pathlib import Path

from cercle.accounts import account
from cercle.community import Community
from cercle.enrolment import activation
from cercle.links import Code, read_code
from cercle.node import Node
from cercle.signers import AccountSigner
from tests.scripts.place import Place

LIST = """Nom;E-mail;Langue;Promotion;Type;Consentement e-mail
Édith Œuvray-L’Hermite;edith@example.org;français;2019;;oui
Ada Lovelace;ada@example.org;en;1985;validatrice;non
=HYPERLINK("http://evil");mallory@example.org;en;;partenaire;
"""


def letters(people: Path) -> dict[str, dict[str, str]]:
    """The lines of the mail merge by e-mail."""
    with (people.with_name("people-links.csv")).open(encoding="utf-8-sig", newline="") as file:
        return {row["email"]: row for row in csv.DictReader(file)}


def code_of(people: Path, email: str) -> Code:
    return read_code(letters(people)[email]["link"].partition("code=")[2])


def wallet(name: str) -> AccountSigner:
    return AccountSigner(Node(), account(Node(), name))


def join(
    community: Community,
    code: Code,
    signer: AccountSigner,
    sender: AccountSigner | None = None,
    referrer: int = 0,
) -> None:
    """What the dashboard does with a link: the wallet signs, somebody else sends."""
    deadline = community.node.seconds() + 600
    consent = signer.sign(community.members.join_data(code.member, signer.address, deadline))
    call = activation(
        community, code, signer.address, deadline=deadline, wallet_signature=consent, referrer=referrer
    )
    (sender or wallet("TEST::9")).send(call)


def move_clock_to(place: Place, seconds: int) -> None:
    """The chain's newest block is of exactly this moment."""
    place.chain.rpc("evm_setNextBlockTimestamp", seconds)
    place.chain.rpc("evm_mine")
