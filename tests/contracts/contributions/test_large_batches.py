"""E9: a batch of 50 and of 200 of every kind costs less than a quarter of a block of 30,000,000 gas"""

import pytest

from ..circle import at, fund, open_programme
from .deeds import (
    HELP,
    RATE,
    REWARD,
    TALKS,
    UNITS,
    act,
    budget_of,
    claim_times,
    entry,
    evidence,
    id_of,
    purse,
    skipped,
    vote,
)

QUARTER_OF_A_BLOCK = 30_000_000 // 4
CAPPED_TALKS, CAPPED_HELP = 7, 8
# Given to every transaction here, so that none could take more.
GAS = {"gas": QUARTER_OF_A_BLOCK}


@pytest.fixture(scope="module", autouse=True)
def _room(circle, vera, victor):
    capped = {"rate": RATE, "cap": 10**6, "cap_period": 30, "budget": 400 * REWARD}
    open_programme(circle, CAPPED_TALKS, quorum=2, validators=[vera, victor], **capped)
    open_programme(circle, CAPPED_HELP, quorum=1, validators=[vera], **capped)
    for programme_id in (TALKS, HELP):
        fund(circle, programme_id, 400 * REWARD)


@pytest.mark.parametrize("size", [50, 200])
def test_batch__of_every_kind__fits(circle, alice, vera, victor, stranger, size):
    registry = circle.registry
    records = [entry(alice, number) for number in range(size)]
    ids = {
        programme: [id_of(alice, programme, item["evidence"]) for item in records]
        for programme in (TALKS, HELP, CAPPED_TALKS, CAPPED_HELP)
    }
    votes = [vote(contribution) for contribution in ids[CAPPED_TALKS]]
    used = {
        "record, accepted": registry.record(vera.id, HELP, records, sender=vera.account, **GAS),
        "record, accepted, capped": registry.record(
            vera.id, CAPPED_HELP, records, sender=vera.account, **GAS
        ),
        "record, pending, capped": registry.record(
            vera.id, CAPPED_TALKS, records, sender=vera.account, **GAS
        ),
        "attest at the quorum": registry.attest(
            victor.id, CAPPED_TALKS, True, votes, sender=victor.account, **GAS
        ),
        "attest, all passed over": registry.attest(
            victor.id, CAPPED_TALKS, True, votes, sender=victor.account, **GAS
        ),
    }
    assert len(skipped(used["attest, all passed over"])) == size
    at(claim_times(circle, ids[CAPPED_TALKS][0])[0])
    used["claim"] = registry.claim(alice.id, ids[HELP], sender=alice.account, **GAS)
    assert purse(circle, alice) == size * REWARD
    at(claim_times(circle, ids[CAPPED_HELP][0])[1])
    used["lapse"] = registry.lapse(ids[CAPPED_HELP], sender=stranger.account, **GAS)
    assert budget_of(circle, CAPPED_HELP) == (400 * REWARD, 0)
    assert all(receipt.gas_used < QUARTER_OF_A_BLOCK for receipt in used.values())


@pytest.mark.parametrize("size", [50, 200])
def test_batch__by_signature__fits(circle, alice, vera, size):
    receipt = act(circle, "signed", "record", vera, HELP, [entry(alice, number) for number in range(size)])
    assert receipt.gas_used < QUARTER_OF_A_BLOCK
    assert circle.registry.contributionInfo(id_of(alice, HELP, evidence(size - 1))).units == UNITS


def test_batch__claims_that_alternate_between_programmes__fit(circle, alice, vera):
    """The dearest order: a payment for each item."""
    records = [entry(alice, number) for number in range(100)]
    for programme in (HELP, CAPPED_HELP):
        circle.registry.record(vera.id, programme, records, sender=vera.account, **GAS)
    alternating = [
        id_of(alice, programme, item["evidence"]) for item in records for programme in (HELP, CAPPED_HELP)
    ]
    at(claim_times(circle, alternating[-1])[0])
    receipt = circle.registry.claim(alice.id, alternating, sender=alice.account, **GAS)
    assert receipt.gas_used < QUARTER_OF_A_BLOCK
    assert purse(circle, alice) == 200 * REWARD
