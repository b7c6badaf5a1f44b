"""Programmes: what is rewarded, at what rate, and who validates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from cercle.calls import Call
from cercle.errors import InputProblem
from cercle.noun import Noun
from cercle.states import ProgrammeStatus
from cercle.texts import Text
from cercle.units import to_hundredths, to_units


@dataclass(frozen=True)
class ProgrammeTerms:
    """What is decided when a programme opens, and never changes. ``rate`` in base units for 0.01 unit."""

    rate: int
    quorum: int
    challenge_window: timedelta
    claim_within: timedelta
    cap: Decimal | None = None
    cap_period: timedelta = timedelta(0)

    def as_tuple(self) -> tuple[int, int, int, int, int, int]:
        """The contract's struct."""
        return (
            self.rate,
            self.quorum,
            int(self.challenge_window.total_seconds()),
            to_hundredths(self.cap) if self.cap is not None else 0,
            self.cap_period.days,
            self.claim_within.days,
        )


class Programmes(Noun):
    """What is rewarded. Lists come from ``community.history.programmes``."""

    contract_name: ClassVar[str] = "ContributionRegistry"

    def status(self, programme: int) -> ProgrammeStatus:
        """How a programme stands now."""
        return ProgrammeStatus(self.contract.programmeInfo(programme).status)

    def terms(self, programme: int) -> ProgrammeTerms:
        """A programme's terms. ``InputProblem`` if there is no such programme."""
        info = self.contract.programmeInfo(programme)
        if info.status == ProgrammeStatus.None_:
            raise InputProblem(Text("There is no programme {programme}.", {"programme": programme}))
        return ProgrammeTerms(
            rate=info.rate,
            quorum=info.quorum,
            challenge_window=timedelta(seconds=info.challengeWindow),
            claim_within=timedelta(days=info.claimWithin),
            cap=to_units(info.cap) if info.cap else None,
            cap_period=timedelta(days=info.capPeriod),
        )

    def left_in_period(self, member: int, programme: int) -> Decimal | None:
        """Units a member may still earn in the present period; None without a cap."""
        cap = self.terms(programme).cap
        return None if cap is None else cap - to_units(self.contract.usedInPeriod(member, programme))

    def has_seat(self, programme: int, validator: int) -> bool:
        """Whether a member's vote counts on a programme now."""
        return bool(self.contract.seatOf(programme, validator).active)

    def open(self, programme: int, terms: ProgrammeTerms, document: bytes, validators: Sequence[int]) -> Call:
        """Opens a programme with its validators; ``document`` is the hash of its text."""
        return self._call(
            "openProgramme",
            programme,
            terms.as_tuple(),
            document,
            list(validators),
            sentence=Text("Open programme {programme}.", {"programme": programme}),
        )

    def pause(self, programme: int) -> Call:
        """Stops submissions, records and votes; challenges and claims go on."""
        return self._simple("pauseProgramme", programme, "Pause programme {programme}.")

    def resume(self, programme: int) -> Call:
        """Opens a paused programme again."""
        return self._simple("resumeProgramme", programme, "Resume programme {programme}.")

    def close(self, programme: int) -> Call:
        """Closes a programme for good; what is pending is still decided for a while."""
        return self._simple("closeProgramme", programme, "Close programme {programme} for good.")

    def _simple(self, method: str, programme: int, sentence: str) -> Call:
        return self._call(method, programme, sentence=Text(sentence, {"programme": programme}))

    def seat(self, programme: int, validator: int) -> Call:
        """Gives a member a vote on a programme."""
        values = {"programme": programme, "validator": validator}
        return self._call(
            "seat",
            programme,
            validator,
            sentence=Text("Give member {validator} a seat on programme {programme}.", values),
        )

    def unseat(self, programme: int, validator: int) -> Call:
        """Takes a validator's vote away; their votes stop counting."""
        values = {"programme": programme, "validator": validator}
        return self._call(
            "unseat",
            programme,
            validator,
            sentence=Text("Take the seat of member {validator} on programme {programme}.", values),
        )
