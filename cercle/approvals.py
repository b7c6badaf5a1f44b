"""From a request to join to an invitation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from cercle.community import Community
from cercle.config import load_config
from cercle.enrolment import Newcomer, enrol
from cercle.join_requests import JoinRequests
from cercle.signers import Signer
from cercle.standing import LinkState, Standing, standing_of


@dataclass(frozen=True)
class Approved:
    """What became of approved requests: how their invitations stand (``letters.letters`` writes what they are told),
    who brought them, by member, and the members who had joined with that e-mail before."""

    standings: tuple[Standing, ...]
    referrers: dict[int, int]
    joined_before: tuple[int, ...]


def approve(
    community: Community, signer: Signer, requests: JoinRequests, numbers: Collection[int]
) -> Approved:
    """Enrols people who asked, in one wave, and forgets their requests. Their e-mail is their key in the directory.

    Killed at any point, the same again finishes it. Who has the e-mail of somebody enrolled before is taken for that
    member. Referrers count where the community's YAML says ``referrals: true``. Raises ``InputProblem`` for a request
    that does not wait.
    """
    found, config = requests.find(numbers), load_config(community.record.files.config)
    known = _by_email(community)
    new = [
        Newcomer(one.email, one.name, email=one.email, language=one.language, kind="member")
        for one in found
        if one.email not in known
    ]
    enrol(community, signer, new, community.node.time() + timedelta(seconds=config.invitations_last))
    members = _by_email(community)
    standings = {members[one.email]: standing_of(community, members[one.email]) for one in found}
    enrolled = community.members.enrolled
    referrers = {
        members[one.email]: one.referrer
        for one in found
        if config.referrals and 0 < one.referrer <= enrolled and one.referrer != members[one.email]
    }
    joined = tuple(member for member, one in standings.items() if one.state is LinkState.JOINED)
    requests.forget([one.number for one in found])
    return Approved(tuple(standings.values()), referrers, joined)


def _by_email(community: Community) -> dict[str, int]:
    """Member numbers by e-mail, and by the keys that are e-mails."""
    return {**community.directory.keys(), **community.directory.emails()}
