"""The gas of what a member with a passkey account does, where the chain has the P256 precompile, as Polygon does."""

from collections.abc import Iterator

from ape.api import AccountAPI

from ..authenticator import Authenticator
from ..contracts.accounts.holders import Holder, call, open_account, pair
from .actions import Measurement, Scene, activate, deadline
from .p256_precompile import p256_precompile


def passkeys(scene: Scene, invite_key: AccountAPI) -> Iterator[Measurement]:
    with p256_precompile():
        yield from _with_precompile(scene, invite_key)


def _with_precompile(scene: Scene, invite_key: AccountAPI) -> Iterator[Measurement]:
    circle, sender = scene.circle, scene.circle.admin
    device = Authenticator.numbered(1)
    yield "open a passkey account", circle.accounts.createAccount(pair(device), sender=sender).gas_used
    holder = open_account(circle, sender, device)
    joined = activate(
        scene, invite_key, holder.account, lambda join: holder.sign(circle.members, "Join", join)
    )
    yield "activate, one ECDSA signature and a passkey", joined.gas_used
    holder.id = circle.members.memberOf(holder.account)

    yield "submit by passkey, no cap", _submit(scene, holder)
    add = call(circle.token, "approve", circle.catalog, 1)
    yield "execute one call, first of an account", holder.execute(sender, add).gas_used
    yield "execute one call", holder.execute(sender, add).gas_used
    tablet = Authenticator.numbered(2)
    added = holder.execute(sender, call(holder.account, "addPasskey", pair(tablet)))
    yield "add a second passkey", added.gas_used
    yield "submit by second passkey, no cap", _submit(scene, Holder(holder.account, tablet, holder.id))


def without_precompile(scene: Scene) -> Iterator[Measurement]:
    """The same signature, checked in Solidity."""
    holder = open_account(scene.circle, scene.circle.admin, Authenticator.numbered(1))
    holder.id = scene.circle.members.memberOf(holder.account)
    yield "submit by passkey, no cap, chain without P256", _submit(scene, holder)


def _submit(scene: Scene, holder: Holder) -> int:
    message = {
        "memberId": holder.id,
        "programmeId": Scene.UNCAPPED,
        "units": 200,
        "evidence": scene.fresh(),
        "deadline": deadline(),
    }
    registry = scene.circle.registry
    signature = holder.sign(registry, "Submit", message)
    return int(registry.submitBySig(*message.values(), signature, sender=scene.circle.admin).gas_used)
