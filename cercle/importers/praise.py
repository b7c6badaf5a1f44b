"""Praise rounds: what members of a community did for each other, scored by several validators.

The community's own pipeline, found from its published results and the same in every round we have: of the
tokens of a round, contributors share one part by the sum of their AVG SCORE, validators ("quantifiers") one
by the number of entries assigned to them that they did not mark as a duplicate, and the reward board one
equally. A validator all of whose scores are 0 gets none. Own, duplicate and dismissed entries count as scored.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import from_json

from cercle.importers.cells import parse_address
from cercle.importers.problems import ImportRefused, Problems, TableRow, read_table, read_text
from cercle.ledger import digest_of

PARAMETERS, ENTRIES, BOARD = "parameters.json", "praise.csv", "rewardboard.csv"
PAYMENTS = "final_praise_token_allocation.csv"
PAYMENT_COLUMNS = ("PRAISE REWARD", "QUANT REWARD", "REWARDBOARD REWARD", "TOTAL TO RECEIVE")
BASE_UNITS = 10**18  # of one token
UNIT = 100  # units count in hundredths
MAX_RATE = 2**80 - 1

# --- what a round holds -----------------------------------------------------------------------


@dataclass(frozen=True)
class PraiseMember:
    """A person: `key` is their pseudonym, or their address where a pseudonym stands for several people."""

    key: str
    pseudonyms: tuple[str, ...]
    address: str | None


@dataclass(frozen=True)
class PraiseScore:
    """What one validator made of an entry; a duplicate or dismissed one has the score 0."""

    scorer: str
    score: Decimal
    duplicate_of: str | None
    dismissed: bool


@dataclass(frozen=True)
class PraiseEntry:
    """One praise: `giver` thanks `receiver` (both member keys); `units_hundredths` is AVG SCORE × 100.

    `id` is its key in an import ledger, `digest` changes whenever anything in its row does.
    """

    id: str
    line: int
    at: datetime
    date: date
    giver: str
    receiver: str
    reason: str
    scores: tuple[PraiseScore, ...]
    units_hundredths: int
    digest: str

    @property
    def units(self) -> Decimal:
        """The entry's AVG SCORE."""
        return Decimal(self.units_hundredths).scaleb(-2)

    @property
    def scorers(self) -> tuple[str, ...]:
        """The member keys of the validators the entry was assigned to."""
        return tuple(score.scorer for score in self.scores)

    @property
    def is_own(self) -> bool:
        """Whether giver and receiver are the same person."""
        return self.giver == self.receiver

    @property
    def is_duplicate(self) -> bool:
        """Whether a validator marked it as a duplicate of another entry."""
        return any(score.duplicate_of for score in self.scores)

    @property
    def is_dismissed(self) -> bool:
        """Whether a validator dismissed it."""
        return any(score.dismissed for score in self.scores)


@dataclass(frozen=True)
class ShareProgramme:
    """A part of the round's tokens as a programme on chain: whoever has units is paid rate × units.

    `pool` is in tokens, `rate` in base units of the token (10^-18) per hundredth of a unit, `units` in
    hundredths, by entry id or by member key. The rate is the largest that never pays more than the pool.
    """

    name: Literal["contributors", "validators", "reward board"]
    pool: Decimal
    rate: int
    per: Literal["entry", "member"]
    units: Mapping[str, int]

    @property
    def total_units(self) -> int:
        """All units together, in hundredths."""
        return sum(self.units.values())


@dataclass(frozen=True)
class PraiseRound:
    """A round, complete and consistent. `members` are those it pays or names as receivers, sorted by key;
    `others` only gave praise, or scored without being paid for it."""

    name: str
    token: str
    tokens: Decimal
    members: tuple[PraiseMember, ...]
    others: tuple[PraiseMember, ...]
    entries: tuple[PraiseEntry, ...]
    contributors: ShareProgramme
    validators: ShareProgramme
    reward_board: ShareProgramme

    @property
    def programmes(self) -> tuple[ShareProgramme, ShareProgramme, ShareProgramme]:
        """The three parts of the round's tokens."""
        return self.contributors, self.validators, self.reward_board

    @property
    def contributions(self) -> tuple[PraiseEntry, ...]:
        """The entries that are worth something."""
        return tuple(entry for entry in self.entries if entry.units_hundredths)

    @property
    def worthless(self) -> tuple[PraiseEntry, ...]:
        """The entries scored 0: kept as evidence, not recorded."""
        return tuple(entry for entry in self.entries if not entry.units_hundredths)

    @property
    def own(self) -> tuple[PraiseEntry, ...]:
        """The entries by which people thanked themselves."""
        return tuple(entry for entry in self.entries if entry.is_own)

    @property
    def duplicates(self) -> tuple[PraiseEntry, ...]:
        """The entries that a validator marked as a duplicate."""
        return tuple(entry for entry in self.entries if entry.is_duplicate)

    @property
    def dismissed(self) -> tuple[PraiseEntry, ...]:
        """The entries that a validator dismissed."""
        return tuple(entry for entry in self.entries if entry.is_dismissed)

    @cached_property
    def receiver_of(self) -> dict[str, str]:
        """The receiver's member key by entry id."""
        return {entry.id: entry.receiver for entry in self.entries}


