"""`ape run members`: enrolling, admitting, suspending, recovering."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.calls import Call
from cercle.enrolment import Newcomer, enrol
from cercle.errors import Interrupted
from cercle.node import Node
from cercle.signers import AccountSigner, Receipt
from cercle.states import MemberFlag
from tests.scripts.place import DAY

RECOVERY_DELAY = 7 * DAY


@pytest.fixture
def people(tmp_path):
    """Two people without a wallet, and one with TEST::10."""
    file = tmp_path / "people.csv"
    wallet = account(Node(), "TEST::10").address
    file.write_text(f"key,name,wallet\nada,Ada Lovelace,\nalan,Alan Turing,\ngrace,Grace Hopper,{wallet}\n")
    return file


def address(name: str) -> str:
    return str(account(Node(), name).address)


def newcomers(place) -> dict[str, int]:
    """Those in the directory who were not founders, by key."""
    return not_founders(place.community())


def not_founders(community) -> dict[str, int]:
    return {
        key: number
        for key, number in community.directory.keys().items()
        if key not in community.record.founders
    }


class TestEnrol:
    def test_enrol__gives_the_next_numbers_and_fills_the_directory_once(self, place, people):
        before = place.community().members.enrolled
        assert "3 new" in place.run("members", "enrol", people)
        numbers = newcomers(place)
        assert sorted(numbers) == ["ada", "alan", "grace"]
        assert sorted(numbers.values()) == list(range(before + 1, before + 4))
        height = Node().height()
        assert "0 new" in place.run("members", "enrol", people)
        assert Node().height() == height and place.community().members.enrolled == before + 3

    def test_enrol__only_who_is_new(self, place, people):
        place.run("members", "enrol", people)
        people.write_text(people.read_text() + "alonzo,Alonzo Church,\n")
        assert "1 new" in place.run("members", "enrol", people)
        assert len(newcomers(place)) == 4

    def test_enrol__dry_run_keeps_nothing(self, place, people):
        height = Node().height()
        assert "nothing was sent" in place.run("members", "enrol", people, "--dry-run")
        assert Node().height() == height and not newcomers(place)

    def test_those_enrolled__join_with_a_one_time_key_or_their_wallet(self, place, people):
        place.run("members", "enrol", people)
        place.run("members", "activate", "ada", "--account", "TEST::11")
        place.run("members", "activate", "grace", "--account", "TEST::10")
        community = place.community()
        numbers = community.directory.keys()
        assert community.members.of(address("TEST::11")) == numbers["ada"]
        assert community.members.of(address("TEST::10")) == numbers["grace"]
        assert "Ada Lovelace" in place.run("members", "list")
        said = place.run("members", "show", "ada")
        assert "Ada Lovelace (ada)" in said and address("TEST::11") in said
        again = place.run("members", "activate", "ada", "--account", "TEST::12", expect=1)
        assert "has joined already" in again

    def test_somebody_without_an_invitation_here__is_told(self, place):
        said = place.run("members", "activate", 1, "--account", "TEST::12", expect=1)
        assert "No invitation of member 1 is stored here." in said

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            ("key,title\nada,Ada\n", "people.csv, line 1: missing columns: “name”."),
            ("key,name,walet\nada,Ada,\n", "people.csv, line 1: unknown columns: “walet”."),
            ("key,name\nada,Ada\nada,Ada B\n", "people.csv, line 3: key “ada” is already on line 2"),
            ("key,name\n,Ada\n", "people.csv, line 2: the key is empty: fill it in."),
            ("key,name,wallet\nada,Ada,0x12\n", "line 2: “0x12” is not an address"),
            (
                "key,name,wallet\nada,Ada,0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266\n",
                "has a wrong checksum (EIP-55), so a letter may be wrong: copy it again.",
            ),
        ],
    )
    def test_enrol__a_broken_list__is_refused_with_its_line(self, place, people, content, problem):
        people.write_text(content)
        height = Node().height()
        assert problem in place.run("members", "enrol", people, expect=1)
        assert Node().height() == height

    def test_enrol__a_list_in_another_encoding__is_refused(self, place, people):
        people.write_bytes("key,name\nzoe,Zoé\n".encode("latin-1"))
        assert "this is not UTF-8 text" in place.run("members", "enrol", people, expect=1)

    def test_enrol__a_wallet_that_is_a_members__is_refused(self, place, people):
        people.write_text(f"key,name,wallet\nada,Ada,{address('TEST::2')}\n")
        height = Node().height()
        said = place.run("members", "enrol", people, expect=1)
        assert f"The wallet {address('TEST::2')} of ada belongs to member 1." in said
        assert Node().height() == height

    def test_enrol__by_an_account_without_the_role__is_refused(self, place, people):
        said = place.run("members", "enrol", people, "--account", "TEST::9", expect=1)
        assert "does not have the role for this" in said
        assert not newcomers(place)


class Mortal:
    """A signer that dies with its process, before or after what it sends is mined."""

    def __init__(self, signer: AdminSigner, *, sends: bool) -> None:
        self._signer, self._sends = signer, sends
        self.address = signer.address

    def sign(self, typed_data):
        return self._signer.sign(typed_data)

    def send(self, call: Call) -> Receipt:
        if self._sends:
            self._signer.send(call)
        raise SystemExit("killed")


@pytest.mark.parametrize("sends", [False, True])
def test_enrol__killed_before_or_after_it_is_mined__is_finished_by_the_next_run(place, people, sends):
    community = place.community()
    before = community.members.enrolled
    office = AdminSigner(community, account(community.node, "TEST::1"))
    newcomers = [Newcomer("ada", "Ada Lovelace"), Newcomer("alan", "Alan Turing")]
    until = community.node.time() + timedelta(days=9)
    with pytest.raises(SystemExit):
        enrol(community, Mortal(office, sends=sends), newcomers, until)
    assert not not_founders(community)
    place.run("members", "enrol", people)
    community = place.community()
    assert sorted(not_founders(community)) == ["ada", "alan", "grace"]
    assert community.members.enrolled == before + 3
    place.run("members", "activate", "ada", "--account", "TEST::11")
    assert community.members.of(address("TEST::11")) == community.directory.keys()["ada"]


def test_enrol__while_somebody_else_enrols__drops_the_useless_invitations(place):
    community = place.community()
    office = account(community.node, "TEST::1")

    class Overtaken(AccountSigner):
        """Somebody else's wave is mined just before each of its calls, once."""

        overtaken = False

        def send(self, call: Call) -> Receipt:
            if not self.overtaken:
                self.overtaken = True
                first, until = community.members.enrolled + 1, community.node.time() + timedelta(days=9)
                super().send(community.members.open_cohort(first, b"\1" * 32, 5, until))
            return super().send(call)

    slow = Overtaken(community.node, office)
    until = community.node.time() + timedelta(days=9)
    with pytest.raises(Interrupted, match="Somebody else enrolled members at the same moment"):
        enrol(community, slow, [Newcomer("ada", "Ada")], until)
    assert not not_founders(community)
    assert len(list(community.record.files.invitations.iterdir())) == 1  # the founders'
    assert enrol(community, slow, [Newcomer("ada", "Ada")], until) == not_founders(community)


