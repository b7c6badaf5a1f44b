"""Links that name who brought a member: only where the community says so."""

from __future__ import annotations

import pytest

from cercle.privacy.purposes import Purpose
from tests.scripts.inviting import LIST, code_of, join, wallet


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(LIST)
    return file


class TestReferrers:
    def test_with_referrers__where_the_community_keeps_none__is_refused(self, place, people):
        people.write_text("name,e-mail,referrer\nAda,ada@x.org,claire\n")
        said = place.run("members", "invite", people, "--with-referrers", expect=1)
        assert "does not keep who brought whom" in said and "referrals: true" in said
        place.run("members", "invite", people)
        assert code_of(people, "ada@x.org").referrer == 0

    def test_with_referrers__the_link_names_them_and_the_chain_keeps_them(self, place, people):
        allow_referrals(place)
        people.write_text("name,e-mail,referrer\nAda,ada@x.org,claire\n")
        place.run("members", "invite", people, "--with-referrers")
        community = place.community()
        claire, code = community.record.founders["claire"], code_of(people, "ada@x.org")
        assert code.referrer == claire
        community.consents.give(claire, Purpose.Referrer, language="fr", source="dashboard")
        join(community, code, wallet("TEST::11"), referrer=claire)
        assert community.members.get(code.member).referrer == claire

    def test_with_referrers__who_did_not_agree_to_it__are_left_out(self, place, people):
        allow_referrals(place)
        people.write_text("name,e-mail,referrer\nAda,ada@x.org,claire\n")
        place.run("members", "invite", people, "--with-referrers")
        community, code = place.community(), code_of(people, "ada@x.org")
        join(community, code, wallet("TEST::11"), referrer=1)
        assert community.members.get(code.member).referrer is None


def allow_referrals(place) -> None:
    config = place.community().record.files.config
    config.write_text(config.read_text().replace("referrals: false", "referrals: true"))
