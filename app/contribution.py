"""What somebody tells about what they did, before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app import data
from cercle.calls import Call
from cercle.documents import Evidence
from cercle.errors import InputProblem
from cercle.texts import Text


@dataclass(frozen=True)
class Contribution:
    """The filled-in form."""

    member: int
    programme: int
    units: Decimal
    title: str
    details: str
    when: date
    beneficiaries: tuple[int, ...]

    def calls(self) -> list[Call]:
        """Keeps the document and builds the call that carries its hash. Raises ``InputProblem`` for what is missing."""
        if not self.title:
            raise InputProblem(Text("Say in a few words what you did."))
        if not self.units:
            raise InputProblem(Text("Say how much it was."))
        if data.requires_confirmation(self.programme) and not self.beneficiaries:
            raise InputProblem(
                Text("This programme asks for the word of a beneficiary."), Text("Name who received it.")
            )
        document = Evidence(
            member=self.member,
            programme=self.programme,
            date=self.when,
            title=self.title,
            text=self.details,
            beneficiaries=self.beneficiaries,
        )
        community = data.community()
        evidence = community.documents.put(document)
        return [community.contributions.submit(self.member, self.programme, self.units, evidence)]
