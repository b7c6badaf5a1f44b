"""Praise rounds: three real ones come out as the community paid them; damaged ones are refused (P7)."""

import csv
import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cercle.importers import ImportRefused
from cercle.importers.praise import (
    PraiseMember,
    PraiseRound,
    allocation,
    published_allocation,
    published_rewards,
    read_praise_round,
)

NANO = Decimal("1e-9")  # of a token: the largest error per person that is accepted
FILES = ("parameters.json", "praise.csv", "rewardboard.csv", "final_praise_token_allocation.csv")
# Per round: members, of them without address, others, entries, contributions, worth 0, own, duplicate, dismissed.
FIGURES = {
    "round-3": (151, 61, 1, 1432, 1417, 15, 46, 404, 206),
    "round-10": (138, 40, 5, 734, 716, 18, 14, 95, 96),
    "round-13": (123, 27, 6, 637, 634, 3, 13, 90, 23),
}
BOARD = [
    "0x826976d7C600d45FB8287CA1d7c76FC8eb732030",
    "0xF9c171fb0480fAc34289cC5791519fec1d7978c3",
    "0xdD505DA2e2A8017f38a715948c6b6A2922ba27f0",
]


@pytest.fixture(scope="module", params=list(FIGURES))
def folder(request, praise_data) -> Path:
    return praise_data / request.param


@pytest.fixture(scope="module")
def praise_round(folder) -> PraiseRound:
    return read_praise_round(folder)


@pytest.fixture(scope="module")
def tenth_round(praise_data) -> PraiseRound:
    return read_praise_round(praise_data / "round-10")


