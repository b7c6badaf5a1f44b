"""Rewards: fund budgets, collect for members, see the budgets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import click

from cercle.community import Community
from cercle.errors import InputProblem
from cercle.names import member_names, programme_names, programme_number
from cercle.states import MemberFlag
from cercle.texts import Text
from cercle.units import to_base_units, to_tokens
from scripts._options import console
from scripts._rounds import rounds
from scripts._verbs import Desk, amount, desk, progress, reads, sends, table

IN_ONE_CLAIM = 50


@click.group()
def cli() -> None:
    """The programmes' budgets, and what members have earned."""


cli.add_command(rounds)


@reads(cli, "budgets")
def budgets_command(community: Community) -> None:
    """List the budgets: available, reserved for what was accepted, paid."""
    history = community.history.refresh()
    names = programme_names(community)
    rows = table(
        f"Budgets of {community.name}, {community.token.symbol}",
        "programme",
        "available#",
        "reserved#",
        "paid#",
    )
    for number, programme in sorted(history.programmes.items()):
        budget = community.rewards.budget(number)
        rows.add_row(names[number], amount(budget.available), amount(budget.reserved), amount(programme.paid))
    console.print(rows)
    console.print(
        f"{amount(community.token.supply)} {community.token.symbol} exist; "
        f"{amount(community.token.issuance_left)} may still be issued in this period.",
        highlight=False,
    )


@sends(cli, "fund")
@click.argument("programme")
@click.argument("amount")
@click.option(
    "--mint", is_flag=True, help="Issue the tokens, instead of taking them from the sender's wallet."
)
def fund_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    programme: str,
    amount: str,
    mint: bool,
) -> None:
    """Add AMOUNT tokens to a programme's budget, from the treasury's wallet or newly issued."""
    number, tokens = programme_number(community, programme), _tokens(amount)
    office = desk(community, account, dry_run, yes, role="treasurer")
    if mint:
        office.order(community.token.mint_to_budget(number, tokens))
        return
    fund = community.rewards.fund(number, tokens)
    escrow = str(community.rewards.contract.address)
    if office.signer.earlier(fund) is None:
        _require_balance(community, office, tokens)
        office.order(community.token.approve(escrow, tokens), fund)
    else:
        office.order(fund)


def _tokens(amount: str) -> Decimal:
    try:
        tokens = Decimal(amount)
        if not 0 < to_base_units(tokens) < 2**128:
            raise ValueError
    except (ValueError, ArithmeticError):
        raise InputProblem(
            Text("“{amount}” is not an amount of tokens.", {"amount": amount}),
            Text("Write a number above 0 with at most 18 decimals, after a point."),
        ) from None
    return tokens


def _require_balance(community: Community, office: Desk, tokens: Decimal) -> None:
    balance = community.token.balance(office.signer.address)
    if balance < tokens:
        facts = {"address": office.signer.address, "balance": balance, "missing": tokens - balance}
        raise InputProblem(
            Text("{address} has {balance} tokens, {missing} too few.", facts),
            Text("Issue new ones with --mint, or use the treasury's account."),
        )


@sends(cli, "claim")
@click.argument("member", required=False)
@click.option("--all", "everybody", is_flag=True, help="For every member who has turned auto-collect on.")
def claim_command(
    community: Community, account: str | None, dry_run: bool, yes: bool, member: str | None, everybody: bool
) -> None:
    """Collect what a member has earned, to their wallet: as the member, or as anyone where auto-collect is on."""
    if everybody == (member is not None):
        raise InputProblem(Text("Name a member, or give --all."), None)
    members = _auto_collecting(community) if everybody else [member_names(community).require(str(member))]
    community.history.refresh()
    now = community.node.time()
    due = {one: [record.id for record in community.rewards.claimable(one, now)] for one in members}
    due = {one: ids for one, ids in due.items() if ids}
    total = sum(len(ids) for ids in due.values())
    console.print(f"{len(due)} of {len(members)} members have something to collect: {total} contributions.")
    if not due:
        return
    office = desk(community, account, dry_run, yes, role="treasurer")
    if not office.agreed("Collect it?"):
        return
    _collect(office, due)


def _auto_collecting(community: Community) -> list[int]:
    history = community.history.refresh()
    earners = {one.member for one in history.contributions.values()} & set(history.members)
    return [one for one in sorted(earners) if community.members.get(one).flags & MemberFlag.AutoCollect]


def _collect(office: Desk, due: dict[int, Sequence[bytes]]) -> None:
    community, total = office.community, sum(len(ids) for ids in due.values())
    done, paid, skipped = 0, Decimal(0), 0
    with progress() as tell:
        for member, ids in due.items():
            for start in range(0, len(ids), IN_ONE_CLAIM):
                tell("Collecting", done, total)
                batch = ids[start : start + IN_ONE_CLAIM]
                receipt = office.signer.send(community.rewards.claim(member, batch))
                paid += sum(
                    (
                        to_tokens(event["amount"])
                        for event in receipt.events
                        if event.name == "ContributionPaid"
                    ),
                    Decimal(0),
                )
                skipped += len(receipt.skipped)
                done += len(batch)
    office.tell_found()
    console.print(
        f"{done - skipped} contributions collected, {paid:f} {community.token.symbol}; {skipped} skipped.",
        highlight=False,
    )
