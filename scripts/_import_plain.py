"""`ape run contributions import --format plain`, and `record`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cercle.admin import AdminSigner
from cercle.community import Community
from cercle.importers.plain import PlainRow
from cercle.imports import LEDGER, import_plain, plain_entries, read_plain
from cercle.names import programme_names, programme_number
from cercle.recording import Recorded, require_budgets, require_recordable, validator_of
from cercle.sources import Import
from scripts._options import console
from scripts._verbs import desk, progress, role_signer


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
    """Says what is new, and records it."""
    programmes = {programme_number(community, row.programme) for row in rows}
    office = desk(community, account, dry_run, yes, programmes=tuple(programmes))
    validator = validator_of(community, office.signer.address)
    entries = plain_entries(community, validator, rows, file)
    require_recordable(community, validator, programmes)
    importing = Import(community, LEDGER)
    new, missing = importing.new(entries), importing.missing_budgets(entries)
    console.print(f"{len(rows)} contributions, {len(rows) - len(new)} recorded before, {len(new)} new.")
    if not fund:
        require_budgets(community, missing)
    for programme, tokens in missing.items():
        name = programme_names(community)[programme]
        console.print(
            f"To be issued into the budget of {name}: {tokens.normalize():f} tokens", highlight=False
        )
    if not office.agreed(f"Record {len(new)} contributions?"):
        return
    treasurer = role_signer(community, "treasurer", office.signer)
    with progress() as tell:
        result = import_plain(
            community,
            office.signer,
            rows,
            validator=validator,
            file=file,
            treasurer=treasurer if fund else None,
            progress=tell,
        )
    tell_recorded(result, office.signer)


def tell_recorded(result: Recorded, signer: AdminSigner) -> None:
    """The summary of a recording."""
    console.print(
        f"{result.recorded} contributions recorded in {result.transactions} transactions, {result.gas_used:,} gas; "
        f"{result.known} were on chain before; {len(result.skipped)} skipped.",
        highlight=False,
    )
    for item, why in result.skipped:
        console.print(f"  {item.label}: {why.text}", markup=False, highlight=False)
    for receipt in signer.found:
        console.print(
            f"Sent by an earlier run that was stopped, not again: {receipt.transaction}", highlight=False
        )
