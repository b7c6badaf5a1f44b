"""`ape run rewards round build`: from a spreadsheet, a praise round or a period to the list that is published."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from cercle.accounts import address_of
from cercle.community import Community
from cercle.config import load_config
from cercle.documents import write_durably
from cercle.errors import InputProblem
from cercle.importers.cells import parse_address
from cercle.names import programme_number
from cercle.rounds import PublishedRound, RoundTerms, in_proportion, rounded_down
from cercle.rounds.sources import amounts_of_csv, amounts_of_praise, weights_of_period
from cercle.texts import Text
from scripts._options import console
from scripts._verbs import reads

DAY = click.DateTime(["%Y-%m-%d"])


def _tokens(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Decimal | None:
    """An option's callback: tokens above zero, fewer than an amount on chain can hold."""
    if value is None:
        return None
    try:
        tokens = Decimal(value)
    except InvalidOperation:
        tokens = Decimal(0)
    if not tokens.is_finite() or not 0 < tokens < 10**20:
        raise click.BadParameter(f"“{value}” is not a number of tokens above 0, such as 250 or 12.5")
    return tokens


def _address(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """An option's callback: an address with its checksum."""
    try:
        return parse_address(value) if value else None
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


@click.group("round")
def rounds() -> None:
    """Reward many members at once from a published list: build, announce, fund, attest, claim."""


@reads(rounds, "build")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    help="A file with member and amount; a member's lines are added up.",
)
@click.option(
    "--praise", type=click.Path(path_type=Path), help="A praise round's folder, as it was published."
)
@click.option("--from", "start", type=DAY, help="Divide --pot by what was accepted from this day on …")
@click.option("--until", "end", type=DAY, help="… until before this day.")
@click.option("--pot", callback=_tokens, help="Tokens to divide.")
@click.option("--of", "counted", metavar="PROGRAMME", help="Count this programme only.")
@click.option("--programme", required=True, help="Whose validators approve the round.")
@click.option("--opens", type=DAY, help="When it opens; by default as soon as it can.")
@click.option("--ends", type=DAY, required=True, help="Until when it can be collected.")
@click.option("--funder", help="Who pays, and gets back what is left; by default the treasury.")
@click.option("--token", callback=_address, help="The address of another token than the community's.")
def build_command(
    community: Community,
    out: Path,
    csv_file: Path | None,
    praise: Path | None,
    start: datetime | None,
    end: datetime | None,
    pot: Decimal | None,
    counted: str | None,
    programme: str,
    opens: datetime | None,
    ends: datetime,
    funder: str | None,
    token: str | None,
) -> None:
    """Write the list of a round to OUT. Amounts are rounded down to the token's smallest unit."""
    whole_period = start is not None and end is not None and pot is not None
    if sum((csv_file is not None, praise is not None, whole_period)) != 1:
        raise InputProblem(
            Text("What is the round made from?"),
            Text("Give --csv, or --praise, or --from, --until and --pot."),
        )
    community.rounds.require_time(_utc(opens) if opens else None, _utc(ends))
    payer = funder or load_config(community.record.files.config).treasury
    address = token or str(community.token.contract.address)
    community.rounds.require_token(address)
    currency = community.rounds.currency(address)
    if csv_file:
        shares, made_from = (
            rounded_down(amounts_of_csv(community, csv_file), currency.decimals),
            csv_file.name,
        )
    elif praise:
        shares, made_from = rounded_down(amounts_of_praise(community, praise), currency.decimals), praise.name
    else:
        assert start and end and pot
        number = programme_number(community, counted) if counted else None
        weights = weights_of_period(community, number, _utc(start), _utc(end))
        shares = in_proportion(int(pot.scaleb(currency.decimals)), weights)
        made_from = f"contributions {start:%Y-%m-%d} to {end:%Y-%m-%d}"
    terms = RoundTerms(
        chain_id=community.node.chain_id,
        contract=str(community.rounds.contract.address),
        token=address,
        decimals=currency.decimals,
        symbol=currency.name,
        total=str(sum(shares.values())),
        funder=address_of(community.node, payer),
        programme=programme_number(community, programme),
        opens=int(_utc(opens).timestamp()) if opens else 0,
        ends=int(_utc(ends).timestamp()),
        salt="0x" + secrets.token_hex(32),
        made_from=made_from,
    )
    published = PublishedRound.make(shares, terms)
    if (before := _before(out, published)) is None:
        write_durably(out, published.dump())
    tell_list(before or published)
    console.print(
        f"{'Written to' if before is None else 'It is in'} {out}{'' if before is None else ' already'}. "
        f"Publish it, then: ape run rewards round announce {out}",
        soft_wrap=True,
    )


def _before(out: Path, made: PublishedRound) -> PublishedRound | None:
    """What an earlier run wrote to OUT. It is kept: built again, it would be another round, by its salt, and might be
    paid a second time. ``InputProblem`` where OUT holds anything else."""
    if not out.is_file():
        return None
    with suppress(InputProblem):
        before = PublishedRound.read(out)
        salted = made.round.model_copy(update={"salt": before.round.salt})
        if before.dump() == made.model_copy(update={"round": salted}).dump():
            return before
    raise InputProblem(
        Text("{file} is there already and holds something else: it is not overwritten.", {"file": str(out)}),
        Text("Choose another name for the list, or delete that file if nobody needs it."),
    )


def tell_list(published: PublishedRound) -> None:
    """What is in a list: how many members, how much, of what, and its root."""
    one = published.round
    console.print(
        f"{len(published.values)} members, {published.in_tokens(int(one.total))} {one.symbol}, made from "
        f"{one.made_from}; root {published.tree[0]}",
        highlight=False,
        soft_wrap=True,
    )


def _utc(day: datetime) -> datetime:
    return day.replace(tzinfo=UTC)
