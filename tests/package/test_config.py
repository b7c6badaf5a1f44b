"""A community's YAML: everything wrong is found at once, with its line, before anything is sent (P7)."""

from decimal import Decimal

import pytest

from cercle.config import BrokenConfig, load_config, parse_config
from cercle.config_values import DAY
from cercle.contracts import ROOT
from cercle.errors import ConfigProblem

ROLES = "\n".join(
    f"  {name}: {{holders: [office]}}"
    for name in (
        "admin",
        "treasurer",
        "steward",
        "membership",
        "recovery",
        "recovery_judge",
        "moderator",
        "curator",
        "arbiter",
        "guardian",
    )
)
SOUND = f"""\
slug: village
name: {{fr: Village, en: Village}}
networks: [local]
token:
  name: Merci
  symbol: MRC
  cap: 1_000_000
  issuance:
    limit: 1000
    period: 30 days
treasury: office
charter:
  title: {{fr: Charte, en: Charter}}
  text: {{fr: Oui, en: "Yes"}}
roles:
{ROLES}
founders:
  vera: {{wallet: null}}
  paul: {{wallet: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"}}
programmes:
  mentoring:
    id: 1
    title: {{fr: Mentorat, en: Mentoring}}
    description: {{fr: Aider, en: Help}}
    unit: {{fr: heure, en: hour}}
    tokens_per_unit: 7.5
    quorum: 1
    challenge_window: 3 days
    cap: {{units: 40, per: 30 days}}
    claim_within: 365 days
    budget: 600
    seats: [vera, paul]
services:
  coffee:
    title: {{fr: Café, en: Coffee}}
    description: {{fr: Un café, en: A coffee}}
    provider: paul
    price: 5
    stock: 10
    fulfil_within: 2 h
    confirm_within: 2 days
    burn_share: 12.5
"""


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def problems_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BrokenConfig) as caught:
        parse_config(text, "village.yaml")
    return [(found.line, str(found.text)) for found in caught.value.problems]


def test_sound_yaml__is_read_exactly():
    config = parse_config(SOUND, "village.yaml")
    programme, service = config.programmes["mentoring"], config.services["coffee"]
    assert programme.tokens_per_unit == Decimal("7.5") and programme.challenge_window == 3 * DAY
    assert programme.cap is not None and programme.cap.units == 40 and programme.cap.per == 30 * DAY
    assert service.fulfil_within == 7200 and service.burn_share == Decimal("12.5")
    assert config.token.cap == 1_000_000 and config.delays.recovery == 7 * DAY


