"""The community's token."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from cercle import counted
from cercle.calls import Call
from cercle.noun import Noun
from cercle.states import TransferPolicy
from cercle.texts import Text
from cercle.units import to_base_units, to_tokens

UNLIMITED = 2**256 - 1  # OpenZeppelin's ERC-20 does not count such an allowance down


class Token(Noun):
    """Balances and issuance, in tokens."""

    contract_name: ClassVar[str] = "CommunityToken"

    @cached_property
    def name(self) -> str:
        """Such as ``Merci``."""
        return str(self.contract.name())

    @cached_property
    def symbol(self) -> str:
        """Such as ``MRC``."""
        return str(self.contract.symbol())

    @property
    def supply(self) -> Decimal:
        """Tokens that exist now."""
        return to_tokens(self.contract.totalSupply())

    @property
    def policy(self) -> TransferPolicy:
        """Who may transfer to whom."""
        return TransferPolicy(self.contract.transferPolicy())

    @property
    def issuance_left(self) -> Decimal:
        """Tokens that may still be issued in the present period."""
        return to_tokens(self.contract.issuanceLeft())

    def balance(self, wallet: str) -> Decimal:
        """Tokens of a wallet."""
        return to_tokens(self.contract.balanceOf(wallet))

    def allowance(self, owner: str, spender: str) -> Decimal:
        """Tokens that a spender may take from an owner."""
        return to_tokens(self.contract.allowance(owner, spender))

    def approve(self, spender: str, tokens: Decimal) -> Call:
        """Lets a contract take up to this many of the sender's tokens."""
        return self._call(
            "approve",
            spender,
            to_base_units(tokens),
            sentence=Text("Allow {tokens}.", {"tokens": counted.tokens(tokens)}),
        )

    def allow_services(self, owner: str) -> Call:
        """Lets the catalogue take a wallet's tokens whenever its member orders: one signature for all later orders.
        By signature it is a permit (EIP-2612, ERC-7597), which anyone may send."""
        catalog = self._community.record.addresses["ServiceCatalog"]
        return self._call(
            "approve",
            catalog,
            UNLIMITED,
            sentence=Text("Let the services take tokens when you order, now and later."),
            door=self._door("permit", owner, catalog, UNLIMITED),
        )

    def is_allowed(self, allowance: Call) -> bool:
        """Whether what ``allow_services`` asks for is there already: somebody else may have sent the permit first."""
        assert allowance.door is not None
        owner, spender, amount = allowance.door.args
        return int(self.contract.allowance(owner, spender)) >= int(amount)

    def transfer(self, to: str, tokens: Decimal) -> Call:
        """Gives tokens to another wallet, where the policy allows it."""
        return self._call(
            "transfer",
            to,
            to_base_units(tokens),
            sentence=Text("Give {tokens} to {to}.", {"tokens": counted.tokens(tokens), "to": to}),
        )

    def mint(self, tokens: Decimal) -> Call:
        """Issues tokens to the treasury."""
        return self._call(
            "mint",
            to_base_units(tokens),
            sentence=Text("Issue {tokens}.", {"tokens": counted.tokens(tokens)}),
        )

    def mint_to_budget(self, programme: int, tokens: Decimal) -> Call:
        """Issues tokens straight into a programme's budget."""
        return self._call(
            "mintToBudget",
            programme,
            to_base_units(tokens),
            sentence=Text(
                "Issue {tokens} into the budget of programme {programme}.",
                {"tokens": counted.tokens(tokens), "programme": programme},
            ),
        )