@pytest.fixture
def copy(praise_data, tmp_path) -> Path:
    """Round 10, to be damaged."""
    for name in FILES:
        shutil.copyfile(praise_data / "round-10" / name, tmp_path / name)
    return tmp_path


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change_entry(folder: Path, number: int, **cells: str) -> None:
    """Rewrites cells of one entry (0 is the first, on line 2); `_` in a name stands for a space."""
    rows = rows_of(folder, "praise.csv")
    rows[number].update({name.replace("_", " "): cell for name, cell in cells.items()})
    with (folder / "praise.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def rename_column(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    assert header.count(old) == 1
    path.write_text(header.replace(old, new) + "\n" + rest, encoding="utf-8")


def change_parameters(folder: Path, change) -> None:
    path = folder / "parameters.json"
    parameters = json.loads(path.read_text())
    change(parameters)
    path.write_text(json.dumps(parameters))


def problems(folder: Path) -> list[str]:
    with pytest.raises(ImportRefused) as error:
        read_praise_round(folder)
    return [str(problem) for problem in error.value.problems]


def problem_of(folder: Path) -> str:
    (only,) = problems(folder)
    return only


# --- the real rounds --------------------------------------------------------------------------


def test_a_round_has_these_figures(praise_round):
    without_address = [member for member in praise_round.members if member.address is None]
    lists = (
        praise_round.members,
        without_address,
        praise_round.others,
        praise_round.entries,
        praise_round.contributions,
        praise_round.worthless,
        praise_round.own,
        praise_round.duplicates,
        praise_round.dismissed,
    )
    assert tuple(map(len, lists)) == FIGURES[praise_round.name]


def test_every_person_is_paid_what_the_community_paid(praise_round, folder):
    ours, published = allocation(praise_round), published_allocation(folder)
    assert ours.keys() == published.keys() == {member.key for member in praise_round.members}
    worst = max(abs(ours[key] - published[key]) for key in published)
    assert worst < NANO, worst


def test_every_part_of_every_person_is_what_the_community_paid(praise_round, folder):
    contributors = dict.fromkeys((member.key for member in praise_round.members), 0)
    for entry in praise_round.contributions:
        contributors[entry.receiver] += praise_round.contributors.rate * entry.units_hundredths
    for key, published in published_rewards(folder).items():
        validated = praise_round.validators.rate * praise_round.validators.units.get(key, 0)
        on_board = praise_round.reward_board.rate * praise_round.reward_board.units.get(key, 0)
        assert abs(Decimal(contributors[key]).scaleb(-18) - published.contributor) < NANO
        assert abs(Decimal(validated).scaleb(-18) - published.validator) < NANO
        assert abs(Decimal(on_board).scaleb(-18) - published.reward_board) < NANO


def test_validators_are_counted_as_the_community_counted(praise_round, folder):
    published = {
        row["USER IDENTITY"]: int(Decimal(row["NR_OF_PRAISES_QUANTIFIED"])) * 100
        for row in rows_of(folder, "final_praise_token_allocation.csv")
        if Decimal(row["NR_OF_PRAISES_QUANTIFIED"])
    }
    assert praise_round.validators.units == published


def test_no_programme_pays_more_than_its_pool_nor_leaves_a_rate_step(praise_round):
    assert [programme.name for programme in praise_round.programmes] == [
        "contributors",
        "validators",
        "reward board",
    ]
    assert sum(programme.pool for programme in praise_round.programmes) == praise_round.tokens
    for programme in praise_round.programmes:
        pool, units = int(programme.pool * 10**18), programme.total_units
        assert programme.rate * units <= pool < (programme.rate + 1) * units
        assert 0 < programme.rate < 2**80
        assert all(0 < number < 2**32 for number in programme.units.values())


def test_units_are_the_average_score_in_hundredths(praise_round, folder):
    averages = {row["ID"]: Decimal(row["AVG SCORE"]) for row in rows_of(folder, "praise.csv")}
    assert {entry.id: entry.units for entry in praise_round.entries} == averages
    worth = {entry.id: entry.units_hundredths for entry in praise_round.contributions}
    assert praise_round.contributors.units == worth


def test_every_average_follows_from_its_scores(praise_round):
    """A duplicate counts a tenth of what its scorer gave the original; a 0 for no reason does not count."""
    by_id = {entry.id: entry for entry in praise_round.entries}
    for entry in praise_round.entries:
        counted = []
        for score in entry.scores:
            value = score.score
            if score.duplicate_of:
                original = by_id[score.duplicate_of].scores
                value = sum(other.score for other in original if other.scorer == score.scorer) / Decimal(10)
            if value or score.dismissed or score.duplicate_of:
                counted.append(value)
        mean = sum(counted) / Decimal(len(counted)) if counted else Decimal(0)
        # Half a hundredth: halves were rounded up or down, as floating point had it.
        assert abs(mean - entry.units) <= Decimal("0.005"), entry.id


def test_givers_receivers_and_scorers_are_all_known(praise_round):
    members = {member.key for member in praise_round.members}
    everybody = members | {member.key for member in praise_round.others}
    assert len(everybody) == len(praise_round.members) + len(praise_round.others)
    for entry in praise_round.entries:
        assert entry.receiver in members and entry.giver in everybody
        assert everybody >= set(entry.scorers) and len(entry.scorers) == 4


def test_no_two_people_have_one_address(praise_round):
    people = [*praise_round.members, *praise_round.others]
    addresses = [person.address for person in people if person.address]
    assert len(set(addresses)) == len(addresses)


def test_a_pseudonym_of_three_board_addresses_is_three_people_keyed_by_address(praise_round):
    by_address = [member for member in praise_round.members if member.key.startswith("0x")]
    assert sorted(member.key for member in by_address) == sorted(BOARD)
    assert all(
        "member-ee4644cf" in member.pseudonyms and member.key == member.address for member in by_address
    )
    assert set(BOARD) <= praise_round.reward_board.units.keys() and len(praise_round.reward_board.units) == 8


def test_one_of_them_also_gave_praise_under_another_pseudonym(tenth_round):
    (person,) = (member for member in tenth_round.members if "member-65707844" in member.pseudonyms)
    assert person == PraiseMember(BOARD[2], ("member-65707844", "member-ee4644cf"), BOARD[2])
    assert any(entry.giver == person.key for entry in tenth_round.entries)


def test_a_person_with_and_without_address_is_one_member(tenth_round, praise_data):
    (person,) = (member for member in tenth_round.members if "member-6c0b01fb" in member.pseudonyms)
    assert person.address == "0xEf0391ccbebf15fc84334D9630255093754cDAAB"
    rows = rows_of(praise_data / "round-10", "final_praise_token_allocation.csv")
    parts = [row["TOTAL TO RECEIVE"] for row in rows if row["USER IDENTITY"] == "member-6c0b01fb"]
    assert len(parts) == 2
    assert published_allocation(praise_data / "round-10")[person.key] == sum(map(Decimal, parts))


def test_one_scorer_scored_an_own_entry(tenth_round):
    assert len([entry for entry in tenth_round.entries if entry.receiver in entry.scorers]) == 1


def test_validators_whose_scores_are_all_zero_share_nothing(praise_data):
    round_13 = read_praise_round(praise_data / "round-13")
    idle = {"member-19df29ab", "member-abb08585", "member-6d413b3e", "member-65e7c63b", "member-02cea32b"}
    assert not idle & round_13.validators.units.keys() and len(round_13.validators.units) == 19
    assert idle <= {scorer for entry in round_13.entries for scorer in entry.scorers}


def test_midnights_in_central_europe_belong_to_the_day_after(praise_data):
    days = {entry.date for entry in read_praise_round(praise_data / "round-3").entries}
    assert (min(days), max(days)) == (date(2021, 9, 1), date(2021, 9, 30))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-08-31", date(2021, 8, 31)),
        ("2021-08-31T21:59:59.999Z", date(2021, 8, 31)),
        ("2021-08-31T22:00:00.000Z", date(2021, 9, 1)),
        ("2021-08-31T22:00:00.001Z", date(2021, 8, 31)),
        ("2021-12-31T23:00:00.000Z", date(2022, 1, 1)),
        ("2021-12-31T23:30:00+02:00", date(2021, 12, 31)),
    ],
)
def test_both_date_styles_are_read(copy, written, day):
    change_entry(copy, 0, DATE=written)
    assert read_praise_round(copy).entries[0].date == day


