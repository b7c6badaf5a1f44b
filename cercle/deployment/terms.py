"""From the YAML's values to what the contracts and the documents' store take."""

from __future__ import annotations

from eth_utils.crypto import keccak

from cercle.config_models import TRANSFER_POLICIES, CommunityConfig, Programme, Service
from cercle.config_values import DAY, Words
from cercle.documents import Bilingual, Charter, ProgrammeText, ServiceText
from cercle.units import to_base_units, to_hundredths

ProgrammeTuple = tuple[int, int, int, int, int, int]
ServiceTuple = tuple[int, int, int, int, int, int, int]


def member_delays(config: CommunityConfig) -> tuple[int, int, int, int, int]:
    """``MemberRegistry.Delays``."""
    delays = config.delays
    return (
        delays.rotation,
        delays.recovery,
        delays.recovery_window,
        delays.recovery_cooldown,
        delays.first_payment,
    )


def account_recovery(config: CommunityConfig) -> tuple[int, int, int]:
    """Delay, window and cooldown of ``MemberAccountFactory``: those of a member's own recovery."""
    delays = config.delays
    return delays.recovery, delays.recovery_window, delays.recovery_cooldown


def token_terms(config: CommunityConfig, treasury: str) -> tuple[str, str, int, int, int, str]:
    """``CommunityToken.Terms``."""
    token = config.token
    return (
        token.name,
        token.symbol,
        to_base_units(token.cap),
        to_base_units(token.issuance.limit),
        token.issuance.period,
        treasury,
    )


def transfer_policy(config: CommunityConfig) -> int:
    """``ICommunityToken.TransferPolicy``."""
    return TRANSFER_POLICIES.index(config.token.transfers)


def programme_terms(programme: Programme) -> ProgrammeTuple:
    """``IContributionRegistry.ProgrammeTerms``."""
    cap = programme.cap
    return (
        to_base_units(programme.tokens_per_unit) // 100,
        programme.quorum,
        programme.challenge_window,
        to_hundredths(cap.units) if cap else 0,
        cap.per // DAY if cap else 0,
        programme.claim_within // DAY,
    )


def service_terms(service: Service, provider: int) -> ServiceTuple:
    """``IServiceCatalog.ServiceTerms``."""
    return (
        provider,
        to_base_units(service.price),
        service.stock,
        service.limit,
        service.fulfil_within,
        service.confirm_within,
        to_hundredths(service.burn_share),
    )


def documents(config: CommunityConfig) -> dict[str, Charter | ProgrammeText | ServiceText]:
    """The community's public texts by ``charter``, ``programme:<key>`` and ``service:<key>``."""
    texts: dict[str, Charter | ProgrammeText | ServiceText] = {
        "charter": Charter(
            title=_text(config.charter.title), text=_text(config.charter.text), salt=_salt(config, "charter")
        )
    }
    for key, programme in config.programmes.items():
        name = f"programme:{key}"
        texts[name] = ProgrammeText(
            title=_text(programme.title), description=_text(programme.description), salt=_salt(config, name)
        )
    for key, service in config.services.items():
        name = f"service:{key}"
        texts[name] = ServiceText(
            title=_text(service.title), description=_text(service.description), salt=_salt(config, name)
        )
    return texts


def _salt(config: CommunityConfig, name: str) -> str:
    # These texts are public: the salt hides nothing, and the same text has to give the same hash on every run.
    return "0x" + keccak(text=f"{config.slug}/{name}").hex()


def _text(words: Words) -> Bilingual:
    return Bilingual(fr=words.fr, en=words.en)
