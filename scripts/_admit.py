"""`ape run members admit`: known wallets that consent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from hexbytes import HexBytes

from cercle.accounts import account_among
from cercle.community import Community
from cercle.directory import Person
from cercle.errors import InputProblem
from cercle.importers.people import PersonRow
from cercle.importers.problems import Problems
from cercle.members import Admission
from cercle.signers import AccountSigner
from cercle.texts import Text
from scripts._options import console
from scripts._verbs import Desk

MOST_OF_A_DAY = 23 * 3600


def admit_people(office: Desk, rows: Sequence[PersonRow], deadline: int | None, to_sign: Path | None) -> None:
    """Admits who is not in the directory yet, under the next numbers, in the order of the file."""
    community = office.community
    _adopt_known_wallets(community, rows, office.dry_run)
    known = community.directory.keys()
    new = [row for row in rows if row.key not in known]
    console.print(f"{len(rows)} people in the file, {len(new)} new.")
    if not new:
        return
    if deadline is None and to_sign is None and any(row.cells["CONSENT"] for row in new):
        raise InputProblem(Text("The consents name a deadline."), Text("Give it: --deadline SECONDS"))
    deadline = deadline or community.node.seconds() + MOST_OF_A_DAY
    first = community.members.enrolled + 1
    _require_wallets(new)
    if to_sign is not None:
        data = {
            row.key: community.members.join_data(first + place, str(row.wallet), deadline)
            for place, row in enumerate(new)
        }
        to_sign.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
        console.print(
            f"What each wallet signs is in {to_sign}; then run again with --deadline {deadline}",
            highlight=False,
        )
        return
    admissions = [
        Admission(str(row.wallet), _consent(community, row, first + place, deadline))
        for place, row in enumerate(new)
    ]
    office.order(community.members.admit(first, admissions, deadline))
    if not office.dry_run:
        community.directory.add(Person(first + place, row.key, row.name) for place, row in enumerate(new))


def _adopt_known_wallets(community: Community, rows: Sequence[PersonRow], dry_run: bool) -> None:
    """A run killed after the admission was mined, and before the directory knew it, is finished."""
    joined = {record.wallet.lower(): number for number, record in community.history.refresh().members.items()}
    people = {person.member for person in community.directory.people()}
    known = community.directory.keys()
    found = [(joined.get((row.wallet or "").lower()), row) for row in rows if row.key not in known]
    lost = [Person(member, row.key, row.name) for member, row in found if member and member not in people]
    if lost and not dry_run:
        community.directory.add(lost)


def _require_wallets(rows: Sequence[PersonRow]) -> None:
    problems = Problems()
    for row in rows:
        if row.wallet is None:
            problems.add(
                Path(), row.line, "the wallet is empty: enrol this person with an invitation instead."
            )
    problems.refuse_if_any()


def _consent(community: Community, row: PersonRow, member: int, deadline: int) -> bytes:
    if row.cells["CONSENT"]:
        try:
            return bytes(HexBytes(row.cells["CONSENT"]))
        except ValueError:
            raise InputProblem(
                Text("The consent on line {line} is not hexadecimal.", {"line": row.line}),
                Text("Copy the wallet's signature again."),
            ) from None
    own = account_among(community.node, (str(row.wallet),))
    if own is None:
        raise InputProblem(
            Text("The consent on line {line} is empty.", {"line": row.line}),
            Text("Have the wallet sign: --to-sign FILE writes what."),
        )
    data = community.members.join_data(member, str(row.wallet), deadline)
    return AccountSigner(community.node, own).sign(data)
