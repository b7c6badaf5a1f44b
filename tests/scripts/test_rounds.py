"""`ape run rewards round`, on a real chain: the three real rounds, from their published tables to the last claim."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest

from cercle.accounts import account
from cercle.enrolment import activate
from cercle.importers.praise import published_allocation, read_praise_round
from cercle.rounds import PublishedRound
from cercle.signers import AccountSigner
from tests.scripts.place import DAY, PRAISE, Place, in_days, praise_round

NAMES = ("round-3", "round-10", "round-13")
SMALLEST = Decimal("1e-18")
TERMS = ("--programme", "round-10-contributors")
SOMEBODY = "0x" + 20 * "11"


@pytest.fixture(scope="module")
def yaml():
    return PRAISE.read_text()


def enrol_everybody(place: Place, folder: Path) -> None:
    keys = {one.key for name in NAMES for one in read_praise_round(praise_round(name)).members}
    file = folder / "people.csv"
    file.write_text("key,name\n" + "".join(f"{key},{key}\n" for key in sorted(keys)))
    place.run("members", "enrol", file, "--yes")


def build(place: Place, out: Path, *source: object) -> PublishedRound:
    place.run("rewards", "round", "build", out, *source, *TERMS, "--ends", in_days(place, 400))
    return PublishedRound.read(out)


def open_rounds(place: Place, *files: Path) -> None:
    """Announced, funded from the treasury, approved by the importer, and open."""
    community = place.community()
    treasurer = AccountSigner(community.node, account(community.node, "TEST::1"))
    for file in files:
        total = Decimal(PublishedRound.read(file).round.total).scaleb(-18)
        treasurer.send(community.token.mint(total))
        place.run("rewards", "round", "announce", file)
        place.run("rewards", "round", "fund", file)
        place.run("rewards", "round", "attest", file)
    place.pass_time(3 * DAY)


def test_three_real_rounds__are_paid_as_their_tables_say_and_claimed_in_one_transaction(place, tmp_path):
    enrol_everybody(place, tmp_path)
    numbers = place.community().directory.keys()
    files = []
    for name in NAMES:
        files.append(tmp_path / f"{name}.json")
        made = build(place, files[-1], "--praise", praise_round(name))
        table = {numbers[key]: amount for key, amount in published_allocation(praise_round(name)).items()}
        expected = {one: amount.quantize(SMALLEST, ROUND_DOWN) for one, amount in table.items() if amount}
        assert {one: made.in_tokens(share) for one, share in made.shares.items()} == expected
        assert made.in_tokens(int(made.round.total)) <= sum(table.values())
    open_rounds(place, *files)
    said = place.run("rewards", "round", "list")
    assert said.count("approved") == 3
    lists = [PublishedRound.read(file) for file in files]
    member = next(one for one in lists[0].shares if all(one in other.shares for other in lists))
    community = place.community()
    wallet = account(community.node, "TEST::5")
    activate(community, AccountSigner(community.node, wallet), member)
    place.run("rewards", "round", "claim", f"#{member}", *files, "--account", "TEST::5")
    due = sum(one.in_tokens(one.shares[member]) for one in lists)
    assert place.community().token.balance(str(wallet.address)) == due > 0
    said = place.run("rewards", "round", "claim", f"#{member}", *files, "--account", "TEST::5")
    assert "has collected already: nothing to do" in said
    said = place.run("rewards", "round", "verify", files[0])
    assert f"1 approvals, {lists[0].in_tokens(lists[0].shares[member])} TEC collected" in said


def test_build__twice__differs_by_its_salt_only(place, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("member,amount\nimporter,2.5\n#1,0.5\n")
    one, two = (build(place, tmp_path / f"{name}.json", "--csv", file) for name in "ab")
    assert one.shares == {1: 3 * 10**18}
    assert one.root == two.root and one.round.salt != two.round.salt


def test_build__from_a_broken_list__names_the_lines_and_writes_nothing(place, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("member,amount\nnobody,1\nimporter,-3\nimporter,x\n")
    said = place.run(
        "rewards",
        "round",
        "build",
        tmp_path / "a.json",
        "--csv",
        file,
        *TERMS,
        "--ends",
        "2035-01-01",
        expect=1,
    )
    for words in ("line 2", "There is no member “nobody”", "line 3", "“-3” is not an amount", "line 4"):
        assert words in said
    assert not (tmp_path / "a.json").exists()


def test_build__from_a_period__divides_the_pot_by_what_was_accepted(place, tmp_path):
    deeds = tmp_path / "deeds.csv"
    (tmp_path / "people.csv").write_text("key,name\nann,Ann\nben,Ben\n")
    place.run("members", "enrol", tmp_path / "people.csv", "--yes")
    today = datetime.fromtimestamp(place.community().node.seconds(), UTC)
    rows = [("ann", 3), ("ben", 1)]
    lines = [f"{today:%Y-%m-%d},{who},round-10-contributors,{units},Help {who},\n" for who, units in rows]
    deeds.write_text("date,member,programme,units,evidence,beneficiaries\n" + "".join(lines))
    place.run("contributions", "import", deeds)
    period = ("--from", in_days(place, -1), "--until", in_days(place, 1), "--pot", "100")
    made = build(place, tmp_path / "round.json", *period)
    numbers = place.community().directory.keys()
    assert made.shares == {numbers["ann"]: 75 * 10**18, numbers["ben"]: 25 * 10**18}
    empty = ("--from", "2001-01-01", "--until", "2001-02-01", "--pot", "100")
    said = place.run(
        "rewards", "round", "build", tmp_path / "none.json", *empty, *TERMS, "--ends", "2035-01-01", expect=1
    )
    assert "There is nothing to divide the round by." in said


def test_fund__without_the_tokens__says_how_much_is_missing(place, tmp_path):
    (tmp_path / "list.csv").write_text("member,amount\nimporter,7\n")
    build(place, tmp_path / "a.json", "--csv", tmp_path / "list.csv")
    place.run("rewards", "round", "announce", tmp_path / "a.json")
    said = place.run("rewards", "round", "fund", tmp_path / "a.json", expect=1)
    assert "lacks 7 TEC for this round" in said


def test_cancel__sends_what_was_paid_in_back__and_end__is_too_early(place, tmp_path):
    (tmp_path / "list.csv").write_text("member,amount\nimporter,7\n")
    file = tmp_path / "a.json"
    build(place, file, "--csv", tmp_path / "list.csv")
    community = place.community()
    AccountSigner(community.node, treasurer := account(community.node, "TEST::1")).send(
        community.token.mint(Decimal(7))
    )
    before = community.token.balance(str(treasurer.address))
    place.run("rewards", "round", "announce", file)
    place.run("rewards", "round", "fund", file)
    assert "The round ends on" in place.run("rewards", "round", "end", file, expect=1)
    place.run("rewards", "round", "cancel", file)
    assert community.token.balance(str(treasurer.address)) == before
    assert "On chain the round is cancelled" in place.run("rewards", "round", "verify", file)


def test_verify__a_list_of_another_community__is_refused(place, tmp_path):
    (tmp_path / "list.csv").write_text("member,amount\nimporter,7\n")
    file = tmp_path / "a.json"
    made = build(place, file, "--csv", tmp_path / "list.csv")
    other = made.model_copy(update={"round": made.round.model_copy(update={"contract": SOMEBODY})})
    file.write_bytes(other.dump())
    said = place.run("rewards", "round", "verify", file, expect=1)
    assert "made for another community or network" in said
