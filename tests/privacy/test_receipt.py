"""The receipt of an erasure: what was handed out verifies, and nothing that was changed does."""

import json

import ape
import pytest

from cercle.documents import canonical_json
from cercle.errors import InputProblem
from cercle.privacy.receipt import Destroyed, ErasureReceipt, SignedReceipt, Stays, read_receipt
from cercle.signers import KeySigner
from tests.dashboard.village import ALICE

OFFICE, STRANGER = KeySigner(b"\x01" * 32), KeySigner(b"\x02" * 32)
WORDS = {"fr": "Votre nom.", "en": "Your name."}


@pytest.fixture
def receipt() -> ErasureReceipt:
    return ErasureReceipt(
        community="village",
        chain_id=31337,
        registry="0x5dF8339c5E282ee48c0c7cE8A7d01a73D38B3B27",
        member=ALICE,
        asked_at=None,
        erased_at="2026-05-01T10:00:00.000000+00:00",
        destroyed=(Destroyed(place="directory", held=WORDS, count=1, documents=("0x" + "12" * 32,)),),
        stays=(Stays(place="chain", what=WORDS),),
    )


def signed(receipt: ErasureReceipt, by: KeySigner = OFFICE) -> SignedReceipt:
    return SignedReceipt(receipt, by.address, by.sign(receipt.typed_data()))


def test_receipt__as_it_was_handed_out__verifies(receipt):
    handed_out = signed(receipt)
    assert read_receipt(handed_out.to_json()) == handed_out
    spaced = json.dumps(json.loads(handed_out.to_json()), indent=4).encode()
    assert read_receipt(spaced) == handed_out  # however it is laid out


def change(path: tuple, value: object):
    def apply(file: dict) -> None:
        for step in path[:-1]:
            file = file[step]
        file[path[-1]] = value

    return apply


@pytest.mark.parametrize(
    "tamper",
    [
        change(("receipt", "member"), 2),
        change(("receipt", "erased_at"), "2026-05-02T10:00:00.000000+00:00"),
        change(("receipt", "destroyed", 0, "count"), 2),
        change(("receipt", "destroyed", 0, "documents"), []),
        change(("receipt", "destroyed"), []),
        change(("receipt", "stays"), []),
        change(("receipt", "registry"), "0x" + "1" * 40),
        change(("receipt", "chain_id"), 137),
        change(("hash",), "0x" + "00" * 32),
        change(("signer",), STRANGER.address),
        change(("signature",), "0x" + "11" * 65),
        change(("signature",), "0x"),
    ],
)
def test_receipt__changed_anywhere__is_refused(receipt, tamper):
    file = json.loads(signed(receipt).to_json())
    tamper(file)
    with pytest.raises(InputProblem, match="was changed after it was signed"):
        read_receipt(json.dumps(file).encode())


def test_receipt__changed_with_its_hash_made_right__is_refused_by_its_signature(receipt):
    changed = receipt.model_copy(update={"destroyed": ()})
    file = json.loads(signed(receipt).to_json())
    file["receipt"], file["hash"] = changed.model_dump(mode="json"), changed.hash
    with pytest.raises(InputProblem, match="was changed after it was signed"):
        read_receipt(canonical_json(file))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"receipt": {}}', b"\xff\xfe", b'"receipt"'])
def test_what_is_no_receipt__is_told_apart(content):
    with pytest.raises(InputProblem, match="no receipt"):
        read_receipt(content)


def test_receipt__signed_by_a_contract_wallet__is_asked_of_that_wallet(receipt):
    safe = SignedReceipt(receipt, "0x5dF8339c5E282ee48c0c7cE8A7d01a73D38B3B27", b"\x01\x02")
    assert read_receipt(safe.to_json(), lambda wallet, digest, signature: signature == b"\x01\x02") == safe
    with pytest.raises(InputProblem):
        read_receipt(safe.to_json(), lambda wallet, digest, signature: False)


def test_typed_data__is_what_wallets_sign(receipt):
    account = ape.accounts.test_accounts[0]
    from eth_account.messages import encode_typed_data

    signature = account.sign_message(encode_typed_data(full_message=receipt.typed_data()))
    by_account = SignedReceipt(receipt, str(account.address), signature.encode_rsv())
    assert read_receipt(by_account.to_json()) == by_account
