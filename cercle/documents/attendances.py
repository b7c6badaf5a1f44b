"""What somebody signs at a gathering: I was there, and this is who gave what.

It is signed before there is a piece of evidence, so it says everything that the evidence will say. When the gathering
is closed it lies below the evidence of each giver, as the attendee's confirmation.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from cercle.documents.models import Evidence, MemberId, ProgrammeId

Statement = Literal["I was there", "I was helped"]


class Gift(BaseModel):
    """What somebody gave, in hundredths of the programme's unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    member: MemberId
    hundredths: Annotated[int, Field(ge=1, lt=2**32)]


class Attendance(BaseModel):
    """What an attendee states; ``gathering`` tells two gatherings with the same title apart."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    gathering: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    day: Annotated[datetime.date, Field(strict=False)]
    programme: ProgrammeId
    given: Annotated[tuple[Gift, ...], Field(strict=False, min_length=1)]
    statement: Statement

    def is_about(self, evidence: Evidence) -> bool:
        """Whether a piece of evidence says no more than what was signed."""
        return (evidence.title, evidence.date, evidence.programme) == (
            self.title,
            self.day,
            self.programme,
        ) and evidence.member in {gift.member for gift in self.given}

    def message(self, member: int) -> dict[str, Any]:
        """The fields of the EIP-712 message, as ``FIELDS`` has them."""
        return {
            "memberId": member,
            "statement": self.statement,
            "gathering": self.title,
            "day": self.day.isoformat(),
            "programmeId": self.programme,
            "given": ", ".join(
                f"member {gift.member}: {gift.hundredths // 100}.{gift.hundredths % 100:02}"
                for gift in self.given
            ),
            "code": self.gathering,
        }


FIELDS = (
    ("memberId", "uint32"),
    ("statement", "string"),
    ("gathering", "string"),
    ("day", "string"),
    ("programmeId", "uint16"),
    ("given", "string"),
    ("code", "string"),
)
