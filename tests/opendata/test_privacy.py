"""What leaves without members' numbers says nothing about fewer than five people, and is nobody's."""

from collections import Counter
from decimal import Decimal

import pytest

from cercle.opendata.export import write_export
from cercle.opendata.schema import TABLES
from cercle.opendata.totals import contribution_totals, order_totals
from cercle.privacy.small_groups import FEWEST
from tests.opendata.conftest import read_csv
from tests.opendata.test_suppression import calculable

PERSONAL = {"member", "provider", "wallet", "contribution", "order", "evidence", "submitted_at", "ordered_at"}


@pytest.fixture(scope="module")
def nameless(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "nameless"
    write_export(source, folder, "csv")
    return folder


@pytest.fixture(scope="module")
def numbered(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out") / "numbered"
    write_export(source, folder, "csv", numbers=True)
    return folder


def test_without_numbers__no_column_names_anybody(nameless):
    for table in TABLES:
        rows = read_csv(nameless, table.name)
        numbered = {column.name for column in table.columns if column.numbered}
        assert rows and not {*numbered, *PERSONAL} & set(rows[0])


def test_with_numbers__everything_is_there(nameless, numbered, source):
    assert len(read_csv(numbered, "contributions")) == 9_000 > len(read_csv(nameless, "contributions"))
    assert len(read_csv(numbered, "orders")) == 1_500 > len(read_csv(nameless, "orders"))
    first = read_csv(numbered, "contributions")[0]
    assert first["contribution"] == "0x" + 64 * "0" and int(first["member"]) in range(1, 301)
    assert not any(row["left_out"] == "true" for row in read_csv(numbered, "contribution_months"))


@pytest.mark.parametrize(
    ("table", "what"), [("contribution_months", "programme"), ("order_months", "service")]
)
def test_monthly_totals__show_large_groups_and_hide_small_ones(nameless, numbered, table, what):
    keys = ("outcome", "month", what, *(["offered_by"] if table == "order_months" else []))
    truth = {tuple(row[key] for key in keys): row for row in read_csv(numbered, table)}
    rows = {tuple(row[key] for key in keys): row for row in read_csv(nameless, table)}
    assert rows.keys() == truth.keys()
    for key, row in rows.items():
        if row["left_out"] == "true":
            figures = set(row) - {*keys, "left_out"}
            assert all(row[figure] is None for figure in figures)
        else:
            assert int(row["members"]) >= FEWEST
            assert row == truth[key]
    hidden = [key for key, row in rows.items() if row["left_out"] == "true"]
    small = [key for key, row in truth.items() if int(row["members"]) < FEWEST]
    assert set(small) < set(hidden)  # others are hidden with them
    assert len(hidden) < len(rows)


def test_monthly_totals__give_nothing_away_by_subtraction(source):
    with source.index.connect() as connection:
        for totals in (contribution_totals(connection, False), order_totals(connection, False)):
            for outcome in {one.outcome for one in totals}:
                table = [one for one in totals if one.outcome == outcome]
                hidden = {one.place for one in table if one.hidden}
                assert calculable([one.place for one in table], hidden) == set()


def test_contributions__add_up_to_the_months_that_are_shown__and_to_no_other(nameless):
    sums = Counter()
    for row in read_csv(nameless, "contributions"):
        sums[row["outcome"], row["month"], row["programme"]] += Decimal(row["units"])
    shown = {
        (row["outcome"], row["month"], row["programme"]): Decimal(row["units"])
        for row in read_csv(nameless, "contribution_months")
        if row["left_out"] == "false" and row["month"] and row["programme"]
    }
    assert sums == shown


def test_lines__do_not_stand_in_the_order_of_the_chain(nameless):
    rows = read_csv(nameless, "contributions")
    keys = [(row["month"], int(row["programme"]), row["outcome"], Decimal(row["units"])) for row in rows]
    assert keys == sorted(keys)


def test_members__have_four_others_like_them__or_are_not_described(nameless):
    rows = read_csv(nameless, "members")
    assert len(rows) == 300
    alike = Counter(tuple(row.values()) for row in rows)
    assert all(count >= FEWEST for what, count in alike.items() if any(what))
    assert any(row["joined_month"] is None and row["joined_year"] for row in rows)


def test_members_services__are_told_together__institutions_by_number(nameless, numbered):
    services = {row["service"]: row for row in read_csv(nameless, "services")}
    assert services["1"]["title_en"] == "An hour with member 1"
    assert services["3"]["title_en"] is None and services["3"]["stock"] is None
    orders = read_csv(nameless, "orders")
    assert {row["service"] for row in orders if row["offered_by"] == "institution"} == {"1", "2"}
    of_members = [row for row in orders if row["offered_by"] == "member"]
    assert of_members
    assert all(row[name] is None for row in of_members for name in ("service", "price", "paid", "burnt"))
    assert {row["service"] for row in read_csv(numbered, "orders")} == {str(one) for one in range(1, 11)}
