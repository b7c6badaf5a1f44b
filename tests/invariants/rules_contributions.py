"""What members and validators do with contributions, and strangers try to."""

from collections.abc import Callable
from typing import Any

from eth_abi import encode
from eth_utils import keccak

from .chance import MAYBE, PICK, PICKS, SELDOM, one_of, step
from .model_contributions import OWED, Contribution, Programme, Status
from .walk import Walk

UNITS = one_of([0, 1, 100, 100, 100, 250, 250, 300])
REASON = b"\5" * 32
EVIDENCE = [bytes([number]) * 32 for number in range(1, 7)]


def contribution_id(member: int, programme: int, evidence: bytes) -> bytes:
    return keccak(encode(["uint32", "uint16", "bytes32"], [member, programme, evidence]))


def any_in(*statuses: Status) -> Callable[[Walk], bool]:
    return lambda walk: any(c.status in statuses for c in walk.contributions.contributions.values())


def any_lapsed(walk: Walk) -> bool:
    times = map(walk.contributions.claim_times, walk.contributions.contributions.values())
    return any(0 < until <= walk.moment for _, until in times)


class ContributionRules(Walk):
    def programme(self, pick: int) -> Programme:
        programmes = list(self.contributions.programmes.values())
        return programmes[pick % len(programmes)]

    def contribution(self, pick: int, *preferred: Status) -> bytes:
        """One that is known, in a preferred state where there is one; or one nobody knows."""
        known = self.contributions.contributions
        fitting = [key for key, value in known.items() if value.status in preferred]
        if fitting and pick % 8:
            return fitting[pick % len(fitting)]
        candidates = [*known, b"\x63" * 32]
        return candidates[pick % len(candidates)]

    def validator(self, programme: Programme, pick: int, hostile: bool, decided_on: bytes = b"") -> int:
        """Somebody who has a seat and has not voted yet; or anybody who has, or once had, one; or any member."""
        if hostile:
            return self.member(pick).id
        c = self.contributions.get(decided_on)
        fresh = sorted(programme.active - c.approvals - c.rejections - {c.member})
        seated = fresh if fresh and pick % 8 else programme.numbers
        return seated[pick // 8 % len(seated)]

    @step(weight=6, who=PICK, where=PICK, units=UNITS, what=PICK, signed=MAYBE, hostile=SELDOM)
    def submit(self, who: int, where: int, units: int, what: int, signed: bool, hostile: bool) -> None:
        member, programme = self.member(who), self.programme(where)
        evidence = EVIDENCE[what % len(EVIDENCE)]
        account = self.speaker(member, hostile, what)
        message = {"memberId": member.id, "programmeId": programme.id, "units": units, "evidence": evidence}
        call = self.two_doors(
            account, signed, self.circle.registry, "Submit", message, programme.id, units, evidence
        )
        new = Contribution(member.id, programme.id, units, Status.PENDING, self.moment)
        problems = self.people.actor(member.id, account, signed)
        key = contribution_id(member.id, programme.id, evidence)
        self.send(self.contributions.submit(problems, self.moment, key, new), call)

    @step(who=PICK, where=PICK, what=PICK, signed=MAYBE, hostile=SELDOM)
    def withdraw(self, who: int, where: int, what: int, signed: bool, hostile: bool) -> None:
        member, programme = self.member(who), self.programme(where)
        evidence = EVIDENCE[what % len(EVIDENCE)]
        account = self.speaker(member, hostile, what)
        message = {"memberId": member.id, "programmeId": programme.id, "evidence": evidence}
        call = self.two_doors(
            account, signed, self.circle.registry, "Withdraw", message, programme.id, evidence
        )
        problems = self.people.actor(member.id, account, signed)
        key = contribution_id(member.id, programme.id, evidence)
        self.send(self.contributions.withdraw(problems, key), call)

    @step(
        weight=4, who=PICK, where=PICK, what=PICKS, units=UNITS, signed=MAYBE, hostile=SELDOM, strange=SELDOM
    )
    def record(
        self, who: int, where: int, what: list[int], units: int, signed: bool, hostile: bool, strange: bool
    ) -> None:
        programme = self.programme(where)
        validator = self.validator(programme, who, hostile)
        account = self.speaker(self.people.members[validator], strange, who)
        numbers = len(self.people.members) + 1  # the last one was never enrolled
        records = [(1 + pick % numbers, units, EVIDENCE[pick // 8 % len(EVIDENCE)]) for pick in what]
        records = list(dict.fromkeys(records))
        message: dict[str, Any] = {
            "validatorId": validator,
            "programmeId": programme.id,
            "records": [dict(zip(("memberId", "units", "evidence"), each, strict=True)) for each in records],
        }
        call = self.two_doors(
            account, signed, self.circle.registry, "Records", message, programme.id, records
        )
        new = {
            contribution_id(member, programme.id, evidence): Contribution(
                member, programme.id, given, Status.PENDING, self.moment
            )
            for member, given, evidence in records
        }
        problems = self.people.actor(validator, account, signed)
        self.send(self.contributions.record(problems, self.moment, validator, programme, new), call)

    @step(
        when=any_in(Status.PENDING),
        weight=12,
        who=PICK,
        what=PICKS,
        approve=one_of([True, True, True, True, False]),
        signed=MAYBE,
        hostile=SELDOM,
        strange=SELDOM,
        mixed=SELDOM,
    )
    def attest(
        self,
        who: int,
        what: list[int],
        approve: bool,
        signed: bool,
        hostile: bool,
        strange: bool,
        mixed: bool,
    ) -> None:
        ids = [self.contribution(pick, Status.PENDING) for pick in what]
        home = self.contributions.get(ids[0]).programme or 1
        if not mixed:
            ids = [each for each in ids if self.contributions.get(each).programme in (home, 0)] or ids[:1]
        programme = self.contributions.programmes[home]
        validator = self.validator(programme, who, hostile, ids[0])
        account = self.speaker(self.people.members[validator], strange, who)
        votes = [
            (each, self.contributions.get(each).units + (pick % 16 == 0))
            for each, pick in zip(ids, what, strict=False)
        ]
        message: dict[str, Any] = {
            "validatorId": validator,
            "programmeId": programme.id,
            "approve": approve,
            "votes": [dict(zip(("id", "units"), vote, strict=True)) for vote in votes],
        }
        call = self.two_doors(
            account, signed, self.circle.registry, "Attest", message, programme.id, approve, votes
        )
        problems = self.people.actor(validator, account, signed)
        self.send(
            self.contributions.attest(problems, self.moment, validator, programme, approve, votes), call
        )

    @step(when=any_in(*OWED), weight=5, what=PICKS, signed=MAYBE, hostile=SELDOM)
    def claim(self, what: list[int], signed: bool, hostile: bool) -> None:
        ids = [self.contribution(pick, Status.ACCEPTED, Status.UPHELD, Status.CHALLENGED) for pick in what]
        member = self.people.members[self.contributions.get(ids[0]).member or 1]
        account = self.speaker(member, hostile, what[0])
        call = self.two_doors(
            account, signed, self.circle.registry, "Claim", {"memberId": member.id, "ids": ids}, ids
        )
        problems = self.people.payee(member.id, self.moment)
        if account != member.wallet and signed:
            problems |= {"Signature_Invalid"}
        elif account != member.wallet and not member.auto_collect:
            problems |= {"Contributions_NotYours"}
        self.send(self.contributions.claim(problems, self.moment, member.id, ids), call)

    @step(when=any_lapsed, what=PICKS)
    def lapse(self, what: list[int]) -> None:
        ids = [self.contribution(pick, Status.ACCEPTED, Status.UPHELD, Status.CHALLENGED) for pick in what]
        problems = self.contributions.lapse(self.moment, ids)
        self.send(problems, lambda: self.circle.registry.lapse(ids, sender=self.start.strangers[0]))

    @step(
        when=any_in(Status.ACCEPTED),
        weight=3,
        who=PICK,
        what=PICK,
        signed=MAYBE,
        guardian=SELDOM,
        hostile=SELDOM,
    )
    def challenge(self, who: int, what: int, signed: bool, guardian: bool, hostile: bool) -> None:
        key = self.contribution(what, Status.ACCEPTED)
        found = self.contributions.get(key)
        if guardian:
            account = self.speaker(self.member(who), hostile, who)
            problems = self.contributions.guard(self.moment, str(account.address), key)
            self.send(problems, lambda: self.circle.registry.challengeAsGuardian(key, REASON, sender=account))
            return
        programme = self.contributions.programmes[found.programme or 1]
        validator = self.validator(programme, who, hostile)
        account = self.speaker(self.people.members[validator], hostile, who)
        message = {
            "validatorId": validator,
            "id": key,
            "memberId": found.member,
            "programmeId": found.programme,
            "units": found.units,
            "reason": REASON,
        }
        call = self.two_doors(account, signed, self.circle.registry, "Challenge", message, key, REASON)
        problems = self.people.actor(validator, account, signed)
        self.send(self.contributions.challenge(problems, self.moment, validator, key), call)

    @step(weight=2, when=any_in(Status.CHALLENGED), who=PICK, what=PICK, uphold=MAYBE, hostile=SELDOM)
    def resolve(self, who: int, what: int, uphold: bool, hostile: bool) -> None:
        """Everybody has the role in a walk: what is asked is whether the member acts and it is their own."""
        key, arbiter = self.contribution(what, Status.CHALLENGED), self.member(who)
        account = self.speaker(arbiter, hostile, who)
        problems = self.people.actor(arbiter.id, account, False)
        self.send(
            self.contributions.resolve(problems, self.moment, arbiter.id, key, uphold),
            lambda: self.circle.registry.resolve(arbiter.id, key, uphold, REASON, sender=account),
        )
