"""Reading a round from its folder."""

from decimal import Decimal
from os import PathLike
from pathlib import Path

from cercle.importers.praise.cells import number
from cercle.importers.praise.entries import EntryTable
from cercle.importers.praise.parameters import read_parameters
from cercle.importers.praise.people import People, read_persons
from cercle.importers.praise.round import PraiseRound, PublishedReward
from cercle.importers.praise.shares import MAX_RATE, share_out
from cercle.importers.problems import ImportRefused, Problems, TableRow, read_table
from cercle.texts import Text

PARAMETERS, ENTRIES, BOARD = "parameters.json", "praise.csv", "rewardboard.csv"
PAYMENTS = "final_praise_token_allocation.csv"
PAYMENT_COLUMNS = ("PRAISE REWARD", "QUANT REWARD", "REWARDBOARD REWARD", "TOTAL TO RECEIVE")


def read_praise_round(folder: str | PathLike[str]) -> PraiseRound:
    """Reads a round from a folder with parameters.json, praise.csv and rewardboard.csv.

    The payment table beside them, when there is one, tells which pseudonyms stand for several people. Raises
    ImportRefused, with every problem found, when anything is wrong; then nothing was read.
    """
    return _Reader(Path(folder)).round()


def published_rewards(folder: str | PathLike[str]) -> dict[str, PublishedReward]:
    """Returns what the community's payment table in the folder says, by member key; raises ImportRefused.

    Its numbers are as published, floating-point noise (about 10^-14 token) included.
    """
    return _Reader(Path(folder)).published()


def published_allocation(folder: str | PathLike[str]) -> dict[str, Decimal]:
    """Returns each person's total in the payment table, in tokens, by member key; raises ImportRefused."""
    return {key: reward.total for key, reward in published_rewards(folder).items()}


class _Reader:
    """Reads one folder, collecting problems."""

    def __init__(self, folder: Path) -> None:
        self._problems = problems = Problems()
        self._parameters_file, self._board_file = folder / PARAMETERS, folder / BOARD
        self._payments_file = folder / PAYMENTS
        self._parameters = read_parameters(self._parameters_file, problems)
        # Without parameters nobody knows which columns there are.
        scoring = self._parameters and self._parameters.scoring
        self._table = EntryTable(folder / ENTRIES, scoring, problems) if scoring else None
        board_rows = read_table(self._board_file, ("ID",), problems)
        self._board = read_persons(self._board_file, board_rows, None, "ID", problems)
        for line, person in self._board.items():
            if person.address is None:
                message = "the address is empty: fill it in, or remove the row."
                problems.add(self._board_file, line, Text(message))
        self._payments: list[TableRow] = []
        if self._payments_file.exists():
            columns = ("USER IDENTITY", "USER ADDRESS", *PAYMENT_COLUMNS)
            self._payments = read_table(self._payments_file, columns, problems)
        self._paid = read_persons(
            self._payments_file, self._payments, "USER IDENTITY", "USER ADDRESS", problems
        )
        in_entries = self._table.persons() if self._table else ()
        self._people = People([*self._board.values(), *self._paid.values(), *in_entries], problems)

    def round(self) -> PraiseRound:
        """Returns the round, or raises ImportRefused."""
        entries = self._table.entries(self._people) if self._table else []
        board = self._board_members()
        if self._parameters is None:
            raise ImportRefused(self._problems.found)
        tokens = self._parameters.tokens
        contributors, validators, reward_board = share_out(tokens, self._parameters.shares, entries, board)
        for share in (contributors, validators, reward_board):
            if share.rate > MAX_RATE:
                values = {"name": share.name, "pool": share.pool, "units": share.total_units}
                message = (
                    "{name}: {pool} tokens for {units} hundredths of units is more than a programme can pay: "
                    "lower it."
                )
                self._problems.add(self._parameters_file, None, Text(message, values))
        self._problems.refuse_if_any()
        paid = {entry.receiver for entry in entries} | validators.units.keys() | reward_board.units.keys()
        everybody = sorted(self._people.met.values(), key=lambda member: member.key)
        return PraiseRound(
            name=self._parameters.distribution_name,
            token=self._parameters.token_name,
            tokens=tokens,
            members=tuple(member for member in everybody if member.key in paid),
            others=tuple(member for member in everybody if member.key not in paid),
            entries=tuple(entries),
            contributors=contributors,
            validators=validators,
            reward_board=reward_board,
        )

    def published(self) -> dict[str, PublishedReward]:
        """Returns the payment table by member key, several rows of one person added up."""
        file = self._payments_file
        if not self._payments:
            self._problems.add(file, None, Text("there is no such file here: nothing to compare with."))
        self._problems.refuse_if_any()
        found: dict[str, PublishedReward] = {}
        for row in self._payments:
            key = self._people.key(file, row.line, self._paid[row.line])
            with self._problems.at(file, row.line):
                reward = PublishedReward(
                    *(number(column, row[column], 10**9, 30) for column in PAYMENT_COLUMNS)
                )
                found[key] = found[key] + reward if key in found else reward
        self._problems.refuse_if_any()
        return found

    def _board_members(self) -> list[str]:
        """Returns the member keys of the reward board, noting those that are there twice."""
        file = self._board_file
        keys = {line: self._people.key(file, line, person) for line, person in self._board.items()}
        board = list(keys.values())
        for line, key in keys.items():
            if key and board.count(key) > 1:
                message = "{member} is on the board twice: name each member once."
                self._problems.add(file, line, Text(message, {"member": key}))
        return board
