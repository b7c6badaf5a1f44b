"""Enrolling people: numbers, invitations and the directory, so that a kill at any point leaves nothing half done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cercle.community import Community
from cercle.directory import Person
from cercle.documents import write_durably
from cercle.errors import InputProblem, Interrupted, Refused
from cercle.invitations import Cohort, Invitation, cohort_file, load_cohort, new_cohort
from cercle.members import NOBODY
from cercle.signers import KeySigner, Receipt, Signer
from cercle.texts import Text
from cercle.units import to_time

HOUR = 3600


@dataclass(frozen=True)
class Newcomer:
    """Somebody to enrol: ``key`` as in the community's own lists; ``wallet`` where it is known."""

    key: str
    name: str
    wallet: str | None = None


@dataclass(frozen=True)
class _Plan:
    """A wave that is about to be opened: written before it is sent, removed when the directory has everybody."""

    cohort: int
    deadline: int
    people: dict[str, str]  # key -> name

    @staticmethod
    def path(community: Community) -> Path:
        return community.record.folder / "enrolment.json"

    @classmethod
    def load(cls, community: Community) -> _Plan | None:
        file = cls.path(community)
        return cls(**json.loads(file.read_text())) if file.exists() else None

    def save(self, community: Community) -> None:
        write_durably(self.path(community), json.dumps(asdict(self), ensure_ascii=False).encode())


def newcomers(community: Community, people: Sequence[Newcomer]) -> list[Newcomer]:
    """Those who are not in the directory yet. ``InputProblem`` for a wallet that is a member's, or named twice."""
    known = community.directory.keys()
    new = [person for person in people if person.key not in known]
    bound = {record.wallet.lower(): record.id for record in community.history.refresh().members.values()}
    seen: dict[str, str] = {}
    for person in new:
        if person.wallet is None:
            continue
        holder = bound.get(person.wallet.lower())
        if holder:
            raise InputProblem(
                Text(
                    "The wallet {wallet} of {key} belongs to member {member}.",
                    {"wallet": person.wallet, "key": person.key, "member": holder},
                ),
                Text("Correct the list: one wallet is one member, for ever."),
            )
        if person.wallet in seen:
            raise InputProblem(
                Text(
                    "{first} and {second} have the same wallet {wallet}.",
                    {"first": seen[person.wallet], "second": person.key, "wallet": person.wallet},
                ),
                Text("Correct the list: one wallet is one member, for ever."),
            )
        seen[person.wallet] = person.key
    return new


def enrol(
    community: Community, signer: Signer, people: Sequence[Newcomer], deadline: datetime
) -> dict[str, int]:
    """Gives the next numbers, random within the wave, to those who are not in the directory; returns them by key.

    The invitations are kept in the community's folder, readable by its owner only. An enrolment that was killed is
    finished first. Raises ``InputProblem`` as ``newcomers``.
    """
    finish_enrolment(community, signer)
    new = newcomers(community, people)
    if not new:
        return {}
    members = community.members
    cohort = new_cohort(
        int(members.contract.cohorts()) + 1,
        members.enrolled + 1,
        {person.key: person.wallet for person in new},
    )
    cohort.save(community.record.files.invitations)
    plan = _Plan(cohort.number, int(deadline.timestamp()), {person.key: person.name for person in new})
    plan.save(community)
    return _open(community, signer, cohort, plan)


def finish_enrolment(community: Community, signer: Signer) -> None:
    """Goes on with an enrolment that was killed, if there is one."""
    plan = _Plan.load(community)
    if plan is None:
        return
    cohort = load_cohort(community.record.files.invitations, plan.cohort)
    opened = community.members.contract.cohortInfo(plan.cohort)
    if bytes(opened.root) == cohort.kept_root or (
        opened.size == 0 and community.members.enrolled + 1 == cohort.first
    ):
        _open(community, signer, cohort, plan)
    else:  # somebody else was given these numbers: this wave was never opened
        _drop(community, plan)


def _open(community: Community, signer: Signer, cohort: Cohort, plan: _Plan) -> dict[str, int]:
    members = community.members
    if bytes(members.contract.cohortInfo(cohort.number).root) != cohort.kept_root:
        size, deadline = len(cohort.invitations), to_time(plan.deadline)
        try:
            signer.send(members.open_cohort(cohort.first, cohort.root, size, deadline))
        except Refused as refused:
            if refused.name != "Members_WrongFirstId":
                raise
            _drop(community, plan)
            raise Interrupted(
                Text("Somebody else enrolled members at the same moment, who have these numbers now."),
                Text("Run the same command again."),
            ) from None
    community.directory.add(Person(cohort.ids[key], key, name) for key, name in plan.people.items())
    _Plan.path(community).unlink()
    return cohort.ids


def _drop(community: Community, plan: _Plan) -> None:
    cohort_file(community.record.files.invitations, plan.cohort).unlink()
    _Plan.path(community).unlink()


def invitation_of(community: Community, member: int) -> tuple[Cohort, Invitation]:
    """The stored invitation of a member. ``InputProblem`` if none is stored here."""
    folder = community.record.files.invitations
    for number in range(int(community.members.contract.cohorts()), 0, -1):
        if cohort_file(folder, number).exists():
            file = cohort_file(folder, number)
            cohort = _cohort(folder, number, file.stat().st_mtime_ns)
            if member in cohort.ids.values():
                return cohort, cohort.invitation(member)
    raise InputProblem(
        Text("No invitation of member {member} is stored here.", {"member": member}),
        Text("Check the number, or use the computer on which the member was enrolled."),
    )


@lru_cache(maxsize=8)
def _cohort(folder: Path, number: int, changed: int) -> Cohort:
    """Read once, as long as the file did not change: its tree is slow to build for a large wave."""
    return load_cohort(folder, number)


def activate(community: Community, signer: Signer, member: int) -> Receipt:
    """Binds the signer's wallet to a member whose invitation is stored here."""
    cohort, invitation = invitation_of(community, member)
    if invitation.key is None and invitation.address != signer.address:
        raise InputProblem(
            Text(
                "The invitation of member {member} is for the wallet {wallet}.",
                {"member": member, "wallet": invitation.address},
            ),
            Text("Use the account of that wallet."),
        )
    members = community.members
    deadline = community.node.seconds() + HOUR
    signature = b""
    if invitation.key is not None:
        signature = KeySigner(invitation.key).sign(members.invite_data(member, signer.address, 0, deadline))
    call = members.activate(
        cohort=cohort.number,
        member=member,
        invite_key=invitation.address,
        wallet=signer.address,
        proof=cohort.proof(member),
        deadline=deadline,
        recovery_key=NOBODY,
        invite_signature=signature,
    )
    return signer.send(call)
