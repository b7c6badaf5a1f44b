"""Invitations: random numbers, one-time keys, and a tree that the registry accepts."""

import stat

import pytest
from eth_account import Account

from cercle.invitations import load_cohort, new_cohort
from cercle.merkle import leaf, verify

WALLET = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"


def test_new_cohort__gives_contiguous_ids_and_every_invitation_a_proof():
    cohort = new_cohort(3, 101, [f"person-{number}" for number in range(20)])
    assert sorted(cohort.ids.values()) == list(range(101, 121))
    for invitation in cohort.invitations:
        item = leaf(("uint32", "uint32", "address"), (3, invitation.member_id, invitation.address))
        assert verify(cohort.root, item, cohort.proof(invitation.member_id))


def test_new_cohort__of_known_order__gives_ids_in_a_random_one():
    names = [f"person-{number:02}" for number in range(20)]
    orders = {tuple(sorted(names, key=new_cohort(1, 1, names).ids.__getitem__)) for _ in range(3)}
    assert len(orders) == 3


def test_new_cohort__known_wallet__is_its_own_invite_key():
    cohort = new_cohort(1, 1, {"claire": WALLET, "julien": None})
    claire, julien = (cohort.invitation(cohort.ids[name]) for name in ("claire", "julien"))
    assert (claire.address, claire.key, claire.own_wallet) == (WALLET, None, True)
    assert Account.from_key(julien.key).address == julien.address


def test_save__keeps_keys_for_the_owner_only_and_load_gives_them_back(tmp_path):
    cohort = new_cohort(2, 5, {"claire": WALLET, "julien": None})
    cohort.save(tmp_path / "invitations")
    (file,) = (tmp_path / "invitations").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) & 0o077 == 0
    assert load_cohort(tmp_path / "invitations", 2) == cohort


def test_proof__of_somebody_else__is_refused():
    with pytest.raises(KeyError):
        new_cohort(1, 1, ["claire"]).proof(2)
