"""Every place where something about a person is kept is known, shows it with an explanation, and forgets it."""

import importlib
import pkgutil
import re

import ape
import pytest
from sqlalchemy import Table

import app
import cercle
from cercle.contracts import ROOT
from cercle.link_book import link_book
from cercle.privacy.places import PLACES
from cercle.privacy.places.base import nothing
from tests.dashboard.village import ALICE, BOB
from tests.privacy.everywhere import EMAIL

PERSONAL = re.compile(
    r"member|e?mail|wallet|account|address|name|beneficiary|giver|referrer|credential|phone|said|signature|ip"
)
# Tables with such a column that say nothing about a person, and why.
IMPERSONAL = {"gathering": "a gathering's title and day; who came is in other tables"}


def tables() -> dict[str, list[str]]:
    """Every SQL table of the product with its columns: SQLAlchemy's, and those written as SQL."""
    found: dict[str, list[str]] = {}
    for package in (cercle, app):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".views." in module.name or module.name in ("app.main", "app.server"):
                continue  # pages run when they are imported, and keep no table
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Table):
                    found[value.name] = [column.name for column in value.columns]
    for source in (*(ROOT / "cercle").rglob("*.py"), *(ROOT / "app").rglob("*.py")):
        for name, body in re.findall(
            r"create table (?:if not exists )?(\w+) \((.*?)\n\)", source.read_text(), re.S | re.I
        ):
            found[name] = re.findall(r"^\s*(\w+)", body, re.M)
    return found


def test_every_table_with_a_column_about_people__belongs_to_a_place():
    known = frozenset().union(*(place.tables for place in PLACES))
    found = tables()
    assert {"people", "job", "consents", "attendance"} <= set(found)
    personal = {name for name, columns in found.items() if any(map(PERSONAL.search, columns))}
    missing = personal - known - set(IMPERSONAL)
    assert not missing, f"add a place for {sorted(missing)} in cercle/privacy/places/__init__.py"
    assert known <= set(found), f"places name tables that are no more: {sorted(known - set(found))}"


def test_places__have_one_name_each__the_directory_after_all_that_look_people_up_in_it():
    names = [place.name for place in PLACES]
    assert len(set(names)) == len(names)
    assert names.index("directory") > max(
        names.index(one) for one in ("requests to join", "recovery requests")
    )


# What spread() and the village put there, counted by hand.
HELD = {
    "documents": 4,  # three contributions and a reason; the gathering is not closed yet
    "asked to confirm": 1,
    "confirmations": 1,
    "attendances": 1,
    "gatherings": 1,
    "logins": 1,
    "passkeys": 1,
    "recovery requests": 1,
    "requests to join": 1,
    "invitation": 1,
    "links given anew": 1,
    "actions on the dashboard": 1,
    "relay transactions": 1,
    "relay": 1,
    "relay tries": 1,
    "mail log": 1,
    "refused addresses": 1,
    "no invitations": 1,
    "consents": 2,
    "erasure request": 1,
    "directory": 1,
    "chain: membership": 1,
    "chain: contributions": 3,
    "chain: orders": 0,
}


def test_export__shows_everything_that_is_there__each_field_explained(village_of_alice):
    held = {place.name: place.export(village_of_alice, ALICE) for place in PLACES}
    assert {name: len(records) for name, records in held.items()} == HELD
    for place in PLACES:
        for record in held[place.name]:
            assert set(record) == set(place.fields), place.name


def test_export__says_what_the_person_would_recognise(village_of_alice):
    held = {place.name: place.export(village_of_alice, ALICE) for place in PLACES}
    assert held["directory"][0]["email"] == EMAIL and held["directory"][0]["name"] == "Alice Martin"
    assert {one["content"]["kind"] for one in held["documents"]} == {"evidence", "reason"}
    assert held["confirmations"][0]["title"] == "A walk" and held["confirmations"][0]["contributor"] == BOB
    assert held["mail log"][0] == {
        "kind": "collect",
        "item": "0x12",
        "state": "sending",
        "at": "2026-11-20T12:00:00+00:00",
    }
    assert held["attendances"][0]["at"] == "2026-11-20T12:00:00+00:00"
    assert held["chain: membership"][0]["wallet"] == str(ape.accounts.test_accounts[ALICE].address)


def test_export__shows_no_secret(village_of_alice):
    text = str([place.export(village_of_alice, ALICE) for place in PLACES])
    (link,) = [one for one in PLACES if one.name == "links given anew"]
    assert set(link.export(village_of_alice, ALICE)[0]) == {"address"}
    secret = link_book(village_of_alice.record.files.invitations).reissued()[ALICE].secret
    assert secret.hex() not in text


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_erase__leaves_nothing_to_destroy__may_run_again__and_touches_nobody_else(village_of_alice, place):
    others = [str(place.export(village_of_alice, member)) for member in (BOB, 5, 6)]
    place.erase(village_of_alice, ALICE)
    place.erase(village_of_alice, ALICE)
    left = place.export(village_of_alice, ALICE)
    if place.erase is nothing:
        assert len(left) == HELD[place.name] and (place.stays or not left)
    else:
        assert not any(map(place.destroys, left))
    assert [
        str(place.export(village_of_alice, member)) for member in (BOB, 5, 6)
    ] == others or place.name == "documents"
