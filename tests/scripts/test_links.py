"""`ape run members revoke`, `reissue`, `close-wave`, `link` and `invitations`: what becomes of a link (A17)."""

from __future__ import annotations

import pytest

from cercle.accounts import account
from cercle.admin import AdminSigner
from cercle.enrolment import redeem_code, require_link_in_force
from cercle.errors import InputProblem, Refused
from cercle.joining import LinkProblem
from cercle.links import read_code
from cercle.node import Node
from cercle.signers import KeySigner
from cercle.standing import LinkState, invitation_of, reissue, standing_of
from tests.scripts.inviting import LIST, code_of, join, move_clock_to, wallet
from tests.scripts.place import DAY

RECOVERY_DELAY = 7 * DAY


@pytest.fixture(scope="module")
def deployed(deployed):
    """The alumni, who have invited the people of a list."""
    file = deployed.home.parent / "people.csv"
    file.write_text(LIST)
    deployed.run("members", "invite", file)
    return deployed


@pytest.fixture
def people(place):
    return place.home.parent / "people.csv"


@pytest.fixture
def ada(place, people):
    """Ada's link, which works."""
    return code_of(people, "ada@example.org")


def new_code(said: str):
    return read_code(said.partition("code=")[2].split()[0])


class TestRevoke:
    def test_revoke__the_dashboard_and_the_relay_refuse_it_at_once(self, place, ada):
        height, key = Node().height(), invitation_of(place.community(), ada.member)[1].address
        require_link_in_force(place.community(), ada.member, key)
        said = place.run("members", "revoke", ada.member)
        assert "refused by the dashboard and the relay from now on" in said and Node().height() == height
        with pytest.raises(LinkProblem, match=r"was taken back\. Ask the community for a new one") as refused:
            redeem_code(place.community(), ada)
        assert refused.value.state is LinkState.REVOKED
        with pytest.raises(InputProblem, match=f"The invitation of member {ada.member} was taken back"):
            require_link_in_force(place.community(), ada.member, key)

    def test_revoke__says_that_the_contract_still_takes_it__and_it_does(self, place, ada):
        community, mallory = place.community(), wallet("TEST::13")
        cohort, invitation = redeem_code(community, ada)
        said = place.run("members", "revoke", ada.member)
        assert "whoever holds it and uses the contract directly" in said
        assert f"close-wave {cohort.number}" in said and f"reissue {ada.member}" in said
        mallory.send(_by_hand(community, cohort, invitation, mallory))
        assert community.members.get(ada.member).wallet == mallory.address

    def test_revoke__leaves_the_other_links_alone__and_twice_is_once(self, place, people, ada):
        place.run("members", "revoke", ada.member)
        place.run("members", "revoke", "ada@example.org")
        edith = code_of(people, "edith@example.org")
        join(place.community(), edith, wallet("TEST::11"))
        assert place.community().members.get(edith.member).has_joined

    def test_revoke__of_who_has_joined__is_refused(self, place, ada):
        join(place.community(), ada, wallet("TEST::11"))
        said = place.run("members", "revoke", ada.member, expect=1)
        assert "has joined: there is no link to take back" in said and "ape run members suspend" in said

    def test_revoke__of_somebody_unknown__is_told(self, place):
        assert "There is no member “nobody”." in place.run("members", "revoke", "nobody", expect=1)


class TestCloseWave:
    def test_close_wave__ends_unused_links_on_chain(self, place, people, ada):
        community, mallory = place.community(), wallet("TEST::13")
        cohort, invitation = redeem_code(community, ada)
        call = _by_hand(community, cohort, invitation, mallory)
        join(community, code_of(people, "edith@example.org"), wallet("TEST::11"))
        said = place.run("members", "close-wave", cohort.number)
        assert "2 of the 3 members of wave" in said
        with pytest.raises(Refused) as refused:
            mallory.send(call)
        assert (refused.value.name, refused.value.facts["cohortId"]) == (
            "Members_CohortClosed",
            cohort.number,
        )
        with pytest.raises(LinkProblem, match="has closed this wave of invitations"):
            redeem_code(community, ada)
        height = Node().height()
        assert "closed already" in place.run("members", "close-wave", cohort.number)
        assert Node().height() == height

    def test_close_wave__that_never_was__or_dry__does_nothing(self, place, ada):
        height = Node().height()
        assert "There is no wave 99." in place.run("members", "close-wave", 99, expect=1)
        place.run("members", "close-wave", 2, "--dry-run")
        assert Node().height() == height and redeem_code(place.community(), ada)


