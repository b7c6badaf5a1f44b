"""What a browser's passkey answers, checked off chain: origin, domain, challenge, verification, signature (F12)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercle.errors import CercleError, InputProblem, SignatureProblem
from cercle.passkeys import (
    Assertion,
    PublicKey,
    Registration,
    RelyingParty,
    registered_key,
    verify,
)
from tests.authenticator import FLAGS, PARTY, Authenticator

CHALLENGE = bytes(range(32))


def problem(work) -> str:
    """The problem's first sentence."""
    with pytest.raises(SignatureProblem) as caught:
        work()
    return str(caught.value.problem)


# -- registration ----------------------------------------------------------------------------------------------------


def test_registration__gives_the_key_that_signs_afterwards():
    device = Authenticator()
    key = registered_key(device.create(CHALLENGE), CHALLENGE, PARTY)
    assert key == device.key
    verify(device.get(CHALLENGE), key, CHALLENGE, PARTY)


@pytest.mark.parametrize(
    ("registration", "said"),
    [
        (Authenticator().create(bytes(32)), "This answers another question than the one asked."),
        (
            Authenticator().create(CHALLENGE, origin="https://cercle.example.evil"),
            "This was signed for https://cercle.example.evil, not for https://cercle.example.",
        ),
        (
            Authenticator().create(CHALLENGE, rp_id="example"),
            "This passkey belongs to another site than cercle.example.",
        ),
        (Authenticator(flags=FLAGS.UP).create(CHALLENGE), "The device did not check that it is you."),
        (
            replace(Authenticator().create(CHALLENGE), credential_id=b"another"),
            "The answer of the passkey cannot be read.",
        ),
    ],
    ids=["challenge", "origin", "domain", "not verified", "another credential"],
)
def test_registration__of_another_occasion__is_refused(registration: Registration, said: str):
    assert problem(lambda: registered_key(registration, CHALLENGE, PARTY)) == said


def test_registration__answered_with_a_signature__is_refused():
    device = Authenticator()
    answer = replace(device.create(CHALLENGE), client_data=device.get(CHALLENGE).client_data)
    assert "another question" in problem(lambda: registered_key(answer, CHALLENGE, PARTY))


# -- assertions ------------------------------------------------------------------------------------------------------


def test_assertions__with_low_and_high_s__both_count():
    device = Authenticator()
    for _ in range(4):
        verify(device.get(CHALLENGE), device.key, CHALLENGE, PARTY)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"challenge": bytes(32)}, "This answers another question than the one asked."),
        (
            {"origin": "http://cercle.example"},
            "This was signed for http://cercle.example, not for https://cercle.example.",
        ),
        (
            {"crossOrigin": True},
            "This was signed for https://cercle.example, not for https://cercle.example.",
        ),
        ({"rp_id": "other.example"}, "This passkey belongs to another site than cercle.example."),
        ({"type": "webauthn.create"}, "This answers another question than the one asked."),
    ],
    ids=["challenge", "origin", "inside another page", "domain", "type"],
)
def test_assertion__of_another_occasion__is_refused(changed: dict, said: str):
    device = Authenticator()
    answer = device.get(**{"challenge": CHALLENGE, **changed})
    assert problem(lambda: verify(answer, device.key, CHALLENGE, PARTY)) == said


@pytest.mark.parametrize("flags", [FLAGS.UP, FLAGS.UV, 0], ids=["touched only", "verified only", "neither"])
def test_assertion__of_a_person_who_was_not_verified__is_refused(flags: int):
    device = Authenticator(flags=flags)
    said = problem(lambda: verify(device.get(CHALLENGE), device.key, CHALLENGE, PARTY))
    assert said == "The device did not check that it is you."


def test_assertion__backed_up_but_not_eligible__is_refused():
    device = Authenticator(flags=FLAGS.UP | FLAGS.UV | FLAGS.BS)
    assert "cannot be read" in problem(lambda: verify(device.get(CHALLENGE), device.key, CHALLENGE, PARTY))


def test_assertion__of_another_passkey__is_refused():
    device, other = Authenticator(), Authenticator()
    said = problem(lambda: verify(device.get(CHALLENGE), other.key, CHALLENGE, PARTY))
    assert said == "This was signed with another passkey."


def test_assertion__whose_flags_were_changed_afterwards__is_refused():
    device = Authenticator(flags=FLAGS.UP)
    answer = device.get(CHALLENGE)
    data = bytearray(answer.authenticator_data)
    data[32] |= FLAGS.UV
    forged = replace(answer, authenticator_data=bytes(data))
    assert "another passkey" in problem(lambda: verify(forged, device.key, CHALLENGE, PARTY))


@given(
    st.binary(max_size=80),
    st.binary(max_size=80)
    | st.sampled_from([b"[]", b"{}", b'{"type":1,"challenge":2,"origin":3}', b"[" * 9000]),
    st.binary(max_size=80),
)
def test_nonsense_from_a_browser__is_a_sentence_and_nothing_else(first: bytes, second: bytes, third: bytes):
    device = Authenticator()
    with pytest.raises(CercleError):
        verify(Assertion(b"", first, second, third), device.key, CHALLENGE, PARTY)
    good = device.get(CHALLENGE)
    with pytest.raises(CercleError):
        verify(replace(good, authenticator_data=first), device.key, CHALLENGE, PARTY)
    with pytest.raises(CercleError):
        verify(replace(good, signature=third), device.key, CHALLENGE, PARTY)
    made = device.create(CHALLENGE)
    with pytest.raises(CercleError):
        registered_key(replace(made, attestation_object=first), CHALLENGE, PARTY)


# -- keys and addresses ----------------------------------------------------------------------------------------------


def test_key__survives_being_copied_by_a_person():
    key = Authenticator().key
    assert PublicKey.read(f" {key} ") == key


@pytest.mark.parametrize("text", ["", "0x12", "nonsense,0x12", f"{'11' * 32},{'22' * 32}", "1,2,3"])
def test_key__mistyped__is_refused(text: str):
    with pytest.raises(InputProblem, match="is not the key of a passkey"):
        PublicKey.read(text)


@pytest.mark.parametrize(
    ("url", "origin", "domain"),
    [
        ("https://Cercle.example/join?code=1", "https://cercle.example", "cercle.example"),
        ("https://cercle.example:443", "https://cercle.example", "cercle.example"),
        ("https://cercle.example:8443/", "https://cercle.example:8443", "cercle.example"),
        ("http://localhost:8501", "http://localhost:8501", "localhost"),
    ],
)
def test_relying_party__is_read_from_the_dashboards_address(url: str, origin: str, domain: str):
    assert RelyingParty.from_url(url) == RelyingParty(origin, domain)


@pytest.mark.parametrize(
    "url", ["http://cercle.example", "http://127.0.0.1:8501", "ftp://localhost", "localhost"]
)
def test_relying_party__where_browsers_refuse_passkeys__is_refused(url: str):
    with pytest.raises(InputProblem, match="Passkeys do not work"):
        RelyingParty.from_url(url)
