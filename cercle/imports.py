"""Contributions from the plain CSV files of a community, as contributions on chain."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from cercle.community import Community
from cercle.documents import Evidence
from cercle.importers.plain import PlainRow, read_plain_csv
from cercle.importers.problems import Problems
from cercle.names import member_names, programme_number
from cercle.recording import (
    BATCH,
    Progress,
    Recorded,
    provide_budgets,
    require_recordable,
    silent,
    validator_of,
)
from cercle.signers import Signer
from cercle.sources import Import, SourceEntry
from cercle.states import PROGRAMME_NAMES, ProgrammeStatus

LONGEST_TITLE = 200
LEDGER = "plain"  # one for all files: the same row in two files is one contribution


def read_plain(community: Community, path: str | PathLike[str]) -> tuple[PlainRow, ...]:
    """Reads a plain CSV file against the community's directory and programmes.

    Raises ``ImportRefused`` with every problem and its line: an unknown member, a programme that is not open, …
    """
    programmes = community.record.programmes
    states = {key: community.programmes.status(number) for key, number in programmes.items()}
    stopped = {key: PROGRAMME_NAMES[one] for key, one in states.items() if one is not ProgrammeStatus.Open}
    return read_plain_csv(path, programmes, member_names(community), stopped)


def import_plain(
    community: Community,
    signer: Signer,
    rows: Sequence[PlainRow],
    *,
    validator: int | None = None,
    file: str = "",
    treasurer: Signer | None = None,
    batch: int = BATCH,
    progress: Progress = silent,
) -> Recorded:
    """Records plain rows for their members, as a validator with a seat; rows recorded before are left out.

    ``validator`` is the member for whom the signer acts, by default the one whose wallet it is; ``file`` is the name
    that problems show. Raises ``InputProblem`` before anything is sent when a budget lacks tokens (a ``treasurer``
    issues them), a programme is not open or the validator has no seat; ``ImportRefused`` for rows nobody can record.
    """
    validator = validator or validator_of(community, signer.address)
    entries = plain_entries(community, validator, rows, file)
    require_recordable(community, validator, [entry.programme for entry in entries])
    importing = Import(community, LEDGER)
    provide_budgets(community, importing.missing_budgets(entries), treasurer)
    return importing.run(signer, validator, entries, batch=batch, progress=progress)


def plain_entries(
    community: Community, validator: int, rows: Sequence[PlainRow], file: str = ""
) -> list[SourceEntry]:
    """The rows with members and programmes as numbers. Raises ``ImportRefused`` with every problem there is."""
    names = member_names(community)
    programmes = {row.programme: programme_number(community, row.programme) for row in rows}
    problems = Problems()
    entries = []
    for row in rows:
        found = [names.number(name) for name in (row.member, *row.beneficiaries)]
        for name, number in zip((row.member, *row.beneficiaries), found, strict=True):
            if number is None:
                problems.add(Path(file), row.line, f"unknown member “{name}”: enrol the person first.")
        numbers = [number for number in found if number is not None]
        if len(set(numbers)) < len(numbers):
            message = "the same person is named twice, as member or beneficiary: name each once."
            problems.add(Path(file), row.line, message)
        elif found[0] == validator:
            message = (
                f"“{row.member}” is who imports: nobody records for themselves, another validator has to."
            )
            problems.add(Path(file), row.line, message)
        elif len(numbers) == len(found):
            entries.append(_entry(row, numbers[0], tuple(numbers[1:]), programmes[row.programme]))
    problems.refuse_if_any()
    return entries


def _entry(row: PlainRow, member: int, beneficiaries: tuple[int, ...], programme: int) -> SourceEntry:
    title = row.evidence.splitlines()[0][:LONGEST_TITLE]

    def document() -> Evidence:
        return Evidence(
            member=member,
            programme=programme,
            date=row.date,
            title=title,
            text=row.evidence if row.evidence != title else "",
            beneficiaries=beneficiaries,
        )

    return SourceEntry(row.key, row.digest, f"line {row.line}", member, programme, row.units, document)