@dataclass(frozen=True)
class PublishedReward:
    """What the community's own pipeline paid a person, in tokens."""

    contributor: Decimal
    validator: Decimal
    reward_board: Decimal
    total: Decimal

    def __add__(self, other: Self) -> "PublishedReward":
        return PublishedReward(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


# --- reading ----------------------------------------------------------------------------------


def read_praise_round(folder: str | PathLike[str]) -> PraiseRound:
    """Reads a round from a folder with parameters.json, praise.csv and rewardboard.csv.

    The payment table beside them, when there is one, tells which pseudonyms stand for several people. Raises
    ImportRefused, with every problem found, when anything is wrong; then nothing was read.
    """
    return _Reader(Path(folder)).round()


def allocation(praise_round: PraiseRound) -> dict[str, Decimal]:
    """Returns what each member will be paid on chain, in tokens, exactly: the sum of rate × units."""
    paid: dict[str, int] = {member.key: 0 for member in praise_round.members}
    for programme in praise_round.programmes:
        for name, units in programme.units.items():
            key = praise_round.receiver_of[name] if programme.per == "entry" else name
            paid[key] += programme.rate * units
    return {key: Decimal(f"{base_units}e-18") for key, base_units in paid.items()}


def published_rewards(folder: str | PathLike[str]) -> dict[str, PublishedReward]:
    """Returns what the community's payment table in the folder says, by member key; raises ImportRefused.

    Its numbers are as published, floating-point noise (about 10^-14 token) included.
    """
    return _Reader(Path(folder)).published()


def published_allocation(folder: str | PathLike[str]) -> dict[str, Decimal]:
    """Returns each person's total in the payment table, in tokens, by member key; raises ImportRefused."""
    return {key: reward.total for key, reward in published_rewards(folder).items()}


class _Shares(BaseModel):
    contributor_rewards: Annotated[Decimal, Field(ge=0, le=1)]
    quantifier_rewards: Annotated[Decimal, Field(ge=0, le=1)]
    rewardboard_rewards: Annotated[Decimal, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _at_most_everything(self) -> Self:
        if self.contributor_rewards + self.quantifier_rewards + self.rewardboard_rewards > 1:
            raise ValueError("the three shares are more than 1 together: correct them")
        return self


class _Scoring(BaseModel):
    number_of_quantifiers_per_praise_receiver: Annotated[int, Field(ge=1, le=50)]
    praise_quantify_allowed_values: Annotated[
        list[Annotated[int, Field(ge=0, le=10_000)]], Field(min_length=1)
    ]


class _Token(BaseModel):
    token_name: Annotated[str, Field(min_length=1)]


class _PraiseSettings(BaseModel):
    payout_token: _Token
    token_reward_percentages: _Shares
    quantification_settings: _Scoring


class _Systems(BaseModel):
    praise: _PraiseSettings


class _Parameters(BaseModel):
    distribution_name: Annotated[str, Field(min_length=1)]
    employed_reward_systems: list[str]
    token_allocation_per_reward_system: list[Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=18)]]
    system_settings: _Systems

    @model_validator(mode="after")
    def _pays_praise_only(self) -> Self:
        systems, tokens = self.employed_reward_systems, self.token_allocation_per_reward_system
        if len(systems) != len(tokens) or systems.count("praise") != 1:
            raise ValueError("give tokens to each employed reward system, “praise” once among them")
        for system, amount in zip(systems, tokens, strict=True):
            if system != "praise" and amount:
                raise ValueError(
                    f"“{system}” is given {amount} tokens, and praise alone can be imported: set 0"
                )
        return self

    @property
    def tokens(self) -> Decimal:
        return self.token_allocation_per_reward_system[self.employed_reward_systems.index("praise")]


