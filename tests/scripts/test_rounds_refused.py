"""`ape run rewards round build` with what makes no round: a sentence, and no file."""

from __future__ import annotations

import pytest

from cercle.rounds import PublishedRound
from tests.scripts.place import PRAISE, in_days

TERMS = ("--programme", "round-10-contributors")


@pytest.fixture(scope="module")
def yaml():
    return PRAISE.read_text()


@pytest.mark.parametrize("amount", ['"2,5"', "1e3", "1_000", "NaN", "0", "0x10", "-0", ""])
def test_build__with_an_amount_nobody_would_write_by_hand__is_refused(place, tmp_path, amount):
    file = tmp_path / "list.csv"
    file.write_text(f"member,amount\nimporter,{amount}\n")
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
    assert "line 2" in said and "write it with digits and a point, such as 12.5" in said


def test_build__with_options_that_make_no_round__says_which_and_writes_nothing(place, tmp_path):
    file, out = tmp_path / "list.csv", tmp_path / "a.json"
    file.write_text("member,amount\nimporter,2.5\n")
    period = ("--from", "2001-01-01", "--until", "2001-02-01", "--pot")
    late = ("--ends", "2035-01-01")
    for options, status, words in (
        (("--csv", file, *late, "--token", "0x1234"), 2, "is not an address"),
        ((*period, "-5", *late), 2, "is not a number of tokens above 0"),
        ((*period, "NaN", *late), 2, "is not a number of tokens above 0"),
        ((*period, "5", "--csv", file, *late), 1, "What is the round made from?"),
        (late, 1, "What is the round made from?"),
        (("--csv", file, "--ends", "2020-01-01"), 1, "would be open for less than 30 days"),
        (("--csv", file, *late, "--opens", "2034-12-26"), 1, "Let it end on"),
        (("--csv", file, "--ends", in_days(place, 3651)), 1, "would last longer than 3650 days"),
        (("--csv", file, *late, "--funder", "0x1234"), 1, "is not an address"),
    ):
        said = place.run("rewards", "round", "build", out, *options, *TERMS, expect=status)
        assert words in said and not out.exists()


def test_build__soonest_end_that_is_named__can_be_announced(place, tmp_path):
    file, out = tmp_path / "list.csv", tmp_path / "a.json"
    file.write_text("member,amount\nimporter,2.5\n")
    said = place.run(
        "rewards", "round", "build", out, "--csv", file, *TERMS, "--ends", in_days(place, 1), expect=1
    )
    soonest = said.split("Let it end on ")[1].split()[0]
    place.run("rewards", "round", "build", out, "--csv", file, *TERMS, "--ends", soonest)
    assert "Done in block" in place.run("rewards", "round", "announce", out)


def test_build__to_a_place_that_is_a_folder__names_it(place, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("member,amount\nimporter,2.5\n")
    said = place.run(
        "rewards", "round", "build", tmp_path, "--csv", file, *TERMS, "--ends", "2035-01-01", expect=1
    )
    assert f"{tmp_path} can be neither read nor written: Is a directory." in said
    assert [one.name for one in tmp_path.iterdir()] == ["list.csv"]


def test_verify__before_it_is_announced_or_with_a_changed_end__does_not_say_that_all_is_well(place, tmp_path):
    file, out, changed = (tmp_path / name for name in ("list.csv", "a.json", "changed.json"))
    file.write_text("member,amount\nimporter,2.5\n")
    place.run("rewards", "round", "build", out, "--csv", file, *TERMS, "--ends", in_days(place, 400))
    ends = str(PublishedRound.read(out).round.ends)
    changed.write_text(out.read_text().replace(ends, str(int(ends) + 1)))
    refused = "no round with exactly its terms was announced"
    assert refused in place.run("rewards", "round", "verify", out, expect=1)
    place.run("rewards", "round", "announce", out)
    (kept,) = place.community().record.files.rounds.glob("*.json")
    kept.unlink()  # as if the first run had been killed before it kept the list
    assert "The round is announced, not paid in already." in place.run("rewards", "round", "announce", out)
    assert kept.read_bytes() == out.read_bytes()
    assert "✓ The list is sound. On chain the round is announced" in place.run(
        "rewards", "round", "verify", out
    )
    assert refused in place.run("rewards", "round", "verify", changed, expect=1)
    assert "lacks 2.5 TEC for this round" in place.run("rewards", "round", "fund", out, expect=1)


def test_build__in_a_token_that_is_none__says_what_is_at_the_address(place, tmp_path):
    file, out = tmp_path / "list.csv", tmp_path / "a.json"
    file.write_text("member,amount\nimporter,2.5\n")
    options = ("--csv", file, *TERMS, "--ends", in_days(place, 400))
    community = place.community()
    for address, words in (
        ("0x" + 20 * "11", "There is no contract at"),
        (
            community.record.addresses["MemberRegistry"],
            "is no token (ERC-20). Copy the token's address again",
        ),
    ):
        said = place.run("rewards", "round", "build", out, *options, "--token", address, expect=1)
        assert words in said and not out.exists()
    token = community.record.addresses["CommunityToken"]
    assert "Written to" in place.run("rewards", "round", "build", out, *options, "--token", token)


def test_build__over_another_file__leaves_it_alone(place, tmp_path):
    file, out = tmp_path / "list.csv", tmp_path / "a.json"
    file.write_text("member,amount\nimporter,2.5\n")
    options = ("--csv", file, *TERMS, "--ends")
    place.run("rewards", "round", "build", out, *options, in_days(place, 400))
    kept = out.read_bytes()
    assert "already. Publish it" in place.run("rewards", "round", "build", out, *options, in_days(place, 400))
    for taken in (out, file):
        before = taken.read_bytes()
        said = place.run("rewards", "round", "build", taken, *options, in_days(place, 401), expect=1)
        assert "holds something else: it is not overwritten" in said and taken.read_bytes() == before
    assert out.read_bytes() == kept


def test_round__of_more_than_the_chain_can_hold__is_not_built(place, tmp_path):
    file, out = tmp_path / "list.csv", tmp_path / "a.json"
    (tmp_path / "people.csv").write_text("key,name\nann,Ann\n")
    place.run("members", "enrol", tmp_path / "people.csv", "--yes")
    file.write_text(f"member,amount\nimporter,{2 * 10**20}\nann,{2 * 10**20}\n")
    said = place.run(
        "rewards", "round", "build", out, "--csv", file, *TERMS, "--ends", in_days(place, 400), expect=1
    )
    assert "Its total is too large." in said and not out.exists()


@pytest.mark.parametrize("command", ["fund", "attest", "cancel", "end", "verify"])
def test_round__that_was_never_announced__is_told_so_and_nothing_is_sent(place, tmp_path, command):
    file, out = tmp_path / "list.csv", tmp_path / "a.json"
    file.write_text("member,amount\nimporter,2.5\n")
    place.run("rewards", "round", "build", out, "--csv", file, *TERMS, "--ends", in_days(place, 400))
    height = place.community().node.height()
    said = place.run("rewards", "round", command, out, expect=1)
    assert "no round with exactly its terms was announced on this chain. Announce it" in said
    assert place.community().node.height() == height
