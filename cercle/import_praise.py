"""A praise round as contributions on chain: what was thanked for, what validators scored, what the board did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from os import PathLike
from pathlib import Path

from cercle.community import Community
from cercle.enrolment import Newcomer, enrol, newcomers
from cercle.errors import InputProblem
from cercle.importers.praise import (
    PAYMENTS,
    PraiseMember,
    PraiseRound,
    ShareProgramme,
    published_allocation,
    read_praise_round,
)
from cercle.names import programme_names
from cercle.praise_evidence import entry_evidence, share_digest, share_evidence
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
from cercle.states import ContributionStatus, ProgrammeStatus
from cercle.texts import Text
from cercle.units import to_tokens, to_units

OWED = (
    ContributionStatus.Accepted,
    ContributionStatus.Paid,
    ContributionStatus.Challenged,
    ContributionStatus.Upheld,
)


@dataclass(frozen=True)
class PersonTotal:
    """What a person earned in the round, in tokens; ``published`` is what the community's own table says."""

    member: int
    key: str
    on_chain: Decimal
    published: Decimal | None
    has_wallet: bool


class PraiseImport:
    """One round and the community it goes into. ``plan`` it, then ``run`` it, then read ``totals``."""

    def __init__(
        self, community: Community, folder: str | PathLike[str], programmes: Mapping[str, int] | None = None
    ) -> None:
        """``programmes`` gives programme numbers by part (“contributors”, “validators”, “reward board”); the others
        are found by their rate. Raises ``ImportRefused``, ``InputProblem`` with the rates that no programme has."""
        self._community = community
        self._folder = Path(folder)
        self.round: PraiseRound = read_praise_round(folder)
        self.programmes = _programmes(community, self.round, programmes or {})
        self._import = Import(community, f"praise-{self.round.name}")

    def newcomers(self) -> list[Newcomer]:
        """The round's members who are not in the directory. Raises ``InputProblem``."""
        return newcomers(self._community, [_newcomer(member) for member in self.round.members])

    def new(self) -> list[SourceEntry]:
        """What is not on chain yet."""
        return self._import.new(self._entries())

    def missing_budgets(self) -> dict[int, Decimal]:
        """By programme, the tokens its budget lacks for this round."""
        return self._import.missing_budgets(self._entries())

    def run(
        self,
        signer: Signer,
        *,
        invitations_until: datetime,
        validator: int | None = None,
        enroller: Signer | None = None,
        treasurer: Signer | None = None,
        batch: int = BATCH,
        progress: Progress = silent,
    ) -> Recorded:
        """Enrols who is new, keeps the documents, records what is not on chain; safe to run again.

        Raises ``InputProblem`` before anything is sent when a budget lacks tokens (a ``treasurer`` issues them), a
        programme is not open or the validator has no seat. The ``enroller`` is by default the signer.
        """
        community = self._community
        validator = validator or validator_of(community, signer.address)
        require_recordable(community, validator, self.programmes.values())
        people = [_newcomer(member) for member in self.round.members]
        newcomers(community, people)
        provide_budgets(community, self.missing_budgets(), treasurer)
        progress("Enrolling", 0, 1)
        enrol(community, enroller or signer, people, invitations_until)
        progress("Enrolling", 1, 1)
        return self._import.run(signer, validator, self._entries(), batch=batch, progress=progress)

    def totals(self) -> list[PersonTotal]:
        """What each of the round's members earned, as the chain has it now, beside the published payment table."""
        community = self._community
        history = community.history.refresh()
        numbers = community.directory.keys()
        earned: dict[int, Decimal] = defaultdict(Decimal)
        for item in self._import.known(self._entries()):
            found = history.contributions.get(item.id)
            if found is not None and found.status in OWED:
                earned[found.member] += found.reward
        has_table = (self._folder / PAYMENTS).exists()
        published = published_allocation(self._folder) if has_table else {}
        return [
            PersonTotal(
                member=numbers.get(person.key, 0),
                key=person.key,
                on_chain=earned[numbers.get(person.key, 0)],
                published=published.get(person.key, Decimal(0)) if has_table else None,
                has_wallet=person.address is not None,
            )
            for person in self.round.members
        ]

    def _entries(self) -> list[SourceEntry]:
        numbers = self._community.directory.keys()
        name, contributors = self.round.name, self.programmes["contributors"]
        found = []
        for entry in self.round.entries:
            member = numbers.get(entry.receiver, 0)
            make = partial(entry_evidence, name, entry, member, contributors)
            label = f"entry {entry.id} (line {entry.line})"
            found.append(SourceEntry(entry.id, entry.digest, label, member, contributors, entry.units, make))
        last_day = max(entry.date for entry in self.round.entries)
        for share in (self.round.validators, self.round.reward_board):
            programme = self.programmes[share.name]
            for key, units in share.units.items():
                member = numbers.get(key, 0)
                make = partial(share_evidence, self.round, share, key, member, programme, last_day)
                digest, label = share_digest(name, share, key), f"{share.name}: {key}"
                found.append(SourceEntry(label, digest, label, member, programme, to_units(units), make))
        return found


def greatest_difference(totals: list[PersonTotal]) -> Decimal:
    """The greatest difference between a person's total on chain and the published one, in tokens."""
    return max(
        (abs(one.on_chain - one.published) for one in totals if one.published is not None),
        default=Decimal(0),
    )


def _newcomer(member: PraiseMember) -> Newcomer:
    return Newcomer(member.key, ", ".join(member.pseudonyms) or member.key, member.address)


def _programmes(community: Community, praise_round: PraiseRound, given: Mapping[str, int]) -> dict[str, int]:
    history = community.history.refresh()
    found: dict[str, int] = {}
    wrong: list[str] = []
    for share in praise_round.programmes:
        fitting = [
            one.id
            for one in history.programmes.values()
            if one.rate == share.rate and one.quorum == 1 and one.status is ProgrammeStatus.Open
        ]
        if share.name in given:
            fitting = [one for one in fitting if one == given[share.name]]
        if len(fitting) > 1:
            names = programme_names(community)
            raise InputProblem(
                Text(
                    "Several programmes have the rate of the {part}' part: {names}.",
                    {"part": share.name, "names": ", ".join(names[one] for one in fitting)},
                ),
                Text("Say which one: --part “{part}=PROGRAMME”", {"part": share.name}),
            )
        if fitting:
            found[share.name] = fitting[0]
        else:
            wrong.append(f"{share.name}: {_per_unit(share)}")
    if wrong:
        raise InputProblem(
            Text("No open programme with quorum 1 pays the rates of {round}.", {"round": praise_round.name}),
            Text(
                "Put programmes with these tokens_per_unit into the community's YAML and deploy it again: {rates}",
                {"rates": "; ".join(wrong)},
            ),
        )
    return found


def _per_unit(share: ShareProgramme) -> str:
    return f"{to_tokens(share.rate * 100):f}"
