"""What happened, whatever it was written down in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from cercle.config_models import CommunityConfig
from cercle.errors import InputProblem
from cercle.importers.plain import read_plain_csv
from cercle.importers.praise import PAYMENTS, published_allocation, read_praise_round
from cercle.states import ContributionStatus
from cercle.texts import Text
from cercle.units import to_units

if TYPE_CHECKING:
    from cercle.community import Community

EARNED = (
    ContributionStatus.Accepted,
    ContributionStatus.Upheld,
    ContributionStatus.Paid,
    ContributionStatus.Lapsed,
)


@dataclass(frozen=True)
class Deed:
    """Something a member did; ``programme`` is a key of the YAML."""

    day: date
    member: str
    programme: str
    units: Decimal


@dataclass(frozen=True)
class Activity:
    """Deeds by day, and where it is known what each member got for them, in tokens."""

    name: str
    deeds: tuple[Deed, ...]
    earned_before: Mapping[str, Decimal] | None = None


def activity_of_csv(
    file: str | PathLike[str], config: CommunityConfig, renamed: Mapping[str, str]
) -> Activity:
    """A plain CSV (date, member, programme, units, evidence, beneficiaries). ``renamed`` gives the YAML's key where
    the file has another name. Raises ``ImportRefused``, ``InputProblem`` for a programme that the YAML lacks."""
    rows = read_plain_csv(file)
    deeds = [Deed(row.date, row.member, renamed.get(row.programme, row.programme), row.units) for row in rows]
    return _activity(Path(file).name, deeds, config)


def activity_of_praise(
    folder: str | PathLike[str], config: CommunityConfig, parts: Mapping[str, str]
) -> Activity:
    """A praise round; ``parts`` gives the YAML's key for “contributors”, “validators” and “reward board”, and a part
    that it does not name is left out. Raises as ``activity_of_csv``, and for a part that no round has."""
    found = read_praise_round(folder)
    known = ("contributors", found.validators.name, found.reward_board.name)
    if not parts or set(parts) - set(known):
        raise InputProblem(
            Text("A praise round has the parts {parts}.", {"parts": ", ".join(known)}),
            Text(
                "Say which programme of the YAML each is: --as “{example}=PROGRAMME”", {"example": known[0]}
            ),
        )
    last = max(entry.date for entry in found.entries)
    deeds = []
    if contributors := parts.get("contributors"):
        deeds += [
            Deed(entry.date, entry.receiver, contributors, to_units(entry.units_hundredths))
            for entry in found.contributions
        ]
    for share in (found.validators, found.reward_board):
        if programme := parts.get(share.name):
            deeds += [Deed(last, key, programme, to_units(units)) for key, units in share.units.items()]
    has_table = (Path(folder) / PAYMENTS).exists()
    return _activity(found.name, deeds, config, published_allocation(folder) if has_table else None)


def activity_of_history(
    community: Community, config: CommunityConfig, start: date, end: date, renamed: Mapping[str, str]
) -> Activity:
    """The community's own contributions submitted from ``start`` until before ``end``, and what they earned."""
    history = community.history.refresh()
    keys = {number: key for key, number in community.record.programmes.items()}
    people = {number: key for key, number in community.directory.keys().items()}
    deeds, earned = [], defaultdict[str, Decimal](Decimal)
    for one in history.contributions.values():
        day = one.submitted_at.date()
        if not start <= day < end or one.status is ContributionStatus.Withdrawn:
            continue
        member = people.get(one.member, f"#{one.member}")
        programme = keys.get(one.programme, str(one.programme))
        deeds.append(Deed(day, member, renamed.get(programme, programme), one.units))
        if one.status in EARNED:
            earned[member] += one.reward
    return _activity(f"{community.name} {start} – {end}", deeds, config, dict(earned))


def _activity(
    name: str, deeds: list[Deed], config: CommunityConfig, before: Mapping[str, Decimal] | None = None
) -> Activity:
    if unknown := sorted({one.programme for one in deeds} - set(config.programmes)):
        facts = {"unknown": ", ".join(unknown), "known": ", ".join(config.programmes) or "–"}
        raise InputProblem(
            Text("The YAML has no programme {unknown}; it has {known}.", facts),
            Text("Say what it is called there: --as “{example}=PROGRAMME”", {"example": unknown[0]}),
        )
    if not deeds:
        raise InputProblem(
            Text("Nothing happened in {name}.", {"name": name}),
            Text("Choose another file, or another period."),
        )
    return Activity(name, tuple(sorted(deeds, key=lambda one: one.day)), before)
