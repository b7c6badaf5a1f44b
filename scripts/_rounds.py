"""`ape run rewards round`: a published list of members and amounts, until the last one has collected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from eth_utils.crypto import keccak

from cercle.community import Community
from cercle.contracts import at
from cercle.documents import write_durably
from cercle.errors import InputProblem
from cercle.names import member_names
from cercle.rounds import PublishedRound, Round
from cercle.states import ROUND_NAMES, RoundStatus
from cercle.texts import Text
from scripts._options import console
from scripts._round_build import rounds, tell_list
from scripts._verbs import Desk, amount, desk, reads, seat_desk, sends, table

_file = click.argument("file", type=click.Path(path_type=Path))


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
    status = _announced(community, published).status
    office = desk(community, account, dry_run, yes, role="treasurer")
    fund = community.rounds.fund(published)
    if status in (RoundStatus.Funded, RoundStatus.Approved):
        if office.signer.earlier(fund) is None:
            console.print("The round is paid in already: nothing to do.")
        else:
            office.order(fund)
    elif status is RoundStatus.Announced:
        allow = [] if _may_pay(office, published) else [community.rounds.allow(published)]
        office.order(*allow, fund)
    else:
        raise InputProblem(
            Text("The round is {status}: nothing can be paid in.", {"status": ROUND_NAMES[status]}),
            Text("Build and announce another one."),
        )


def _may_pay(office: Desk, published: PublishedRound) -> bool:
    """Whether the rounds may take what a round needs already. ``InputProblem`` where the account does not have it."""
    token = at("CommunityToken", published.round.token)
    total, payer = int(published.round.total), office.signer.address
    if (balance := int(token.balanceOf(payer))) < total:
        missing = published.in_tokens(total - balance)
        facts = {"payer": payer, "missing": missing, "symbol": published.round.symbol}
        raise InputProblem(
            Text("{payer} lacks {missing} {symbol} for this round.", facts),
            Text("Issue or send them first, or pay from another account."),
        )
    return int(token.allowance(payer, str(office.community.rounds.contract.address))) >= total


@sends(rounds, "attest")
@_file
def attest_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Approve a round, with a seat of its programme, after recomputing its list."""
    published = _sound(file)
    tell_list(published)
    status = _announced(community, published).status
    office = seat_desk(community, account, dry_run, yes, [published.round.programme])
    validator = community.members.of(office.signer.address)
    if validator is None:
        raise InputProblem(Text("{wallet} is no member's.", {"wallet": office.signer.address}), None)
    attest = community.rounds.attest(validator, published)
    if status is RoundStatus.Approved and office.signer.earlier(attest) is None:
        console.print("The round is approved already: nothing to do.")
    else:
        office.order(attest)


@reads(rounds, "verify")
@_file
def verify_command(community: Community, file: Path) -> None:
    """Recompute a round from its list, and compare it with the chain."""
    published = _sound(file)
    tell_list(published)
    enrolled = community.members.enrolled
    strangers = [member for member in published.shares if member > enrolled]
    if strangers:
        facts = {"member": strangers[0], "enrolled": enrolled}
        raise InputProblem(
            Text("Member {member} of the list does not exist: {enrolled} numbers were given out.", facts),
            None,
        )
    found = _announced(community, published)
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
    published = _sound(file)
    _announced(community, published)
    desk(community, account, dry_run, yes, role="guardian").order(community.rounds.cancel(published))


@sends(rounds, "end")
@_file
def end_command(community: Community, account: str | None, dry_run: bool, yes: bool, file: Path) -> None:
    """Send what nobody collected of a round that is over back to its funder."""
    published = _sound(file)
    _announced(community, published)
    desk(community, account, dry_run, yes, role="treasurer").order(community.rounds.end(published))


@reads(rounds, "list")
def list_command(community: Community) -> None:
    """List the rounds announced from here."""
    rows = table(
        f"Rounds of {community.name}",
        "file",
        "made from",
        "state",
        "members#",
        "collected#",
        "ends",
    )
    for file in sorted(community.record.files.rounds.glob("*.json")):
        published = PublishedRound.read(file)
        found, one = community.rounds.get(published), published.round
        total = amount(published.in_tokens(int(one.total)))
        rows.add_row(
            file.name,
            one.made_from,
            ROUND_NAMES[found.status],
            str(len(published.values)),
            f"{amount(published.in_tokens(found.paid))} of {total} {one.symbol}",
            f"{datetime.fromtimestamp(one.ends, UTC):%Y-%m-%d}",
        )
    console.print(rows)


def _sound(file: Path) -> PublishedRound:
    published = PublishedRound.read(file)
    published.require_sound()
    return published


def _announced(community: Community, published: PublishedRound) -> Round:
    """The round as the chain has it. ``InputProblem`` where it has none with exactly these terms."""
    found = community.rounds.get(published)
    if found.status is RoundStatus.None_:
        raise InputProblem(
            Text("The list is sound, but no round with exactly its terms was announced on this chain."),
            Text(
                "Announce it, or look for the file that was published: one changed word makes another round."
            ),
        )
    return found
