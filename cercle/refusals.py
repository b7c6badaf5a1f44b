"""Why a contract refuses, as a sentence and a next step: the one place where contract errors become words.

``SENTENCES`` has one line for each error of our contracts (a test compares it with the ABIs); a placeholder is an
argument of the error, shown by what kind of fact it is: a time, tokens, units or a state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cercle import counted
from cercle.contracts import ContractError
from cercle.errors import Refused
from cercle.events import Event
from cercle.states import (
    CHANGE_NAMES,
    CONTRIBUTION_NAMES,
    ORDER_NAMES,
    PROGRAMME_NAMES,
    ROUND_NAMES,
    SERVICE_NAMES,
    ContributionStatus,
    OrderStatus,
    ProgrammeStatus,
    Reason,
    RoundReason,
    RoundStatus,
    ServiceStatus,
    WalletChangeKind,
)
from cercle.texts import Text
from cercle.units import to_time, to_tokens, to_units

# error name -> (what happened, what to do next)
SENTENCES: dict[str, tuple[str, str]] = {
    # members
    "Members_NotActivated": (
        "Member {memberId} has no wallet yet.",
        "They join with their invitation first.",
    ),
    "Members_NotEnrolled": (
        "There is no member {memberId}: the highest number given out is {enrolled}.",
        "Check the number in the directory.",
    ),
    "Members_AlreadyActivated": (
        "Member {memberId} has joined already, with the wallet {wallet}.",
        "Log in instead; after a lost wallet, ask for a recovery.",
    ),
    "Members_MayNotAct": (
        "Member {memberId} may not act now: suspended, or has left.",
        "What is owed is still paid. Ask the community, or come back first.",
    ),
    "Members_NotTheWallet": (
        "{caller} is not the wallet of member {memberId}.",
        "Log in with the wallet of that member.",
    ),
    "Members_WalletTaken": (
        "The wallet {wallet} belongs to member {memberId}.",
        "Use another wallet: one wallet is one member, for ever.",
    ),
    "Members_NoWallet": ("No wallet was named.", "Give the address of a wallet."),
    "Members_CohortClosed": (
        "The invitations of wave {cohortId} were closed.",
        "Ask the community for a new link.",
    ),
    "Members_CohortExpired": (
        "The invitations of wave {cohortId} ended on {deadline}.",
        "Ask the community for a new link.",
    ),
    "Members_NotInCohort": ("Member {memberId} is not in wave {cohortId}.", "Use the link as it was sent."),
    "Members_NotInvited": (
        "This invitation is not one of member {memberId}.",
        "Use the link as it was sent, or ask for a new one.",
    ),
    "Members_InviteNotYet": (
        "The new invitation of member {memberId} works from {validFrom} on.",
        "Wait until then; the first invitation works meanwhile.",
    ),
    "Members_EmptyCohort": ("A wave of invitations needs at least one member.", "Add members to the list."),
    "Members_CohortTooLarge": ("A wave of {size} is too large: at most {largest}.", "Make several waves."),
    "Members_WrongFirstId": (
        "The next member number is {expected}, not {given}.",
        "Read the next number again, and have the consents signed for it.",
    ),
    "Members_WrongCharter": (
        "The charter in force is version {current}, not {given}.",
        "Read the present charter and accept that one.",
    ),
    "Members_WrongCounter": (
        "Something changed for member {memberId} since this was signed.",
        "Reload, and sign again.",
    ),
    "Members_AlreadySo": (
        "Nothing to change: member {memberId} is in that state already.",
        "Reload to see the present state.",
    ),
    "Members_ChangePending": (
        "A change of wallet ({kind}) runs for member {memberId} until {until}.",
        "Finish or cancel it first.",
    ),
    "Members_NoChange": (
        "There is no such change of wallet for member {memberId} (present: {kind}).",
        "Reload to see the present state.",
    ),
    "Members_ChangeNotReady": (
        "The change of wallet of member {memberId} can be finished from {readyAt} on.",
        "Wait until then.",
    ),
    "Members_ChangeEnded": (
        "The change of wallet of member {memberId} ended unused on {endsAt}.",
        "Start it again.",
    ),
    "Members_CoolingDown": (
        "No recovery can be started for member {memberId} before {until}.",
        "Wait until then.",
    ),
    "Members_NoRecoveryKey": ("Member {memberId} has no recovery key.", "Ask the community for a recovery."),
    "Members_SameRecoveryKey": (
        "The recovery key of member {memberId} has to change when it is used.",
        "Make a new one and name it.",
    ),
    "Members_RecoveryKeyIsWallet": (
        "The recovery key cannot be the wallet {wallet} itself.",
        "Keep another key, in another place.",
    ),
    "Members_NoTimeToFinish": (
        "A change of wallet needs time to be finished in.",
        "Give `recovery_window` in the YAML.",
    ),
    "Members_PaymentsWait": (
        "Payments to member {memberId} wait until {until}.",
        "Nothing is lost: try again then.",
    ),
    # passkey accounts
    "Account_NotItself": (
        "Only the account itself does this, not {caller}.",
        "Confirm it with a passkey of the account.",
    ),
    "Account_NotTheFactory": ("Only a recovery replaces passkeys, not {caller}.", "Ask for a recovery."),
    "Account_WrongNonce": (
        "Something else was confirmed for this account meanwhile, or this was sent already.",
        "Reload; if it is not done yet, confirm it again.",
    ),
    "Account_NotAKey": (
        "{x}, {y} is not the key of a passkey.",
        "Copy it whole from the page that shows it.",
    ),
    "Account_KnownKey": ("This passkey opens the account already.", "Nothing to do."),
    "Account_UnknownKey": ("This passkey does not open the account.", "Reload to see those that do."),
    "Account_TooManyKeys": ("An account has {most} passkeys at most.", "Remove one that is no longer used."),
    "Account_LastKey": (
        "This is the last passkey of the account: without it nobody could open it.",
        "Add another one first.",
    ),
    "Accounts_NotAnAccount": (
        "{account} is not a passkey account of this community.",
        "A lost wallet of another kind is recovered as the member's wallet.",
    ),
    "Accounts_NoRecovery": ("No recovery of the account {account} runs.", "Reload to see the present state."),
    "Accounts_RecoveryPending": (
        "A recovery of the account {account} runs until {until}.",
        "Finish or cancel it first.",
    ),
    "Accounts_CoolingDown": (
        "No recovery of the account {account} can be started before {until}.",
        "Wait until then.",
    ),
    "Accounts_RecoveryNotReady": (
        "The recovery of the account {account} can be finished from {readyAt} on.",
        "Wait until then.",
    ),
    "Accounts_RecoveryEnded": (
        "The recovery of the account {account} ended unused on {endsAt}.",
        "Start it again.",
    ),
    "Accounts_NoTimeToFinish": (
        "A recovery needs time to be finished in.",
        "Give `recovery_window` in the YAML.",
    ),
    # the token
    "Token_IssuanceLimit": (
        "In this period {left} may still be issued, not {amount}.",
        "Issue less, or wait until {nextPeriodAt}.",
    ),
    "Token_TransferRefused": (
        "The community's rules do not allow a transfer from {from} to {to}.",
        "Tokens move between members, and to services.",
    ),
    "Token_NotAContract": ("There is no contract at {system}.", "Check the address."),
    "Token_ZeroValue": (
        "The token needs a treasury, an issuance limit and a period.",
        "Complete the token section of the YAML.",
    ),
    # budgets
    "Escrow_OnlyRegistry": (
        "Only the contribution registry moves reserved rewards, not {caller}.",
        "Use claim or resolve.",
    ),
    "Escrow_UnknownProgramme": (
        "There is no programme {programmeId}.",
        "Open it first, or check its number.",
    ),
    "Escrow_BudgetShort": (
        "The budget of programme {programmeId} has {available} and needs {asked}.",
        "Fund it: ape run rewards fund.",
    ),
    "Escrow_ZeroAmount": ("The amount is zero.", "Name an amount above zero."),
    "Escrow_NotTheTokens": (
        "The token was made for the budgets at {escrow}.",
        "Deploy again: ape run deploy.",
    ),
    # contributions
    "Contributions_ProgrammeExists": (
        "Programme {programmeId} exists already; its terms never change.",
        "Open a new programme under another number.",
    ),
    "Contributions_ProgrammeStatus": (
        "Programme {programmeId} is {status}.",
        "Choose a programme that is open.",
    ),
    "Contributions_BadTerms": (
        "The terms of the programme contradict each other.",
        "Rate and quorum (1 to 64) must be above zero; a cap needs a period.",
    ),
    "Contributions_ChallengeWindowTooShort": (
        "A challenge window of {window} seconds is too short.",
        "Give at least {least} seconds (a day), or zero if nothing can be challenged.",
    ),
    "Contributions_ClaimTimeTooShort": (
        "The time to collect, in days, is too short: {given}.",
        "Give at least {least} days.",
    ),
    "Contributions_TooFewSeats": (
        "Programme {programmeId} would have fewer seats ({seats}) than required approvals ({quorum}).",
        "Seat another validator first.",
    ),
    "Contributions_NoSeatLeft": (
        "All 64 seats of programme {programmeId} were given.",
        "Open a new programme.",
    ),
    "Contributions_NoSeat": (
        "Member {memberId} has no seat on programme {programmeId}.",
        "A validator of that programme has to do it.",
    ),
    "Contributions_AlreadySeated": (
        "Member {memberId} has a seat on programme {programmeId} already.",
        "Nothing to do.",
    ),
    "Contributions_DecisionOver": (
        "Programme {programmeId} is closed, and the time to decide ended on {until}.",
        "Submit it to the programme that follows.",
    ),
    "Contributions_ChallengeOver": (
        "It could be challenged until {until}.",
        "Talk to the community's arbiter.",
    ),
    "Contributions_ResolutionOver": (
        "The challenge could be resolved until {until}; it counts as upheld.",
        "Nothing to do: the reward can be collected.",
    ),
    "Contributions_NotYours": (
        "Only member {memberId} collects their rewards.",
        "Log in as that member, or ask them to turn on auto-collect.",
    ),
    "Contributions_MixedProgrammes": (
        "A contribution of programme {programmeId} is among those of another one.",
        "Vote on one programme at a time.",
    ),
    "Contributions_EmptyBatch": ("There is nothing in the batch.", "Choose at least one."),
    # services
    "Catalog_OffersByAdminsOnly": (
        "In this community services are listed by its admins.",
        "Propose yours to them.",
    ),
    "Catalog_BadTerms": (
        "The terms of the service contradict each other.",
        "The price must be above zero, the burn share at most 100 %, the provider a member.",
    ),
    "Catalog_FulfilWindowTooShort": (
        "{window} seconds are too short for the provider to fulfil an order.",
        "Give at least {least} seconds (an hour).",
    ),
    "Catalog_ConfirmWindowTooShort": (
        "{window} seconds are too short to confirm a service, or to report a problem.",
        "Give at least {least} seconds (a day).",
    ),
    "Catalog_NotTheProvider": (
        "Member {memberId} is not the provider of service {serviceId}.",
        "Only the provider changes a service.",
    ),
    "Catalog_ServiceStatus": ("Service {serviceId} is {status}.", "Choose another service."),
    "Catalog_ServiceStopped": (
        "The community has stopped service {serviceId}.",
        "Choose another service; orders made before run their course.",
    ),
    "Catalog_OutOfStock": (
        "Service {serviceId} is sold out.",
        "Come back when the provider has added places.",
    ),
    "Catalog_LimitReached": (
        "Member {memberId} has reached the limit of {limit} for service {serviceId}.",
        "Leave some for the others; choose another service.",
    ),
    "Catalog_PriceIs": (
        "The price of service {serviceId} is {price}.",
        "Reload and confirm the price.",
    ),
    "Catalog_OwnService": (
        "Member {memberId} provides service {serviceId}.",
        "One cannot order one's own service.",
    ),
    "Catalog_OrderExists": ("This order exists already: {status}.", "Reload to see your orders."),
    "Catalog_OrderStatus": ("The order is {status}.", "Reload to see its present state."),
    "Catalog_NotYourOrder": (
        "Member {memberId} is not on that side of this order.",
        "Log in as the member whose order it is.",
    ),
    "Catalog_TooLate": ("This could be done until {until}.", "Reload to see what can be done now."),
    "Catalog_TooEarly": ("This can be done from {from} on.", "Wait until then."),
    "Catalog_ArbiterIsParty": (
        "Member {arbiterId} is a side of this dispute.",
        "Another arbiter has to decide.",
    ),
    "Catalog_BadShare": ("A share cannot be more than 100 %.", "Give a share between 0 and 100 %."),
    "Catalog_NothingOwed": ("Nothing is kept for member {memberId}.", "Nothing to do."),
    "Catalog_NoTimeToArbitrate": (
        "A dispute needs time to be decided in.",
        "Give `arbitration` in the YAML.",
    ),
    "Contributions_NoTimeToResolve": (
        "A challenge needs time to be resolved in.",
        "Give `challenge_resolution` in the YAML.",
    ),
    "Contributions_NotARegistry": (
        "There is no registry at {predecessor}.",
        "Check the address of the predecessor.",
    ),
    "Catalog_NotTheTokens": (
        "The token was made for the services at {catalog}.",
        "Deploy again: ape run deploy.",
    ),
    # rounds
    "Rounds_BadTerms": (
        "The terms of the round contradict each other.",
        "It needs a list, a total, a funder, and at least thirty days between its opening and its end.",
    ),
    "Rounds_TokenNotAllowed": (
        "Rounds may not be paid in the token {token}.",
        "Have the administration allow it, or choose the community's own.",
    ),
    "Rounds_NotTheTokens": (
        "The token was made for the rounds at {rounds}.",
        "Deploy again: ape run deploy.",
    ),
    "Rounds_ProgrammeStatus": (
        "Programme {programmeId} is {status}.",
        "Choose a programme that is open: its validators approve the round.",
    ),
    "Rounds_Status": ("The round is {status}.", "Look at its present state: ape run rewards round list."),
    "Rounds_WrongAmountArrived": (
        "{arrived} arrived of {expected}: the token keeps a part for itself.",
        "Choose a token without fees on transfers.",
    ),
    "Rounds_NoSeat": (
        "Member {validatorId} has no seat on programme {programmeId}.",
        "A validator of that programme has to do it.",
    ),
    "Rounds_AlreadyAttested": (
        "Member {validatorId} has approved this round already.",
        "The other validators decide now.",
    ),
    "Rounds_TooLate": (
        "Approved now, the round would be open for less than thirty days: it ends on {ends}.",
        "Announce it again with a later end.",
    ),
    "Rounds_OpenAlready": (
        "The round is open since {since}.",
        "What nobody collects goes back to its funder when it ends.",
    ),
    "Rounds_NotOver": ("The round ends on {ends}.", "Wait until then."),
    "Rounds_NotListed": (
        "Member {memberId} is not in the round's list with this amount.",
        "Use the published list as it is.",
    ),
    "Rounds_NotYours": (
        "Only member {memberId} collects their rewards.",
        "Log in as that member, or ask them to turn on auto-collect.",
    ),
    # signatures
    "Signature_Expired": ("The signature was valid until {deadline}.", "Sign again."),
    "Signature_DeadlineTooFar": (
        "The signature's deadline {deadline} is more than a day ahead.",
        "Sign again with a deadline before {latest}.",
    ),
    "Signature_Invalid": (
        "The signature is not that of {wallet} over this action.",
        "Sign again with the right wallet on the right network.",
    ),
    # OpenZeppelin's
    "AccessManagedUnauthorized": (
        "{caller} does not have the role for this.",
        "Use the account that holds the role: ape run check shows who.",
    ),
    "AccessManagedRequiredDelay": (
        "{caller} has the role for this, with a delay of {delay} seconds.",
        "Schedule it, and execute it after the delay.",
    ),
    "AccessManagedInvalidAuthority": (
        "The access manager {authority} is not a contract.",
        "Deploy again with the right manager.",
    ),
    "ERC20InsufficientBalance": (
        "{sender} has {balance} and needs {needed}.",
        "Collect or earn some more first.",
    ),
    "ERC20InsufficientAllowance": (
        "{spender} may take {allowance} and needs {needed}.",
        "Approve the amount first.",
    ),
    "ERC20ExceededCap": (
        "The supply would be {increasedSupply}, above the cap of {cap}.",
        "Issue less.",
    ),
    "ERC20InvalidCap": ("A cap of {cap} makes no token.", "Give a cap above zero."),
    "ERC20InvalidApprover": ("{approver} cannot approve.", "Check the address."),
    "ERC20InvalidReceiver": ("{receiver} cannot receive tokens.", "Check the address."),
    "ERC20InvalidSender": ("{sender} cannot send tokens.", "Check the address."),
    "ERC20InvalidSpender": ("{spender} cannot spend tokens.", "Check the address."),
    "ERC2612ExpiredSignature": ("The permission was valid until {deadline}.", "Sign again."),
    "ERC2612InvalidSigner": (
        "The permission was signed by {signer}, not by {owner}.",
        "Sign with the wallet that holds the tokens.",
    ),
    "InvalidAccountNonce": ("The permission of {account} was used already.", "Sign again."),
    "AccessManagerAlreadyScheduled": (
        "This was announced already.",
        "Wait for its delay, then run it again.",
    ),
    "AccessManagerBadConfirmation": ("The role was not confirmed.", "Only its holder gives a role up."),
    "AccessManagerExpired": ("This was announced too long ago.", "Announce it again."),
    "AccessManagerInvalidInitialAdmin": (
        "{initialAdmin} cannot be the first admin.",
        "Name another account.",
    ),
    "AccessManagerLockedFunction": (
        "The access manager's own functions cannot be given away.",
        "Choose another function.",
    ),
    "AccessManagerLockedRole": ("Role {roleId} cannot be changed.", "Choose another role."),
    "AccessManagerNotReady": ("Its delay is not over yet.", "Wait, then run it again."),
    "AccessManagerNotScheduled": ("This was not announced, or was cancelled.", "Announce it first."),
    "AccessManagerUnauthorizedAccount": (
        "{msgsender} does not have role {roleId}.",
        "Use the account that holds the role: ape run check shows who.",
    ),
    "AccessManagerUnauthorizedCall": (
        "{caller} does not have the role for this.",
        "Use the account that holds the role: ape run check shows who.",
    ),
    "AccessManagerUnauthorizedCancel": (
        "{msgsender} may not cancel what {caller} announced.",
        "Its guardian or its author cancels.",
    ),
    "AccessManagerUnauthorizedConsume": (
        "{target} is not one of the community's contracts.",
        "Check the address.",
    ),
    "AddressEmptyCode": ("There is no contract at {target}.", "Check the address."),
    "FailedDeployment": ("The account could not be deployed.", "Try again."),
    "Create2EmptyBytecode": ("The account could not be deployed.", "Try again."),
    "CloneArgumentsTooLong": ("The account could not be deployed.", "Try again."),
    "ReentrancyGuardReentrantCall": (
        "The account was called again in the middle of a call.",
        "Confirm one thing at a time.",
    ),
    "FailedCall": ("The call inside failed without a reason.", "Try it alone."),
    "InsufficientBalance": ("The account has {balance} and needs {needed}.", "Fund the account."),
    "SafeERC20FailedOperation": ("The token {token} refused the transfer.", "Check balance and allowance."),
    "SafeCastOverflowedUintDowncast": ("{value} is too large.", "Give a smaller number."),
    "ECDSAInvalidSignature": ("The signature is not one.", "Sign again."),
    "ECDSAInvalidSignatureLength": ("The signature is not one.", "Sign again."),
    "ECDSAInvalidSignatureS": ("The signature is not in its normal form.", "Sign again with another wallet."),
    "InvalidShortString": ("A name is not readable.", "Deploy again with a plain name."),
    "StringTooLong": ("The name {str} is too long.", "Give a name of at most 31 letters."),
}

REASONS: dict[Reason, tuple[str, str]] = {
    Reason.State: ("The contribution is {fact}.", "Reload to see its present state."),
    Reason.Units: (
        "The contribution is over {fact}, not what was voted on.",
        "Reload, look again, and vote again.",
    ),
    Reason.AlreadyVoted: ("Seat {fact} has voted on it.", "The other validators decide now."),
    Reason.OwnContribution: ("Nobody decides on their own contribution.", "Another validator has to do it."),
    Reason.Cap: ("The cap of this period leaves {fact}.", "Submit the rest in the next period."),
    Reason.Budget: ("The programme's budget is {fact} short.", "Fund it first: ape run rewards fund."),
    Reason.Window: ("It has to wait until {fact}.", "Nothing is lost: try again then."),
    Reason.Lapsed: ("It was not collected before {fact} and has lapsed.", "Talk to the community."),
    Reason.NotEnrolled: (
        "This number was never given to a member: the highest one is {fact}.",
        "Check the number in the directory.",
    ),
    Reason.NotTheMember: ("It is a contribution of member {fact}.", "Only their own can be collected."),
    Reason.KnownToPredecessor: ("It was recorded before the community moved here: {fact}.", "Nothing to do."),
    Reason.NoUnits: ("It is over no units at all.", "Give the units, in hundredths at least one."),
}

ROUND_REASONS: dict[RoundReason, tuple[str, str]] = {
    RoundReason.State: ("The round is {fact}.", "It can be collected once it is approved and open."),
    RoundReason.NotOpen: ("The round opens on {fact}.", "Nothing is lost: try again then."),
    RoundReason.Over: ("The round ended on {fact}.", "What was left went back to its funder."),
    RoundReason.Collected: ("Member {fact} has collected from this round already.", "Nothing to do."),
    RoundReason.Total: (
        "The round has {fact} left: its list sums up to more than was paid in.",
        "Tell the community's office.",
    ),
}

_TIMES = {
    "ends",
    "since",
    "deadline",
    "until",
    "from",
    "validFrom",
    "readyAt",
    "endsAt",
    "nextPeriodAt",
    "latest",
}
_TOKENS = {
    "amount",
    "left",
    "asked",
    "available",
    "price",
    "balance",
    "needed",
    "allowance",
    "cap",
    "increasedSupply",
}


@dataclass(frozen=True)
class Skipped:
    """An item a batch did not take, and why."""

    id: bytes
    reason: Reason | RoundReason
    text: Text


def refusal(error: ContractError) -> Refused:
    """The exception of a decoded contract error."""
    if error.name == "Contributions_Refused":
        reason = Reason(error.facts["reason"])
        problem, step = REASONS[reason]
        return Refused(
            error.name, error.facts, Text(problem, {"fact": _fact(reason, error.facts["fact"])}), Text(step)
        )
    if error.name == "Rounds_Refused":
        facts = {"fact": _round_fact(round_reason := RoundReason(error.facts["reason"]), error.facts["fact"])}
        problem, step = ROUND_REASONS[round_reason]
        return Refused(error.name, error.facts, Text(problem, facts), Text(step))
    sentence = SENTENCES.get(error.name)
    if sentence is None:
        return unknown_refusal(f"{error.name} {error.facts}")
    values = {name: _shown(error.name, name, value) for name, value in error.facts.items()}
    return Refused(error.name, error.facts, Text(sentence[0], values), Text(sentence[1], values))


def unknown_refusal(reason: str) -> Refused:
    """For a revert that is none of our contracts'."""
    return Refused(
        "", {}, Text("The contract refuses without giving a reason: {reason}", {"reason": reason}), None
    )


