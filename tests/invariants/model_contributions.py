"""What the contributions' registry and the escrow hold, in Python: programmes, contributions and budgets."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from .model_members import MembersModel, Problems

DAY = 86_400
REFUSED = "Contributions_Refused"


class Status(IntEnum):
    NONE = 0
    PENDING = 1
    ACCEPTED = 2
    PAID = 3
    REJECTED = 4
    WITHDRAWN = 5
    CHALLENGED = 6
    UPHELD = 7
    REVOKED = 8
    LAPSED = 9


OWED = (Status.ACCEPTED, Status.CHALLENGED, Status.UPHELD)


class ProgrammeStatus(IntEnum):
    NONE = 0
    OPEN = 1
    PAUSED = 2
    CLOSED = 3


@dataclass
class Programme:
    id: int
    rate: int
    quorum: int
    window: int
    cap: int
    cap_period: int
    claim_within: int
    numbers: list[int]
    active: set[int]
    status: ProgrammeStatus = ProgrammeStatus.OPEN
    closed_at: int = 0
    funded: int = 0
    available: int = 0
    reserved: int = 0
    paid: int = 0
    withdrawn: int = 0
    used: dict[tuple[int, int], int] = field(default_factory=dict)

    def mask(self, validators: Iterable[int]) -> int:
        """The bits of the validators' seats."""
        return sum(1 << self.numbers.index(validator) for validator in validators)

    def has_quorum(self, votes: set[int]) -> bool:
        return len(votes & self.active) >= self.quorum


@dataclass
class Contribution:
    member: int = 0
    programme: int = 0
    units: int = 0
    status: Status = Status.NONE
    time: int = 0
    approvals: set[int] = field(default_factory=set)
    rejections: set[int] = field(default_factory=set)


