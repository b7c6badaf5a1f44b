"""Who is logged in: nonces, tickets and tokens, each good once or until its second."""

from dataclasses import replace

import pytest

from app.sessions import LASTS, NONCE_LASTS, TICKET_LASTS, Sessions
from cercle.credentials import Credentials, Passkey
from tests.dashboard.clara import DEVICE
from tests.dashboard.village import ALICE, BOB

NOW = 1_800_000_000


@pytest.fixture
def table(tmp_path) -> Sessions:
    return Sessions.in_folder(tmp_path)


def test_nonce__is_good_once(table) -> None:
    nonce = table.nonce(NOW)
    assert table.use(nonce, NOW + 1)
    assert not table.use(nonce, NOW + 1)
    assert not table.use(b"another one, made up by somebody", NOW)


def test_nonce__good_until_one_second_before_five_minutes(table) -> None:
    first, second = table.nonce(NOW), table.nonce(NOW)
    assert table.use(first, NOW + NONCE_LASTS - 1)
    assert not table.use(second, NOW + NONCE_LASTS)


def test_ticket__is_good_once__and_for_a_minute(table) -> None:
    _, ticket = table.begin(ALICE, "0xA", None, NOW)
    token = table.token_for(ticket, NOW + TICKET_LASTS - 1)
    assert token and not table.token_for(ticket, NOW + 1)
    _, late = table.begin(ALICE, "0xA", None, NOW)
    assert table.token_for(late, NOW + TICKET_LASTS) is None
    assert table.token_for("made up", NOW) is None


def test_session__ends_after_thirty_days_to_the_second(table) -> None:
    session, ticket = table.begin(ALICE, "0xA", None, NOW)
    token = table.token_for(ticket, NOW) or ""
    kept = replace(session, has_cookie=True)
    assert table.with_token(token, NOW + LASTS - 1) == table.with_id(session.id, NOW + LASTS - 1) == kept
    assert table.with_token(token, NOW + LASTS) is None


def test_logout__here__or_everywhere(table) -> None:
    here, there, other = (table.begin(member, "0xA", None, NOW)[0] for member in (ALICE, ALICE, BOB))
    table.end(here)
    assert [table.with_id(one.id, NOW) for one in (here, there, other)] == [None, there, other]
    table.end_all(ALICE)
    assert [table.with_id(one.id, NOW) for one in (here, there, other)] == [None, None, other]


def test_table__holds_no_secret(table, tmp_path) -> None:
    nonce, (_, ticket) = table.nonce(NOW), table.begin(ALICE, "0xA", None, NOW)
    token = table.token_for(ticket, NOW) or ""
    kept = (tmp_path / "sessions.sqlite").read_bytes()
    assert not [one for one in (nonce, ticket.encode(), token.encode()) if one in kept]


def test_credentials__are_found_by_id_and_by_account(tmp_path) -> None:
    credentials = Credentials.in_folder(tmp_path)
    one = Passkey(b"one", DEVICE.key, "0xA")
    credentials.remember(one)
    credentials.remember(one)
    assert (credentials.find(b"one"), credentials.find(b"two"), credentials.of("0xA")) == (one, None, [one])
