"""Invitations by e-mail, instead of a mail merge by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cercle.mail.delivery import Delivery, Draft, Tell
from cercle.mail.kinds import Kind
from cercle.mail.letters import Part
from cercle.mail.post import PostOffice
from cercle.mail.templates import Ready


@dataclass(frozen=True)
class InvitationLink:
    """A member's link, the address of its one-time key, and when it works; None where nothing limits it."""

    link: str
    address: str
    until: datetime | None
    since: datetime | None = None


def invitations(office: PostOffice, links: Mapping[int, InvitationLink]) -> list[Draft]:
    """The letters to send, by member number: to those with an e-mail address who were not sent this very link before,
    and did not say that they want none. A link that was given anew is sent anew."""
    recipients, told = office.recipients(), office.log.told()
    unwanted = office.log.without_invitations()
    drafts = []
    for member, one in sorted(links.items()):
        item = (Kind.Invitation, one.address)
        if member in recipients and member not in unwanted and item not in told.get(member, {}):
            part = Part(Kind.Invitation, {"link": Ready(one.link), "until": one.until, "since": one.since})
            drafts.append(Draft(recipients[member], (part,), (item,)))
    return drafts


def send_invitations(office: PostOffice, links: Mapping[int, InvitationLink], tell: Tell) -> Delivery:
    """Sends them; running it again sends only what was not sent. Raises ``TemplateProblem``, ``Interrupted``."""
    with office.alone() as unsure:
        delivery = office.send(invitations(office, links), tell)
        delivery.unsure.extend(unsure)
        return delivery