def test_both_header_styles_are_read(copy, tenth_round):
    rename_column(copy, "praise.csv", "AVG SCORE", "avg_score")
    rename_column(copy, "final_praise_token_allocation.csv", "TOTAL TO RECEIVE", "TOTAL_TO_RECEIVE")
    assert allocation(read_praise_round(copy)) == allocation(tenth_round)


def test_lines_are_those_of_the_file_though_quotes_hold_newlines(praise_data):
    folder = praise_data / "round-3"
    lines = (folder / "praise.csv").read_text(encoding="utf-8").split("\n")
    entries = read_praise_round(folder).entries
    assert all(f'"{entry.id}"' in lines[entry.line - 1] for entry in entries)
    assert any("\n" in entry.reason for entry in entries) and entries[-1].line > len(entries) + 1


def test_a_round_is_read_before_anything_was_paid(copy, tenth_round):
    (copy / "final_praise_token_allocation.csv").unlink()
    unpaid = read_praise_round(copy)
    assert len(unpaid.members) == 138
    assert sorted(allocation(unpaid).values()) == sorted(allocation(tenth_round).values())
    with pytest.raises(ImportRefused, match="nothing to compare with"):
        published_allocation(copy)


def test_a_digest_changes_with_its_own_row_only(copy, tenth_round):
    change_entry(copy, 3, REASON="something else")
    changed = [
        number
        for number, (before, after) in enumerate(
            zip(tenth_round.entries, read_praise_round(copy).entries, strict=True)
        )
        if before.digest != after.digest
    ]
    assert changed == [3]


