"""Contributions: submitted by members, or recorded for them; attested, challenged, collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from eth_abi.abi import encode
from eth_utils.crypto import keccak
from hexbytes import HexBytes

from cercle import counted
from cercle.calls import Call
from cercle.contracts import decode_values
from cercle.errors import InputProblem
from cercle.noun import Noun
from cercle.states import ContributionStatus
from cercle.texts import Text
from cercle.units import to_hundredths, to_time, to_units


@dataclass(frozen=True)
class Standing:
    """How a contribution stands on the chain now. ``time`` is that of the last decision. Of an id that is unknown
    there, the member is 0."""

    id: bytes
    member: int
    programme: int
    units: Decimal
    status: ContributionStatus
    time: datetime


@dataclass(frozen=True)
class Contribution(Standing):
    """A contribution as the chain has it now, and when it can be collected."""

    claim_from: datetime | None
    claim_until: datetime | None


@dataclass(frozen=True)
class Entry:
    """Something a validator records for a member; ``evidence`` is the hash of its document."""

    member: int
    units: Decimal
    evidence: bytes


class Contributions(Noun):
    """What members did. Lists come from ``community.history.contributions``."""

    contract_name: ClassVar[str] = "ContributionRegistry"

    @staticmethod
    def id_of(member: int, programme: int, evidence: bytes) -> bytes:
        """The id of a contribution: one member, one programme, one piece of evidence."""
        return bytes(keccak(encode(["uint32", "uint16", "bytes32"], [member, programme, evidence])))

    def get(self, contribution: bytes) -> Contribution:
        """A contribution by id. ``InputProblem`` if there is none."""
        info = self.contract.contributionInfo(contribution)
        if info.memberId == 0:
            raise InputProblem(Text("There is no contribution {id}.", {"id": "0x" + contribution.hex()}))
        claim_from, claim_until = self.contract.claimTimes(contribution)
        return Contribution(
            **vars(
                _standing(contribution, info.memberId, info.programmeId, info.units, info.status, info.time)
            ),
            claim_from=to_time(claim_from) if claim_from else None,
            claim_until=to_time(claim_until) if claim_until else None,
        )

    def standings(self, contributions: Sequence[bytes]) -> list[Standing]:
        """How many contributions stand now, in the order of their ids; read in batches."""
        view = self.contract.contributionInfo
        (abi,) = view.abis
        address = str(self.contract.address)
        calls = [
            ({"to": address, "data": view.encode_input(one).to_0x_hex()}, "latest") for one in contributions
        ]
        answers = self._community.node.request_many("eth_call", calls)
        found = [decode_values(abi.outputs, bytes(HexBytes(answer)))[0] for answer in answers]
        return [_standing(one, *info[:5]) for one, info in zip(contributions, found, strict=True)]

    def exists(self, contribution: bytes) -> bool:
        """Whether anything is known under this id."""
        return int(self.contract.contributionInfo(contribution).status) != ContributionStatus.None_

    # -- members ----------------------------------------------------------------------------------

    def submit(self, member: int, programme: int, units: Decimal, evidence: bytes) -> Call:
        """A member submits; ``evidence`` is the hash of a document in the store."""
        return self._both_doors(
            "submit",
            member,
            programme,
            to_hundredths(units),
            evidence,
            sentence=Text(
                "Submit {units} to programme {programme}.",
                {"units": counted.units(units), "programme": programme},
            ),
        )

    def withdraw(self, member: int, programme: int, evidence: bytes) -> Call:
        """Withdraws what is still waiting for approval."""
        return self._both_doors(
            "withdraw",
            member,
            programme,
            evidence,
            sentence=Text("Withdraw a contribution."),
        )

    def claim(self, member: int, contributions: Sequence[bytes]) -> Call:
        """Collects accepted contributions to the member's wallet."""
        return self._both_doors(
            "claim",
            member,
            list(contributions),
            sentence=Text(
                "Collect the tokens of {contributions}.",
                {"contributions": counted.contributions(len(contributions))},
            ),
        )

    def lapse(self, contributions: Sequence[bytes]) -> Call:
        """Frees the budget of what nobody collected in time; anyone may."""
        return self._call(
            "lapse",
            list(contributions),
            sentence=Text(
                "Free the budget of {contributions}.",
                {"contributions": counted.contributions(len(contributions))},
            ),
        )

    # -- validators -------------------------------------------------------------------------------

    def attest(
        self, validator: int, programme: int, approve: bool, votes: Sequence[tuple[bytes, Decimal]]
    ) -> Call:
        """Approves or rejects contributions of one programme; a vote is (id, units)."""
        rows = [(one, to_hundredths(units)) for one, units in votes]
        sentence = "Approve {contributions}." if approve else "Reject {contributions}."
        return self._both_doors(
            "attest",
            validator,
            programme,
            approve,
            rows,
            sentence=Text(sentence, {"contributions": counted.contributions(len(rows))}),
        )

    def record(self, validator: int, programme: int, entries: Sequence[Entry]) -> Call:
        """A validator records contributions for others, approving them."""
        rows = [(one.member, to_hundredths(one.units), one.evidence) for one in entries]
        return self._both_doors(
            "record",
            validator,
            programme,
            rows,
            sentence=Text(
                "Record {contributions} to programme {programme}.",
                {"contributions": counted.contributions(len(rows)), "programme": programme},
            ),
        )

    def challenge(self, validator: int, contribution: bytes, reason: bytes) -> Call:
        """Stops a payment until an arbiter decides; ``reason`` is a document's hash."""
        door = self._door("challengeBySig", validator, contribution, reason)
        facts = {"member": door.message["memberId"], "units": counted.units(to_units(door.message["units"]))}
        return self._call(
            "challenge",
            *door.args,
            sentence=Text("Challenge a contribution of member {member} over {units}.", facts),
            door=door,
        )

    # -- the arbiter ------------------------------------------------------------------------------

    def resolve(self, arbiter: int, contribution: bytes, uphold: bool, reason: bytes) -> Call:
        """Decides a challenge of somebody else's contribution; ``reason`` is a document's hash."""
        sentence = "Uphold the challenged contribution." if uphold else "Revoke the challenged contribution."
        return self._call("resolve", arbiter, contribution, uphold, reason, sentence=Text(sentence))


def _standing(id: bytes, member: int, programme: int, hundredths: int, status: int, seconds: int) -> Standing:
    return Standing(id, member, programme, to_units(hundredths), ContributionStatus(status), to_time(seconds))