class TestAdmit:
    @pytest.fixture
    def wallets(self, tmp_path):
        file = tmp_path / "wallets.csv"
        lines = [
            f"{key},{key.title()},{address(name)},"
            for key, name in (("ada", "TEST::10"), ("bob", "TEST::11"))
        ]
        file.write_text("\n".join(["key,name,wallet,consent", *lines]) + "\n")
        return file

    def test_admit__wallets_of_this_computer_consent_here__once(self, place, wallets):
        assert "Done in block" in place.run("members", "admit", wallets)
        community = place.community()
        numbers = community.directory.keys()
        assert community.members.of(address("TEST::10")) == numbers["ada"]
        assert community.members.of(address("TEST::11")) == numbers["bob"]
        height = Node().height()
        assert "0 new" in place.run("members", "admit", wallets)
        assert Node().height() == height

    def test_admit__killed_before_the_directory_knew__is_finished_by_the_next_run(self, place, wallets):
        place.run("members", "admit", wallets)
        (place.community().record.folder / "directory.sqlite").unlink()
        assert "0 new" in place.run("members", "admit", wallets)
        assert sorted(place.community().directory.keys()) == ["ada", "bob"]

    def test_admit__with_consents_signed_elsewhere(self, place, wallets, tmp_path):
        to_sign = tmp_path / "sign.json"
        said = place.run("members", "admit", wallets, "--to-sign", to_sign)
        deadline = said.split("--deadline ")[1].split()[0]
        for key, name in (("ada", "TEST::10"), ("bob", "TEST::11")):
            data = json.loads(to_sign.read_text())[key]
            consent = AccountSigner(Node(), account(Node(), name)).sign(data)
            wallets.write_text(
                wallets.read_text().replace(f"{address(name)},", f"{address(name)},0x{consent.hex()}")
            )
        place.run("members", "admit", wallets, "--deadline", deadline)
        assert place.community().members.of(address("TEST::10")) == place.community().directory.keys()["ada"]

    def test_admit__an_expired_consent__is_refused(self, place, wallets):
        past = Node().seconds() - 1
        said = place.run("members", "admit", wallets, "--deadline", past, expect=1)
        assert "The signature was valid until" in said or "expired" in said
        assert not newcomers(place)

    def test_admit__a_consent_that_is_not_the_wallets__is_refused(self, place, wallets):
        wrong = "0x" + "1" * 130
        wallets.write_text(f"key,name,wallet,consent\nada,Ada,{address('TEST::10')},{wrong}\n")
        deadline = Node().seconds() + 600
        said = place.run("members", "admit", wallets, "--deadline", deadline, expect=1)
        assert "The signature is not" in said

    def test_admit__without_a_wallet__is_refused_with_its_line(self, place, wallets):
        wallets.write_text("key,name,wallet,consent\nada,Ada,,\n")
        assert "line 2: the wallet is empty" in place.run("members", "admit", wallets, expect=1)


