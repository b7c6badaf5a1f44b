"""So many of something, for sentences: “1 contribution”, “3 contributions”, in the language of the sentence."""

from __future__ import annotations

from decimal import Decimal

from cercle.texts import Text


def contributions(count: int) -> Text:
    """So many contributions."""
    return Text("1 contribution") if count == 1 else Text("{count} contributions", {"count": count})


def rounds(count: int) -> Text:
    """So many rounds."""
    return Text("1 round") if count == 1 else Text("{count} rounds", {"count": count})


def members(count: int) -> Text:
    """So many members."""
    return Text("1 member") if count == 1 else Text("{count} members", {"count": count})


def founders(count: int) -> Text:
    """So many founders."""
    return Text("1 founder") if count == 1 else Text("{count} founders", {"count": count})


def seats(count: int) -> Text:
    """So many seats."""
    return Text("1 seat") if count == 1 else Text("{count} seats", {"count": count})


def problems(count: int) -> Text:
    """So many problems."""
    return Text("1 problem") if count == 1 else Text("{count} problems", {"count": count})


def tokens(amount: Decimal) -> Text:
    """So many tokens of the community's."""
    return Text("1 token") if amount == 1 else Text("{amount} tokens", {"amount": amount})


def units(amount: Decimal) -> Text:
    """So many of what a programme counts."""
    return Text("1 unit") if amount == 1 else Text("{amount} units", {"amount": amount})
