"""The table of signature doors is complete, and says what the contracts check."""

import pytest

from cercle.contracts import NAMES, container
from cercle.decoded import decode_call
from cercle.doors import SIGNED
from cercle.typed_data import TYPES
from tests.contracts.typed_data import TYPES as WRITTEN_TWICE
from tests.dashboard.village import ALICE


def _takes_a_signature(method):
    return any("signature" in str(item.name).lower() or item.name == "v" for item in method.inputs)


def test_doors__every_function_that_takes_a_signature_is_in_the_table():
    found = {
        (name, method.name)
        for name in NAMES
        for method in container(name).contract_type.mutable_methods
        if _takes_a_signature(method)
    }
    # Beside the new wallet's signature these two need the right sender.
    by_sender = {("MemberRegistry", "startRotation"), ("MemberRegistry", "startRecovery")}
    assert found - by_sender == set(SIGNED)


@pytest.mark.parametrize("function", SIGNED, ids=".".join)
def test_doors__each_consent_names_a_type_and_an_argument_that_exist(function):
    contract, name = function
    methods = [one for one in container(contract).contract_type.mutable_methods if one.name == name]
    for consent in SIGNED[function]:
        assert consent.primary_type in TYPES and consent.primary_type in WRITTEN_TWICE
        assert any(consent.argument in [item.name for item in method.inputs] for method in methods)


def test_call__read_back_from_its_bytes__is_what_was_built(place):
    call = place.submitted(ALICE, "An hour")
    read = decode_call("ContributionRegistry", call.data)
    assert (read.method, read.values) == (call.method, call.args)
    assert read.args["memberId"] == ALICE and read.args["deadline"] == call.args[-2]


@pytest.mark.parametrize("cut", [1, 32, 100])
def test_call__cut_short__is_none(place, cut):
    data = place.submitted(ALICE, "An hour").data
    assert decode_call("ContributionRegistry", data[:-cut]) is None or cut == 1
    assert decode_call("MemberRegistry", data) is None