class TestSuspend:
    def test_suspend_and_reinstate__keep_their_reason__and_are_done_once(self, place):
        place.run("members", "suspend", 1, "--reason", "Spam in the forum")
        community = place.community()
        assert community.members.get(1).flags & MemberFlag.Suspended
        height = Node().height()
        said = place.run("members", "suspend", 1, "--reason", "Spam in the forum")
        assert "suspended already" in said and Node().height() == height
        place.run("members", "reinstate", 1, "--reason", "Apologised")
        assert not community.members.get(1).flags & MemberFlag.Suspended
        place.run("members", "suspend", 1, "--reason", "Spam in the forum")  # the same order, but a new one
        assert community.members.get(1).flags & MemberFlag.Suspended
        texts = [community.documents.get(one).document for one in community.documents]
        assert {one.text for one in texts if one.kind == "reason"} == {"Spam in the forum", "Apologised"}

    def test_an_unknown_member__is_told(self, place):
        assert "There is no member “nobody”." in place.run("members", "show", "nobody", expect=1)
        assert "There is no member “999”." in place.run("members", "suspend", 999, "--reason", "x", expect=1)


class TestRecover:
    def test_recover__start_then_finish__moves_the_member(self, place):
        place.run("members", "recover", "start", 1, "--wallet", "TEST::12")
        said = place.run("members", "show", 1)
        assert f"recovery to {address('TEST::12')}" in said
        early = place.run("members", "recover", "finish", 1, expect=1)
        assert "ready" in early or "until" in early or "from" in early
        place.pass_time(RECOVERY_DELAY)
        place.run("members", "recover", "finish", 1)
        assert place.community().members.get(1).wallet == address("TEST::12")

    def test_recover__cancelled__changes_nothing(self, place):
        place.run("members", "recover", "start", 1, "--wallet", "TEST::12")
        place.run("members", "recover", "cancel", 1)
        community = place.community()
        assert community.members.change(1) is None and community.members.get(1).wallet == address("TEST::2")

    def test_recover__a_consent_without_its_deadline_or_expired__is_refused(self, place):
        start = (
            "members",
            "recover",
            "start",
            1,
            "--wallet",
            address("TEST::12"),
            "--consent",
            "0x" + "1" * 130,
        )
        assert "A consent names a deadline." in place.run(*start, expect=1)
        past = Node().seconds() - 1
        assert "Sign again" in place.run(*start, "--deadline", past, expect=1)
        assert place.community().members.change(1) is None
