"""An erasure that is killed at any point is finished by the next run, and its receipt leaves nothing out."""

import json
from dataclasses import replace

import pytest

from cercle import connect
from cercle.privacy import erasure
from cercle.privacy.erasure import erase, receipts_folder
from cercle.privacy.places import PLACES
from cercle.privacy.receipt import read_receipt
from tests.dashboard.village import ALICE
from tests.privacy.everywhere import EMAIL


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs."""


@pytest.mark.parametrize("after", range(len(erasure._destroyable()) + 4))
def test_killed_anywhere__the_next_run_finishes__and_its_receipt_leaves_nothing_out(
    village_of_alice, office, monkeypatch, after
):
    whole = {
        one.name: sum(map(one.destroys, one.export(village_of_alice, ALICE)))
        for one in erasure._destroyable()
    }
    with monkeypatch.context() as killing, pytest.raises(Killed):
        die_after(killing, after)
        erase(village_of_alice, office, ALICE)
    again = connect()
    signed = erase(again, office, ALICE)
    assert {one.place: one.count for one in signed.receipt.destroyed} == {k: v for k, v in whole.items() if v}
    assert not any(any(map(one.destroys, one.export(again, ALICE))) for one in erasure._destroyable())
    assert again.erasures.request_of(ALICE).receipt == signed.receipt.hash
    assert read_receipt((receipts_folder(again) / f"member-{ALICE}.json").read_bytes()) == signed


def die_after(monkeypatch, steps: int) -> None:
    """Kills just after the n-th step: the plan, each place, the readable receipt, the receipt, the plan's end."""
    done = 0

    def counted(work):
        def step(*args):
            nonlocal done
            result = work(*args)
            done += 1
            if done > steps:
                raise Killed
            return result

        return step

    places = tuple(
        one if one.erase is erasure.nothing else replace(one, erase=counted(one.erase)) for one in PLACES
    )
    monkeypatch.setattr(erasure, "PLACES", places)
    monkeypatch.setattr(erasure, "write_durably", counted(erasure.write_durably))
    monkeypatch.setattr(erasure, "_answer", counted(erasure._answer))


def test_plan__of_what_is_destroyed__names_nobody(village_of_alice, office, monkeypatch):
    with monkeypatch.context() as killing, pytest.raises(Killed):
        die_after(killing, 3)
        erase(village_of_alice, office, ALICE)
    plan = (receipts_folder(village_of_alice) / f"member-{ALICE}.plan").read_text()
    assert "Alice" not in plan and EMAIL not in plan and json.loads(plan)["counts"]["directory"] == 1
