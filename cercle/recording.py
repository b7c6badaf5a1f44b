"""Recording many contributions: what is known is left out, the rest goes in batches, and the budget is asked first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cercle import counted
from cercle.calls import Call
from cercle.community import Community
from cercle.contributions import Contributions, Entry
from cercle.errors import InputProblem, Refused
from cercle.names import programme_names
from cercle.refusals import Skipped
from cercle.signers import Signer
from cercle.states import PROGRAMME_NAMES, ProgrammeStatus, Reason
from cercle.texts import Text
from cercle.units import to_hundredths, to_tokens

BATCH = 50
Progress = Callable[[str, int, int], None]
"""(what is being done, how many are done, of how many)"""


def silent(what: str, done: int, of: int) -> None:
    """Shows no progress."""


@dataclass(frozen=True)
class Item:
    """Something to record: ``label`` is how its source calls it, such as ``line 12``."""

    label: str
    programme: int
    entry: Entry

    @property
    def id(self) -> bytes:
        """The contribution's id on chain."""
        return Contributions.id_of(self.entry.member, self.programme, self.entry.evidence)


@dataclass
class Recorded:
    """What became of the items."""

    recorded: int = 0
    known: int = 0
    skipped: list[tuple[Item, Skipped]] = field(default_factory=list)
    transactions: int = 0
    gas_used: int = 0

    def __add__(self, other: Recorded) -> Recorded:
        return Recorded(
            self.recorded + other.recorded,
            self.known + other.known,
            self.skipped + other.skipped,
            self.transactions + other.transactions,
            self.gas_used + other.gas_used,
        )


def missing_budgets(community: Community, units: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """By programme, the tokens its budget lacks to accept these units, given as (programme, units).

    A programme that needs more than one approval reserves nothing yet, so it lacks nothing.
    """
    hundredths: dict[int, int] = defaultdict(int)
    for programme, amount in units:
        hundredths[programme] += to_hundredths(amount)
    missing = {}
    for programme, total in hundredths.items():
        terms = community.programmes.terms(programme)
        lacking = to_tokens(terms.rate * total) - community.rewards.budget(programme).available
        if terms.quorum == 1 and lacking > 0:
            missing[programme] = lacking
    return missing


def require_budgets(community: Community, missing: Mapping[int, Decimal]) -> None:
    """Raises ``InputProblem`` with what the budgets lack, if they lack anything."""
    if missing:
        names = programme_names(community)
        amounts = "; ".join(f"{names[one]} {tokens.normalize():f}" for one, tokens in sorted(missing.items()))
        raise InputProblem(
            Text(
                "The budgets are short by {tokens} in all ({amounts}); nothing was recorded.",
                {"tokens": counted.tokens(sum(missing.values(), Decimal(0))), "amounts": amounts},
            ),
            Text(
                "Fund them with ape run rewards fund, or run again with --fund, which issues what is missing."
            ),
        )


def provide_budgets(community: Community, missing: Mapping[int, Decimal], treasurer: Signer | None) -> None:
    """Has the treasurer issue what the budgets lack. Raises ``InputProblem`` where there is no treasurer."""
    if treasurer is None:
        require_budgets(community, missing)
        return
    for programme, tokens in sorted(missing.items()):
        treasurer.send(community.token.mint_to_budget(programme, tokens))


def validator_of(community: Community, address: str) -> int:
    """The member an account speaks for. ``InputProblem`` if it is nobody's wallet."""
    member = community.members.of(address)
    if member is None:
        raise InputProblem(
            Text("The account {address} is not the wallet of a member.", {"address": address}),
            Text("Use the account of a member who has a seat: --account NAME"),
        )
    return member


def require_recordable(community: Community, validator: int, programmes: Iterable[int]) -> None:
    """Raises ``InputProblem`` unless each programme is open and the validator has a seat on it."""
    names = programme_names(community)
    for programme in sorted(set(programmes)):
        status = community.programmes.status(programme)
        facts = {"programme": names.get(programme, str(programme)), "validator": validator}
        if status is not ProgrammeStatus.Open:
            raise InputProblem(
                Text(
                    "The programme {programme} is {status}.",
                    {**facts, "status": Text(PROGRAMME_NAMES[status])},
                ),
                Text("Resume it, or open a new one in the community's YAML."),
            )
        if not community.programmes.has_seat(programme, validator):
            raise InputProblem(
                Text("Member {validator} has no seat on the programme {programme}.", facts),
                Text("Seat them first: ape run programmes seat {programme} {validator}", facts),
            )


def record(
    community: Community,
    signer: Signer,
    validator: int,
    items: Sequence[Item],
    *,
    batch: int = BATCH,
    progress: Progress = silent,
) -> Recorded:
    """Records what is not on chain yet, in batches for each programme, as a validator.

    An item that cannot be taken (over its cap, say) is skipped with its reason, and does not stop the others.
    """
    on_chain = community.history.refresh().contributions
    new = [item for item in items if item.id not in on_chain]
    result = Recorded(known=len(items) - len(new))
    by_programme: dict[int, dict[bytes, Item]] = defaultdict(dict)
    for item in new:
        by_programme[item.programme][item.id] = item
    total, done = len(new), 0
    for programme, found in by_programme.items():
        ids = list(found)
        for start in range(0, len(ids), batch):
            chunk = [found[one] for one in ids[start : start + batch]]
            progress("Recording", done, total)
            call = community.contributions.record(validator, programme, [item.entry for item in chunk])
            skipped = _send(signer, call, result)
            result.skipped += [(found[one.id], one) for one in skipped]
            result.recorded += len(chunk) - len(skipped)
            done += len(chunk)
    progress("Recording", total, total)
    return result


def _send(signer: Signer, call: Call, result: Recorded) -> tuple[Skipped, ...]:
    try:
        receipt = signer.send(call)
    except Refused as refused:
        # The contract refuses a batch of one where it would skip one of many.
        if refused.name != "Contributions_Refused":
            raise
        return (Skipped(refused.facts["id"], Reason(refused.facts["reason"]), refused.problem),)
    result.transactions += 1
    result.gas_used += receipt.gas_used
    return receipt.skipped
