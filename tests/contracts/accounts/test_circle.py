"""A whole circle by passkey alone: every signature an account's, sent by somebody who is no party"""

from ..catalog.orders import DOCUMENT, SALT, OrderStatus, message_of, terms_of
from ..catalog.orders import status_of as order_status
from ..circle import in_an_hour, join_message, open_programme
from ..contributions.deeds import Status, evidence, id_of, status_of
from ..members.invitations import answer, invite
from ..typed_data import sign
from .holders import Holder, call, join, open_account

RATE, UNITS, PRICE, PURSE = 10, 100, 600, 10**6


def activate(circle, holder: Holder, invitation_key, sender) -> None:
    """The account joins with an invitation."""
    (invitation,) = invite(circle, invitation_key)
    reply = answer(circle, invitation, invitation_key)
    deadline = reply.activation["deadline"]
    message = {
        "memberId": invitation.member_id,
        "wallet": holder.address,
        "referrer": 0,
        "deadline": deadline,
    }
    reply.activation["wallet"] = holder.address
    reply.invite_signature = sign(invitation_key, circle.members, "Activate", message)
    consent = join_message(invitation.member_id, holder.account, deadline)
    reply.wallet_signature = holder.sign(circle.members, "Join", consent)
    reply.send(circle, sender)
    holder.id = invitation.member_id


def test_circle__from_the_invitation_to_the_order(circle, hanna, stranger, spare):
    sender, deadline = stranger.account, in_an_hour()
    activate(circle, hanna, spare[0], sender)
    assert circle.members.memberOf(hanna.account) == hanna.id
    validator, provider = (join(circle, open_account(circle, sender)) for _ in range(2))

    open_programme(
        circle, 1, rate=RATE, quorum=1, challenge_window=0, validators=[validator.id], budget=PURSE
    )
    contribution = id_of(hanna.id, 1, evidence())
    submit = {"memberId": hanna.id, "programmeId": 1, "units": UNITS, "evidence": evidence()}
    signature = hanna.sign(circle.registry, "Submit", {**submit, "deadline": deadline})
    circle.registry.submitBySig(*submit.values(), deadline, signature, sender=sender)

    votes = [{"id": contribution, "units": UNITS}]
    attest = {"validatorId": validator.id, "programmeId": 1, "approve": True, "votes": votes}
    signature = validator.sign(circle.registry, "Attest", {**attest, "deadline": deadline})
    circle.registry.attestBySig(*attest.values(), deadline, signature, sender=sender)

    claim = {"memberId": hanna.id, "ids": [contribution], "deadline": deadline}
    signature = hanna.sign(circle.registry, "Claim", claim)
    circle.registry.claimBySig(hanna.id, [contribution], deadline, signature, sender=sender)
    assert status_of(circle, contribution) == Status.PAID
    assert circle.token.balanceOf(hanna.account) == RATE * UNITS

    permit = {"owner": hanna.address, "spender": circle.catalog.address, "value": PURSE, "nonce": 0}
    signature = hanna.sign(circle.token, "Permit", {**permit, "deadline": deadline})
    circle.token.permit(hanna.account, circle.catalog, PURSE, deadline, signature, sender=sender)

    terms = terms_of(provider.id, price=PRICE)
    provider.execute(sender, call(circle.catalog, "offer", provider.id, terms, DOCUMENT))
    redeem = {"memberId": hanna.id, "serviceId": circle.catalog.services(), "price": PRICE, "salt": SALT}
    signature = hanna.sign(circle.catalog, "Redeem", {**redeem, "deadline": deadline})
    circle.catalog.redeemBySig(*redeem.values(), deadline, signature, sender=sender)
    order = circle.catalog.orderIdOf(hanna.id, redeem["serviceId"], SALT)
    assert order_status(circle, order) == OrderStatus.OPEN

    for holder, action in ((provider, "fulfil"), (hanna, "confirm")):
        message = message_of(circle, holder, order, deadline)
        signature = holder.sign(circle.catalog, action.capitalize(), message)
        getattr(circle.catalog, f"{action}BySig")(holder.id, order, deadline, signature, sender=sender)
    assert order_status(circle, order) == OrderStatus.SETTLED
    assert circle.token.balanceOf(hanna.account) == RATE * UNITS - PRICE
    assert circle.token.balanceOf(provider.account) == PRICE * 3 // 4
