"""Options that say nothing, or what cannot be: told with their name, and nothing is sent."""

from __future__ import annotations

import pytest

from cercle.node import Node


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("members", "suspend", "school", "--reason", " "), "'--reason': it is empty: write a sentence."),
        (("members", "suspend", "school", "--reason", "x" * 20_001), "20,000 are the most"),
        (("members", "enrol", "people.csv", "--valid-days", "-5"), "'--valid-days': -5 is not in the range"),
        (("members", "invite", "people.csv", "--valid-days", "99999999"), "'--valid-days': 99999999"),
        (
            [
                "contributions",
                "record",
                "--programme",
                "jury",
                "--member",
                "school",
                "--units",
                "1",
                "--evidence",
                "",
            ],
            "'--evidence': it is empty: write a sentence.",
        ),
    ],
    ids=["no reason", "a book of a reason", "days before now", "days without end", "no evidence"],
)
def test_option__that_says_nothing_or_what_cannot_be__is_named(place, command, told):
    height = Node().height()
    assert told in place.run(*command, expect=2)
    assert Node().height() == height
