"""Changes of wallet, as the tests start them, and the numbers of the contract's enum and flags."""

from enum import IntEnum, IntFlag

from ape.api import AccountAPI, ReceiptAPI

from ..circle import Circle, Person, at, in_an_hour
from ..typed_data import sign
from .invitations import consent


class ChangeKind(IntEnum):
    NONE = 0
    ROTATION = 1
    RECOVERY = 2
    OBJECTED_RECOVERY = 3
    OVERRULED_OBJECTION = 4


class Flag(IntFlag):
    SUSPENDED = 1
    LEFT = 2
    INSTITUTION = 4
    AUTO_COLLECT = 8
    RECOVERY = 16


def counter_of(circle: Circle, person: Person) -> int:
    return circle.members.memberInfo(person.id).counter


def wallet_of(circle: Circle, person: Person) -> str:
    return circle.members.memberInfo(person.id).wallet


def start_rotation(circle: Circle, person: Person, wallet: AccountAPI) -> ReceiptAPI:
    deadline = in_an_hour()
    bind = consent(circle, person.id, wallet, deadline)
    return circle.members.startRotation(person.id, wallet, deadline, bind, sender=person.account)


def start_recovery(circle: Circle, person: Person, wallet: AccountAPI) -> ReceiptAPI:
    deadline = in_an_hour()
    bind = consent(circle, person.id, wallet, deadline)
    return circle.members.startRecovery(person.id, wallet, deadline, bind, sender=circle.admin)


def recover_at(circle: Circle, person: Person, wallet: AccountAPI, timestamp: int) -> ReceiptAPI:
    """Starts a recovery exactly then."""
    bind = consent(circle, person.id, wallet, timestamp)
    at(timestamp)
    return circle.members.startRecovery(person.id, wallet, timestamp, bind, sender=circle.admin)


def sign_objection(circle: Circle, person: Person, deadline: int) -> bytes:
    """The wallet's objection to the recovery that runs now, and to no other."""
    change = circle.members.walletChange(person.id)
    message = {
        "memberId": person.id,
        "newWallet": change.wallet,
        "readyAt": change.readyAt,
        "deadline": deadline,
    }
    return sign(person.account, circle.members, "ObjectToRecovery", message)