# --- damaged rounds ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"AVG_SCORE": "-1"}, "AVG SCORE “-1” is negative"),
        ({"AVG_SCORE": "144.01"}, "AVG SCORE “144.01” is more than 144"),
        ({"AVG_SCORE": "1e3"}, "write a number"),
        ({"AVG_SCORE": "1,5"}, "write a number with at most 2 decimals, after a point"),
        ({"AVG_SCORE": "1.555"}, "at most 2 decimals"),
        ({"AVG_SCORE": ""}, "AVG SCORE “”: write a number"),
        ({"SCORE_2": "-5"}, "SCORE 2 “-5” is negative"),
        ({"SCORE_4": "145"}, "SCORE 4 “145” is more than 144"),
        ({"DISMISSED_3": "maybe"}, "DISMISSED 3 “maybe”: write true or false"),
        ({"DATE": "31/03/2022"}, "DATE “31/03/2022”"),
        ({"DATE": "2022-02-30T10:00:00Z"}, "an existing day"),
        ({"DATE": "2022-02-20T10:00:00"}, "an existing day and time"),
        ({"ID": ""}, "ID is empty"),
        ({"REASON": " "}, "REASON is empty"),
        ({"TO_USER_ACCOUNT": ""}, "TO USER ACCOUNT is empty"),
        ({"QUANTIFIER_1_USERNAME": ""}, "QUANTIFIER 1 USERNAME is empty"),
        ({"TO_ETH_ADDRESS": "0xaa79b87DC8B046A5E4f7D03F1562D7fe5BF98737"}, "wrong checksum (EIP-55)"),
        ({"TO_ETH_ADDRESS": "0xaa79B87DC8B046A5E4f7D03F1562D7fe5BF9873"}, "is not an address"),
        ({"TO_ETH_ADDRESS": "dao.eth"}, "“dao.eth” is not an address"),
        ({"TO_ETH_ADDRESS": "0x" + "0" * 40}, "nobody's address"),
        ({"FROM_USER_ACCOUNT": "member-ee4644cf", "FROM_ETH_ADDRESS": ""}, "stands for 3 addresses"),
        ({"QUANTIFIER_2_USERNAME": "member-b9a3a330"}, "scores this entry twice"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_refused_with_its_line(copy, cells, sentence):
    if "QUANTIFIER_2_USERNAME" in cells:
        cells = {**cells, "QUANTIFIER_2_ETH_ADDRESS": "0xa32aECda752cF4EF89956e83d60C04835d4FA867"}
    change_entry(copy, 5, **cells)
    message = problem_of(copy)
    assert message.startswith("praise.csv, line 7: ") and sentence in message


@pytest.mark.parametrize(
    "address", ["0xaa79B87DC8B046A5E4f7D03F1562D7fe5BF98737", "", "missing user address"]
)
def test_addresses_may_be_written_in_these_ways(copy, address, tenth_round):
    number = next(n for n, entry in enumerate(tenth_round.entries) if entry.receiver == "member-d7583b5c")
    for written in (address, address.lower()):
        change_entry(copy, number, TO_ETH_ADDRESS=written)
        assert allocation(read_praise_round(copy)) == allocation(tenth_round)


@pytest.mark.parametrize("score", ["143.99", "144", "144.00", "0"])
def test_scores_up_to_the_largest_allowed_are_read(copy, score):
    change_entry(copy, 0, AVG_SCORE=score)
    assert read_praise_round(copy).entries[0].units == Decimal(score)


def test_problems_of_all_files_are_told_at_once(copy):
    change_entry(copy, 0, AVG_SCORE="-1", TO_ETH_ADDRESS="0x12")
    change_entry(copy, 9, DATE="yesterday")
    (copy / "rewardboard.csv").write_text("ID\n0x34\n")
    places = [problem.split(":")[0] for problem in problems(copy)]
    expected = ["praise.csv, line 11", "praise.csv, line 2", "praise.csv, line 2", "rewardboard.csv, line 2"]
    assert sorted(places) == expected


def test_an_id_given_twice_is_refused(copy, tenth_round):
    change_entry(copy, 8, ID=tenth_round.entries[2].id)
    assert problem_of(copy) == (
        f"praise.csv, line 10: ID “{tenth_round.entries[2].id}” is already on line 4: give each entry its own."
    )


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("praise.csv", "AVG SCORE"),
        ("praise.csv", "DUPLICATE ID 3"),
        ("final_praise_token_allocation.csv", "TOTAL TO"),
    ],
)
def test_a_missing_column_is_named(copy, name, column):
    rename_column(copy, name, column, "SOMETHING")
    assert f"missing columns: “{column.lower()}" in problems(copy)[0] and problems(copy)[0].startswith(name)


