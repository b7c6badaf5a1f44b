"""What a passkey signs for its account, and the form in which the account takes it"""

from dataclasses import replace

import pytest
from eth_account.messages import encode_typed_data
from eth_utils.crypto import keccak
from hypothesis import given
from hypothesis import strategies as st

from cercle.errors import SignatureProblem
from cercle.nested_typed_data import description, nested
from cercle.passkeys import account_signature, challenge_for
from cercle.typed_data import typed_data
from tests.authenticator import ORDER, Authenticator

ACCOUNT = "0x" + 40 * "a"
OTHER = "0x" + 40 * "b"
REGISTRY = "0x" + 40 * "c"
VOTES = typed_data(
    "ContributionRegistry",
    REGISTRY,
    137,
    "Records",
    {
        "validatorId": 1,
        "programmeId": 2,
        "records": [{"memberId": 3, "units": 100, "evidence": bytes(32)}],
        "deadline": 4,
    },
)
EXECUTE = typed_data(
    "MemberAccount",
    ACCOUNT,
    137,
    "Execute",
    {"calls": [{"target": OTHER, "value": 0, "data": b"\x01"}], "nonce": 0, "deadline": 4},
)


def test_challenge__for_the_account_itself__is_the_plain_hash():
    encoded = encode_typed_data(full_message=EXECUTE)
    assert challenge_for(EXECUTE, ACCOUNT, 137) == keccak(b"\x19\x01" + encoded.header + encoded.body)


def test_challenge__for_others__differs_between_accounts_and_chains():
    challenges = {
        challenge_for(VOTES, account, chain) for account in (ACCOUNT, OTHER) for chain in (137, 80002)
    }
    assert len(challenges) == 4


def test_description__sorts_the_types_and_ends_with_the_primary_one():
    described = description(VOTES).decode()
    assert described.startswith(
        "Record(uint32 memberId,uint32 units,bytes32 evidence)Records(uint32 validatorId,"
    )
    assert described.endswith(")Records")
    # The nested type's hash, as a wallet computes it and as the contract puts it together from the description.
    types = described.removesuffix("Records")
    fields = (
        "Records contents,string name,string version,uint256 chainId,address verifyingContract,bytes32 salt"
    )
    body = encode_typed_data(full_message=nested(VOTES, ACCOUNT, 137)).body
    contents = encode_typed_data(full_message=VOTES).body
    domain = (
        keccak(text="Cercle account")
        + keccak(text="1")
        + (137).to_bytes(32)
        + bytes.fromhex(ACCOUNT[2:]).rjust(32, b"\0")
        + bytes(32)
    )
    assert body == keccak(keccak(text=f"TypedDataSign({fields}){types}") + contents + domain)


def test_account_signature__always_has_its_s_in_the_low_half():
    device = Authenticator()
    for data in (VOTES, EXECUTE):
        for _ in range(4):
            signature = device.sign(data, ACCOUNT, 137)
            assert signature[:32] == device.key.x
            assert 0 < int.from_bytes(signature[64:96]) <= ORDER // 2


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_account_signature__of_nonsense__is_refused_in_a_sentence(signature: bytes, client_data: bytes):
    device = Authenticator.numbered(1)
    good = device.get(bytes(32))
    for broken in (replace(good, signature=signature), replace(good, client_data=client_data)):
        with pytest.raises(SignatureProblem, match="cannot be read"):
            account_signature(VOTES, ACCOUNT, 137, broken, device.key)
