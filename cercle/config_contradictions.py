"""What a community's YAML may not say at once, although each value is right by itself."""

from __future__ import annotations

from collections.abc import Iterator

from cercle.config_models import CommunityConfig, Holding
from cercle.config_values import (
    DAY,
    HOUR,
    LEAST_CHALLENGE_WINDOW,
    LEAST_CLAIM_TIME,
    LEAST_CONFIRM_WINDOW,
    LEAST_FULFIL_WINDOW,
)
from cercle.roles import BY_NAME, ROLES, Role
from cercle.texts import Text

Found = Iterator[tuple[tuple[str | int, ...], Text]]


def contradictions(config: CommunityConfig) -> Found:
    """Yields each contradiction with the path of the value to correct."""
    yield from _token(config)
    yield from _token_name(config)
    yield from _delays(config)
    yield from _roles(config)
    yield from _founders(config)
    yield from _programmes(config)
    yield from _services(config)
    yield from _relay(config)


def _token(config: CommunityConfig) -> Found:
    token = config.token
    if not token.cap:
        yield ("token", "cap"), Text("The cap can not be zero.")
    if not token.issuance.limit:
        yield ("token", "issuance", "limit"), Text("The issuance limit can not be zero.")
    if not token.issuance.period:
        yield ("token", "issuance", "period"), Text("The issuance period can not be zero.")
    if token.issuance.limit > token.cap:
        yield (
            ("token", "issuance", "limit"),
            Text(
                "The issuance limit ({limit}) is above the cap ({cap}).",
                {"limit": token.issuance.limit, "cap": token.cap},
            ),
        )
    budgets = sum(programme.budget for programme in config.programmes.values())
    if budgets > token.issuance.limit:
        yield (
            ("programmes",),
            Text(
                "The budgets together ({budgets}) are above what may be issued in a period ({limit}): lower them, or "
                "raise token.issuance.limit.",
                {"budgets": budgets, "limit": token.issuance.limit},
            ),
        )


def _token_name(config: CommunityConfig) -> Found:
    """The one text that goes on chain."""
    written = f"{config.token.name} {config.token.symbol}".casefold()
    people = [one.name for one in config.founders.values() if one.name and not one.institution]
    if "@" in written or any(name.casefold() in written for name in people):
        yield (
            ("token", "name"),
            Text("The token's name is public for ever: name no person in it, and no e-mail."),
        )


