"""What comes back from a browser is believed only as far as its signature goes over what was asked."""

from __future__ import annotations

import json
from decimal import Decimal

import ape
import pytest
from eth_account import Account

from app import plans, sending, signing
from app.wallet.exact_json import to_json
from app.wallet.words import problem_of
from cercle.credentials import Passkey
from cercle.errors import Refused, RelayClosed, SignatureProblem
from cercle.relay import Health
from cercle.texts import Text
from tests.dashboard.clara import CLARA, DEVICE
from tests.dashboard.village import ALICE, BOB, COACHING
from tests.rounds.on_chain import RoundsOffice

DONE = Text("Done.")


def wallet(member: int) -> str:
    return str(ape.accounts.test_accounts[member].address)


def sign(member: int, typed_data) -> str:
    key = ape.accounts.test_accounts[member].private_key
    return Account.sign_typed_data(key, full_message=json.loads(to_json(typed_data))).signature.to_0x_hex()


@pytest.fixture
def permit(village):
    """Typed data with a number that JavaScript cannot hold."""
    return village.token.allow_services(wallet(ALICE)).typed_data(village.record.chain_id, 2_000_000_000)


@pytest.fixture
def claras(village) -> Passkey:
    return Passkey(DEVICE.credential_id, DEVICE.key, str(village.members.get(CLARA).wallet))


@pytest.fixture
def closed(monkeypatch) -> Text:
    sentence = Text("The tank is empty.")
    monkeypatch.setattr(plans.data, "relay_health", lambda: Health(False, Decimal(0), None, sentence))
    return sentence


@pytest.fixture
def opened(monkeypatch) -> None:
    monkeypatch.setattr(
        plans.data, "relay_health", lambda: Health(True, Decimal(1), None, Text("It is open."))
    )


# -- signatures -----------------------------------------------------------------------------------


def test_json__keeps_every_digit_for_javascript(permit) -> None:
    written = json.loads(to_json(permit))
    assert written["message"]["value"] == str(2**256 - 1)
    assert written["message"]["deadline"] == 2_000_000_000
    assert json.loads(to_json({"id": b"\x01\xff", "ok": True, "list": [2**53, 2**53 - 1]})) == {
        "id": "0x01ff", "ok": True, "list": ["9007199254740992", 9007199254740991],
    }  # fmt: skip


def test_wallet__the_owners_signature_over_what_was_asked__and_no_other(permit) -> None:
    right = sign(ALICE, permit)
    assert signing.signature(wallet(ALICE), permit, right) == bytes.fromhex(right[2:])
    changed = {**permit, "message": {**permit["message"], "spender": wallet(BOB)}}
    for wrong in (sign(BOB, permit), sign(ALICE, changed)):
        with pytest.raises(SignatureProblem, match="something else was signed"):
            signing.signature(wallet(ALICE), permit, wrong)


def test_wallet__that_numbers_keys_from_zero__is_written_as_contracts_take_it(permit) -> None:
    right = bytes.fromhex(sign(ALICE, permit)[2:])
    unusual = right[:64] + bytes([right[64] - 27])
    assert signing.signature(wallet(ALICE), permit, "0x" + unusual.hex()) == right


def test_wallet__with_delegated_code__signs_as_the_key_it_is(village, permit) -> None:
    village.node.request("anvil_setCode", wallet(ALICE), "0xef0100" + 20 * "ab")  # EIP-7702
    right = sign(ALICE, permit)
    assert signing.signature(wallet(ALICE), permit, right) == bytes.fromhex(right[2:])
    village.node.request("anvil_setCode", wallet(ALICE), "0x")


def test_wallet__that_is_a_contract__is_asked_itself(village, claras, permit) -> None:
    accepted = DEVICE.sign(permit, claras.account, village.record.chain_id)
    assert signing.signature(claras.account, permit, "0x" + accepted.hex()) == accepted
    with pytest.raises(SignatureProblem):
        signing.signature(claras.account, permit, sign(BOB, permit))


