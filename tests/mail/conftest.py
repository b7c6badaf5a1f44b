"""The village, with a YAML that says how it writes e-mails, people with addresses, and a mail server of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import ape
import pytest

from cercle import Community, connect
from cercle.contracts import ROOT
from cercle.mail.post import PostOffice
from cercle.privacy.purposes import Purpose
from tests.dashboard.place import Place, village_place
from tests.dashboard.village import NAMES
from tests.mail.mail_server import PostBox, certificate, mail_server

URL = "https://cercle.example"


@pytest.fixture(scope="package")
def pem(tmp_path_factory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="package")
def mail_place(tmp_path_factory) -> Iterator[Place]:
    with village_place(tmp_path_factory.mktemp("mail")) as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv("APE_FOUNDRY_HOST", place.chain)
        patch.setenv("CERCLE_HOME", str(place.home))
        with ape.networks.parse_network_choice("polygon:local:foundry"):
            yield place


@pytest.fixture
def place(mail_place, tmp_path, monkeypatch) -> Place:
    """The village in a home of the test's own; Ape puts the chain back."""
    home = tmp_path / "home"
    shutil.copytree(mail_place.home, home)
    monkeypatch.setenv("CERCLE_HOME", str(home))
    monkeypatch.setenv("CERCLE_DASHBOARD_URL", URL)
    monkeypatch.setenv("COLUMNS", "200")
    return replace(mail_place, home=home)


@pytest.fixture
def community(place, pem) -> Community:
    """Everybody has an address; Bob and Nadia read French. Nobody agreed to anything but their name being shown."""
    found = connect()
    for person in found.directory.people():
        language = "fr" if person.key in ("bob", "nadia") else "en"
        found.directory.change(replace(person, email=address(person.key), language=language))
    write_config(found, pem)
    return found


def address(key: str) -> str:
    return f"{key}@example.org"


def write_config(community: Community, pem: Path, **email: str) -> None:
    """The example's YAML as the village's, and what it says of e-mail."""
    terms = {
        "from": "Le Village <cercle@village.example>",
        "reply_to": "office@village.example",
        "ca_file": str(pem),
        "hours": "0-24",
        "per_minute": "6000",
    }
    lines = [f"  {name}: {value}" for name, value in {**terms, **email}.items()]
    text = (ROOT / "communities" / "alumni.yaml").read_text().replace("slug: alumni", "slug: village", 1)
    text = text.replace("Alumni Grandmont", "Le Village")
    community.record.files.config.write_text("\n".join([text, "email:", *lines, ""]))


@pytest.fixture
def box(pem, monkeypatch) -> Iterator[PostBox]:
    """The mail server that the environment names."""
    with mail_server(pem) as (found, url):
        monkeypatch.setenv("CERCLE_SMTP", url)
        yield found


@pytest.fixture
def office(community) -> PostOffice:
    return PostOffice(community)


@pytest.fixture
def agree(community) -> Callable[..., None]:
    """Everybody, or some, agree to a purpose."""

    def do(purpose: Purpose = Purpose.Notices, *members: int) -> None:
        everybody = range(1, len(NAMES) + 1)
        community.consents.give_many(members or everybody, purpose, language="en", source="test")

    return do
