"""What is still open for a member: named before anything is destroyed, and waited for where others' rights hang on it."""

from datetime import timedelta

import ape
import pytest
from sqlalchemy import insert

from cercle.documents import Reason
from cercle.errors import InputProblem
from cercle.privacy.erasure import erase
from cercle.privacy.matters import open_matters
from cercle.privacy.places.relayed import RELAYED
from cercle.relay.tables import ACTIONS, Database
from cercle.signers import AccountSigner
from tests.dashboard.village import ALICE, BOB, PAUL

DAY = 86_400


def test_matters__name_every_token_before_anything_is_destroyed(village):
    said = [str(one) for one in open_matters(village, ALICE).to_settle]
    assert said == [
        "Tokens to collect: 8.",
        "Tokens that can be collected later: 2.",
        "Contributions waiting for approval: 1. Their evidence is destroyed, so nobody can approve them.",
        "They are a member on chain until they leave.",
    ]
    bob = [str(one) for one in open_matters(village, BOB).to_settle]
    assert "Orders of theirs that have not ended: 1, over 5 tokens." in bob
    assert any(one.startswith("Services they offer: 2") for one in bob)
    paul = [str(one) for one in open_matters(village, PAUL).to_settle]
    assert "Orders of others that they have to render: 1." in paul


@pytest.mark.parametrize("member", [BOB, PAUL], ids=["redeemer", "provider"])
def test_order_in_dispute__has_to_end_first__for_both_sides(village, office, member):
    (order,) = village.history.orders.values()
    people = {one: AccountSigner(village.node, ape.accounts.test_accounts[one]) for one in (BOB, PAUL)}
    people[PAUL].send(village.services.fulfil(PAUL, order.id))
    reason = village.documents.put(_reason(order))
    people[BOB].send(village.services.dispute(BOB, order.id, reason))
    with pytest.raises(InputProblem, match="in dispute"):
        erase(village, office, member)
    assert village.directory.person(member) is not None and reason in village.documents
    ape.chain.mine(deltatime=int(timedelta(days=15).total_seconds()))
    office.send(village.services.expire(order.id))
    erase(village, office, member)
    assert village.directory.person(member) is None


def _reason(order):
    return Reason(member=BOB, about="0x" + order.id.hex(), text="It lasted ten minutes")


@pytest.mark.parametrize(
    ("status", "final", "age", "waits"),
    [
        ("queued", False, 0, True),
        ("sent", False, DAY, True),
        ("sent", False, DAY + 1, False),  # its signature is too old by now
        ("mined", False, DAY, True),
        ("mined", True, 0, False),
        ("refused", False, 0, False),
        ("failed", False, 0, False),
    ],
)
def test_action_on_its_way_to_the_chain__is_waited_for__a_settled_one_is_destroyed(
    village, office, status, final, age, waits
):
    row = {
        "member": ALICE, "receiver": "0x" + 40 * "1", "data": b"\x12", "content": "c", "name": "X.y", "once": True,
        "queued_at": village.node.seconds() - age, "status": status, "cost": 1, "final": final,
    }  # fmt: skip
    with Database.in_folder(village.record.folder).writing() as connection:
        connection.execute(insert(ACTIONS).values(row))
    if waits:
        with pytest.raises(InputProblem, match="on their way to the chain, or not final there: 1"):
            erase(village, office, ALICE)
        assert len(RELAYED.export(village, ALICE)) == 1
    else:
        erase(village, office, ALICE)
        assert RELAYED.export(village, ALICE) == []