def _delays(config: CommunityConfig) -> Found:
    for name in ("recovery_window", "challenge_resolution", "arbitration"):
        if not getattr(config.delays, name):
            yield ("delays", name), Text("Nobody could decide anything in no time: give it some days.")
    # What a member was promised waits while a wallet is recovered, and must not lapse meanwhile.
    stopped = config.delays.recovery + config.delays.recovery_window
    if stopped >= LEAST_CLAIM_TIME:
        yield (
            ("delays", "recovery_window"),
            Text(
                "A recovery stops payments until its window is over, and what waits may lapse after {days} days: "
                "make delay and window together shorter.",
                {"days": LEAST_CLAIM_TIME // DAY},
            ),
        )
    if config.delays.recovery_cooldown < stopped:
        yield (
            ("delays", "recovery_cooldown"),
            Text(
                "One recovery after the other could stop a member's payments for ever: leave at least as long between "
                "them as one takes."
            ),
        )


def _roles(config: CommunityConfig) -> Found:
    for name in config.roles.keys() - BY_NAME.keys():
        known = ", ".join(BY_NAME)
        yield (
            ("roles", name),
            Text("There is no role {name}; there are: {known}.", {"name": name, "known": known}),
        )
    for role in ROLES:
        holding = config.roles.get(role.name)
        path = ("roles", role.name)
        if holding is None or not holding.holders:
            yield path, Text("Nobody holds the role {name}: name a holder.", {"name": role.name})
        else:
            yield from _holding(config, role, holding)


def _holding(config: CommunityConfig, role: Role, holding: Holding) -> Found:
    path = ("roles", role.name)
    facts = {"name": role.name}
    if len(set(holding.holders)) < len(holding.holders):
        yield (*path, "holders"), Text("A holder of {name} is named twice.", facts)
    if holding.delay and not role.delayed:
        yield (*path, "delay"), Text("{name} must be able to act at once: take the delay away.", facts)
    guardian = holding.guardian or role.guardian
    if guardian is None or role.guardian is None:
        if holding.guardian:
            yield (*path, "guardian"), Text("{name} has no guardian: take the line away.", facts)
        return
    guards = config.roles.get(guardian)
    if guardian not in BY_NAME or guardian == role.name:
        yield (*path, "guardian"), Text("{guardian} can not guard {name}.", {**facts, "guardian": guardian})
    elif guards and holding.delay and set(guards.holders) <= set(holding.holders):
        yield (
            path,
            Text(
                "Who holds {name} also holds its guardian, {guardian}: nobody else could cancel. Name another guardian.",
                {**facts, "guardian": guardian},
            ),
        )


def _founders(config: CommunityConfig) -> Found:
    wallets: dict[str, str] = {}
    for key, founder in config.founders.items():
        path = ("founders", key)
        if founder.wallet in wallets:
            other = wallets[founder.wallet]
            yield (
                path,
                Text(
                    "{key} and {other} have the same wallet: one wallet, one member.",
                    {"key": key, "other": other},
                ),
            )
        if founder.wallet:
            wallets[founder.wallet] = key
        if founder.institution and (founder.wallet is None or founder.wallet.startswith("0x")):
            yield (
                path,
                Text(
                    "{key} is an institution: its wallet must be an Ape account of this computer, which signs its consent.",
                    {"key": key},
                ),
            )


def _programmes(config: CommunityConfig) -> Found:
    owners: dict[int, str] = {}
    for key, programme in config.programmes.items():
        path = ("programmes", key)
        if programme.id in owners:
            facts = {"id": str(programme.id), "other": owners[programme.id]}
            yield (*path, "id"), Text("The number {id} is {other}'s already.", facts)
        owners.setdefault(programme.id, key)
        for place, seat in enumerate(programme.seats):
            if isinstance(seat, str) and seat not in config.founders:
                yield (*path, "seats", place), Text("{seat} has a seat and is no founder.", {"seat": seat})
        if len(set(programme.seats)) < len(programme.seats):
            yield (*path, "seats"), Text("Somebody has two seats.")
        if len(programme.seats) > 64:
            yield (*path, "seats"), Text("A programme has at most 64 seats.")
        if programme.quorum > len(set(programme.seats)):
            facts_ = {"quorum": programme.quorum, "seats": len(set(programme.seats))}
            yield (
                (*path, "quorum"),
                Text("The quorum ({quorum}) is above the number of seats ({seats}).", facts_),
            )
        if programme.claim_within < LEAST_CLAIM_TIME:
            days = {"days": LEAST_CLAIM_TIME // DAY}
            yield (*path, "claim_within"), Text("People need time to collect: at least {days} days.", days)
        if 0 < programme.challenge_window < LEAST_CHALLENGE_WINDOW:
            yield (
                (*path, "challenge_window"),
                Text(
                    "In so little time nobody looks: at least {days} day, or 0 s if nothing can be challenged.",
                    {"days": LEAST_CHALLENGE_WINDOW // DAY},
                ),
            )
        if programme.cap and not programme.cap.per:
            yield (*path, "cap", "per"), Text("A cap needs a period of at least a day.")


def _services(config: CommunityConfig) -> Found:
    for key, service in config.services.items():
        path = ("services", key)
        if isinstance(service.provider, str) and service.provider not in config.founders:
            yield (*path, "provider"), Text("{provider} is no founder.", {"provider": service.provider})
        if service.fulfil_within < LEAST_FULFIL_WINDOW:
            hours = {"hours": LEAST_FULFIL_WINDOW // HOUR}
            yield (*path, "fulfil_within"), Text("The provider needs some time: at least {hours} h.", hours)
        if service.confirm_within < LEAST_CONFIRM_WINDOW:
            yield (
                (*path, "confirm_within"),
                Text(
                    "Whoever ordered needs time to confirm, or to report a problem: at least {days} day.",
                    {"days": LEAST_CONFIRM_WINDOW // DAY},
                ),
            )


def _relay(config: CommunityConfig) -> Found:
    relay = config.relay
    others = {wallet for holding in config.roles.values() for wallet in holding.holders}
    others |= {founder.wallet for founder in config.founders.values() if founder.wallet} | {config.treasury}
    if relay.account in others:
        facts = {"account": relay.account}
        yield ("relay", "account"), Text("{account} has another task: the relay's account only pays.", facts)
    for one, all_ in (("actions_per_member", "actions_a_day"), ("gas_per_member", "gas_a_day")):
        if getattr(relay, one) > getattr(relay, all_):
            yield ("relay", one), Text("One member would have more than all together ({all}).", {"all": all_})
    if relay.gas_per_action > relay.gas_per_member:
        yield ("relay", "gas_per_action"), Text("One action could use more than a member has in a day.")
