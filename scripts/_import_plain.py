"""`ape run contributions import --format plain`, and `record`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from cercle.admin import AdminSigner
from cercle.community import Community
from cercle.importers.plain import PlainRow
from cercle.imports import LEDGER, import_plain, plain_entries, read_plain
from cercle.names import programme_names, programme_number
from cercle.recording import Recorded, require_budgets, require_recordable, validator_of
from cercle.sources import Import
from scripts._options import console
from scripts._verbs import Desk, progress, role_signer, seat_desk


@dataclass(frozen=True)
class _Share:
    """The rows that one validator records."""

    office: Desk
    validator: int
    rows: list[PlainRow]


def import_plain_file(
    community: Community, account: str | None, file: Path, *, dry_run: bool, yes: bool, fund: bool
) -> None:
    """Records what a plain CSV file holds."""
    rows = read_plain(community, file)
    import_rows(community, account, rows, dry_run=dry_run, yes=yes, fund=fund, file=file.name)


def import_rows(
    community: Community,
    account: str | None,
    rows: Sequence[PlainRow],
    *,
    dry_run: bool,
    yes: bool,
    fund: bool,
    file: str = "",
) -> None:
    """Says what is new, and records it: everything is checked before anything is sent."""
    shares = _shares(community, account, rows, dry_run, yes)
    new = 0
    missing: dict[int, Decimal] = {}
    importing = Import(community, LEDGER)
    for share in shares:
        entries = plain_entries(community, share.validator, share.rows, file)
        require_recordable(community, share.validator, {entry.programme for entry in entries})
        new += len(importing.new(entries))
        missing.update(importing.missing_budgets(entries))
    console.print(f"{len(rows)} contributions, {len(rows) - new} recorded before, {new} new.")
    if not fund:
        require_budgets(community, missing)
    tell_missing(community, missing)
    if not shares or not shares[0].office.agreed(f"Record {new} contributions?"):
        return
    total = Recorded()
    with progress() as tell:
        for share in shares:
            signer = share.office.signer
            treasurer = role_signer(community, "treasurer", signer) if fund else None
            total += import_plain(
                community,
                signer,
                share.rows,
                validator=share.validator,
                file=file,
                treasurer=treasurer,
                progress=tell,
            )
    tell_recorded(total, *(share.office.signer for share in shares))


def _shares(
    community: Community, account: str | None, rows: Sequence[PlainRow], dry_run: bool, yes: bool
) -> list[_Share]:
    """A validator for each programme: the account named, or one of this computer with a seat on it."""
    by_programme: dict[int, list[PlainRow]] = defaultdict(list)
    for row in rows:
        by_programme[programme_number(community, row.programme)].append(row)
    shares: dict[str, _Share] = {}
    for programme, mine in by_programme.items():
        office = seat_desk(community, account, dry_run, yes, (programme,))
        address = office.signer.address
        if address not in shares:
            shares[address] = _Share(office, validator_of(community, address), [])
        shares[address].rows.extend(mine)
    return list(shares.values())


def tell_missing(community: Community, missing: dict[int, Decimal]) -> None:
    """Says what is going to be issued."""
    for programme, tokens in missing.items():
        name = programme_names(community)[programme]
        console.print(
            f"To be issued into the budget of {name}: {tokens.normalize():f} tokens", highlight=False
        )


def tell_recorded(result: Recorded, *signers: AdminSigner) -> None:
    """The summary of a recording."""
    console.print(
        f"{result.recorded} contributions recorded in {result.transactions} transactions, {result.gas_used:,} gas; "
        f"{result.known} were on chain before; {len(result.skipped)} skipped.",
        highlight=False,
    )
    for item, why in result.skipped:
        console.print(f"  {item.label}: {why.text}", markup=False, highlight=False)
    for receipt in (receipt for signer in signers for receipt in signer.found):
        console.print(
            f"Sent by an earlier run that was stopped, not again: {receipt.transaction}", highlight=False
        )
