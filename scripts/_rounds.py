"""`ape run rewards round`: a list of members and amounts, from the spreadsheet to the last one collected."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click
from eth_utils.crypto import keccak

from cercle.accounts import address_of
from cercle.community import Community
from cercle.config import load_config
from cercle.contracts import at
from cercle.documents import write_durably
from cercle.errors import InputProblem
from cercle.importers.cells import parse_address
from cercle.names import member_names, programme_number
from cercle.rounds import PublishedRound, RoundTerms, in_proportion, rounded_down
from cercle.rounds.sources import amounts_of_csv, amounts_of_praise, weights_of_period
from cercle.states import ROUND_NAMES, RoundStatus
from cercle.texts import Text
from scripts._options import console
from scripts._verbs import desk, reads, seat_desk, sends, table

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


_file = click.argument("file", type=click.Path(path_type=Path))


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
    paid_in = at("CommunityToken", address)
    decimals = int(paid_in.decimals())
    if csv_file:
        shares, made_from = rounded_down(amounts_of_csv(community, csv_file), decimals), csv_file.name
    elif praise:
        shares, made_from = rounded_down(amounts_of_praise(community, praise), decimals), praise.name
    else:
        assert start and end and pot
        number = programme_number(community, counted) if counted else None
        weights = weights_of_period(community, number, _utc(start), _utc(end))
        shares = in_proportion(int(pot.scaleb(decimals)), weights)
        made_from = f"contributions {start:%Y-%m-%d} to {end:%Y-%m-%d}"
    terms = RoundTerms(
        chain_id=community.node.chain_id,
        contract=str(community.rounds.contract.address),
        token=address,
        decimals=decimals,
        symbol=str(paid_in.symbol()),
        total=str(sum(shares.values())),
        funder=address_of(community.node, payer),
        programme=programme_number(community, programme),
        opens=int(_utc(opens).timestamp()) if opens else 0,
        ends=int(_utc(ends).timestamp()),
        salt="0x" + secrets.token_hex(32),
        made_from=made_from,
    )
    published = PublishedRound.make(shares, terms)
    write_durably(out, published.dump())
    _tell(published)
    console.print(f"Written to {out}. Publish it, then: ape run rewards round announce {out}", soft_wrap=True)


@sends(rounds, "announce")
@_file
def announce_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Make a round known on chain, and keep its list."""
    published = _sound(file)
    found, content = community.rounds.get(published), published.dump()
    if found.status is RoundStatus.None_:
        office = desk(community, account, dry_run, yes, role="treasurer")
        office.order(community.rounds.announce(published, keccak(content)))
    else:
        console.print(f"The round is {ROUND_NAMES[found.status]} already.")
    if not dry_run:  # an earlier run may have been stopped between the two
        kept = community.record.files.rounds / f"{found.id.hex()[:16]}.json"
        write_durably(kept, content)


@sends(rounds, "fund")
@_file
def fund_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Pay a round in, from the wallet of --account."""
    published = _sound(file)
    office = desk(community, account, dry_run, yes, role="treasurer")
    token = at("CommunityToken", published.round.token)
    total, payer = int(published.round.total), office.signer.address
    if (balance := int(token.balanceOf(payer))) < total:
        missing = published.in_tokens(total - balance)
        facts = {"payer": payer, "missing": missing, "symbol": published.round.symbol}
        raise InputProblem(
            Text("{payer} lacks {missing} {symbol} for this round.", facts),
            Text("Issue or send them first, or pay from another account."),
        )
    office.order(community.rounds.allow(published), community.rounds.fund(published))


@sends(rounds, "attest")
@_file
def attest_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Approve a round, with a seat of its programme, after recomputing its list."""
    published = _sound(file)
    _tell(published)
    office = seat_desk(community, account, dry_run, yes, [published.round.programme])
    validator = community.members.of(office.signer.address)
    if validator is None:
        raise InputProblem(Text("{wallet} is no member's.", {"wallet": office.signer.address}), None)
    office.order(community.rounds.attest(validator, published))


@reads(rounds, "verify")
@_file
def verify_command(community: Community, file: Path) -> None:
    """Recompute a round from its list, and compare it with the chain."""
    published = _sound(file)
    _tell(published)
    found = community.rounds.get(published)
    enrolled = community.members.enrolled
    strangers = [member for member in published.shares if member > enrolled]
    if strangers:
        facts = {"member": strangers[0], "enrolled": enrolled}
        raise InputProblem(
            Text("Member {member} of the list does not exist: {enrolled} numbers were given out.", facts),
            None,
        )
    if found.status is RoundStatus.None_:
        raise InputProblem(
            Text("The list is sound, but no round with exactly its terms was announced on this chain."),
            Text(
                "Announce it, or look for the file that was published: one changed word makes another round."
            ),
        )
    console.print(
        f"✓ The list is sound. On chain the round is {ROUND_NAMES[found.status]}; "
        f"{found.approvals} approvals, {published.in_tokens(found.paid)} {published.round.symbol} collected.",
        highlight=False,
        soft_wrap=True,
    )


@sends(rounds, "claim")
@click.argument("member")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def claim_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str, files: tuple[Path, ...]
) -> None:
    """Collect a member's shares of one or several rounds, in one transaction."""
    number = member_names(community).require(member)
    lists = [_sound(file) for file in files]
    listed = [one for one in lists if number in one.shares]
    due = [one for one in listed if not community.rounds.is_collected(one, number)]
    if not due:
        what = "has collected already" if listed else "is on none of these lists"
        console.print(f"Member {number} {what}: nothing to do.")
        return
    desk(community, account, dry_run, yes).order(community.rounds.claim(number, due))


@sends(rounds, "cancel")
@_file
def cancel_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Stop a round before it opens; what was paid in goes back to its funder."""
    office = desk(community, account, dry_run, yes, role="guardian")
    office.order(community.rounds.cancel(_sound(file)))


@sends(rounds, "end")
@_file
def end_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Send what nobody collected of a round that is over back to its funder."""
    office = desk(community, account, dry_run, yes, role="treasurer")
    office.order(community.rounds.end(_sound(file)))


@reads(rounds, "list")
def list_command(community: Community) -> None:
    """List the rounds announced from here."""
    rows = table(
        f"Rounds of {community.name}",
        "file",
        "made from",
        "state",
        "members#",
        "total#",
        "collected#",
        "ends",
    )
    for file in sorted(community.record.files.rounds.glob("*.json")):
        published = PublishedRound.read(file)
        found, one = community.rounds.get(published), published.round
        rows.add_row(
            file.name,
            one.made_from,
            ROUND_NAMES[found.status],
            str(len(published.values)),
            f"{published.in_tokens(int(one.total))} {one.symbol}",
            f"{published.in_tokens(found.paid)} {one.symbol}",
            f"{datetime.fromtimestamp(one.ends, UTC):%Y-%m-%d}",
        )
    console.print(rows)


def _sound(file: Path) -> PublishedRound:
    published = PublishedRound.read(file)
    published.require_sound()
    return published


def _tell(published: PublishedRound) -> None:
    one = published.round
    console.print(
        f"{len(published.values)} members, {published.in_tokens(int(one.total))} {one.symbol}, made from "
        f"{one.made_from}; root {published.tree[0]}",
        highlight=False,
        soft_wrap=True,
    )


def _utc(day: datetime) -> datetime:
    return day.replace(tzinfo=UTC)
