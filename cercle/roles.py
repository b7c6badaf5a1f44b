"""The role table: who may call which restricted function, after which delay, and the worst they could do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from eth_utils.crypto import keccak

from cercle.contracts import container
from cercle.texts import Text

ADMIN_ID = 0


@dataclass(frozen=True)
class Role:
    """A role of the community's AccessManager.

    ``functions`` are the restricted functions it alone may call, by contract. ``delayed`` says whether a delay before
    its calls take effect makes sense: what stops harm must work at once. ``guardian`` names the role that may cancel
    what it announced. ``worst_loss`` says what a thief of its key could do at worst.
    """

    name: str
    id: int
    title: Text
    functions: Mapping[str, tuple[str, ...]]
    worst_loss: Text
    delayed: bool = False
    guardian: str | None = field(default=None)

    @cached_property
    def selectors(self) -> dict[str, list[bytes]]:
        """The four-byte selectors of its functions, by contract."""
        return {
            contract: [selector(contract, name) for name in names]
            for contract, names in self.functions.items()
        }


def selector(contract: str, function: str) -> bytes:
    """The four bytes by which a contract's function is called."""
    methods = container(contract).contract_type.mutable_methods
    (found,) = [method for method in methods if method.name == function]
    return keccak(text=found.selector)[:4]


ADMIN = Role(
    "admin",
    ADMIN_ID,
    Text("Administration"),
    {"CommunityToken": ("setTransferPolicy", "addSystemContract"), "RewardRounds": ("allowToken",)},
    Text(
        "Everything the other roles could do, after its delay: it gives and takes roles. It can neither take a "
        "member's tokens nor change an earned reward or an order."
    ),
    delayed=True,
)
ROLES: tuple[Role, ...] = (
    ADMIN,
    Role(
        "treasurer",
        1,
        Text("Treasury"),
        {
            "CommunityToken": ("mint", "mintToBudget"),
            "RewardEscrow": ("withdraw",),
            "RewardRounds": ("announce",),
        },
        Text(
            "Issues up to the period's limit, and takes budgets that are not reserved back to the treasury; announces "
            "rounds that no validator approves. What members hold or have earned is out of reach."
        ),
        delayed=True,
        guardian="guardian",
    ),
    Role(
        "steward",
        2,
        Text("Programmes"),
        {
            "ContributionRegistry": (
                "openProgramme",
                "resumeProgramme",
                "closeProgramme",
                "seat",
                "unseat",
            )
        },
        Text(
            "Seats accomplices, who then accept contributions that never happened, up to the programmes' budgets "
            "less what challenges stop; or closes programmes."
        ),
        delayed=True,
        guardian="guardian",
    ),
    Role(
        "membership",
        3,
        Text("Membership"),
        {"MemberRegistry": ("openCohort", "closeCohort", "admit", "reinvite", "publishCharter")},
        Text(
            "Enrols people who do not exist, whose contributions still need validators, until there are no numbers left; "
            "re-invites a member who never activated, to collect what waits there after the recovery delay."
        ),
    ),
    Role(
        "recovery",
        4,
        Text("Recovery of lost wallets"),
        {"MemberRegistry": ("startRecovery",), "MemberAccountFactory": ("startRecovery",)},
        Text(
            "Moves members who do not object within the recovery delay to wallets of its own, and collects what they "
            "earn from then on. Tokens in an ordinary wallet stay there; a passkey account it takes over with all it "
            "holds."
        ),
        delayed=True,
        guardian="guardian",
    ),
    Role(
        "recovery_judge",
        5,
        Text("Judging recoveries"),
        {
            "MemberRegistry": ("overruleObjection", "cancelRecovery"),
            "MemberAccountFactory": ("cancelRecovery",),
        },
        Text(
            "Stops recoveries; together with the recovery role, moves members to other wallets against their will. "
            "An objection to the recovery of a passkey account it cannot overrule."
        ),
    ),
    Role(
        "moderator",
        6,
        Text("Moderation"),
        {
            "ContributionRegistry": ("pauseProgramme",),
            "MemberRegistry": ("setSuspended",),
            "ServiceCatalog": ("moderate",),
        },
        Text("Stops members, programmes and services until somebody undoes it. Payments and refunds go on."),
    ),
    Role(
        "curator",
        7,
        Text("Service catalogue"),
        {"ServiceCatalog": ("list",)},
        Text("Lists services that nobody means to render; whoever orders one gets the price back."),
    ),
    Role(
        "arbiter",
        8,
        Text("Arbitration"),
        {"ContributionRegistry": ("resolve",), "ServiceCatalog": ("arbitrate",)},
        Text(
            "Decides challenges and disputes wrongly: at worst their rewards and prices, never those of others."
        ),
    ),
    Role(
        "guardian",
        9,
        Text("Guard"),
        {"ContributionRegistry": ("challengeAsGuardian",), "RewardRounds": ("cancel",)},
        Text(
            "Challenges good contributions, cancels announced actions, and rounds before they open: time is lost, "
            "no token."
        ),
    ),
)
BY_NAME: dict[str, Role] = {role.name: role for role in ROLES}