@dataclass
class ContributionsModel:
    people: MembersModel
    escrow: str
    resolution_period: int
    decision_period: int
    programmes: dict[int, Programme] = field(default_factory=dict)
    contributions: dict[bytes, Contribution] = field(default_factory=dict)

    def get(self, contribution_id: bytes) -> Contribution:
        return self.contributions.get(contribution_id, Contribution())

    def reward(self, contribution: Contribution) -> int:
        return self.programmes[contribution.programme].rate * contribution.units

    def claim_times(self, contribution: Contribution) -> tuple[int, int]:
        """From when it can be claimed and from when it lapses; zeros where neither applies."""
        if contribution.status not in OWED:
            return 0, 0
        programme = self.programmes[contribution.programme]
        waits = {
            Status.ACCEPTED: programme.window,
            Status.CHALLENGED: self.resolution_period,
            Status.UPHELD: 0,
        }
        start = contribution.time + waits[contribution.status]
        return start, start + programme.claim_within * DAY

    # -- members

    def submit(self, problems: Problems, now: int, contribution_id: bytes, new: Contribution) -> Problems:
        programme = self.programmes[new.programme]
        if programme.status != ProgrammeStatus.OPEN:
            problems |= {"Contributions_ProgrammeStatus"}
        if not self._can_take(programme, contribution_id, new, now):
            problems |= {REFUSED}
        if not problems:
            self._take(programme, contribution_id, new, now)
        return problems

    def _can_take(self, programme: Programme, contribution_id: bytes, new: Contribution, now: int) -> bool:
        if self.get(contribution_id).status != Status.NONE or new.units == 0:
            return False
        return programme.cap == 0 or self._used(programme, new.member, now) + new.units <= programme.cap

    def _used(self, programme: Programme, member: int, now: int) -> int:
        return programme.used.get((member, now // DAY // programme.cap_period), 0)

    def _take(self, programme: Programme, contribution_id: bytes, new: Contribution, now: int) -> None:
        if programme.cap:
            key = (new.member, now // DAY // programme.cap_period)
            programme.used[key] = programme.used.get(key, 0) + new.units
        self.contributions[contribution_id] = new

    def withdraw(self, problems: Problems, contribution_id: bytes) -> Problems:
        if self.get(contribution_id).status not in (Status.NONE, Status.PENDING):
            problems |= {REFUSED}
        if not problems:
            self.contributions.setdefault(contribution_id, Contribution()).status = Status.WITHDRAWN
        return problems

    def claim(self, problems: Problems, now: int, member: int, ids: list[bytes]) -> Problems:
        def claimable(contribution_id: bytes) -> bool:
            contribution = self.get(contribution_id)
            start, end = self.claim_times(contribution)
            return contribution.member == member and 0 < start <= now < end

        if len(ids) == 1 and not claimable(ids[0]):
            problems |= {REFUSED}
        if not problems:
            wallet = self.people.members[member].wallet
            assert wallet is not None
            # Looked at one by one: the second of two that are the same finds the first one paid.
            for contribution in (self.get(each) for each in ids if claimable(each)):
                programme, reward = self.programmes[contribution.programme], self.reward(contribution)
                contribution.status = Status.PAID
                programme.reserved -= reward
                programme.paid += reward
                self.people.move(self.escrow, wallet.address, reward)
        return problems

    def lapse(self, now: int, ids: list[bytes]) -> Problems:
        def lapsed(contribution_id: bytes) -> bool:
            start, end = self.claim_times(self.get(contribution_id))
            return start > 0 and now >= end

        if len(ids) == 1 and not lapsed(ids[0]):
            return {REFUSED}
        for contribution_id in ids:
            if lapsed(contribution_id):
                self._free(self.get(contribution_id), Status.LAPSED)
        return set()

    def _free(self, contribution: Contribution, status: Status) -> None:
        programme, reward = self.programmes[contribution.programme], self.reward(contribution)
        contribution.status = status
        programme.reserved -= reward
        programme.available += reward

    # -- validators

    def record(
        self,
        problems: Problems,
        now: int,
        validator: int,
        programme: Programme,
        new: dict[bytes, Contribution],
    ) -> Problems:
        if programme.status != ProgrammeStatus.OPEN:
            problems |= {"Contributions_ProgrammeStatus"}
        if validator not in programme.active:
            problems |= {"Contributions_NoSeat"}

        def recordable(contribution_id: bytes, record: Contribution) -> bool:
            if record.member not in self.people.members or record.member == validator:
                return False
            if programme.quorum == 1 and programme.rate * record.units > programme.available:
                return False
            return self._can_take(programme, contribution_id, record, now)

        if len(new) == 1 and not all(recordable(*item) for item in new.items()):
            problems |= {REFUSED}
        for contribution_id, record in new.items() if not problems else ():
            if recordable(contribution_id, record):
                record.approvals = {validator}
                self._take(programme, contribution_id, record, now)
                if programme.quorum == 1:
                    self._accept(programme, record, now)
        return problems

    def _accept(self, programme: Programme, contribution: Contribution, now: int) -> None:
        reward = self.reward(contribution)
        contribution.status, contribution.time = Status.ACCEPTED, now
        programme.available -= reward
        programme.reserved += reward

    def attest(
        self,
        problems: Problems,
        now: int,
        validator: int,
        programme: Programme,
        approve: bool,
        votes: list[tuple[bytes, int]],
    ) -> Problems:
        if programme.status == ProgrammeStatus.PAUSED:
            problems |= {"Contributions_ProgrammeStatus"}
        if programme.status == ProgrammeStatus.CLOSED and now >= programme.closed_at + self.decision_period:
            problems |= {"Contributions_DecisionOver"}
        if validator not in programme.active:
            problems |= {"Contributions_NoSeat"}
        pending = [self.get(contribution_id) for contribution_id, _ in votes]
        if any(c.status == Status.PENDING and c.programme != programme.id for c in pending):
            problems |= {"Contributions_MixedProgrammes"}
        if len(votes) == 1 and not self._countable(validator, programme, approve, *votes[0]):
            problems |= {REFUSED}
        for contribution_id, units in votes if not problems else ():
            if self._countable(validator, programme, approve, contribution_id, units):
                self._count(validator, programme, approve, self.get(contribution_id), now)
        return problems

    def _countable(
        self, validator: int, programme: Programme, approve: bool, contribution_id: bytes, units: int
    ) -> bool:
        c = self.get(contribution_id)
        if c.status != Status.PENDING or c.units != units or c.member == validator:
            return False
        same, other = (c.approvals, c.rejections) if approve else (c.rejections, c.approvals)
        decided = programme.has_quorum(same | {validator})
        if validator in other or (validator in same and not decided):
            return False
        return not (decided and approve and self.reward(c) > programme.available)

    def _count(self, validator: int, programme: Programme, approve: bool, c: Contribution, now: int) -> None:
        votes = c.approvals if approve else c.rejections
        votes.add(validator)
        if programme.has_quorum(votes) and approve:
            self._accept(programme, c, now)
        elif programme.has_quorum(votes):
            c.status = Status.REJECTED

    def challenge(
        self, problems: Problems, now: int, validator: int | None, contribution_id: bytes
    ) -> Problems:
        """By a seat, or by a guardian where the validator is None."""
        c = self.get(contribution_id)
        programme = self.programmes.get(c.programme)
        if validator is not None and (programme is None or validator not in programme.active):
            problems |= {"Contributions_NoSeat"}
        if c.status != Status.ACCEPTED or c.member == validator:
            problems |= {REFUSED}
        elif programme is not None and now >= c.time + programme.window:
            problems |= {"Contributions_ChallengeOver"}
        if not problems:
            c.status, c.time = Status.CHALLENGED, now
        return problems

    def guard(self, now: int, guardian: str, contribution_id: bytes) -> Problems:
        """By a guardian, who may be a member by a wallet of now or of before."""
        member = self.people.member_of.get(guardian)
        own = member is not None and self.get(contribution_id).member == member
        return self.challenge({REFUSED} if own else set(), now, None, contribution_id)

    def resolve(
        self, problems: Problems, now: int, arbiter: int, contribution_id: bytes, uphold: bool
    ) -> Problems:
        c = self.get(contribution_id)
        if c.status != Status.CHALLENGED or c.member == arbiter:
            problems |= {REFUSED}
        elif now >= c.time + self.resolution_period:
            problems |= {"Contributions_ResolutionOver"}
        if not problems and uphold:
            c.status, c.time = Status.UPHELD, now
        elif not problems:
            self._free(c, Status.REVOKED)
        return problems

    # -- programmes and budgets

    def set_status(self, programme: Programme, action: str, now: int) -> Problems:
        before = {
            "pauseProgramme": {ProgrammeStatus.OPEN},
            "resumeProgramme": {ProgrammeStatus.PAUSED},
            "closeProgramme": {ProgrammeStatus.OPEN, ProgrammeStatus.PAUSED},
        }
        after = {
            "pauseProgramme": ProgrammeStatus.PAUSED,
            "resumeProgramme": ProgrammeStatus.OPEN,
            "closeProgramme": ProgrammeStatus.CLOSED,
        }
        if programme.status not in before[action]:
            return {"Contributions_ProgrammeStatus"}
        programme.status = after[action]
        if action == "closeProgramme":
            programme.closed_at = now
        return set()

    def seat(self, programme: Programme, validator: int) -> Problems:
        problems: Problems = set()
        if programme.status == ProgrammeStatus.CLOSED:
            problems |= {"Contributions_ProgrammeStatus"}
        if validator not in self.people.members:
            problems |= {"Members_NotEnrolled"}
        if validator in programme.active:
            problems |= {"Contributions_AlreadySeated"}
        if not problems:
            programme.active.add(validator)
            if validator not in programme.numbers:
                programme.numbers.append(validator)
        return problems

    def unseat(self, programme: Programme, validator: int) -> Problems:
        if validator not in programme.active:
            return {"Contributions_NoSeat"}
        if len(programme.active) - 1 < programme.quorum and programme.status != ProgrammeStatus.CLOSED:
            return {"Contributions_TooFewSeats"}
        programme.active.remove(validator)
        return set()

    def fund(self, problems: Problems, funder: str, programme: Programme, amount: int) -> Problems:
        if amount > self.people.balances[funder]:
            problems |= {"ERC20InsufficientBalance"}
        if not problems:
            self.people.move(funder, self.escrow, amount)
            programme.funded += amount
            programme.available += amount
        return problems

    def withdraw_budget(self, programme: Programme, treasury: str, amount: int) -> Problems:
        if amount > programme.available:
            return {"Escrow_BudgetShort"}
        programme.available -= amount
        programme.withdrawn += amount
        self.people.move(self.escrow, treasury, amount)
        return set()
