"""The kinds of e-mails, where each leads in the dashboard, and what a person stops with one click in each."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is told; the value is the template's name, and what the log keeps."""

    Collect = "collect"
    Review = "review"
    Confirm = "confirm"
    Order = "order"
    Fulfil = "fulfil"
    Recovery = "recovery"
    Digest = "digest"
    Invitation = "invitation"


class Stop(StrEnum):
    """What can be stopped. ``Notices`` and ``Digest`` are consents and have to be given first; invitations go to
    people who were not asked yet, and go on until they object."""

    Notices = "notices"
    Digest = "digest"
    Invitations = "invitations"


DUTIES = (Kind.Collect, Kind.Confirm, Kind.Order, Kind.Review, Kind.Fulfil)
"""What waits for somebody, in the order of a letter."""

PAGES = {
    Kind.Collect: "/",
    Kind.Review: "/review",
    Kind.Confirm: "/",
    Kind.Order: "/services",
    Kind.Fulfil: "/services",
    Kind.Recovery: "/account",
    Kind.Digest: "/",
}

STOPS = {**dict.fromkeys(DUTIES, Stop.Notices), Kind.Digest: Stop.Digest, Kind.Invitation: Stop.Invitations}
"""A warning about a wallet cannot be stopped: it is there for the person's safety."""