class TestReissue:
    def test_reissue__the_new_link_works_after_the_delay__the_old_one_no_longer(self, place, ada):
        said = place.run("members", "reissue", ada.member)
        community, new = place.community(), new_code(said)
        assert new.member == ada.member and new.key != ada.key
        with pytest.raises(LinkProblem, match="was replaced by a newer one") as replaced:
            redeem_code(community, ada)
        assert replaced.value.state is LinkState.REVOKED
        with pytest.raises(LinkProblem, match=r"works from .* nothing that waits for you is lost") as early:
            redeem_code(community, new)
        assert early.value.state is LinkState.WAITING
        ready = community.members.contract.reinvitationOf(ada.member).validFrom
        move_clock_to(place, ready - 1)
        with pytest.raises(LinkProblem, match="works from"):
            redeem_code(community, new)
        move_clock_to(place, ready)
        join(community, new, wallet("TEST::11"))
        assert community.members.get(ada.member).wallet == wallet("TEST::11").address

    def test_reissue__twice__gives_the_same_link_and_sends_nothing(self, place, ada):
        first = new_code(place.run("members", "reissue", ada.member))
        height = Node().height()
        assert new_code(place.run("members", "reissue", ada.member)) == first
        assert Node().height() == height

    def test_reissue__after_the_new_link_was_taken_back__gives_another(self, place, ada):
        first = new_code(place.run("members", "reissue", ada.member))
        assert f"reissue {ada.member}" in place.run("members", "revoke", ada.member)
        second = new_code(place.run("members", "reissue", ada.member))
        assert second.key != first.key
        place.pass_time(RECOVERY_DELAY)
        with pytest.raises(LinkProblem):
            redeem_code(place.community(), first)
        join(place.community(), second, wallet("TEST::11"))

    @pytest.mark.parametrize("sends", [False, True])
    def test_reissue__killed_before_or_after_it_is_mined__is_finished_with_the_same_link(
        self, place, ada, sends
    ):
        community = place.community()
        office = AdminSigner(community, account(community.node, "TEST::1"))

        class Mortal:
            address, sign = office.address, office.sign

            def send(self, call):
                if sends:
                    office.send(call)
                raise SystemExit("killed")

        with pytest.raises(SystemExit):
            reissue(community, Mortal(), ada.member)
        made = invitation_of(community, ada.member)[1]
        with pytest.raises(LinkProblem):
            redeem_code(community, ada)
        assert new_code(place.run("members", "reissue", ada.member)).key == made.secret
        assert community.members.contract.reinvitationOf(ada.member).key == made.address

    def test_reissue__of_who_has_joined__is_refused(self, place, ada):
        join(place.community(), ada, wallet("TEST::11"))
        said = place.run("members", "reissue", ada.member, expect=1)
        assert "has joined: they need no link" in said and "ape run members recover" in said

    def test_reissue__dry_run__changes_nothing(self, place, ada):
        height = Node().height()
        place.run("members", "reissue", ada.member, "--dry-run")
        assert Node().height() == height and redeem_code(place.community(), ada)


class TestShown:
    def test_link__shows_it_again__or_what_became_of_it(self, place, people, ada):
        assert new_code(place.run("members", "link", "ada@example.org")) == ada
        join(place.community(), ada, wallet("TEST::11"))
        said = place.run("members", "link", "ada@example.org")
        assert "code=" not in said and f"Member {ada.member}: joined." in said

    def test_invitations__shows_every_state_and_counts_them(self, place, people, ada):
        join(place.community(), ada, wallet("TEST::11"))
        edith = code_of(people, "edith@example.org").member
        mallory = code_of(people, "mallory@example.org").member
        place.run("members", "revoke", edith)
        place.run("members", "reissue", mallory)
        said = place.run("members", "invitations")
        assert "1 not yet usable, 1 joined, 1 revoked" in said and "Ada Lovelace" in said
        assert "Ada Lovelace" not in place.run("members", "invitations", "--state", "revoked")
        assert "more: --limit 0 shows all" in place.run("members", "invitations", "--limit", 1)

    def test_invitations__after_their_end__are_expired(self, place, ada):
        until = standing_of(place.community(), ada.member).until
        move_clock_to(place, int(until.timestamp()))
        assert standing_of(place.community(), ada.member).state is LinkState.EXPIRED
        assert "expired" in place.run("members", "invitations", "--state", "expired")


def _by_hand(community, cohort, invitation, signer):
    """An activation by somebody who holds a link and asks neither the dashboard nor the relay."""
    deadline = community.node.seconds() + 600
    asked = community.members.invite_data(invitation.member_id, signer.address, 0, deadline)
    return community.members.activate(
        cohort=cohort.number,
        member=invitation.member_id,
        invite_key=invitation.address,
        wallet=signer.address,
        proof=cohort.proof(invitation.member_id),
        deadline=deadline,
        invite_signature=KeySigner(invitation.secret).sign(asked),
    )
