"""Tries what was asked, without sending it: whose signature it is, whether the contract takes it, what it costs."""

from __future__ import annotations

from cercle.calls import Call
from cercle.community import Community
from cercle.config_models import RelayTerms
from cercle.contract_wallets import accepted_on
from cercle.contracts import ContractError, at
from cercle.documents import is_signed_by
from cercle.doors import ITSELF, MEMBER, RECOVERY_KEY, SIGNED, Consent, domain_name, message
from cercle.errors import Refused, RelayRefused
from cercle.estimates import Estimate, estimate
from cercle.privacy.lint import lint
from cercle.refusals import refusal
from cercle.relay.allowed import ACCOUNT, Request, flat
from cercle.relay.rows import Order
from cercle.relay.tank import Tank
from cercle.standing import require_link_in_force
from cercle.texts import Text
from cercle.typed_data import typed_data

# A passkey's signature costs up to 350,000 gas where the chain has no P-256 of its own.
SIGNATURE_GAS = 600_000


class Trial:
    """Tries requests as the relay's address would send them."""

    def __init__(self, community: Community, terms: RelayTerms, tank: Tank) -> None:
        self._community = community
        self._node = community.node
        self._terms = terms
        self._tank = tank

    def whole(self, request: Request, now: int) -> Estimate:
        """Checks everything, signatures too, and returns what it costs; ``now`` by the chain's clock. Raises as
        ``simulated``, and ``Refused`` for a wrong signature."""
        if is_late(request.order, now):
            raise too_late(request.order)
        self._require_not_personal(request)
        with self._node.answering():
            self._require_right(request)
        return self.simulated(request.order)

    def _require_right(self, request: Request) -> None:
        if request.call.contract_name == ACCOUNT:
            self._require_own_account(request)
        if request.call.method == "activate":
            key = str(flat(request.call.args)["inviteKey"])
            require_link_in_force(self._community, request.order.member, key)
        for consent in SIGNED.get((request.call.contract_name, request.call.method), ()):
            # What an account signs for itself only the account can judge, when it is simulated.
            if consent.by != ITSELF:
                self._require_signed(request, consent)

    def simulated(self, order: Order) -> Estimate:
        """What it costs, if the contract takes it now. Raises ``Refused``, or ``RelayRefused`` for more gas than one
        action may use."""
        sender, most = str(self._tank.key().address), self._terms.gas_per_action
        self._node.call(order.receiver, order.data, sender)
        cost = estimate(self._node, sender, order.receiver, order.data)
        if cost.limit > most:
            raise RelayRefused(
                Text(
                    "This is too much at once: {gas} gas, and {most} at most.",
                    {"gas": cost.limit, "most": most},
                ),
                Text("Choose fewer at a time."),
            )
        return cost

    def _require_not_personal(self, request: Request) -> None:
        for receiver, one in ((request.order.receiver, request.call), *request.inner):
            contract = at(one.contract_name, receiver)
            lint(self._community, Call(contract, one.contract_name, one.method, one.values, Text("")))

    def _require_own_account(self, request: Request) -> None:
        member, account = request.order.member, request.order.receiver
        wallet = str(self._community.members.contract.memberInfo(member).wallet)
        if wallet.lower() != account.lower() or not self._community.accounts.is_deployed(account):
            raise RelayRefused(
                Text(
                    "{account} is not the account of member {member}.",
                    {"account": account, "member": str(member)},
                ),
                Text("Log in again, and sign with the passkey of your account."),
            )

    def _require_signed(self, request: Request, consent: Consent) -> None:
        call, args = request.call, flat(request.call.args)
        if (
            consent.primary_type == "Activate"
            and args["inviteKey"] == args["wallet"]
            and not args["referrer"]
        ):
            return  # the wallet's own consent says it all
        wallet = self._signer(request, consent)
        contract = at(call.contract_name, request.order.receiver)
        data = typed_data(
            call.contract_name,
            request.order.receiver,
            self._community.record.chain_id,
            consent.primary_type,
            message(contract, consent.primary_type, args),
            domain=domain_name(contract, call.contract_name),
        )
        accepted = accepted_on(self._node, SIGNATURE_GAS)
        if not is_signed_by(wallet, data, _signature(request, consent), accepted):
            raise refusal(ContractError("Signature_Invalid", {"wallet": wallet}))

    def _signer(self, request: Request, consent: Consent) -> str:
        members, member = self._community.members.contract, request.order.member
        if consent.by == RECOVERY_KEY:
            return str(members.recoveryKeyOf(member))
        wallet = str(members.memberInfo(member).wallet)
        if consent.by == MEMBER:
            return wallet
        named = str(flat(request.call.args)[consent.by])
        if consent.by == "owner" and named != wallet:
            raise refusal(ContractError("Members_NotTheWallet", {"memberId": member, "caller": named}))
        return named


def is_late(order: Order, now: int) -> bool:
    """Whether the deadline of an order's signatures is over."""
    return order.deadline is not None and now > order.deadline


def too_late(order: Order) -> Refused:
    """What is said then."""
    return refusal(ContractError("Signature_Expired", {"deadline": order.deadline}))


def _signature(request: Request, consent: Consent) -> bytes:
    args = request.call.args
    if consent.argument in args:
        return bytes(args[consent.argument])
    return bytes(args["r"]) + bytes(args["s"]) + bytes([args["v"]])  # the permit of ERC-2612
