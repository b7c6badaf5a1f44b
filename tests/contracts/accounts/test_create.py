"""createAccount: the account of a passkey, deployed by anyone (D4, F12)

├── the address follows from the key and the factory, and is known before
├── deployed by anyone, first or again → the same account, which only the passkey opens
├── a key that is on no curve → refused
└── what all accounts share → opened by nobody
"""

import ape
import pytest

from cercle.bytecode import same_code
from tests.authenticator import Authenticator

from ..circle import DAY, NOBODY, RECOVERY_COOLDOWN, RECOVERY_DELAY, RECOVERY_WINDOW, in_an_hour
from ..refusal import refused
from .holders import Holder, account_at, call, keys_of, open_account, pair

CURVE_PRIME = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF


def test_create__deploys_the_account_at_the_address_known_before(chain, circle, stranger):
    device = Authenticator()
    address = circle.accounts.accountOf(pair(device))
    assert not chain.provider.get_code(address) and not circle.accounts.isAccount(address)
    receipt = circle.accounts.createAccount(pair(device), sender=stranger.account)
    assert receipt.events == [circle.accounts.AccountCreated(address, *pair(device))]
    assert circle.accounts.isAccount(address)
    account = account_at(address)
    assert keys_of(account) == [pair(device)]
    assert account.nextNonce() == 0 and account.factory() == circle.accounts.address


def test_create__twice__does_nothing(circle, hanna, stranger):
    receipt = circle.accounts.createAccount(pair(hanna.device), sender=stranger.account)
    assert receipt.events == [] and receipt.return_value == hanna.address
    assert keys_of(hanna.account) == [pair(hanna.device)]


def test_create__again_after_the_first_passkey_was_removed__brings_it_not_back(
    circle, hanna, tablet, stranger
):
    hanna.execute(stranger.account, call(hanna.account, "addPasskey", pair(tablet)))
    hanna.execute(stranger.account, call(hanna.account, "removePasskey", hanna.device.key.x))
    circle.accounts.createAccount(pair(hanna.device), sender=stranger.account)
    assert keys_of(hanna.account) == [pair(tablet)]


def test_create__by_somebody_who_saw_it_coming__gives_them_nothing(circle, alice, stranger):
    """Front-run: the same account, and only the passkey opens it."""
    device, thief = Authenticator(), Authenticator()
    circle.accounts.createAccount(pair(device), sender=stranger.account)
    holder = open_account(circle, alice.account, device)
    forged = Holder(holder.account, thief).signed_batch([])
    with refused(holder.account.Signature_Invalid, wallet=holder.address):
        holder.account.execute(*forged, sender=stranger.account)
    holder.execute(alice.account)


def test_create__two_keys__two_accounts(circle, hanna, stranger):
    other = open_account(circle, stranger.account)
    assert other.address != hanna.address
    x, y = pair(hanna.device)
    negated = (x, (CURVE_PRIME - int.from_bytes(y)).to_bytes(32))
    assert circle.accounts.accountOf(negated) != hanna.address


def test_create__by_another_factory__another_account(circle, hanna):
    other = circle.admin.deploy(ape.project.MemberAccountFactory, circle.manager, DAY, DAY, DAY)
    assert other.accountOf(pair(hanna.device)) != hanna.address
    assert not other.isAccount(hanna.address)


@pytest.mark.parametrize(
    "key",
    [(0, 0), (1, 1), (CURVE_PRIME, 1), (2**256 - 1, 2**256 - 1)],
    ids=["zeros", "no point", "x too large", "as large as numbers go"],
)
def test_create__a_key_on_no_curve__is_refused(circle, stranger, key):
    x, y = (part.to_bytes(32) for part in key)
    with refused(circle.accounts.Account_NotAKey, x=x, y=y):
        circle.accounts.createAccount((x, y), sender=stranger.account)


def test_accounts__others__are_none(circle, alice):
    for address in (alice.address, NOBODY, circle.members.address, circle.account_code.address):
        assert not circle.accounts.isAccount(address)


# -- what all accounts share --------------------------------------------------------------------------------------


def test_shared_code__has_no_passkey_and_takes_no_signature(circle, hanna, stranger):
    code = circle.account_code
    assert keys_of(code) == []
    batch = Holder(code, hanna.device).signed_batch([call(code, "addPasskey", pair(hanna.device))])
    with refused(code.Signature_Invalid, wallet=code.address):
        code.execute(*batch, sender=stranger.account)
    with refused(code.Account_NotItself, caller=stranger.address):
        code.addPasskey(pair(hanna.device), sender=stranger.account)
    with refused(code.Account_NotTheFactory, caller=stranger.address):
        code.replacePasskeys(pair(hanna.device), sender=stranger.account)
    with refused(circle.accounts.Accounts_NotAnAccount, account=code.address):
        circle.accounts.startRecovery(code, pair(hanna.device), sender=circle.admin)


def test_shared_code__signed_with_the_bytes_that_stand_where_an_account_has_its_key__takes_nothing(
    chain, circle, hanna, stranger
):
    code = circle.account_code
    x = bytes(chain.provider.get_code(code.address))[0x2D : 0x2D + 32]
    calls, nonce, _, signature = Holder(code, hanna.device).signed_batch([])
    with refused(code.Signature_Invalid, wallet=code.address):
        code.execute(calls, nonce, in_an_hour(), x + signature[32:], sender=stranger.account)


def test_accounts__have_nothing_to_initialise():
    methods = {method.name for method in ape.project.MemberAccount.contract_type.mutable_methods}
    assert methods == {
        "execute",
        "addPasskey",
        "removePasskey",
        "replacePasskeys",
        "onERC721Received",
        "onERC1155Received",
        "onERC1155BatchReceived",
    }


def test_shared_code__is_the_one_that_was_built(chain, circle):
    """The factory holds a copy of it, which an incomplete build leaves behind."""
    built = bytes(ape.project.MemberAccount.contract_type.get_runtime_bytecode())
    assert same_code(built, bytes(chain.provider.get_code(circle.account_code.address)))


# -- the factory --------------------------------------------------------------------------------------------------


def test_factory__keeps_its_delays(circle):
    factory = circle.accounts
    assert factory.authority() == circle.manager.address
    delays = (factory.RECOVERY_DELAY(), factory.RECOVERY_WINDOW(), factory.RECOVERY_COOLDOWN())
    assert delays == (RECOVERY_DELAY, RECOVERY_WINDOW, RECOVERY_COOLDOWN)
    assert circle.account_code.MOST_PASSKEYS() == 8


def test_factory__without_time_to_finish_a_recovery__is_refused(circle):
    with refused(ape.project.MemberAccountFactory.Accounts_NoTimeToFinish):
        circle.admin.deploy(ape.project.MemberAccountFactory, circle.manager, DAY, 0, DAY)
    circle.admin.deploy(ape.project.MemberAccountFactory, circle.manager, DAY, 1, DAY)
