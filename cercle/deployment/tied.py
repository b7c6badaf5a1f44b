"""Deploys token, registry, catalogue and rounds, each made for the others.

The token is made for an escrow, a catalogue and rounds that come after it: their addresses follow from the deployer's next
nonces. If something else used one of these nonces, the token is of no use and another one is made: nothing was issued
yet, and no record names it.
"""

from __future__ import annotations

from typing import Any

import rlp  # type: ignore[import-untyped]
from eth_utils.address import to_canonical_address, to_checksum_address
from eth_utils.crypto import keccak

from cercle.config_models import CommunityConfig
from cercle.contracts import at, container
from cercle.deployment.terms import token_terms
from cercle.journal import JournaledSender

TOKEN, REGISTRY, CATALOG = "CommunityToken", "ContributionRegistry", "ServiceCatalog"
ESCROW, ROUNDS = "RewardEscrow", "RewardRounds"
_NOBODY = "0x" + 40 * "0"


def created_address(creator: str, nonce: int) -> str:
    """The address of the contract that somebody creates with a nonce."""
    return str(to_checksum_address(keccak(rlp.encode([to_canonical_address(creator), nonce]))[12:]))


class TiedContracts:
    """Deploys the four in their order, once each whatever happens in between."""

    def __init__(
        self,
        sender: JournaledSender,
        key: str,
        config: CommunityConfig,
        manager: str,
        members: str,
        treasury: str,
    ) -> None:
        self._sender = sender
        self._key = key
        self._config = config
        self._asked = (manager, members)
        self._treasury = treasury
        self._attempt = 1
        self._token = ""

    def token(self) -> str:
        """Deploys the token and returns its address."""
        known = self._sender.deployed(self._named(TOKEN))
        self._token = known or self._sender.deploy(
            self._named(TOKEN), container(TOKEN), *self._token_arguments()
        )
        return self._token

    def registry(self) -> str:
        """Deploys the registry, which deploys the escrow, and returns its address."""
        delays = self._config.delays
        return self._part(REGISTRY, _NOBODY, delays.challenge_resolution, delays.decisions_after_closing)

    def catalog(self) -> str:
        """Deploys the catalogue and returns its address."""
        return self._part(CATALOG, self._config.members_may_offer, self._config.delays.arbitration)

    def rounds(self) -> str:
        """Deploys the rounds and returns their address."""
        return self._part(ROUNDS, self._config.delays.round_opening)

    def addresses(self) -> dict[str, str]:
        """The five contracts, once all are deployed."""
        parts = {name: str(self._sender.deployed(self._named(name))) for name in (REGISTRY, CATALOG, ROUNDS)}
        return {TOKEN: self._token, ESCROW: str(at(REGISTRY, parts[REGISTRY]).escrow()), **parts}

    def _part(self, name: str, *arguments: Any) -> str:
        known = self._sender.deployed(self._named(name))
        if known:
            return known
        if not self._fits(name):
            self._attempt += 1
            self.token()
            former = {REGISTRY: [], CATALOG: [self.registry], ROUNDS: [self.registry, self.catalog]}
            for deploy in former[name]:
                deploy()
        ties = self._ties(name)
        return self._sender.deploy(self._named(name), container(name), *ties, *arguments)

    def _ties(self, name: str) -> tuple[str, ...]:
        if name == ROUNDS:
            return *self._asked, str(self._sender.deployed(self._named(REGISTRY))), self._token
        return *self._asked, self._token

    def _fits(self, name: str) -> bool:
        """Whether what the deployer creates next is what the token was made for."""
        token = at(TOKEN, self._token)
        created = created_address(self._sender.address, self._sender.next_nonce())
        if name == REGISTRY:
            return created_address(created, 1) == str(token.escrow())
        return created == str(token.catalog() if name == CATALOG else token.rounds())

    def _token_arguments(self) -> tuple[Any, ...]:
        nonce = self._sender.next_nonce()
        registry, catalog, rounds = (
            created_address(self._sender.address, nonce + later) for later in (1, 2, 3)
        )
        made_for = created_address(registry, 1), catalog, rounds
        return *self._asked, *made_for, token_terms(self._config, self._treasury)

    def _named(self, name: str) -> str:
        return f"{self._key}/{name}/{self._attempt}"
