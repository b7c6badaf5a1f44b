"""A17: an invitation used twice, copied, for another number, too late."""

from __future__ import annotations

import pytest

from cercle.enrolment import redeem_code
from cercle.errors import InputProblem, Refused
from cercle.links import Code
from tests.scripts.inviting import LIST, code_of, join, move_clock_to, wallet


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(LIST)
    return file


class TestAttacks:
    """A17: an invitation used twice, copied, for another number, too late."""

    def test_a_link_used_twice__says_when_it_was_used(self, place, people):
        place.run("members", "invite", people)
        community, code = place.community(), code_of(people, "ada@example.org")
        join(community, code, wallet("TEST::11"))
        with pytest.raises(InputProblem, match=r"This invitation was used on .* tell the community at once"):
            join(community, code, wallet("TEST::12"))
        assert community.members.get(code.member).wallet == wallet("TEST::11").address

    def test_an_activation_copied_on_its_way__still_binds_the_wallet_it_was_signed_for(self, place, people):
        place.run("members", "invite", people)
        community, code, ada = place.community(), code_of(people, "ada@example.org"), wallet("TEST::11")
        join(community, code, ada, sender=wallet("TEST::13"))  # a thief sends it first
        assert community.members.get(code.member).wallet == ada.address

    def test_a_link_with_another_member_number__is_not_one_of_ours(self, place, people):
        place.run("members", "invite", people)
        community, code = place.community(), code_of(people, "ada@example.org")
        other = Code(code_of(people, "edith@example.org").member, code.key)
        for wrong in (other, Code(code.member, bytes(32)), Code(1, code.key), Code(99_999, code.key)):
            with pytest.raises(InputProblem, match=r"not one of this community's|was used on"):
                redeem_code(community, wrong)
        assert redeem_code(community, code)[1].member_id == code.member

    def test_the_activation_of_one_link__with_another_number_put_in__is_refused_on_chain(self, place, people):
        place.run("members", "invite", people)
        community, code, thief = place.community(), code_of(people, "ada@example.org"), wallet("TEST::11")
        victim = code_of(people, "edith@example.org").member
        cohort, invitation = redeem_code(community, code)
        deadline = community.node.seconds() + 600
        with pytest.raises(Refused) as refused:
            thief.send(
                community.members.activate(
                    cohort=cohort.number,
                    member=victim,
                    invite_key=invitation.address,
                    wallet=thief.address,
                    proof=cohort.proof(code.member),
                    deadline=deadline,
                )
            )
        assert refused.value.name == "Members_NotInvited"

    @pytest.mark.parametrize(("seconds_left", "works"), [(1, True), (0, False), (-1, False)])
    def test_a_link__just_before_at_and_after_its_end(self, place, people, seconds_left, works):
        place.run("members", "invite", people, "--valid-days", 3)
        community, code = place.community(), code_of(people, "ada@example.org")
        until = community.members.contract.cohortInfo(community.members.contract.cohorts()).deadline
        move_clock_to(place, until - seconds_left)
        if works:
            assert redeem_code(community, code)[1].member_id == code.member
        else:
            with pytest.raises(InputProblem, match=r"could be used until .* Ask the community for a new one"):
                redeem_code(community, code)

    def test_a_known_wallets_link__is_of_no_use_to_another_wallet(self, place, people):
        own = wallet("TEST::14")
        people.write_text(f"name,e-mail,wallet\nGrace,grace@x.org,{own.address}\n")
        place.run("members", "invite", people)
        community, code = place.community(), code_of(people, "grace@x.org")
        with pytest.raises(InputProblem, match="is for the wallet"):
            join(community, code, wallet("TEST::11"))
        join(community, code, own)
        assert community.members.get(code.member).wallet == own.address
