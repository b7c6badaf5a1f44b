"""`ape run contributions import --format praise`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from cercle.community import Community
from cercle.import_praise import PersonTotal, PraiseImport, greatest_difference
from cercle.importers.praise import PraiseEntry, PraiseRound
from cercle.names import programme_names
from cercle.recording import require_budgets, require_recordable, validator_of
from scripts._import_plain import tell_missing, tell_recorded
from scripts._options import console
from scripts._verbs import progress, role_signer, seat_desk, table


def import_praise_round(
    community: Community,
    account: str | None,
    folder: Path,
    programmes: Mapping[str, int],
    *,
    dry_run: bool,
    yes: bool,
    fund: bool,
    valid_days: int,
) -> None:
    """Enrols who is new, keeps the evidence, records the round, and compares it with what was published."""
    importing = PraiseImport(community, folder, programmes)
    office = seat_desk(community, account, dry_run, yes, tuple(importing.programmes.values()))
    validator = validator_of(community, office.signer.address)
    require_recordable(community, validator, importing.programmes.values())
    _tell_plan(community, importing)
    missing = importing.missing_budgets()
    if not fund:
        require_budgets(community, missing)
    tell_missing(community, missing)
    if not office.agreed(f"Import {importing.round.name}?"):
        return
    treasurer = role_signer(community, "treasurer", office.signer)
    with progress() as tell:
        result = importing.run(
            office.signer,
            enroller=role_signer(community, "membership", office.signer),
            treasurer=treasurer if fund else None,
            invitations_until=community.node.time() + timedelta(days=valid_days),
            validator=validator,
            progress=tell,
        )
    tell_recorded(result, office.signer)
    _tell_totals(importing.totals())


def _tell_plan(community: Community, importing: PraiseImport) -> None:
    found = importing.round
    names = programme_names(community)
    console.print(
        f"{found.name}: {len(found.members)} members, {sum(m.address is None for m in found.members)} of them "
        f"without an address; {len(importing.newcomers())} to enrol.",
        highlight=False,
    )
    for share in found.programmes:
        console.print(
            f"  {share.name}: {sum(1 for units in share.units.values() if units)} contributions to "
            f"{names[importing.programmes[share.name]]}, {share.pool:f} tokens",
            highlight=False,
        )
    console.print(
        f"{len(found.entries)} entries become evidence; {len(importing.new())} contributions are new."
    )
    _tell_entries("thank themselves; paid as scored", found.own)
    _tell_entries("were marked as duplicates by a validator; paid as scored", found.duplicates)
    _tell_entries("were dismissed by a validator; paid as scored", found.dismissed)
    _tell_entries("are worth nothing: kept as evidence, not recorded", found.worthless)
    _tell_own_scores(found)


def _tell_entries(what: str, entries: Sequence[PraiseEntry]) -> None:
    lines = ", ".join(str(entry.line) for entry in entries)
    console.print(f"{len(entries)} entries {what}" + (f": lines {lines}" if lines else ""), highlight=False)


def _tell_own_scores(found: PraiseRound) -> None:
    scored = [entry for entry in found.entries if entry.receiver in entry.scorers]
    _tell_entries("were scored by their own receiver, among others", scored)


def _tell_totals(totals: Sequence[PersonTotal]) -> None:
    rows = table("What each person earned, tokens", "member#", "who", "on chain#", "published#", "wallet")
    for one in sorted(totals, key=lambda one: -one.on_chain):
        rows.add_row(
            str(one.member),
            one.key,
            f"{one.on_chain:.12f}",
            f"{one.published:.12f}" if one.published is not None else "",
            "known" if one.has_wallet else "none",
        )
    console.print(rows)
    without = [one for one in totals if not one.has_wallet]
    console.print(
        f"{len(totals)} people, {sum(one.on_chain for one in totals):f} tokens; {len(without)} of them without a "
        f"known wallet, {sum(one.on_chain for one in without):f} tokens kept for them.",
        highlight=False,
    )
    if all(one.published is not None for one in totals):
        console.print(
            f"Greatest difference from the published table: {greatest_difference(list(totals)):.3e} token",
            highlight=False,
        )
