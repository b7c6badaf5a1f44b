"""Enrolling people: numbers, invitations and the directory, so that a kill at any point leaves nothing half done.

Who is new is in ``newcomers``, what a link is good for in ``joining``, how it stands in ``standing``: all at hand here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cercle.community import Community
from cercle.directory import Person
from cercle.documents import write_durably
from cercle.errors import Interrupted, Refused
from cercle.invitations import Cohort, cohort_file, load_cohort, new_cohort
from cercle.joining import LinkProblem, activate, activation, redeem_code
from cercle.newcomers import Newcomer, complete_directory, newcomers
from cercle.recording import Progress, silent
from cercle.signers import Signer
from cercle.standing import invitation_of, require_link_in_force
from cercle.texts import Text
from cercle.units import to_time

__all__ = [
    "LinkProblem",
    "Newcomer",
    "activate",
    "activation",
    "complete_directory",
    "enrol",
    "finish_enrolment",
    "invitation_of",
    "newcomers",
    "redeem_code",
    "require_link_in_force",
]


@dataclass(frozen=True)
class _Plan:
    """A wave that is about to be opened: written before it is sent, removed when the directory has everybody."""

    cohort: int
    deadline: int
    people: tuple[Person, ...]

    @staticmethod
    def path(community: Community) -> Path:
        return community.record.folder / "enrolment.json"

    @classmethod
    def load(cls, community: Community) -> _Plan | None:
        file = cls.path(community)
        if not file.exists():
            return None
        kept = json.loads(file.read_text())
        return cls(kept["cohort"], kept["deadline"], tuple(Person(**person) for person in kept["people"]))

    def save(self, community: Community) -> None:
        write_durably(self.path(community), json.dumps(asdict(self), ensure_ascii=False).encode())


def enrol(
    community: Community,
    signer: Signer,
    people: Sequence[Newcomer],
    deadline: datetime,
    tell: Progress = silent,
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
        lambda done: tell("Making one-time keys", done, len(new)),
    )
    tell("Making one-time keys", len(new), len(new))
    cohort.without_names().save(community.record.files.invitations)
    ids = cohort.ids
    numbered = tuple(person.numbered(ids[person.key]) for person in new)
    plan = _Plan(cohort.number, int(deadline.timestamp()), numbered)
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
    community.directory.add(plan.people)
    _Plan.path(community).unlink()
    return {person.key: person.member for person in plan.people}


def _drop(community: Community, plan: _Plan) -> None:
    cohort_file(community.record.files.invitations, plan.cohort).unlink()
    _Plan.path(community).unlink()
