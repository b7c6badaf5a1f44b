"""The packed words of contracts/types/ beside the structs they stand for: what one writes, the other reads

The fields' order stands twice, in each struct and in its word's shifts (docs/adr/009); here it stands a third time,
taken from the ABI, so that whoever changes one and not the others finds out. Values are drawn; the first and the last
of every field among them, where a field that spills over meets its neighbour. A call is slow, so each asks about many.
"""

import os
from collections.abc import Sequence
from typing import Any

import ape
import pytest
from ape.contracts import ContractInstance
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .catalog.orders import OrderStatus, ServiceStatus
from .contributions.deeds import ProgrammeStatus, Status

STATUSES = {
    "enum IContributionRegistry.Status": Status,
    "enum IContributionRegistry.ProgrammeStatus": ProgrammeStatus,
    "enum IServiceCatalog.ServiceStatus": ServiceStatus,
    "enum IServiceCatalog.OrderStatus": OrderStatus,
}
AT_ONCE = 25
LARGEST_STOCK = 2**32 - 1

Struct = dict[str, int]

drawn = settings(
    max_examples=100 if os.environ.get("CERCLE_DEEP") else 2,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def words(accounts) -> ContractInstance:
    return accounts[0].deploy(ape.project.WordsBesideStructs)


def ask(words: ContractInstance, function: str, questions: Sequence[tuple]) -> list[Any]:
    """What the function answers to each of the questions, in one call."""
    method = getattr(words, function)
    abi = words.contract_type.mutable_methods[function]
    answers = words.multicall.call([method.encode_input(*map(plain, each)) for each in questions])
    decode = ape.networks.ethereum.decode_returndata
    return [unwrapped(decode(abi, answer)) for answer in answers]


def plain(argument: Any) -> Any:
    """As the encoder wants it: here every field of a struct is a number, a service's flag too."""
    flagged = isinstance(argument, dict) and "stopped" in argument
    return argument | {"stopped": bool(argument["stopped"])} if flagged else argument


def unwrapped(answer: tuple) -> Any:
    return answer[0] if len(answer) == 1 else answer


def present() -> int:
    """When a call that nobody sends happens: in the last block."""
    return int(ape.chain.blocks.head.timestamp)


# -- what a struct is -------------------------------------------------------------------------------------------


def fields_of(function: str) -> list[Any]:
    """The fields of the struct that a function takes first, in their order, from the ABI."""
    methods = ape.project.WordsBesideStructs.contract_type.mutable_methods
    return list(methods[function].inputs[0].components)


def width_of(field: Any) -> int:
    """How many bits of the slot a field has."""
    return 8 if field.type == "bool" else int(field.type.removeprefix("uint"))


def last_of(field: Any) -> int:
    """The largest value of a field."""
    if field.type == "bool":
        return 1
    known = STATUSES.get(field.internal_type)
    return max(known) if known else 2 ** width_of(field) - 1


def packed(function: str, struct: Struct) -> int:
    """The slot as Solidity documents it: one field after the other, from the lowest bit up."""
    slot, bit = 0, 0
    for field in fields_of(function):
        slot |= struct[field.name] << bit
        bit += width_of(field)
    assert bit <= 256
    return slot


def numbers(last: int) -> st.SearchStrategy[int]:
    """Up to the last one; the first and the last more often than others."""
    return st.one_of(st.sampled_from(sorted({0, 1, last - 1, last})), st.integers(0, last))


def bits(width: int) -> st.SearchStrategy[int]:
    return numbers(2**width - 1)


def many(one: st.SearchStrategy) -> st.SearchStrategy[list]:
    return st.lists(one, min_size=AT_ONCE, max_size=AT_ONCE)


def structs(function: str) -> st.SearchStrategy[Struct]:
    """Any struct that the function takes."""

    def drawn_in_order() -> st.SearchStrategy[Struct]:
        fields = fields_of(function)
        values = st.tuples(*(numbers(last_of(field)) for field in fields))
        return values.map(
            lambda chosen: {field.name: value for field, value in zip(fields, chosen, strict=True)}
        )

    return st.deferred(drawn_in_order)


def shown(answer: tuple, struct: Struct) -> Struct:
    """The fields of a struct that was answered, under the names of the one that was asked about."""
    return dict(zip(struct, map(int, answer), strict=True))


# -- a struct, read as a word -----------------------------------------------------------------------------------

# What no word has a reader for, and is answered as zero.
UNREAD = {
    "readContribution": set(),
    "readProgramme": {"seatCount"},
    "readService": {"fulfilWindow", "confirmWindow"},
    "readOrder": set(),
}


def check_reading(words: ContractInstance, function: str, given_: list[Struct]) -> None:
    for struct, (seen, raw) in zip(given_, ask(words, function, [(each,) for each in given_]), strict=True):
        assert raw == packed(function, struct)
        assert shown(seen, struct) == struct | dict.fromkeys(UNREAD[function], 0)


@pytest.mark.parametrize("function", UNREAD)
@drawn
@given(data=st.data())
def test_word__of_any_struct__reads_every_field_of_it(words, function, data):
    check_reading(words, function, data.draw(many(structs(function))))


@pytest.mark.parametrize("function", UNREAD)
def test_word__of_one_full_field_among_empty_ones__reads_that_one_only(words, function):
    """And of one empty field among full ones."""
    full = {field.name: last_of(field) for field in fields_of(function)}
    alone = [{other: full[other] if other == name else 0 for other in full} for name in full]
    missing = [{other: 0 if other == name else full[other] for other in full} for name in full]
    check_reading(words, function, [full, *alone, *missing])


# -- a word, read as a struct -----------------------------------------------------------------------------------


@drawn
@given(made=many(st.tuples(bits(32), bits(16), bits(32), st.sampled_from(Status), bits(64))))
def test_contribution__made_as_a_word__is_the_struct_of_it(words, made):
    for parts, struct in zip(made, ask(words, "makeContribution", made), strict=True):
        *head, approvals = parts
        assert tuple(struct) == (*head, present(), approvals, 0)


@drawn
@given(made=many(st.tuples(bits(32), bits(32), bits(96), bits(32), bits(16))))
def test_order__made_as_a_word__is_the_struct_of_it(words, made):
    for parts, struct in zip(made, ask(words, "makeOrder", made), strict=True):
        assert tuple(struct) == (*parts, OrderStatus.NONE, 0)


# -- a struct, changed as a word --------------------------------------------------------------------------------


@drawn
@given(moves=many(st.tuples(structs("moveContribution"), st.sampled_from(Status))))
def test_contribution__moved__changes_status_and_time_only(words, moves):
    for (struct, status), after in zip(moves, ask(words, "moveContribution", moves), strict=True):
        assert shown(after, struct) == struct | {"status": status, "time": present()}


@drawn
@given(
    votes=many(st.tuples(structs("addVote"), st.booleans(), st.integers(0, 63).map(lambda seat: 1 << seat)))
)
def test_contribution__voted_on__changes_one_bit_only(words, votes):
    for (struct, approve, bit), after in zip(votes, ask(words, "addVote", votes), strict=True):
        side = "approvals" if approve else "rejections"
        assert shown(after, struct) == struct | {side: struct[side] | bit}


@drawn
@given(given_=many(structs("isPending")), programme=bits(16), units=bits(32))
def test_contribution__is_pending__of_its_own_programme_and_units_only(words, given_, programme, units):
    """One comparison of three fields: each of them alone makes the difference."""
    questions = []
    for struct in given_:
        own, pending = (struct["programmeId"], struct["units"]), struct | {"status": int(Status.PENDING)}
        questions += [
            (pending, *own),
            (struct, *own),
            (pending, programme, own[1]),
            (pending, own[0], units),
        ]
    for (struct, *named), answer in zip(questions, ask(words, "isPending", questions), strict=True):
        own = [struct["programmeId"], struct["units"]]
        assert answer == (struct["status"] == Status.PENDING and named == own)


@drawn
@given(given_=many(structs("isUnused")))
def test_contribution__is_unused__only_as_storage_begins(words, given_):
    """A withdrawal of what was never submitted writes the status alone: that is enough."""
    nothing = dict.fromkeys(given_[0], 0)
    barred = nothing | {"status": int(Status.WITHDRAWN)}
    questions = [*((struct | {"status": max(1, struct["status"])},) for struct in given_), (barred,)]
    assert not any(ask(words, "isUnused", questions))
    assert ask(words, "isUnused", [(nothing,)]) == [True]


@drawn
@given(given_=many(structs("isOpen")))
def test_programme__is_open__by_its_status_alone(words, given_):
    for struct in given_:
        questions = [(struct | {"status": int(status)},) for status in ProgrammeStatus]
        assert ask(words, "isOpen", questions) == [
            status is ProgrammeStatus.OPEN for status in ProgrammeStatus
        ]


@drawn
@given(taken=many(st.tuples(structs("takeOne"), st.integers(1, LARGEST_STOCK))))
def test_service__one_taken__changes_the_stock_only(words, taken):
    shelves = [struct | {"stock": stock} for struct, stock in taken]
    for struct, after in zip(shelves, ask(words, "takeOne", [(each,) for each in shelves]), strict=True):
        assert shown(after, struct) == struct | {"stock": struct["stock"] - 1}


@drawn
@given(moves=many(st.tuples(structs("moveOrder"), st.sampled_from(OrderStatus))))
def test_order__moved__changes_status_and_time_only(words, moves):
    for (struct, status), after in zip(moves, ask(words, "moveOrder", moves), strict=True):
        assert shown(after, struct) == struct | {"status": status, "time": present()}


@drawn
@given(ends=many(st.tuples(structs("endOrder"), st.sampled_from(OrderStatus))))
def test_order__ended__changes_the_status_only(words, ends):
    """The time of its last state stays."""
    for (struct, status), after in zip(ends, ask(words, "endOrder", ends), strict=True):
        assert shown(after, struct) == struct | {"status": status}
