"""What a community's YAML holds. Durations in seconds, amounts in tokens or units as ``Decimal``."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cercle.config_email import EmailTerms
from cercle.config_values import (
    DAY,
    Coins,
    Days,
    Delay,
    Money,
    Percent,
    Price,
    Rate,
    Section,
    Tokens,
    Units,
    Url,
    Wallet,
    Window,
    Words,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
Member = Key | Annotated[int, Field(ge=1, lt=2**32)]
"""A founder's key, or a member id."""

TRANSFER_POLICIES = ("members only", "open", "closed")  # in the contract's order


class Issuance(Section):
    """At most ``limit`` tokens in every ``period``."""

    limit: Tokens
    period: Delay


class TokenTerms(Section):
    """The community's token."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    symbol: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,11}$")]
    cap: Tokens
    issuance: Issuance
    transfers: Literal["members only", "open", "closed"] = "members only"


class CharterText(Section):
    """What members accept when they join."""

    title: Words
    text: Words


class Delays(Section):
    """Every delay that is fixed for ever in the contracts."""

    rotation: Delay = 2 * DAY
    recovery: Delay = 7 * DAY
    recovery_window: Delay = 14 * DAY
    recovery_cooldown: Delay = 30 * DAY
    first_payment: Delay = 0
    challenge_resolution: Delay = 14 * DAY
    decisions_after_closing: Delay = 30 * DAY
    arbitration: Delay = 14 * DAY
    round_opening: Delay = 3 * DAY


class Holding(Section):
    """Who holds a role, after which delay its actions take effect, and which role may cancel them."""

    holders: Annotated[tuple[Wallet, ...], Field(strict=False)]
    delay: Delay = 0
    guardian: RoleName | None = None


class Founder(Section):
    """Somebody enrolled from the start: a validator, a provider, the institution.

    Without a wallet they are invited with a one-time key. An institution's wallet is an account of this computer,
    which consents by signature. The name goes to the directory, never on chain.
    """

    wallet: Wallet | None = None
    institution: bool = False
    name: str | None = None


class UnitCap(Section):
    """At most ``units`` for a member in every ``per``, counted from 1970-01-01."""

    units: Units
    per: Days


class Costs(Section):
    """What a programme costs in money beside its tokens: for reports, never on chain."""

    a_year: Money = Decimal(0)
    a_unit: Money = Decimal(0)


class Programme(Section):
    """What is rewarded. Its terms never change: a change is a new programme."""

    id: Annotated[int, Field(ge=1, lt=2**16)]
    title: Words
    description: Words
    unit: Words
    tokens_per_unit: Rate
    quorum: Annotated[int, Field(ge=1, le=64)]
    challenge_window: Window
    claim_within: Days
    cap: UnitCap | None = None
    budget: Tokens = Decimal(0)
    seats: Annotated[tuple[Member, ...], Field(strict=False)]
    requires_confirmation: bool = False
    costs: Costs | None = None


class Service(Section):
    """What tokens are redeemed for. Its terms never change but for the stock."""

    title: Words
    description: Words
    provider: Member
    price: Price
    stock: Annotated[int, Field(ge=0, lt=2**32)]
    limit: Annotated[int, Field(ge=0, lt=2**16)] = 0
    fulfil_within: Window
    confirm_within: Window
    burn_share: Percent = Decimal(0)


class IndexPlace(Section):
    """Where the index lives, if not in the community's folder: a database's address, or ``env:NAME`` for one that an
    environment variable holds."""

    url: str


Count = Annotated[int, Field(ge=1, lt=2**40)]


class RelayTerms(Section):
    """The relay: it sends what members have signed and pays for it, within these limits.

    ``account`` is an Ape account of this computer that is used for nothing else (its passphrase in
    ``APE_ACCOUNTS_<alias>_PASSPHRASE``); without one, the key that ``ape run relay key`` keeps in the community's
    folder. ``queue`` is a SQLAlchemy URL where several dashboards share a queue. A day ends at midnight UTC.
    """

    account: Annotated[str, StringConstraints(min_length=1)] | None = None
    embedded: bool = True
    queue: str | None = None
    actions_per_member: Count = 20
    gas_per_member: Count = 6_000_000
    actions_a_day: Count = 2_000
    gas_a_day: Count = 400_000_000
    gas_per_action: Count = 4_000_000
    highest_fee: Annotated[int, Field(ge=1, lt=10**6)] = 500
    """At most this for a unit of gas, in gwei."""
    floor: Coins = Decimal("0.5")
    """Below this balance, in the chain's coin, nothing is sent."""


class Dashboard(Section):
    """Where members find the dashboard. Links lead there, and passkeys belong to its domain for ever."""

    url: Url = "http://localhost:8501"


class OpenData(Section):
    """What may leave in exports. ``with_ids``: whether an export may name members by number, which is personal data."""

    with_ids: bool = False


class CommunityConfig(Section):
    """A community, as its YAML describes it."""

    slug: Key
    name: Words
    languages: Annotated[tuple[Literal["fr", "en"], ...], Field(strict=False, min_length=1)] = ("fr", "en")
    networks: Annotated[tuple[str | int, ...], Field(strict=False, min_length=1)]
    token: TokenTerms
    treasury: Wallet
    charter: CharterText
    delays: Delays = Delays()
    members_may_offer: bool = True
    invitations_last: Delay = 365 * DAY
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"
    """What costs are in (ISO 4217)."""
    dashboard: Dashboard = Dashboard()
    referrals: bool = False
    """Whether a link may say on chain who brought a member."""
    relay: RelayTerms = RelayTerms()
    email: EmailTerms | None = None
    roles: dict[RoleName, Holding]
    founders: dict[Key, Founder]
    programmes: dict[Key, Programme] = Field(default_factory=dict)
    services: dict[Key, Service] = Field(default_factory=dict)
    index: IndexPlace | None = None
    open_data: OpenData = OpenData()
