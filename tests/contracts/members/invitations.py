"""Invitations: the Merkle tree of a cohort, built here a second time, and how an invitation is used."""

from dataclasses import dataclass
from typing import Any

from ape.api import AccountAPI, ReceiptAPI
from eth_abi import encode
from eth_utils import keccak

from ..circle import DAY, NOBODY, Circle, in_an_hour, join_message, now
from ..typed_data import sign


def leaf_of(cohort_id: int, member_id: int, key: str) -> bytes:
    """As in OpenZeppelin's standard tree: hashed twice, so that no inner node passes for a leaf."""
    return keccak(keccak(encode(["uint32", "uint32", "address"], [cohort_id, member_id, key])))


def _parent(one: bytes, other: bytes) -> bytes:
    return keccak(min(one, other) + max(one, other))


def root_and_proofs(leaves: list[bytes]) -> tuple[bytes, list[list[bytes]]]:
    """The root over any number of leaves, and each leaf's proof; an odd one out moves up a level unhashed."""
    proofs: list[list[bytes]] = [[] for _ in leaves]
    level = [(leaf, [position]) for position, leaf in enumerate(leaves)]
    while len(level) > 1:
        above = []
        for left, right in zip(level[::2], level[1::2], strict=False):
            for (_, below), (sibling, _) in ((left, right), (right, left)):
                for position in below:
                    proofs[position].append(sibling)
            above.append((_parent(left[0], right[0]), left[1] + right[1]))
        level = above + level[len(above) * 2 :]
    return level[0][0], proofs


@dataclass(frozen=True)
class Invitation:
    cohort_id: int
    member_id: int
    key: AccountAPI
    proof: list[bytes]


def open_cohort(circle: Circle, root: bytes, size: int, deadline: int | None = None) -> ReceiptAPI:
    """A cohort over the next ids; it closes in 30 days unless told otherwise."""
    first = circle.members.enrolled() + 1
    return circle.members.openCohort(first, root, size, deadline or now() + 30 * DAY, sender=circle.admin)


def invite(circle: Circle, *keys: AccountAPI, deadline: int | None = None) -> list[Invitation]:
    """Opens a cohort over the next ids, one for each key; closing as `open_cohort` says."""
    cohort_id, first = circle.members.cohorts() + 1, circle.members.enrolled() + 1
    leaves = [leaf_of(cohort_id, first + offset, key.address) for offset, key in enumerate(keys)]
    root, proofs = root_and_proofs(leaves)
    open_cohort(circle, root, len(keys), deadline)
    return [
        Invitation(cohort_id, first + offset, key, proof)
        for offset, (key, proof) in enumerate(zip(keys, proofs, strict=True))
    ]


@dataclass
class Answer:
    """All the arguments of `activate`; a test changes what it is about before it sends them."""

    activation: dict[str, Any]
    proof: list[bytes]
    invite_signature: bytes
    wallet_signature: bytes

    def send(self, circle: Circle, sender: AccountAPI) -> ReceiptAPI:
        return circle.members.activate(
            self.activation, self.proof, self.invite_signature, self.wallet_signature, sender=sender
        )


def answer(
    circle: Circle,
    invitation: Invitation,
    wallet: AccountAPI,
    *,
    referrer: int = 0,
    charter: int = 1,
    recovery_key: str = NOBODY,
    deadline: int | None = None,
) -> Answer:
    """The invitation, used with this wallet; both have signed."""
    deadline = deadline or in_an_hour()
    activate = {
        "memberId": invitation.member_id,
        "wallet": wallet.address,
        "referrer": referrer,
        "deadline": deadline,
    }
    join = join_message(invitation.member_id, wallet, deadline, charter, recovery_key)
    activation = {
        "cohortId": invitation.cohort_id,
        "memberId": invitation.member_id,
        "referrer": referrer,
        "charter": charter,
        "inviteKey": invitation.key.address,
        "wallet": wallet.address,
        "recoveryKey": recovery_key,
        "deadline": deadline,
    }
    return Answer(
        activation,
        invitation.proof,
        sign(invitation.key, circle.members, "Activate", activate),
        sign(wallet, circle.members, "Join", join),
    )


def consent(circle: Circle, member_id: int, wallet: AccountAPI, deadline: int) -> bytes:
    """The new wallet's `BindWallet`, for a rotation or a recovery."""
    message = {"memberId": member_id, "wallet": wallet.address, "deadline": deadline}
    return sign(wallet, circle.members, "BindWallet", message)