@dataclass(frozen=True)
class _Person:
    """A person as one place in the files names them."""

    pseudonym: str | None
    address: str | None


class _People:
    """Who is who: people are told apart by pseudonym, and by address where that is not enough."""

    def __init__(self, sightings: Iterable[_Person]) -> None:
        self._addresses: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for person in sightings:
            if person.pseudonym and person.address:
                self._addresses[person.pseudonym].add(person.address)
                self._names[person.address].add(person.pseudonym)

    def find(self, person: _Person) -> PraiseMember:
        """Returns the member; raises ValueError when the pseudonym alone does not tell."""
        name, address = person.pseudonym, person.address
        if address is None:
            known = self._addresses.get(name or "", set())
            if len(known) > 1:
                raise ValueError(f"“{name}” stands for {len(known)} addresses: say here which one is meant.")
            address = next(iter(known), None)
        if address is None:
            return PraiseMember(name or "", (name or "",), None)
        names = tuple(sorted(self._names.get(address, ())))
        told_apart = len(names) == 1 and len(self._addresses[names[0]]) == 1
        return PraiseMember(names[0] if told_apart else address, names, address)


class _Reader:
    """Reads one folder, collecting problems."""

    def __init__(self, folder: Path) -> None:
        self.problems = Problems()
        self.files = {name: folder / name for name in (PARAMETERS, ENTRIES, BOARD, PAYMENTS)}
        self.parameters = self._read_parameters()
        self.rows: list[TableRow] = []
        if self.parameters:
            self.rows = self._read_entry_rows(self._scoring.number_of_quantifiers_per_praise_receiver)
        self.board = self._persons(BOARD, read_table(self.files[BOARD], ("ID",), self.problems), None, "ID")
        for line, person in self.board:
            if person.address is None:
                self.problems.add(
                    self.files[BOARD], line, "the address is empty: fill it in, or remove the row."
                )
        self.payments: list[TableRow] = []
        if self.files[PAYMENTS].exists():
            columns = ("USER IDENTITY", "USER ADDRESS", *PAYMENT_COLUMNS)
            self.payments = read_table(self.files[PAYMENTS], columns, self.problems)
        self.paid = self._persons(PAYMENTS, self.payments, "USER IDENTITY", "USER ADDRESS")
        in_entries = [self._persons(ENTRIES, self.rows, *pair) for pair in self._columns_of_people()]
        self.named = [dict(persons) for persons in in_entries]  # by line, for each pair of columns
        everywhere = [*self.board, *self.paid, *(person for persons in in_entries for person in persons)]
        self.people = _People(person for _, person in everywhere)
        self.seen: dict[str, PraiseMember] = {}

    @property
    def _scoring(self) -> _Scoring:
        assert self.parameters is not None
        return self.parameters.system_settings.praise.quantification_settings

    def _columns_of_people(self) -> list[tuple[str, str]]:
        found = [("TO USER ACCOUNT", "TO ETH ADDRESS"), ("FROM USER ACCOUNT", "FROM ETH ADDRESS")]
        count = self._scoring.number_of_quantifiers_per_praise_receiver if self.rows else 0
        numbers = range(1, count + 1)
        return found + [(f"QUANTIFIER {n} USERNAME", f"QUANTIFIER {n} ETH ADDRESS") for n in numbers]

    def _read_parameters(self) -> _Parameters | None:
        file = self.files[PARAMETERS]
        text = read_text(file, self.problems)
        if text is None:
            return None
        try:
            from_json(text)  # refuses nesting so deep that the json module would crash the process
            return _Parameters.model_validate(json.loads(text, parse_float=Decimal, parse_constant=Decimal))
        except ValidationError as error:
            for detail in error.errors():
                place = ".".join(str(part) for part in detail["loc"])
                message = f"{detail['msg'].removeprefix('Value error, ')}: correct it."
                self.problems.add(file, None, f"{place}: {message}" if place else message)
        except ValueError as error:
            self.problems.add(file, None, f"this is not JSON that can be read ({error}): correct it.")
        return None

    def _read_entry_rows(self, scorers: int) -> list[TableRow]:
        required = [
            "ID",
            "DATE",
            "TO USER ACCOUNT",
            "TO ETH ADDRESS",
            "FROM USER ACCOUNT",
            "FROM ETH ADDRESS",
        ]
        required += ["REASON", "AVG SCORE"]
        for n in range(1, scorers + 1):
            required += [f"SCORE {n}", f"DUPLICATE ID {n}", f"DISMISSED {n}"]
            required += [f"QUANTIFIER {n} USERNAME", f"QUANTIFIER {n} ETH ADDRESS"]
        rows = read_table(self.files[ENTRIES], required, self.problems)
        for column in rows[0].cells if rows else ():
            if re.search(r"\b(SCORE|DUPLICATE|DISMISSED|QUANTIFIER)\b", column) and column not in required:
                message = (
                    f"unknown column “{column}”: {PARAMETERS} says {scorers} validators score each entry."
                )
                self.problems.add(self.files[ENTRIES], 1, message)
        return rows

    def _persons(
        self, name: str, rows: Iterable[TableRow], pseudonym: str | None, address: str
    ) -> list[tuple[int, _Person]]:
        """Reads the people of one pair of columns; the pseudonym must be there where it has a column."""
        found = []
        for row in rows:
            with self.problems.at(self.files[name], row.line):
                person = row[pseudonym].strip() if pseudonym else None
                if person == "":
                    raise ValueError(f"{pseudonym} is empty: fill it in.")
                found.append((row.line, _Person(person, parse_address(row[address].strip()))))
        return found

    def round(self) -> PraiseRound:
        """Returns the round, or raises ImportRefused."""
        entries = self._entries()
        receivers = {entry.receiver for entry in entries}
        board = [self._key(BOARD, line, person) for line, person in self.board]
        for (line, _), key in zip(self.board, board, strict=True):
            if key and board.count(key) > 1:
                self.problems.add(
                    self.files[BOARD], line, f"{key} is on the board twice: name each member once."
                )
        if self.parameters is None:
            raise ImportRefused(self.problems.found)
        settings, tokens = self.parameters.system_settings.praise, self.parameters.tokens
        shares = settings.token_reward_percentages
        contributed = {entry.id: entry.units_hundredths for entry in entries if entry.units_hundredths}
        scored = _validator_units(entries)
        programmes = (
            self._share("contributors", tokens * shares.contributor_rewards, "entry", contributed),
            self._share("validators", tokens * shares.quantifier_rewards, "member", scored),
            self._share(
                "reward board", tokens * shares.rewardboard_rewards, "member", dict.fromkeys(board, UNIT)
            ),
        )
        self.problems.refuse_if_any()
        paid = receivers | scored.keys() | set(board)
        everybody = sorted(self.seen.values(), key=lambda member: member.key)
        return PraiseRound(
            self.parameters.distribution_name,
            settings.payout_token.token_name,
            tokens,
            tuple(member for member in everybody if member.key in paid),
            tuple(member for member in everybody if member.key not in paid),
            tuple(entries),
            *programmes,
        )

    def published(self) -> dict[str, PublishedReward]:
        """Returns the payment table by member key, several rows of one person added up."""
        if not self.payments:
            self.problems.add(
                self.files[PAYMENTS], None, "there is no such file here: nothing to compare with."
            )
        self.problems.refuse_if_any()
        found: dict[str, PublishedReward] = {}
        for row, (line, person) in zip(self.payments, self.paid, strict=True):
            key = self._key(PAYMENTS, line, person)
            with self.problems.at(self.files[PAYMENTS], line):
                reward = PublishedReward(
                    *(_number(column, row[column], 10**9, 30) for column in PAYMENT_COLUMNS)
                )
                found[key] = found[key] + reward if key in found else reward
        self.problems.refuse_if_any()
        return found

    def _key(self, name: str, line: int, person: _Person) -> str:
        key = ""
        with self.problems.at(self.files[name], line):
            member = self.people.find(person)
            self.seen.setdefault(member.key, member)
            key = member.key
        return key

    def _entries(self) -> list[PraiseEntry]:
        entries: list[PraiseEntry] = []
        lines: dict[str, int] = {}
        for row in self.rows:
            entry = self._entry(row)
            first = lines.setdefault(row["ID"].strip(), row.line)
            if first != row.line:
                message = f"ID “{row['ID']}” is already on line {first}: give each entry its own."
                self.problems.add(self.files[ENTRIES], row.line, message)
            if entry:
                entries.append(entry)
        return entries

    def _entry(self, row: TableRow) -> PraiseEntry | None:
        file, before = self.files[ENTRIES], len(self.problems.found)
        largest = max(self._scoring.praise_quantify_allowed_values)
        for column in ("ID", "REASON"):
            if not row[column].strip():
                self.problems.add(file, row.line, f"{column} is empty: fill it in.")
        # Whoever is missing here has an address that is wrong, which is noted already.
        named = [persons.get(row.line) for persons in self.named]
        receiver, giver, *scorers = (self._key(ENTRIES, row.line, who) if who else "" for who in named)
        for scorer in sorted({scorer for scorer in scorers if scorer and scorers.count(scorer) > 1}):
            self.problems.add(file, row.line, f"“{scorer}” scores this entry twice: keep one of them.")
        at, day, average, scores = datetime.min, date.min, Decimal(0), []
        with self.problems.at(file, row.line):
            at, day = _moment(row["DATE"].strip())
        with self.problems.at(file, row.line):
            average = _number("AVG SCORE", row["AVG SCORE"], largest, 2)
        for n, scorer in enumerate(scorers, 1):
            with self.problems.at(file, row.line):
                score = _number(f"SCORE {n}", row[f"SCORE {n}"], largest, 2)
                dismissed = _truth(f"DISMISSED {n}", row[f"DISMISSED {n}"])
                scores.append(PraiseScore(scorer, score, row[f"DUPLICATE ID {n}"].strip() or None, dismissed))
        if len(self.problems.found) > before or None in named:
            return None
        hundredths = int(average.scaleb(2))
        identity, reason = row["ID"].strip(), row["REASON"].strip()
        digest = digest_of(row.cells)
        return PraiseEntry(
            identity, row.line, at, day, giver, receiver, reason, tuple(scores), hundredths, digest
        )

    def _share(
        self,
        name: Literal["contributors", "validators", "reward board"],
        pool: Decimal,
        per: Literal["entry", "member"],
        units: dict[str, int],
    ) -> ShareProgramme:
        total = sum(units.values())
        rate = _base_units(pool) // total if total else 0
        if rate > MAX_RATE:
            message = (
                f"{pool} tokens for {total} hundredths of units is more than a programme can pay: lower it."
            )
            self.problems.add(self.files[PARAMETERS], None, f"{name}: {message}")
        return ShareProgramme(name, pool, rate, per, units)


