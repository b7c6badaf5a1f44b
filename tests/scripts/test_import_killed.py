"""An import that is killed anywhere and run again ends as if nothing had happened; budgets are asked first."""

from __future__ import annotations

import csv
import re
import shutil
import signal
import time
from decimal import Decimal
from pathlib import Path

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.calls import Call
from cercle.documents import Evidence
from cercle.importers.praise import PraiseRound, allocation, read_praise_round
from cercle.node import Node
from cercle.signers import AccountSigner, Receipt
from cercle.states import ContributionStatus
from cercle.units import to_tokens
from tests.scripts.place import PRAISE, Place, praise_round

ENTRIES = 80


@pytest.fixture(scope="session")
def round_10() -> Path:
    return praise_round()


@pytest.fixture(scope="module")
def part(round_10, tmp_path_factory) -> Path:
    """The first entries of the real round, as a round of their own."""
    folder = tmp_path_factory.mktemp("part") / "round-10"
    folder.mkdir()
    for name in ("parameters.json", "rewardboard.csv"):
        shutil.copyfile(round_10 / name, folder / name)
    with (round_10 / "praise.csv").open(newline="", encoding="utf-8-sig") as whole:
        rows = list(csv.reader(whole))[: ENTRIES + 1]
    with (folder / "praise.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return folder


@pytest.fixture(scope="module")
def parsed(part) -> PraiseRound:
    return read_praise_round(part)


@pytest.fixture(scope="module")
def yaml(parsed):
    """The committed community with the rates of this part."""
    rates = iter(f"{to_tokens(share.rate * 100):f}" for share in parsed.programmes)
    text = PRAISE.read_text()
    return re.sub(r"tokens_per_unit: .*", lambda _: f"tokens_per_unit: {next(rates)}", text)


def import_part(place: Place, part: Path, *more: object, expect: int = 0) -> str:
    return place.run("contributions", "import", "--format", "praise", part, *more, expect=expect)


def assert_complete(place: Place, parsed: PraiseRound) -> None:
    """Everybody earns exactly what the rates give, once."""
    community = place.community()
    founders = community.record.founders
    keys = {number: key for key, number in community.directory.keys().items() if key not in founders}
    totals = dict.fromkeys(keys.values(), Decimal(0))
    found = community.history.refresh().contributions.values()
    for one in found:
        assert one.status is ContributionStatus.Accepted
        totals[keys[one.member]] += one.reward
    assert totals == allocation(parsed)
    shares = len(parsed.validators.units) + len(parsed.reward_board.units)
    assert len(found) == len(parsed.contributions) + shares
    assert community.members.enrolled == 1 + len(parsed.members)


@pytest.mark.parametrize("moment", ["enrolling", "writing documents", "recording"])
def test_killed_in_the_middle_and_run_again__ends_in_the_same_state(place, part, parsed, moment):
    record = place.community().record
    lines = record.files.journal.read_bytes().count(b"\n")
    reached = {
        "enrolling": lambda: (record.folder / "enrolment.json").exists(),
        "writing documents": lambda: sum(1 for _ in record.files.documents.rglob("*.json")) > 30,
        "recording": lambda: record.files.journal.read_bytes().count(b"\n") >= lines + 3,
    }[moment]
    with place.process("contributions", "import", "--format", "praise", part) as process:
        until = time.monotonic() + 60
        while not reached() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, process.stdout.read()
    import_part(place, part)
    assert_complete(place, parsed)
    height = Node().height()
    assert "0 contributions recorded in 0 transactions" in import_part(place, part)
    assert Node().height() == height


def test_interrupted_by_ctrl_c__says_so_and_goes_on_when_run_again(place, part, parsed):
    record = place.community().record
    lines = record.files.journal.read_bytes().count(b"\n")
    with place.process("contributions", "import", "--format", "praise", part) as process:
        while record.files.journal.read_bytes().count(b"\n") < lines + 2 and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        said = "".join(process.communicate())
        assert process.returncode == 130, said
    assert "Stopped. Run the same command again: it goes on from here." in said and "Traceback" not in said
    import_part(place, part)
    assert_complete(place, parsed)


def test_an_empty_budget__is_told_with_what_is_missing_then_funded_when_asked(place, part, parsed):
    community = place.community()
    treasurer = AccountSigner(community.node, account(community.node, "TEST::1"))
    treasurer.send(community.rewards.withdraw(103, Decimal("20.6")))
    treasurer.send(community.rewards.withdraw(102, Decimal("281.4")))
    height, files = Node().height(), len(list(place.home.rglob("*")))
    said = import_part(place, part, expect=1)
    assert "short by 302 tokens in all" in said and "round-10-reward-board 20.6" in said
    assert Node().height() == height and len(list(place.home.rglob("*"))) == files
    assert "into the budget of round-10-reward-board: 20.6 tokens" in import_part(place, part, "--fund")
    assert_complete(place, parsed)
    assert community.rewards.budget(103).available == 0


def test_a_document_tampered_with_before_it_is_recorded__stops_the_import(place, part, parsed, monkeypatch):
    send = AdminSigner.send

    def dying(self: AdminSigner, call: Call) -> Receipt:
        receipt = send(self, call)
        if call.method == "record":
            raise SystemExit("killed")
        return receipt

    with monkeypatch.context() as patched:
        patched.setattr(AdminSigner, "send", dying)
        import_part(place, part, expect=1)
    community = place.community()
    recorded = {one.evidence for one in community.history.refresh().contributions.values()}
    assert len(recorded) == 50
    one = next(
        document
        for document in (community.documents.get(name).document for name in community.documents)
        if isinstance(document, Evidence)
        and document.hash not in recorded
        and document.source.get("average") != "0.00"
    )
    file = next(community.record.files.documents.rglob(f"{one.hash.hex()}.json"))
    good = file.read_text()
    file.write_text(good.replace('"title":"', '"title":"Not '))
    height = Node().height()
    assert "was changed or damaged" in import_part(place, part, expect=1)
    assert Node().height() == height
    file.write_text(good)
    import_part(place, part)
    assert_complete(place, parsed)
