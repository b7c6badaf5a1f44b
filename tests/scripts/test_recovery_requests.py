"""`ape run members recover requests|accept|decline`: from somebody's words to a recovery that runs."""

from __future__ import annotations

import pytest

from cercle.accounts import account
from cercle.errors import InputProblem
from cercle.recoveries import MARGIN
from cercle.recovery_requests import MOST, RecoveryRequests
from cercle.running_recovery import running_recovery
from cercle.signers import AccountSigner
from tests.authenticator import Authenticator
from tests.scripts.place import DAY, Place

SAID = "Claire Fontaine, 06 00 00 00 00"
DEVICE = Authenticator.numbered(7)


@pytest.fixture(scope="module")
def deployed(deployed):
    """The alumni, of whom Claire has joined with a wallet of her own."""
    claire = deployed.community().record.founders["claire"]
    deployed.run("members", "activate", claire, "--account", "TEST::3")
    return deployed


@pytest.fixture
def claire(place) -> int:
    return place.community().record.founders["claire"]


def requests(place: Place) -> RecoveryRequests:
    return RecoveryRequests.in_folder(place.community().record.folder)


def asked(place: Place) -> str:
    return requests(place).ask(SAID, DEVICE.key, DEVICE.credential_id).code


def consent(place: Place, code: str, member: int, deadline: int) -> None:
    """The new device says yes, on the dashboard."""
    community = place.community()
    target = community.accounts.address_of(DEVICE.key)
    data = community.members.bind_wallet_data(member, target, deadline)
    requests(place).consent(code, deadline, DEVICE.sign(data, target, community.record.chain_id))


def test_requests__are_listed_with_what_people_say(place) -> None:
    code = asked(place)
    said = place.run("members", "recover", "requests")
    assert code in said and SAID in said


def test_accept__an_ordinary_wallet__waits_for_the_new_device__then_moves_to_its_account(
    place, claire
) -> None:
    code = asked(place)
    assert "say yes with their new device" in place.run("members", "recover", "accept", code, f"#{claire}")
    community = place.community()
    consent(place, code, claire, community.node.now() + MARGIN)
    said = place.run("members", "recover", "accept", code.lower(), f"#{claire}")
    assert said.count("Done in block") == 2  # the account is opened, the recovery starts
    running = running_recovery(community, claire)
    assert running and running.by == community.accounts.address_of(DEVICE.key) and running.can_object
    place.pass_time(7 * DAY)
    AccountSigner(community.node, account(community.node, "TEST::9")).send(running.finish(community, claire))
    assert community.members.get(claire).wallet == running.by
    assert code not in place.run("members", "recover", "requests")


def test_accept__a_passkey_account__gets_the_new_passkey__and_the_member_may_object(place, claire) -> None:
    old, community = Authenticator.numbered(8), place.community()
    first = requests(place).ask(SAID, old.key, old.credential_id).code
    requests(place).recognise(first, claire)
    deadline = community.node.now() + MARGIN
    target = community.accounts.address_of(old.key)
    data = community.members.bind_wallet_data(claire, target, deadline)
    requests(place).consent(first, deadline, old.sign(data, target, community.record.chain_id))
    place.run("members", "recover", "accept", first, f"#{claire}")
    place.pass_time(7 * DAY)
    place.run("members", "recover", "finish", f"#{claire}")
    place.run("members", "recover", "accept", asked(place), f"#{claire}")
    running = running_recovery(community, claire)
    assert running and running.of_account and running.by == str(DEVICE.key)
    place.pass_time(7 * DAY)
    place.run("members", "recover", "finish", f"#{claire}", "--passkey")
    assert community.accounts.keys(target) == [DEVICE.key]
    assert running_recovery(community, claire) is None


@pytest.mark.parametrize(("late", "starts"), [(-60, True), (1, False)])
def test_accept__until_the_consent_is_too_old(place, claire, late, starts) -> None:
    code, now = asked(place), place.community().node.now()
    requests(place).recognise(code, claire)
    consent(place, code, claire, now + MARGIN)
    place.pass_time(MARGIN + late)
    said = place.run("members", "recover", "accept", code, f"#{claire}")
    assert ("Done in block" in said) == starts
    assert ("say yes with their new device" in said) != starts


def test_accept__dry_run__changes_nothing(place, claire) -> None:
    code = asked(place)
    place.run("members", "recover", "accept", code, f"#{claire}", "--dry-run")
    assert requests(place).get(code).member is None


def test_accept__for_two_different_members__is_refused(place, claire) -> None:
    code = asked(place)
    place.run("members", "recover", "accept", code, f"#{claire}")
    karim = place.community().record.founders["karim"]
    assert f"is that of member {claire}" in place.run(
        "members", "recover", "accept", code, f"#{karim}", expect=1
    )


def test_decline__forgets_it(place) -> None:
    code = asked(place)
    place.run("members", "recover", "decline", code)
    assert "There is no request" in place.run("members", "recover", "decline", code, expect=1)


class TestAsking:
    def test_the_same_device_again__is_the_same_request(self, place) -> None:
        assert asked(place) == asked(place)

    @pytest.mark.parametrize("said", ["", "   ", "x" * 501])
    def test_without_saying_who__is_refused(self, place, said) -> None:
        with pytest.raises(InputProblem, match="Nobody can tell who you are"):
            requests(place).ask(said, DEVICE.key, DEVICE.credential_id)

    def test_too_many_at_once__is_refused__and_the_office_is_named(self, place) -> None:
        kept = requests(place)
        for number in range(MOST):
            kept.ask(SAID, DEVICE.key, number.to_bytes(16))
        with pytest.raises(InputProblem, match="Call or write to the community's office"):
            kept.ask(SAID, DEVICE.key, MOST.to_bytes(16))
