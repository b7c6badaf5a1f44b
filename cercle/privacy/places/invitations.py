"""Invitations: which one-time key may join under a number. Nothing about the person, but as good as a password."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cercle.invitations import Cohort
from cercle.link_book import link_book
from cercle.privacy.places.base import Place, Record
from cercle.privacy.places.tables import in_folder, table_place
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community


def _cohorts(community: Community, member: int) -> list[Cohort]:
    # Not at the top: it builds on the nouns, which are checked by this package.
    from cercle.standing import stored_cohorts

    return [one for one in stored_cohorts(community) if member in one]


def _export(community: Community, member: int) -> list[Record]:
    found = [one.invitation(member) for one in _cohorts(community, member)]
    return [
        {"cohort": one.cohort, "name": one.name, "address": one.address} for one in found if any(one.secret)
    ]


def _destroy_key(community: Community, member: int) -> None:
    folder = community.record.files.invitations
    for cohort in _cohorts(community, member):
        invitation = cohort.invitation(member)
        if not community.members.get(member).has_joined:
            link_book(folder).revoke(invitation)
        blank = replace(invitation, name="", secret=bytes(len(invitation.secret)))
        others = tuple(blank if one is invitation else one for one in cohort.invitations)
        replace(cohort, invitations=others).save(folder)


INVITATION = Place(
    name="invitation",
    holds=Text("The invitation you joined, or can join, with."),
    fields={
        "cohort": Text("The wave of invitations it belongs to."),
        "name": Text("How the community's list called you, where the wave still says so."),
        "address": Text("The address of its one-time key, which says nothing about you."),
    },
    export=_export,
    erase=_destroy_key,
    stays=Text(
        "The address of your invitation's one-time key beside your number: the other invitations of the wave are "
        "proved with it. The key itself is destroyed, and the link no longer works."
    ),
    tables=frozenset({"revoked"}),
)

NEW_LINKS = table_place(
    "links given anew",
    in_folder("invitations/links.sqlite"),
    "reissued",
    holds=Text("Invitation links given to you in place of an earlier one."),
    fields={"address": Text("The address of the link's one-time key.")},
)
