"""addPasskey and removePasskey: which devices open an account, changed by the account itself only (F12)

├── sent by anybody else → refused
├── added: on no curve, known already, or more than eight → refused; otherwise it opens the account
└── removed: not there, or the last one → refused; otherwise it opens nothing any more
"""

import pytest

from tests.authenticator import Authenticator

from ..refusal import refused
from .holders import Holder, call, keys_of, pair

CURVE_PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF


def add(holder, *devices):
    """The calls that add devices."""
    return [call(holder.account, "addPasskey", pair(device)) for device in devices]


def remove(holder, *devices):
    """The calls that remove devices."""
    return [call(holder.account, "removePasskey", device.key.x) for device in devices]


def test_add__a_second_device_opens_the_account(hanna, tablet, stranger):
    receipt = hanna.execute(stranger.account, *add(hanna, tablet))
    assert receipt.events == [hanna.account.PasskeyAdded(*pair(tablet))]
    assert keys_of(hanna.account) == [pair(hanna.device), pair(tablet)]
    Holder(hanna.account, tablet).execute(stranger.account)
    hanna.execute(stranger.account)


def test_remove__a_lost_device_opens_nothing_any_more(hanna, tablet, stranger):
    """The first one, which is in the account's code, too."""
    hanna.execute(stranger.account, *add(hanna, tablet))
    second = Holder(hanna.account, tablet)
    receipt = second.execute(stranger.account, *remove(hanna, hanna.device))
    assert receipt.events == [hanna.account.PasskeyRemoved(hanna.device.key.x)]
    assert keys_of(hanna.account) == [pair(tablet)]
    batch = hanna.signed_batch([])
    with refused(hanna.account.Signature_Invalid, wallet=hanna.address):
        hanna.account.execute(*batch, sender=stranger.account)
    second.execute(stranger.account)


def test_remove__the_first_one__may_come_back(hanna, tablet, stranger):
    hanna.execute(stranger.account, *add(hanna, tablet), *remove(hanna, hanna.device))
    second = Holder(hanna.account, tablet)
    second.execute(stranger.account, *add(hanna, hanna.device), *remove(hanna, tablet))
    assert keys_of(hanna.account) == [pair(hanna.device)]
    hanna.execute(stranger.account)


def test_remove__and_add_in_any_order__keeps_the_others(hanna, stranger):
    devices = [Authenticator() for _ in range(4)]
    hanna.execute(stranger.account, *add(hanna, *devices))
    hanna.execute(stranger.account, *remove(hanna, devices[1], devices[3]), *add(hanna, devices[1]))
    left = [hanna.device, devices[0], devices[1], devices[2]]
    assert sorted(keys_of(hanna.account)) == sorted(pair(device) for device in left)
    for device in left:
        Holder(hanna.account, device).execute(stranger.account)


# -- refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "alice"])
def test_keys__changed_by_somebody_else__are_refused(request, hanna, tablet, who):
    person = request.getfixturevalue(who)
    with refused(hanna.account.Account_NotItself, caller=person.address):
        hanna.account.addPasskey(pair(tablet), sender=person.account)
    with refused(hanna.account.Account_NotItself, caller=person.address):
        hanna.account.removePasskey(hanna.device.key.x, sender=person.account)
    with refused(hanna.account.Account_NotTheFactory, caller=person.address):
        hanna.account.replacePasskeys(pair(tablet), sender=person.account)


def test_keys__replaced_by_the_account_itself__are_refused(hanna, tablet, stranger):
    batch = hanna.signed_batch([call(hanna.account, "replacePasskeys", pair(tablet))])
    with refused(hanna.account.Account_NotTheFactory, caller=hanna.address):
        hanna.account.execute(*batch, sender=stranger.account)


def test_add__a_key_on_no_curve__is_refused(hanna, stranger):
    x, y = hanna.device.key.x, bytes(32)
    batch = hanna.signed_batch([call(hanna.account, "addPasskey", (x, y))])
    with refused(hanna.account.Account_NotAKey, x=x, y=y):
        hanna.account.execute(*batch, sender=stranger.account)


def test_add__a_key_that_is_there__is_refused(hanna, tablet, stranger):
    hanna.execute(stranger.account, *add(hanna, tablet))
    for device in (hanna.device, tablet):
        # The same x with the other y is the same secret.
        negated = (CURVE_PRIME - int.from_bytes(device.key.y)).to_bytes(32)
        for key in (pair(device), (device.key.x, negated)):
            batch = hanna.signed_batch([call(hanna.account, "addPasskey", key)])
            with refused(hanna.account.Account_KnownKey, x=device.key.x):
                hanna.account.execute(*batch, sender=stranger.account)


def test_add__up_to_eight__and_no_more(hanna, stranger):
    devices = [Authenticator() for _ in range(8)]
    hanna.execute(stranger.account, *add(hanna, *devices[:7]))
    assert len(keys_of(hanna.account)) == 8
    batch = hanna.signed_batch(add(hanna, devices[7]))
    with refused(hanna.account.Account_TooManyKeys, most=8):
        hanna.account.execute(*batch, sender=stranger.account)
    hanna.execute(stranger.account, *remove(hanna, devices[0]), *add(hanna, devices[7]))
    assert len(keys_of(hanna.account)) == 8


def test_remove__the_last_one__is_refused(hanna, tablet, stranger):
    batch = hanna.signed_batch(remove(hanna, hanna.device))
    with refused(hanna.account.Account_LastKey, x=hanna.device.key.x):
        hanna.account.execute(*batch, sender=stranger.account)
    hanna.execute(stranger.account, *add(hanna, tablet), *remove(hanna, hanna.device))
    second = Holder(hanna.account, tablet)
    batch = second.signed_batch(remove(hanna, tablet))
    with refused(hanna.account.Account_LastKey, x=tablet.key.x):
        hanna.account.execute(*batch, sender=stranger.account)


def test_remove__one_that_is_not_there__is_refused(hanna, tablet, stranger):
    batch = hanna.signed_batch(remove(hanna, tablet))
    with refused(hanna.account.Account_UnknownKey, x=tablet.key.x):
        hanna.account.execute(*batch, sender=stranger.account)
    hanna.execute(stranger.account, *add(hanna, tablet), *remove(hanna, hanna.device))
    batch = Holder(hanna.account, tablet).signed_batch(remove(hanna, hanna.device))
    with refused(hanna.account.Account_UnknownKey, x=hanna.device.key.x):
        hanna.account.execute(*batch, sender=stranger.account)
