"""Many contributions read from the contract at once."""

from __future__ import annotations

import pytest

from cercle.errors import NodeUnreachable
from tests.certificates.records import of
from tests.dashboard.village import ALICE


def test_standings__of_more_than_a_batch__in_their_order(village) -> None:
    known, unknown = of(village, ALICE, "8").id, bytes(31)
    ids = [known if number % 50 == 49 else unknown + bytes([number]) for number in range(250)]
    standings = village.contributions.standings(ids)
    assert [one.id for one in standings] == ids
    assert [one.member for one in standings] == [ALICE if one == known else 0 for one in ids]


def test_standings__a_node_that_refuses__is_told_in_words(village) -> None:
    with pytest.raises(NodeUnreachable, match="The node refuses eth_nothing"):
        village.node.request_many("eth_nothing", [[], []])
