"""How files and commands name a member: by a directory key, or by number."""

import pytest

from cercle.errors import InputProblem
from cercle.names import MemberNames


def test_a_key_or_a_number_of_somebody_enrolled_is_a_member():
    names = MemberNames({"ada": 7}, enrolled=9)
    assert [names.number(name) for name in ("ada", "9", "#9", "1")] == [7, 9, 9, 1]
    assert [names.number(name) for name in ("bob", "0", "10", "#10", "#", "-1", "1.5", "٣", "")] == [None] * 9


def test_where_keys_are_numbers_a_number_is_a_key_and_only_the_hash_sign_means_a_member_number():
    names = MemberNames({"2": 7, "2012034": 8}, enrolled=9)
    assert [names.number(name) for name in ("2", "2012034", "#2")] == [7, 8, 2]
    assert names.number("3") is None and "3" not in names


def test_an_unknown_name_is_told():
    with pytest.raises(InputProblem, match="There is no member “bob”"):
        MemberNames({"ada": 7}, enrolled=9).require("bob")
