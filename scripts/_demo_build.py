"""Builds the demo's community on a freshly deployed one, and says who is worth logging in as."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from eth_account import Account

from cercle.accounts import account
from cercle.community import Community
from cercle.documents import Evidence
from cercle.enrolment import activate, enrol
from cercle.privacy.purposes import Purpose
from cercle.signers import AccountSigner, Signer
from cercle.states import ContributionStatus, OrderStatus
from scripts._demo_chain import Clock, LocalSigner
from scripts._demo_people import DemoPerson, make_people
from scripts._demo_year import Year

MNEMONIC = (
    "test test test test test test test test test test test junk"  # Ape's test accounts, known to everybody
)
FOUNDERS = {"school": 2, "claire": 3, "karim": 4, "sophie": 5, "thomas": 6, "amina": 7}  # their test accounts
WITHOUT_WALLET = 0.1  # the share of people who never join
REASON = "Deux participants disent que la séance n’a pas eu lieu."
PROBLEM = "La séance a duré dix minutes au lieu d’une heure."


@dataclass(frozen=True)
class Suggestion:
    """Somebody worth logging in as."""

    member: int
    name: str
    role: dict[str, str]
    key: str


def build(
    community: Community, count: int, dice: random.Random, say: Callable[[str], None]
) -> list[Suggestion]:
    """Lives a year up to now, and returns the suggested accounts."""
    founders = _founders(community)
    people = make_people(count - len(FOUNDERS), round(count * WITHOUT_WALLET), dice)
    office = AccountSigner(community.node, account(community.node, "TEST::1"))
    deadline = community.node.time() + timedelta(days=730)
    ids = enrol(community, office, [person.newcomer for person in people], deadline)
    community.consents.give_many(ids.values(), Purpose.NameShown, language="fr", source="demo")
    year = Year(
        community, Clock(community.node), people, founders, community.record.folder / "demo", dice, say
    )
    year.live(datetime.now(UTC))
    _challenge_one(year)
    _last_orders(year)
    Clock(community.node).move_to(int(datetime.now(UTC).timestamp()))
    return [*_suggested_founders(community), *_suggested_members(year)]


def _founder_secret(number: int) -> bytes:
    Account.enable_unaudited_hdwallet_features()
    return bytes(Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}").key)


def _founders(community: Community) -> dict[int, Signer]:
    """The founders join with their wallets; returns their signers by member number."""
    signers: dict[int, Signer] = {}
    for key, number in FOUNDERS.items():
        member = community.record.founders[key]
        signers[member] = LocalSigner(community.node, _founder_secret(number))
        if not community.members.get(member).has_joined:
            activate(community, signers[member], member)
    return signers


def _reason(community: Community, member: int, programme: int, text: str) -> bytes:
    today = community.node.time().date()
    return community.documents.put(Evidence(member=member, programme=programme, date=today, title=text))


def _challenge_one(year: Year) -> None:
    """A validator challenges something that was accepted a moment ago."""
    community = year.community
    now = community.node.time()
    for one in community.history.refresh().contributions.values():
        programme = community.history.programmes[one.programme]
        in_time = one.decided_at is not None and now < one.decided_at + programme.challenge_window
        if one.status is ContributionStatus.Accepted and in_time:
            validator = next(iter(programme.validators & set(year.validators)))
            reason = _reason(community, one.member, one.programme, REASON)
            year.validators[validator].send(community.contributions.challenge(validator, one.id, reason))
            return


def _last_orders(year: Year) -> None:
    """Three services are rendered: a member reports a problem with the first, the others wait to be confirmed."""
    community = year.community
    by_number = {year.ids[person.key]: person for person in year.joined}
    history, now = community.history.refresh(), community.node.time()
    waiting = [
        one
        for one in history.orders.values()
        if one.status is OrderStatus.Open
        and now < one.ordered_at + history.services[one.service].fulfil_window
    ]
    rendered = {
        one.member: one for one in waiting if one.member in by_number and one.provider in year.validators
    }
    for place, order in enumerate(list(rendered.values())[:3]):
        year.validators[order.provider].send(community.services.fulfil(order.provider, order.id))
        if place == 0:
            reason = _reason(community, order.member, 1, PROBLEM)
            signer = year.signer(by_number[order.member])
            signer.send(community.services.dispute(order.member, order.id, reason))


def _suggested_founders(community: Community) -> Iterable[Suggestion]:
    roles = {
        "claire": {"fr": "validatrice et prestataire", "en": "validator and provider"},
        "school": {"fr": "l’école : commandes à honorer", "en": "the school: orders to fulfil"},
    }
    names = community.directory.names()
    for key, role in roles.items():
        member = community.record.founders[key]
        yield Suggestion(member, names[member], role, "0x" + _founder_secret(FOUNDERS[key]).hex())


def _suggested_members(year: Year) -> Iterable[Suggestion]:
    """The one with most to collect, one with an order to confirm, one who is asked to confirm, a newcomer."""
    community, history, now = year.community, year.community.history.refresh(), year.community.node.time()
    by_number = {year.ids[person.key]: person for person in year.joined}
    to_collect = {
        number: sum(one.reward for one in community.rewards.claimable(number, now)) for number in by_number
    }
    rendered = [one.member for one in history.orders.values() if one.status is OrderStatus.Fulfilled]
    asked = [
        number
        for one in history.contributions.values()
        if one.status is ContributionStatus.Pending
        for number in _unconfirmed(community, one.evidence)
    ]
    active = {one.member for one in history.contributions.values()}
    chosen = (
        (
            sorted(to_collect, key=lambda number: to_collect[number], reverse=True),
            "jetons à récupérer",
            "tokens to collect",
        ),
        (rendered, "une commande à confirmer", "an order to confirm"),
        (asked, "une aide reçue à confirmer", "help received, to confirm"),
        (
            [number for number in reversed(by_number) if number not in active],
            "vient d’arriver",
            "has just joined",
        ),
    )
    taken: set[int] = set()
    for candidates, french, english in chosen:
        number = next((one for one in candidates if one in by_number and one not in taken), None)
        if number is not None:
            taken.add(number)
            person: DemoPerson = by_number[number]
            yield Suggestion(number, person.name, {"fr": french, "en": english}, "0x" + person.secret.hex())


def _unconfirmed(community: Community, evidence: bytes) -> Iterable[int]:
    stored = community.documents.get(evidence)
    confirmed = {one.beneficiary for one in stored.confirmations}
    return [number for number in getattr(stored.document, "beneficiaries", ()) if number not in confirmed]
