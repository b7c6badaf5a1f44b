"""From a link to a member: is it good, and the activation that binds a wallet to the number it invites."""

from __future__ import annotations

import hmac
from datetime import datetime

from cercle.calls import Call
from cercle.community import Community
from cercle.config import load_config
from cercle.errors import InputProblem
from cercle.invitations import Cohort, Invitation
from cercle.links import Code
from cercle.members import NOBODY
from cercle.privacy.purposes import Purpose
from cercle.signers import KeySigner, Receipt, Signer
from cercle.standing import (
    ASK_FOR_A_NEW_ONE,
    LinkState,
    Standing,
    invitation_of,
    require_link_in_force,
    standing_of,
    stored_cohorts,
)
from cercle.texts import Text

HOUR = 3600


class LinkProblem(InputProblem):
    """A link that cannot be used; ``state`` says why, None where it is not one of ours."""

    def __init__(self, problem: Text, next_step: Text, state: LinkState | None = None) -> None:
        super().__init__(problem, next_step)
        self.state = state


def redeem_code(community: Community, code: Code) -> tuple[Cohort, Invitation]:
    """The invitation behind a link, if it can be used now. Nothing is marked: only joining uses it up.

    Raises ``LinkProblem`` for a link that is not ours, was used, taken back, replaced, has expired or does not work
    yet. Anybody can make a code up, so a wrong secret says nothing about the member.
    """
    try:
        standing = standing_of(community, code.member)
    except InputProblem:
        raise _not_ours() from None
    if not hmac.compare_digest(standing.invitation.secret, code.key):
        raise _replaced(community, code)
    if standing.state is not LinkState.INVITED:
        raise _unusable(community, standing)
    return standing.cohort, standing.invitation


def activation(
    community: Community,
    code: Code,
    wallet: str,
    *,
    deadline: int,
    wallet_signature: bytes,
    recovery_key: str = NOBODY,
    referrer: int = 0,
) -> Call:
    """Binds a wallet to the member whom a link invites: complete, so that anybody (the relay) may send it.

    ``wallet_signature`` is the wallet's over ``Members.join_data(member, wallet, deadline, recovery_key)``; ``deadline``
    in seconds, at most a day ahead. A referrer is left out where the community's YAML does not say ``referrals: true``,
    and unless they agreed to it; that the newcomer agrees is for the caller to ask. Raises as ``redeem_code``, and
    ``InputProblem`` where the invitation is for another wallet.
    """
    cohort, invitation = redeem_code(community, code)
    if referrer and not (
        load_config(community.record.files.config).referrals
        and community.consents.has(referrer, Purpose.Referrer)
    ):
        referrer = 0
    return _activation(
        community, cohort, invitation, wallet, deadline, wallet_signature, recovery_key, referrer
    )


def activate(community: Community, signer: Signer, member: int) -> Receipt:
    """Binds the signer's wallet to a member whose invitation is stored here; the signer sends it."""
    cohort, invitation = invitation_of(community, member)
    require_link_in_force(community, member, invitation.address)
    deadline = community.node.seconds() + HOUR
    return signer.send(_activation(community, cohort, invitation, signer.address, deadline))


def _activation(
    community: Community,
    cohort: Cohort,
    invitation: Invitation,
    wallet: str,
    deadline: int,
    wallet_signature: bytes = b"",
    recovery_key: str = NOBODY,
    referrer: int = 0,
) -> Call:
    members, member = community.members, invitation.member_id
    signature = b""
    if invitation.key is not None:
        asked = members.invite_data(member, wallet, referrer, deadline)
        signature = KeySigner(invitation.key).sign(asked)
    elif invitation.address != wallet:
        raise InputProblem(
            Text(
                "The invitation of member {member} is for the wallet {wallet}.",
                {"member": member, "wallet": invitation.address},
            ),
            Text("Use the account of that wallet."),
        )
    else:
        referrer = 0  # the invitation's key, which would have to sign for a referrer, is the wallet's own
    return members.activate(
        cohort=cohort.number,
        member=member,
        invite_key=invitation.address,
        wallet=wallet,
        proof=cohort.proof(member),
        deadline=deadline,
        referrer=referrer,
        recovery_key=recovery_key,
        invite_signature=signature,
        wallet_signature=wallet_signature,
    )


def _not_ours() -> LinkProblem:
    return LinkProblem(
        Text("This link is not one of this community's."), Text("Check that you opened the newest message.")
    )


def _replaced(community: Community, code: Code) -> LinkProblem:
    """A secret that was the member's once is told from one that never was."""
    former = [cohort.invitation(code.member) for cohort in stored_cohorts(community) if code.member in cohort]
    if any(hmac.compare_digest(one.secret, code.key) for one in former):
        return LinkProblem(
            Text("This invitation was replaced by a newer one."),
            Text("Open the newest message, or ask the community."),
            LinkState.REVOKED,
        )
    return _not_ours()


def _unusable(community: Community, standing: Standing) -> LinkProblem:
    since: datetime | None = standing.since
    ask = ASK_FOR_A_NEW_ONE
    if standing.state is LinkState.JOINED:
        joined = community.members.get(standing.member).since
        problem = Text("This invitation was used on {date}.", {"date": joined})
        ask = Text(
            "Log in with the passkey or the wallet you joined with. If that was not you, tell the community at once."
        )
    elif standing.state is LinkState.REVOKED:
        problem = Text("This invitation was taken back.")
    elif standing.state is LinkState.EXPIRED:
        problem = Text("This invitation could be used until {until}.", {"until": standing.until})
    elif standing.state is LinkState.CLOSED:
        problem = Text("The community has closed this wave of invitations.")
    elif since is None:
        problem = Text("This invitation is still being prepared.")
        ask = Text("Try again in a few minutes.")
    else:
        problem = Text("This invitation works from {since} on.", {"since": since})
        ask = Text("Come back then: nothing that waits for you is lost.")
    return LinkProblem(problem, ask, standing.state)
