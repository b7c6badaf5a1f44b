"""A16: the token's name, the one text that goes on chain, names nobody."""

import pytest

from cercle.config import BrokenConfig, parse_config
from cercle.contracts import ROOT

ALUMNI = (ROOT / "communities" / "alumni.yaml").read_text()


def renamed(name: str) -> str:
    return ALUMNI.replace("  name: Merci\n", f"  name: {name}\n", 1)


@pytest.mark.parametrize("name", ["Claire Fontaine", "merci claire fontaine", "claire@example.org"])
def test_token__called_after_a_founder_or_with_an_email__is_refused(name):
    with pytest.raises(BrokenConfig, match="public for ever"):
        parse_config(renamed(name), "alumni.yaml")


@pytest.mark.parametrize("name", ["Merci", "Fontaine", "École Grandmont"])  # a word, an institution
def test_token__called_after_nobody_in_particular__is_fine(name):
    assert parse_config(renamed(name), "alumni.yaml").token.name == name
