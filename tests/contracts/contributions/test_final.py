"""Each action finds a contribution in one state or is refused, naming the state: final is final

none → pending, accepted, withdrawn · pending → accepted, rejected, withdrawn · accepted → challenged, paid, lapsed
challenged → upheld, revoked, paid, lapsed · upheld → paid, lapsed · the others → nothing
"""

import pytest

from ..circle import at
from .deeds import (
    REWARD,
    TALKS,
    UNITS,
    WHY,
    Reason,
    Status,
    act,
    approve,
    budget_of,
    claim_times,
    entry,
    evidence,
    id_of,
    in_state,
    purse,
    refuses,
    reject,
    resolve,
    status_of,
    submit,
    vote,
)

ALLOWED = {
    Status.NONE: {"submit", "record", "withdraw"},
    Status.PENDING: {"approve", "reject", "withdraw"},
    Status.ACCEPTED: {"challenge", "challengeAsGuardian", "claim", "lapse"},
    Status.CHALLENGED: {"resolve", "claim", "lapse"},
    Status.UPHELD: {"claim", "lapse"},
}
PATHS = {
    Status.NONE: [],
    Status.PENDING: ["submit"],
    Status.ACCEPTED: ["submit", "approve"],
    Status.PAID: ["submit", "approve", "claim"],
    Status.REJECTED: ["submit", "reject"],
    Status.WITHDRAWN: ["submit", "withdraw"],
    Status.CHALLENGED: ["submit", "approve", "challenge"],
    Status.UPHELD: ["submit", "approve", "challenge", "uphold"],
    Status.REVOKED: ["submit", "approve", "challenge", "revoke"],
    Status.LAPSED: ["submit", "approve", "lapse"],
}
RESERVING = {Status.ACCEPTED, Status.CHALLENGED, Status.UPHELD}


@pytest.fixture
def actions(circle, alice, vera, viola, stranger, arbiter):
    """Every action on Alice's contribution, by somebody who may do it. The other door: test_signature_door.py."""
    contribution = id_of(alice, TALKS, evidence())
    registry = circle.registry

    def do(action, person, *arguments):
        return lambda: act(circle, "direct", action, person, *arguments)

    return {
        "submit": do("submit", alice, TALKS, UNITS, evidence()),
        "withdraw": do("withdraw", alice, TALKS, evidence()),
        "claim": do("claim", alice, [contribution]),
        "approve": do("attest", viola, TALKS, True, [vote(contribution)]),
        "reject": do("attest", viola, TALKS, False, [vote(contribution)]),
        "record": do("record", vera, TALKS, [entry(alice)]),
        "challenge": do("challenge", vera, contribution, WHY),
        "challengeAsGuardian": lambda: registry.challengeAsGuardian(contribution, WHY, sender=circle.admin),
        "resolve": lambda: resolve(circle, arbiter, contribution, True),
        "lapse": lambda: registry.lapse([contribution], sender=stranger.account),
    }


@pytest.fixture
def reach(circle, alice, vera, victor, stranger, arbiter):
    """Brings Alice's contribution into a state; its id."""

    def go(status):
        contribution = id_of(alice, TALKS, evidence())
        steps = {
            "submit": lambda: submit(circle, alice),
            "approve": lambda: [approve(circle, person, contribution) for person in (vera, victor)],
            "reject": lambda: [reject(circle, person, contribution) for person in (vera, victor)],
            "withdraw": lambda: act(circle, "direct", "withdraw", alice, TALKS, evidence()),
            "challenge": lambda: act(circle, "direct", "challenge", vera, contribution, WHY),
            "uphold": lambda: resolve(circle, arbiter, contribution, True),
            "revoke": lambda: resolve(circle, arbiter, contribution, False),
            "claim": lambda: act(circle, "direct", "claim", alice, [contribution]),
            "lapse": lambda: circle.registry.lapse([contribution], sender=stranger.account),
        }
        for step in PATHS[status]:
            if step in ("claim", "lapse"):
                at(claim_times(circle, contribution)[step == "lapse"])
            steps[step]()
        return contribution

    return go


@pytest.mark.parametrize("status", Status, ids=lambda status: status.name)
def test_contribution__in_another_state_than_an_action_asks_for__is_refused(circle, actions, reach, status):
    """A2: whoever calls, nothing moves."""
    contribution = reach(status)
    assert status_of(circle, contribution) == status
    before = circle.registry.contributionInfo(contribution), budget_of(circle)
    assert before[1][1] == (REWARD if status in RESERVING else 0)
    for name, action in actions.items():
        if name in ALLOWED.get(status, ()):
            continue
        if status == Status.NONE and name == "challenge":
            continue  # of no programme: test_challenge.py
        expected = in_state(circle, contribution, status)
        if status == Status.NONE and name == "claim":
            expected = refuses(circle, contribution, Reason.NOT_THE_MEMBER, 0)
        with expected:
            action()
    assert (circle.registry.contributionInfo(contribution), budget_of(circle)) == before


def test_contribution__withdrawn_before_it_was_submitted__is_final(circle, actions, alice):
    """The tombstone belongs to no programme, so nobody has a seat or a claim on it."""
    barred = id_of(alice, TALKS, evidence())
    act(circle, "direct", "withdraw", alice, TALKS, evidence())
    for name, action in actions.items():
        if name in ("challenge", "claim"):
            continue
        with in_state(circle, barred, Status.WITHDRAWN):
            action()
    with refuses(circle, barred, Reason.NOT_THE_MEMBER, 0):
        actions["claim"]()
    assert purse(circle, alice) == 0