def skipped(event: Event) -> Skipped:
    """What a ``Skipped`` event of the contributions says, or an ``EntrySkipped`` of the rounds."""
    if event.name == "EntrySkipped":
        of_round = RoundReason(event["reason"])
        facts = {"fact": _round_fact(of_round, event["fact"])}
        return Skipped(event["roundId"], of_round, Text(ROUND_REASONS[of_round][0], facts))
    reason = Reason(event["reason"])
    problem, _ = REASONS[reason]
    return Skipped(event["id"], reason, Text(problem, {"fact": _fact(reason, event["fact"])}))


def _fact(reason: Reason, fact: int) -> Any:
    if reason in (Reason.State, Reason.KnownToPredecessor):
        return Text(CONTRIBUTION_NAMES[ContributionStatus(fact)])
    if reason in (Reason.Units, Reason.Cap):
        return counted.units(to_units(fact))
    if reason is Reason.Budget:
        return counted.tokens(to_tokens(fact))
    if reason in (Reason.Window, Reason.Lapsed):
        return to_time(fact)
    return fact


def _round_fact(reason: RoundReason, fact: int) -> Any:
    if reason is RoundReason.State:
        return Text(ROUND_NAMES[RoundStatus(fact)])
    if reason in (RoundReason.NotOpen, RoundReason.Over):
        return to_time(fact)
    return fact


_STATES: Mapping[str, tuple[type[Any], Mapping[Any, str]]] = {
    "Contributions_ProgrammeStatus": (ProgrammeStatus, PROGRAMME_NAMES),
    "Catalog_ServiceStatus": (ServiceStatus, SERVICE_NAMES),
    "Catalog_OrderExists": (OrderStatus, ORDER_NAMES),
    "Catalog_OrderStatus": (OrderStatus, ORDER_NAMES),
    "Rounds_ProgrammeStatus": (ProgrammeStatus, PROGRAMME_NAMES),
    "Rounds_Status": (RoundStatus, ROUND_NAMES),
    "Members_ChangePending": (WalletChangeKind, CHANGE_NAMES),
    "Members_NoChange": (WalletChangeKind, CHANGE_NAMES),
}


def _shown(error: str, name: str, value: Any) -> Any:
    if name in ("status", "kind") and error in _STATES:
        kind, names = _STATES[error]
        return Text(names[kind(value)])
    if isinstance(value, int) and name in _TIMES:
        return to_time(value)
    if isinstance(value, int) and name in _TOKENS:
        # An account has coins of the chain; everything else is in the community's tokens.
        return to_tokens(value) if error == "InsufficientBalance" else counted.tokens(to_tokens(value))
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value
