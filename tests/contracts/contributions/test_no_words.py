"""A16: nothing in the registry can carry a text: what goes on chain is numbers and hashes"""

import pytest

from .deeds import TALKS, UNITS, act, evidence

FREE = {"string", "bytes"}


def free_fields(abi):
    """Names of the fields, at any depth, that hold as many bytes as one likes."""
    for field in abi:
        if field.type.removesuffix("[]") in FREE:
            yield field.name
        yield from free_fields(field.components or [])


def test_events__hold_numbers_hashes_and_no_text(circle):
    for contract in (circle.registry, circle.escrow):
        for event in contract.contract_type.events:
            assert list(free_fields(event.inputs)) == []


def test_functions__take_no_text_but_a_signature(circle):
    for contract in (circle.registry, circle.escrow):
        for function in contract.contract_type.mutable_methods:
            assert set(free_fields(function.inputs)) <= {"signature"}


@pytest.mark.parametrize("door", ["direct", "signed"])
def test_submission__shows_its_hash_and_no_more(circle, alice, door):
    """A limit: that evidence is the hash of a salted document, and not a name in 32 bytes, is up to who sends it."""
    (event,) = act(circle, door, "submit", alice, TALKS, UNITS, evidence()).events
    assert {*event.event_arguments} == {"id", "memberId", "programmeId", "units", "evidence"}
