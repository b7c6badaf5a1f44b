"""How each invitation stands: which link of a member is in force, whether it can be used, taking back, giving anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from cercle.community import Community
from cercle.errors import InputProblem
from cercle.invitations import Cohort, Invitation, cohort_file, load_cohort
from cercle.link_book import REINVITED, LinkBook, link_book
from cercle.signers import Signer
from cercle.texts import Text
from cercle.units import to_time


class LinkState(Enum):
    """What a link is worth now."""

    INVITED = "invited"
    WAITING = "not yet usable"
    JOINED = "joined"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CLOSED = "wave closed"


@dataclass(frozen=True)
class Standing:
    """An invitation and how it stands. ``since``: from when a link given anew works; ``until``: when it expires."""

    cohort: Cohort
    invitation: Invitation
    state: LinkState
    since: datetime | None = None
    until: datetime | None = None

    @property
    def member(self) -> int:
        """Whom it invites."""
        return self.invitation.member_id


def book_of(community: Community) -> LinkBook:
    """The community's revoked and re-issued links."""
    return link_book(community.record.files.invitations)


def stored_cohorts(community: Community) -> Iterator[Cohort]:
    """The waves whose invitations are stored here, the newest first."""
    folder = community.record.files.invitations
    for number in range(int(community.members.contract.cohorts()), 0, -1):
        file = cohort_file(folder, number)
        if file.exists():
            yield _cohort(folder, number, file.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _cohort(folder: Path, number: int, changed: int) -> Cohort:
    """Read once, as long as the file did not change: its tree is slow to build for a large wave."""
    return load_cohort(folder, number)


def invitation_of(community: Community, member: int) -> tuple[Cohort, Invitation]:
    """The invitation of a member that counts now: the newest. ``InputProblem`` if none is stored here."""
    again = book_of(community).reissued().get(member)
    if again is not None:
        return Cohort(REINVITED, (again,)), again
    for cohort in stored_cohorts(community):
        if member in cohort:
            return cohort, cohort.invitation(member)
    raise InputProblem(
        Text("No invitation of member {member} is stored here.", {"member": member}),
        Text("Check the number, or use the computer on which the member was enrolled."),
    )


def standing_of(community: Community, member: int) -> Standing:
    """How a member's invitation stands on chain and in our book. ``InputProblem`` if none is stored here."""
    found = invitation_of(community, member)
    return _Moment(community).standing(*found, community.members.get(member).has_joined)


def standings(community: Community) -> list[Standing]:
    """Every invitation stored here, by member number."""
    again = book_of(community).reissued()
    found = {member: (Cohort(REINVITED, (one,)), one) for member, one in again.items()}
    for cohort in stored_cohorts(community):
        for one in cohort.invitations:
            found.setdefault(one.member_id, (cohort, one))
    joined = community.history.refresh().members
    moment = _Moment(community)
    return [moment.standing(*found[member], member in joined) for member in sorted(found)]


class _Moment:
    """The chain's clock, its waves and our book, each read once."""

    def __init__(self, community: Community) -> None:
        self._contract = community.members.contract
        self._now = community.node.time()
        self._revoked = book_of(community).revoked()
        self._wave = cache(self._contract.cohortInfo)

    def standing(self, cohort: Cohort, invitation: Invitation, joined: bool) -> Standing:
        since = until = None
        if cohort.number == REINVITED:
            key, valid_from = self._contract.reinvitationOf(invitation.member_id)
            since = to_time(valid_from) if key == invitation.address else None
            state = LinkState.INVITED if since and self._now >= since else LinkState.WAITING
        else:
            wave = self._wave(cohort.number)
            until = to_time(wave.deadline)
            state = LinkState.INVITED if self._now < until else LinkState.EXPIRED
            if wave.closed:
                state = LinkState.CLOSED
        if invitation.address in self._revoked:
            state = LinkState.REVOKED
        if joined:
            state = LinkState.JOINED
        return Standing(cohort, invitation, state, since, until)


# -- taking back, and giving anew -------------------------------------------------------------------------------


def require_link_in_force(community: Community, member: int, invite_key: str) -> None:
    """For whoever sends an activation for somebody else (the relay): ``InputProblem`` for a link that was taken back
    or replaced. The contract cannot know: it goes on taking the key until its wave ends."""
    if book_of(community).is_revoked(invite_key):
        raise InputProblem(
            Text("The invitation of member {member} was taken back.", {"member": member}), ASK_FOR_A_NEW_ONE
        )


def revoke(community: Community, member: int) -> Standing:
    """The dashboard and the relay refuse a member's link from now on. ``InputProblem`` if they have joined.

    Whoever holds the link can still send the activation to the contract themselves, until its wave ends or is closed.
    """
    standing = standing_of(community, member)
    if standing.state is LinkState.JOINED:
        raise InputProblem(
            Text("Member {member} has joined: there is no link to take back.", {"member": member}),
            Text("To stop them from acting: ape run members suspend {member} --reason …", {"member": member}),
        )
    book_of(community).revoke(standing.invitation)
    return standing_of(community, member)


def reissue(community: Community, signer: Signer, member: int) -> Standing:
    """Gives a member who has not joined a new link, which works after the recovery delay, and takes the old one back.

    A new link that was given before and not taken back is the one returned: asking twice gives no second one, and
    one that was killed is finished. ``InputProblem`` if they have joined, or were never invited from here.
    """
    standing, book = standing_of(community, member), book_of(community)
    if standing.state is LinkState.JOINED:
        raise InputProblem(
            Text("Member {member} has joined: they need no link.", {"member": member}),
            Text("A lost phone or wallet is recovered: ape run members recover --help"),
        )
    if standing.cohort.number != REINVITED or standing.state is LinkState.REVOKED:
        book.revoke(standing.invitation)
        book.new_link(member)
        standing = standing_of(community, member)
    if standing.since is None:
        signer.send(community.members.reinvite(member, standing.invitation.address))
        standing = standing_of(community, member)
    return standing


ASK_FOR_A_NEW_ONE = Text("Ask the community for a new one.")
