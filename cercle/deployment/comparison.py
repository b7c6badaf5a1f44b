"""What the YAML fixed for ever, beside what the chain holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from cercle.access import MANAGER
from cercle.accounts import address_of
from cercle.config_models import CommunityConfig, Programme, Service
from cercle.contracts import at
from cercle.deployment.terms import (
    account_recovery,
    member_delays,
    programme_terms,
    service_terms,
    token_terms,
)
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.texts import Text

_DELAYS = ("ROTATION_DELAY", "RECOVERY_DELAY", "RECOVERY_WINDOW", "RECOVERY_COOLDOWN", "FIRST_PAYMENT_DELAY")
_TOKEN = ("name", "symbol", "cap", "ISSUANCE_LIMIT", "ISSUANCE_PERIOD", "treasury")
_ACCOUNTS = ("RECOVERY_DELAY", "RECOVERY_WINDOW", "RECOVERY_COOLDOWN")
_PROGRAMME = ("tokens_per_unit", "quorum", "challenge_window", "cap.units", "cap.per", "claim_within")
_SERVICE = ("provider", "price", "limit", "fulfil_within", "confirm_within", "burn_share")


@dataclass(frozen=True)
class Difference:
    """A value of the chain that is not the one expected."""

    what: str
    expected: Any
    found: Any

    @property
    def text(self) -> Text:
        """The difference as a sentence."""
        facts = {"what": self.what, "expected": str(self.expected), "found": str(self.found)}
        return Text("{what}: {found} on chain, {expected} expected.", facts)


def fixed_terms(node: Node, config: CommunityConfig, record: DeploymentRecord) -> Iterator[Difference]:
    """Differences in what the contracts were made with and can never change, ties among them included."""
    addresses = record.addresses
    tied = {name: addresses[name] for name in addresses}
    token_values = token_terms(config, address_of(node, config.treasury))
    delays = config.delays
    expected: dict[str, dict[str, Any]] = {
        "MemberRegistry": dict(zip(_DELAYS, member_delays(config), strict=True)),
        "CommunityToken": {
            **dict(zip(_TOKEN, token_values, strict=True)),
            "members": tied["MemberRegistry"],
            "escrow": tied["RewardEscrow"],
            "catalog": tied["ServiceCatalog"],
            "rounds": tied["RewardRounds"],
        },
        "ContributionRegistry": {
            "members": tied["MemberRegistry"],
            "escrow": tied["RewardEscrow"],
            "RESOLUTION_PERIOD": delays.challenge_resolution,
            "DECISION_PERIOD": delays.decisions_after_closing,
        },
        "RewardEscrow": {"registry": tied["ContributionRegistry"], "token": tied["CommunityToken"]},
        "ServiceCatalog": {
            "members": tied["MemberRegistry"],
            "token": tied["CommunityToken"],
            "MEMBERS_MAY_OFFER": config.members_may_offer,
            "ARBITRATION_PERIOD": delays.arbitration,
        },
        "MemberAccountFactory": {
            **dict(zip(_ACCOUNTS, account_recovery(config), strict=True)),
            "implementation": tied["MemberAccount"],
        },
        "RewardRounds": {
            "members": tied["MemberRegistry"],
            "registry": tied["ContributionRegistry"],
            "OPENING_DELAY": delays.round_opening,
        },
    }
    for values in expected.values():
        values["authority"] = addresses[MANAGER]
    # No role reaches an account: it knows its factory only.
    expected["MemberAccount"] = {"factory": tied["MemberAccountFactory"]}
    for contract, values in expected.items():
        instance = at(contract, addresses[contract])
        for name, value in values.items():
            yield from _compare(f"{contract}.{name}", value, getattr(instance, name)())


def programme_differences(record: DeploymentRecord, key: str, programme: Programme) -> Iterator[Difference]:
    """Differences in the immutable terms of a programme that is open."""
    info = at("ContributionRegistry", record.addresses["ContributionRegistry"]).programmeInfo(
        record.programmes[key]
    )
    found = (info.rate, info.quorum, info.challengeWindow, info.cap, info.capPeriod, info.claimWithin)
    compare = partial(_each, f"programmes.{key}", _PROGRAMME)
    yield from _compare(f"programmes.{key}.id", programme.id, record.programmes[key])
    yield from compare(programme_terms(programme), found)


def service_differences(
    record: DeploymentRecord, key: str, service: Service, provider: int
) -> Iterator[Difference]:
    """Differences in the immutable terms of a service that is listed; the stock is the provider's to change."""
    info = at("ServiceCatalog", record.addresses["ServiceCatalog"]).serviceInfo(record.services[key])
    found = (info.providerId, info.price, info.limit, info.fulfilWindow, info.confirmWindow, info.burnShare)
    provider_id, price, _stock, *rest = service_terms(service, provider)
    yield from _each(f"services.{key}", _SERVICE, (provider_id, price, *rest), found)


def _each(
    what: str, names: tuple[str, ...], expected: tuple[Any, ...], found: tuple[Any, ...]
) -> Iterator[Difference]:
    for name, value, actual in zip(names, expected, found, strict=True):
        yield from _compare(f"{what}.{name}", value, actual)


def _compare(what: str, expected: Any, found: Any) -> Iterator[Difference]:
    if expected != found:
        yield Difference(what, expected, found)