def test_a_score_column_that_the_parameters_do_not_know_is_refused(copy):
    rename_column(copy, "praise.csv", "SOURCE NAME", "SCORE 5")
    assert "unknown column “SCORE 5”: parameters.json says 4 validators" in problem_of(copy)


def test_latin_1_is_refused_with_its_line(copy):
    path = copy / "praise.csv"
    lines = path.read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b"for ", b"caf\xe9 ", 1)
    path.write_bytes(b"\n".join(lines))
    assert problem_of(copy).startswith("praise.csv, line 5: this is not UTF-8 text")


@pytest.mark.parametrize("name", FILES[:3])
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    assert problem_of(copy).startswith(f"{name}: there is no such file")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("ID\n", "no rows"),
        ("ADDRESS\n0x826976d7c600d45fb8287ca1d7c76fc8eb732030\n", "missing columns: “id”"),
        ("ID,X\n,1\n", "line 2: the address is empty"),
        ("ID\n" + "0x826976d7c600d45fb8287ca1d7c76fc8eb732030\n" * 2, "is on the board twice"),
    ],
)
def test_a_wrong_board_is_refused(copy, content, sentence):
    (copy / "rewardboard.csv").write_text(content)
    assert problems(copy)[0].startswith("rewardboard.csv") and sentence in problems(copy)[0]


def shares(parameters, **changes):
    parameters["system_settings"]["praise"]["token_reward_percentages"].update(changes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p: p.pop("distribution_name"), "distribution_name: Field required"),
        (lambda p: p.update(token_allocation_per_reward_system=["4020"]), "give tokens to each"),
        (
            lambda p: p.update(token_allocation_per_reward_system=["4020", "100"]),
            "“sourcecred” is given 100 tokens",
        ),
        (lambda p: p.update(token_allocation_per_reward_system=["-1", "0"]), "greater than or equal to 0"),
        (lambda p: p.update(token_allocation_per_reward_system=["1000000001", "0"]), "less than or equal to"),
        (lambda p: p.update(token_allocation_per_reward_system=["NaN", "0"]), "finite number"),
        (lambda p: p.update(employed_reward_systems=["sourcecred", "other"]), "“praise” once among them"),
        (lambda p: shares(p, contributor_rewards=0.91), "more than 1 together"),
        (lambda p: shares(p, contributor_rewards=-0.1), "greater than or equal to 0"),
        (lambda p: shares(p, contributor_rewards=float("nan")), "finite number"),
    ],
)
def test_wrong_parameters_are_refused(copy, change, sentence):
    change_parameters(copy, change)
    assert problem_of(copy).startswith("parameters.json: ") and sentence in problem_of(copy)


@pytest.mark.parametrize("content", ["{", "", "[1]", "[" * 100_000])
def test_parameters_that_are_no_json_object_are_refused(copy, content):
    (copy / "parameters.json").write_text(content)
    assert problem_of(copy).startswith("parameters.json")


def test_more_tokens_than_a_rate_can_hold_are_refused(copy):
    def to_board_alone(tokens: str):
        def change(parameters):
            parameters["token_allocation_per_reward_system"] = [tokens, "0"]
            shares(parameters, contributor_rewards=0, quantifier_rewards=0, rewardboard_rewards=1)

        return change

    (copy / "rewardboard.csv").write_text("ID\n0x826976d7c600d45fb8287ca1d7c76fc8eb732030\n")
    largest = (2**80 - 1) * 100  # base units, for one unit
    change_parameters(copy, to_board_alone(str(Decimal(largest).scaleb(-18))))
    assert read_praise_round(copy).reward_board.rate == 2**80 - 1
    change_parameters(copy, to_board_alone(str(Decimal(largest + 99).scaleb(-18))))
    assert read_praise_round(copy).reward_board.rate == 2**80 - 1
    change_parameters(copy, to_board_alone(str(Decimal(largest + 100).scaleb(-18))))
    assert "reward board: " in problem_of(copy) and "more than a programme can pay" in problem_of(copy)