@pytest.mark.parametrize("name", ["alumni", "praise"])
def test_our_own_yaml__is_sound(name):
    assert load_config(ROOT / "communities" / f"{name}.yaml").slug == name


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("seats: [vera, paul]", "seats: [vera, karim]", "karim has a seat and is no founder."),
        ("seats: [vera, paul]", "seats: [vera, vera]", "Somebody has two seats."),
        ("quorum: 1", "quorum: 3", "The quorum (3) is above the number of seats (2)."),
        ("budget: 600", "budget: 1000.5", "The budgets together (1,000.5) are above what may be issued in a period (1,000)"),
        ("provider: paul", "provider: karim", "karim is no founder."),
        ("limit: 1000", "limit: 2_000_000", "The issuance limit (2,000,000) is above the cap (1,000,000)."),
        ("  guardian: {holders: [office]}", "  guardian: {holders: []}", "Nobody holds the role guardian"),
        ("  moderator: {holders: [office]}", "  moderator: {holders: [office], delay: 2 days}", "must be able to act at once"),
        ("  treasurer: {holders: [office]}", "  treasurer: {holders: [office], delay: 2 days}", "also holds its guardian, guardian"),
        ("  arbiter: {holders: [office]}", "  juge: {holders: [office]}", "There is no role juge"),
        ("  vera: {wallet: null}", "  vera: {institution: true}", "vera is an institution"),
        (
            "  vera: {wallet: null}",
            '  vera: {wallet: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"}',
            "paul and vera have the same wallet",
        ),
        ("claim_within: 365 days", "claim_within: 29 days", "People need time to collect: at least 30 days."),
        ("challenge_window: 3 days", "challenge_window: 23 h", "In so little time nobody looks: at least 1 day"),
        ("fulfil_within: 2 h", "fulfil_within: 59 min", "The provider needs some time: at least 1 h."),
        ("confirm_within: 2 days", "confirm_within: 23 h", "or to report a problem: at least 1 day."),
        ("slug: village", "slug: village\ndelays: {arbitration: 0 s}", "Nobody could decide anything in no time"),
        (
            "slug: village",
            "slug: village\ndelays: {recovery: 10 days, recovery_window: 20 days}",
            "what waits may lapse after 30 days",
        ),
        (
            "slug: village",
            "slug: village\ndelays: {recovery: 10 days, recovery_window: 10 days, recovery_cooldown: 479 h}",
            "One recovery after the other could stop a member's payments for ever",
        ),
    ],
)  # fmt: skip
def test_contradiction__is_told_with_its_line(before, after, sentence):
    assert before in SOUND
    told = [text for _, text in problems_of(SOUND.replace(before, after))]
    assert any(sentence in text for text in told), told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("claim_within: 365 days", "claim_within: 30 days"),
        ("challenge_window: 3 days", "challenge_window: 1 day"),
        ("challenge_window: 3 days", "challenge_window: 0 s"),
        ("fulfil_within: 2 h", "fulfil_within: 1 h"),
        ("confirm_within: 2 days", "confirm_within: 1 day"),
        ("slug: village", "slug: village\ndelays: {recovery: 10 days, recovery_window: 479 h}"),
        (
            "slug: village",
            "slug: village\ndelays: {recovery: 10 days, recovery_window: 10 days, recovery_cooldown: 20 days}",
        ),
    ],
)
def test_shortest_times__are_taken(before, after):
    assert before in SOUND
    parse_config(SOUND.replace(before, after), "village.yaml")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("price: 5", "price: 5.0000000000000000001", "at most 18 decimals"),
        ("price: 5", "price: -5", "-5 is negative"),
        ("price: 5", "price: 0", "can not be zero"),
        ("price: 5", "price: five", "“five” is not a number"),
        ("price: 5", "price: 79228162514264337593544", "more than the contracts can hold"),
        ("tokens_per_unit: 7.5", "tokens_per_unit: 0.12345678901234567", "at most 16 decimals"),
        ("burn_share: 12.5", "burn_share: 101", "more than the whole"),
        ("burn_share: 12.5", "burn_share: 12.555", "at most 2 decimals"),
        ("challenge_window: 3 days", "challenge_window: 3 moons", "write it like 3 days"),
        ("challenge_window: 3 days", "challenge_window: 200 days", "at most 194 days"),
        ("claim_within: 365 days", "claim_within: 36 h", "give it in whole days"),
        ("quorum: 1", "quorum: 0", "programmes.mentoring.quorum must be at least 1"),
        ("quorum: 1", "quorm: 1", "did you mean quorum?"),
        ("stock: 10", "stock: true", "must be a whole number"),
        ("    stock: 10", "    stocks: 10", "did you mean stock?"),
        ("dc79C8", "dc79c8", "not an address with a right checksum"),
        ("slug: village", "slug: Mon village", "characters that cannot be used here"),
        ("    id: 1", "    id: 65536", "must be less than 65536"),
    ],
)  # fmt: skip
def test_wrong_value__is_told_with_its_own_line(before, after, sentence):
    text = SOUND.replace(before, after)
    found = problems_of(text)
    assert (line_of(text, after.strip()), True) in [(line, sentence in told) for line, told in found], found


def test_programme_numbers__used_twice__name_the_other():
    block = SOUND[SOUND.index("  mentoring:") : SOUND.index("services:")]
    text = SOUND.replace(
        "services:", block.replace("mentoring", "jury").replace("budget: 600", "budget: 0") + "services:"
    )
    ((line, told),) = problems_of(text)
    assert told == "The number 1 is mentoring's already."
    assert text.splitlines()[line - 1].strip() == "id: 1" and line > text.splitlines().index("  jury:")


def test_several_problems__are_all_told_in_the_order_of_their_lines():
    text = (
        SOUND.replace("price: 5", "price: -5")
        .replace("quorum: 1", "quorum: many")
        .replace("symbol: MRC", "symbol: mrc")
    )
    found = problems_of(text)
    assert [line for line, _ in found] == [
        line_of(text, one) for one in ("symbol: mrc", "quorum: many", "price: -5")
    ]


def test_missing_section__is_named():
    text = SOUND.replace("treasury: office\n", "")
    assert problems_of(text) == [(1, "treasury is missing.")]


@pytest.mark.parametrize(
    "text", ["slug: [", "- a\n- b\n", "", "slug: a\nslug: b\n", "slug: !!python/object:os.system x"]
)
def test_what_is_no_yaml_of_ours__is_one_sentence(text):
    with pytest.raises(ConfigProblem) as caught:
        parse_config(text, "village.yaml")
    assert "village.yaml" in str(caught.value) and "nothing was sent" in str(caught.value)


def test_file_that_is_not_there__is_one_sentence(tmp_path):
    with pytest.raises(ConfigProblem, match="cannot be read"):
        load_config(tmp_path / "nowhere.yaml")


def test_file_that_is_not_utf8__is_one_sentence(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("slug: café".encode("latin-1"))
    with pytest.raises(ConfigProblem, match="not UTF-8"):
        load_config(path)


def test_delay_with_a_guardian_apart__is_sound():
    text = SOUND.replace(
        "  treasurer: {holders: [office]}", "  treasurer: {holders: [office], delay: 2 days}"
    )
    text = text.replace("  guardian: {holders: [office]}", "  guardian: {holders: [watch]}")
    assert parse_config(text, "village.yaml").roles["treasurer"].delay == 2 * DAY
