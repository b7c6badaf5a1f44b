"""Logging in: what a wallet or a passkey signs, once and in time, for this site only (W2, W8)."""

from __future__ import annotations

import time
from dataclasses import replace

import ape
import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

from app import data, login, site
from app.data import people
from app.sessions import NONCE_LASTS
from cercle.credentials import Passkey
from cercle.errors import ConfigProblem, SignatureProblem
from tests.dashboard.clara import CLARA, DEVICE
from tests.dashboard.village import ALICE, BOB


def key_of(member: int) -> str:
    return str(ape.accounts.test_accounts[member].private_key)


def signed(challenge: login.Challenge, key: str) -> str:
    return Account.sign_message(encode_defunct(text=challenge.message), key).signature.to_0x_hex()


def wallet(member: int) -> str:
    return str(ape.accounts.test_accounts[member].address)


def said(refused: pytest.ExceptionInfo[SignatureProblem]) -> str:
    return str(refused.value)


# -- by wallet ------------------------------------------------------------------------------------


def test_wallet__logs_its_member_in__once(village) -> None:
    challenge = login.for_wallet(wallet(ALICE))
    assert login.by_wallet(challenge, wallet(ALICE), signed(challenge, key_of(ALICE))) == ALICE
    with pytest.raises(SignatureProblem) as refused:
        login.by_wallet(challenge, wallet(ALICE), signed(challenge, key_of(ALICE)))
    assert "was used already" in said(refused)


def test_wallet__signs_a_text_that_names_site_account_time_and_nonce(village) -> None:
    challenge = login.for_wallet(wallet(ALICE))
    lines = challenge.message.splitlines()
    assert lines[:2] == [
        f"{site.party().origin[7:]} wants you to sign in with your Ethereum account:",
        wallet(ALICE),
    ]
    assert f"Nonce: {challenge.nonce.hex()}" in lines
    assert f"Chain ID: {village.record.chain_id}" in lines
    assert {line.split(":")[0] for line in lines[5:]} == {
        "URI", "Version", "Chain ID", "Nonce", "Issued At", "Expiration Time",
    }  # fmt: skip


def test_wallet__too_late__to_the_second(village, monkeypatch) -> None:
    begun = int(time.time())
    for after, too_late in ((NONCE_LASTS - 1, False), (NONCE_LASTS, True)):
        monkeypatch.setattr(login.time, "time", lambda: begun)
        challenge = login.for_wallet(wallet(ALICE))
        monkeypatch.setattr(login.time, "time", lambda later=begun + after: later)
        if too_late:
            with pytest.raises(SignatureProblem, match="took too long"):
                login.by_wallet(challenge, wallet(ALICE), signed(challenge, key_of(ALICE)))
        else:
            assert login.by_wallet(challenge, wallet(ALICE), signed(challenge, key_of(ALICE))) == ALICE


def test_wallet__another_text_or_another_key__is_refused(village) -> None:
    tampered = login.for_wallet(wallet(ALICE))
    elsewhere = replace(tampered, message=tampered.message.replace("localhost", "cercle.evil"))
    with pytest.raises(SignatureProblem) as refused:
        login.by_wallet(tampered, wallet(ALICE), signed(elsewhere, key_of(ALICE)))
    assert "something else was signed" in said(refused)
    challenge = login.for_wallet(wallet(ALICE))
    with pytest.raises(SignatureProblem):
        login.by_wallet(challenge, wallet(ALICE), signed(challenge, key_of(BOB)))


@pytest.mark.parametrize(
    "answer", [None, 7, "", "0x", "0xzz", "0x" + 65 * "00", "0x" + 65 * "ff", "0x" + 9_000 * "ab"]
)
def test_wallet__an_answer_that_is_no_signature__is_said_in_words(village, answer) -> None:
    with pytest.raises(SignatureProblem):
        login.by_wallet(login.for_wallet(wallet(ALICE)), wallet(ALICE), answer)


def test_wallet__of_nobody__is_told_what_to_do(village) -> None:
    stranger = Account.create()
    challenge = login.for_wallet(stranger.address)
    with pytest.raises(SignatureProblem) as refused:
        login.by_wallet(challenge, stranger.address, signed(challenge, stranger.key.hex()))
    assert "belongs to no member" in said(refused)
    assert "invitation link" in said(refused)


# -- by passkey -----------------------------------------------------------------------------------


def test_passkey__logs_its_member_in__once(village) -> None:
    challenge, party = login.for_passkey(), site.party()
    answer = DEVICE.get(challenge.nonce, party.origin, party.id)
    member, passkey = login.by_passkey(challenge, answer)
    assert (member, passkey.key, passkey.credential_id) == (CLARA, DEVICE.key, DEVICE.credential_id)
    with pytest.raises(SignatureProblem, match="was used already"):
        login.by_passkey(challenge, answer)


@pytest.mark.parametrize(
    ("origin", "domain", "words"),
    [
        ("http://localhost:1", "localhost", "was signed for http://localhost:1"),
        (None, "cercle.evil", "another site"),
    ],
)
def test_passkey__of_another_site__is_refused(village, origin, domain, words) -> None:
    challenge = login.for_passkey()
    answer = DEVICE.get(challenge.nonce, origin or site.party().origin, domain)
    with pytest.raises(SignatureProblem) as refused:
        login.by_passkey(challenge, answer)
    assert words in said(refused)


def test_passkey__for_another_challenge__is_refused(village) -> None:
    party = site.party()
    answer = DEVICE.get(login.for_passkey().nonce, party.origin, party.id)
    with pytest.raises(SignatureProblem, match="another question"):
        login.by_passkey(login.for_passkey(), answer)


def test_passkey__is_found_again_when_the_table_is_lost(village) -> None:
    (village.record.folder / "credentials.sqlite").unlink()
    people._credentials.clear()
    challenge, party = login.for_passkey(), site.party()
    member, passkey = login.by_passkey(challenge, DEVICE.get(challenge.nonce, party.origin, party.id))
    assert (member, passkey.key) == (CLARA, DEVICE.key)
    assert data.credentials().find(DEVICE.credential_id) == passkey


def test_passkey__that_the_account_does_not_take__is_refused(village, tmp_path) -> None:
    account = data.credentials().of(str(village.members.get(CLARA).wallet))[0].account
    removed = type(DEVICE)()
    data.credentials().remember(Passkey(removed.credential_id, removed.key, account))
    challenge, party = login.for_passkey(), site.party()
    with pytest.raises(SignatureProblem, match="was removed"):
        login.by_passkey(challenge, removed.get(challenge.nonce, party.origin, party.id))


def test_site__is_never_taken_from_a_browser__and_has_to_be_public_on_a_public_chain(
    village, monkeypatch
) -> None:
    assert site.party().id == "localhost"
    monkeypatch.setattr(village.node, "is_local", False)
    with pytest.raises(ConfigProblem, match="no public address"):
        site.party()
    monkeypatch.setenv("CERCLE_DASHBOARD_URL", "https://cercle.example")
    assert (site.party().origin, site.party().id) == ("https://cercle.example", "cercle.example")