def _validator_units(entries: Iterable[PraiseEntry]) -> dict[str, int]:
    """Returns the units of each validator: assigned entries not marked as duplicate, if any score is above 0."""
    units: dict[str, int] = defaultdict(int)
    active: set[str] = set()
    for entry in entries:
        for score in entry.scores:
            units[score.scorer] += 0 if score.duplicate_of else UNIT
            if score.score:
                active.add(score.scorer)
    return {scorer: count for scorer, count in units.items() if scorer in active and count}


# --- cells ------------------------------------------------------------------------------------


def _number(column: str, text: str, largest: int, decimals: int) -> Decimal:
    number = text.strip()
    if number.startswith("-"):
        raise ValueError(f"{column} “{number[:40]}” is negative: correct it.")
    if not re.fullmatch(rf"[0-9]{{1,20}}(\.[0-9]{{1,{decimals}}})?", number):
        raise ValueError(
            f"{column} “{number[:40]}”: write a number with at most {decimals} decimals, after a point."
        )
    value = Decimal(number)
    if value > largest:
        raise ValueError(
            f"{column} “{number[:40]}” is more than {largest:,}, the largest there is: correct it."
        )
    return value


def _truth(column: str, text: str) -> bool:
    known = {"true": True, "false": False}
    if text.strip().lower() not in known:
        raise ValueError(f"{column} “{text[:40]}”: write true or false.")
    return known[text.strip().lower()]


def _moment(text: str) -> tuple[datetime, date]:
    """Returns the moment in UTC and the day it was for the community.

    The tool that praise was moved from kept days only, as Central European midnights: exactly 22:00 UTC in
    summer, 23:00 in winter. Those belong to the day after.
    """
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(text)
            return datetime.combine(day, time(), UTC), day
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})", text):
            raise ValueError
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"DATE “{text[:40]}”: write 2026-03-31 or 2026-03-31T09:21:43Z, an existing day and time."
        raise ValueError(message) from None
    is_midnight = at.time() in (time(22), time(23))
    return at, (at + timedelta(hours=2)).date() if is_midnight else at.date()


def _base_units(tokens: Decimal) -> int:
    with localcontext() as context:
        context.prec = 80
        return int(tokens * BASE_UNITS)
