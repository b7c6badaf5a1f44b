"""Handing letters to a real mail server: encrypted, checked, one connection, and what can go wrong."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest

from cercle.errors import ConfigProblem
from cercle.mail.addresses import Mailbox
from cercle.mail.connection import Connection
from cercle.mail.server import LetterRefused, LetterUnsure, MailServerProblem, server_from
from tests.anvil import free_port
from tests.mail.mail_server import PASSWORD, certificate, mail_server, url

FAST = 6_000


@pytest.fixture(scope="module")
def key_and_certificate(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(key_and_certificate):
    with mail_server(key_and_certificate) as (box, address):
        yield box, address


def connection(address: str, ca_file=None, per_minute: int = FAST) -> Connection:
    return Connection(server_from("SMTP", str(ca_file) if ca_file else None, {"SMTP": address}), per_minute)


def letter(to: str = "camille@example.org") -> EmailMessage:
    made = EmailMessage()
    made["From"] = Mailbox("Le cercle", "cercle@example.org").header
    made["To"] = Mailbox("Camille Lefèvre", to).header
    made["Subject"] = "Été"
    made.set_content("Ça va ?\n.\nUne ligne seule.")
    return made


@pytest.mark.parametrize("encryption", ["starttls", "tls", "none"])
def test_letter__encrypted_and_with_a_password__arrives_whole(key_and_certificate, encryption):
    with mail_server(key_and_certificate, encryption=encryption) as (box, address):
        with connection(address, key_and_certificate) as post:
            post.send(letter())
        (arrived,) = box.letters
    assert arrived["Subject"] == "Été"
    assert arrived.get_content().splitlines() == ["Ça va ?", ".", "Une ligne seule."]
    assert str(arrived["To"]) == "Camille Lefèvre <camille@example.org>"


def test_many_letters__one_connection(server, key_and_certificate):
    box, address = server
    with connection(address, key_and_certificate) as post:
        for _ in range(20):
            post.send(letter())
    assert (len(box.letters), box.connections) == (20, 1)


def test_pace__is_kept(server, key_and_certificate):
    _, address = server
    began = time.monotonic()
    with connection(address, key_and_certificate, per_minute=300) as post:
        for _ in range(4):
            post.send(letter())
    assert time.monotonic() - began >= 3 * 0.2


def test_certificate__nobody_vouches_for__is_refused_before_the_password_is_said(server):
    box, address = server
    with pytest.raises(MailServerProblem, match="certificate that cannot be trusted"), connection(address):
        pass
    assert not box.letters


def test_certificate__of_another_host__is_refused(tmp_path):
    other = certificate(tmp_path, "mail.example.org")
    refused = pytest.raises(MailServerProblem, match="certificate that cannot be trusted")
    with mail_server(other) as (_, address), refused:
        connection(address, other).__enter__()


def test_starttls__asked_for_and_not_offered__nothing_is_sent_in_the_clear(key_and_certificate):
    with mail_server(key_and_certificate, encryption="none") as (box, address):
        with pytest.raises(MailServerProblem, match="does not offer"):
            connection(f"{address}?starttls", key_and_certificate).__enter__()
        assert not box.letters


def test_wrong_password__is_said_without_showing_it(server, key_and_certificate):
    _, address = server
    port = int(address.rpartition(":")[2].split("?")[0])
    with pytest.raises(MailServerProblem) as caught:
        connection(url(port, password="guessed"), key_and_certificate).__enter__()
    assert "does not accept the user or the password" in str(caught.value)
    assert "guessed" not in str(caught.value) + repr(caught.value)


def test_nobody_listens__a_sentence_with_a_next_step():
    port = free_port()
    with pytest.raises(
        MailServerProblem, match=f"does not answer on port {port}.*Run the same command again"
    ):
        connection(url(port)).__enter__()


def test_refused_address__does_not_stop_the_next_letter(server, key_and_certificate):
    box, address = server
    box.no_such_user.add("gone@example.org")
    with connection(address, key_and_certificate) as post:
        with pytest.raises(LetterRefused) as caught:
            post.send(letter("gone@example.org"))
        assert (caught.value.code, caught.value.address) == (550, True)
        post.send(letter())
    assert len(box.letters) == 1


@pytest.mark.parametrize(
    "answer", ["550 5.7.1 Not from you", "450 4.2.1 Try later", "552 5.2.2 Mailbox full"]
)
def test_refusal__not_about_the_address__does_not_mark_it(server, key_and_certificate, answer):
    box, address = server
    box.answer["camille@example.org"] = answer
    with connection(address, key_and_certificate) as post:
        with pytest.raises(LetterRefused) as caught:
            post.send(letter())
        assert (caught.value.code, caught.value.address) == (int(answer[:3]), False)
        post.send(letter("other@example.org"))
    assert len(box.letters) == 1


def test_refusal__after_the_content__does_not_stop_the_next_letter(server, key_and_certificate):
    box, address = server
    box.after_letter = lambda count: "554 5.6.0 Spam" if count == 1 else None
    with connection(address, key_and_certificate) as post:
        with pytest.raises(LetterRefused) as caught:
            post.send(letter())
        assert (caught.value.code, caught.value.address) == (554, False)
        post.send(letter())
    assert len(box.letters) == 2


def test_server_hangs_up__after_the_content__nobody_knows__and_the_next_letter_goes(
    server, key_and_certificate
):
    box, address = server
    box.after_letter = lambda count: "hang up" if count == 1 else None
    with connection(address, key_and_certificate) as post:
        with pytest.raises(LetterUnsure):
            post.send(letter())
        post.send(letter())
    assert (len(box.letters), box.connections) == (2, 2)


def test_server_ends_a_long_connection__a_new_one_is_opened__nothing_is_lost(server, key_and_certificate):
    box, address = server
    box.letters_per_connection = 2
    with connection(address, key_and_certificate) as post:
        for _ in range(5):
            post.send(letter())
    assert (len(box.letters), box.connections) == (5, 3)


def test_server_takes_nothing_more__is_a_problem_of_the_server(server, key_and_certificate):
    box, address = server
    box.letters_per_connection = 0
    refused = pytest.raises(MailServerProblem, match="does not answer")
    with connection(address, key_and_certificate) as post, refused:
        post.send(letter())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "No mail server is set"),
        ("https://mail.example.org", "not the URL of a mail server"),
        ("smtp://mail.example.org:port", "not the URL of a mail server"),
        ("smtp://user:secret-word@mail.example.org:587", "unencrypted"),
        ("smtps://user:secret-word%C3%A9@mail.example.org", "accents"),
    ],
)
def test_url__that_cannot_be_used__says_why_and_never_shows_the_password(written, said):
    with pytest.raises(ConfigProblem, match=said) as caught:
        server_from("SMTP", None, {"SMTP": written})
    assert "secret-word" not in str(caught.value)


def test_url__user_and_password_are_decoded__and_not_in_the_repr():
    found = server_from("SMTP", None, {"SMTP": url(587)})
    assert (found.user, found.password, found.port) == ("cercle@example.org", PASSWORD, 587)
    assert PASSWORD not in repr(found)


def test_ca_file__that_is_none__is_said(tmp_path, server):
    _, address = server
    with pytest.raises(ConfigProblem, match="cannot be read"):
        connection(address, tmp_path / "nowhere.pem").__enter__()