@pytest.mark.parametrize("result", [None, 5, {}, {"id": "!"}, {"id": 1, "clientData": None}, ["0x"]])
def test_answers__that_are_none__are_said_to_be_unreadable(village, claras, permit, result) -> None:
    for who in (wallet(ALICE), claras):
        with pytest.raises(SignatureProblem):
            signing.signature(who, permit, result)
    with pytest.raises(SignatureProblem):
        signing.transaction_hash(result)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ({"code": "4001"}, "You refused in your wallet. Nothing was done."),
        ({"code": "-32002"}, "waiting for your answer"),
        ({"code": "4100"}, "locked"),
        ({"code": "NO_WALLET"}, "no wallet in this browser"),
        ({"code": "NotAllowedError"}, "It was cancelled"),
        ({"code": "WRONG_ACCOUNT", "facts": {"shown": "0xA", "expected": "0xB"}}, "Choose 0xB in your wallet"),
        ({"code": "WRONG_CHAIN", "facts": {"network": "Polygon"}}, "another network than Polygon"),
        ({"code": "17", "message": "out of ink"}, "Your wallet says: out of ink"),
        ({}, "Your wallet says"),
        ({"code": "WRONG_ACCOUNT", "facts": "none"}, "Your wallet shows the account ?"),
    ],
)  # fmt: skip
def test_refusals__are_words_with_a_next_step(reply, words: str) -> None:
    assert words in str(problem_of(reply))


# -- plans ----------------------------------------------------------------------------------------


def test_plan__wallet__signs_what_has_a_door__and_sends_the_rest_itself(village, opened) -> None:
    work = sending.calls(
        lambda: [village.members.accept_charter(ALICE, 1), village.members.leave(ALICE)], DONE
    )
    plan = plans.plan(ALICE, wallet(ALICE), work)
    assert [type(part) for part in plan.parts] == [plans.Signed, plans.Sent]
    assert [step["do"] for step in plan.prompts()] == ["sign", "send"]
    assert plan.pays_gas


def test_plan__passkey__several_calls_are_one_batch(village, opened, claras) -> None:
    service = village.services.redeem(CLARA, COACHING, Decimal(5))
    work = sending.calls(lambda: [village.token.allow_services(claras.account), service], DONE)
    plan = plans.plan(CLARA, claras, work)
    assert [part.task.method for part in plan.parts] == ["execute"]
    assert len(plan.prompts()) == 1
    leaving = plans.plan(CLARA, claras, sending.calls(lambda: [village.members.leave(CLARA)], DONE))
    assert [part.task.method for part in leaving.parts] == ["execute"]


def test_plan__wallet__of_contributions_and_several_rounds__is_two_signatures(village, opened) -> None:
    office = RoundsOffice(village)
    lists = office.open({ALICE: 3, BOB: 1}, {ALICE: 4})
    earned = [one.id for one in village.history.refresh().submissions(ALICE)][:1]
    calls = [village.contributions.claim(ALICE, earned), village.rounds.claim(ALICE, lists)]
    plan = plans.plan(ALICE, wallet(ALICE), sending.calls(lambda: calls, DONE))
    answers = plan.answered([sign(ALICE, part.typed_data) for part in plan.parts])
    shown = plan.parts[1].typed_data["message"]
    assert [part.typed_data["primaryType"] for part in plan.parts] == ["Claim", "ClaimRounds"]
    assert [one["amount"] for one in shown["shares"]] == [3, 4]
    assert answers.address == wallet(ALICE)
    office.forget()


def test_plan__relay_closed__a_wallet_sends_everything__a_passkey_waits(village, closed, claras) -> None:
    work = sending.calls(lambda: [village.members.leave(ALICE)], DONE)
    assert plans.plan(ALICE, wallet(ALICE), work).pays_gas
    with pytest.raises(RelayClosed, match="The tank is empty"):
        plans.plan(CLARA, claras, sending.calls(lambda: [village.members.leave(CLARA)], DONE))


def test_plan__what_the_contract_refuses__is_not_signed(village, opened) -> None:
    with pytest.raises(Refused) as refused:
        plans.plan(ALICE, wallet(ALICE), sending.calls(lambda: [village.members.come_back(ALICE)], DONE))
    assert refused.value.facts["memberId"] == ALICE


def test_own_gas__another_transaction_than_the_prepared_one__is_found_out(village, closed) -> None:
    plan = plans.plan(ALICE, wallet(ALICE), sending.calls(lambda: [village.members.leave(ALICE)], DONE))
    account = ape.accounts.test_accounts[ALICE]
    other = account.transfer(wallet(BOB), 1, required_confirmations=0)
    answers = plan.answered([str(other.txn_hash)])
    with pytest.raises(SignatureProblem, match="something else than what was shown"):
        answers.send(plan.parts[0].task)
    assert village.members.get(ALICE).may_act


def test_answers__of_another_number__are_refused(village, opened) -> None:
    plan = plans.plan(ALICE, wallet(ALICE), sending.calls(lambda: [village.members.leave(ALICE)], DONE))
    for results in ([], ["0x" + 64 * "0", "0x" + 64 * "0"]):
        with pytest.raises(SignatureProblem):
            plan.answered(results)
