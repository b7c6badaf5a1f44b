"""The pages there are, and who sees which."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from app import lists
from app.words import t

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True)
class Offered:
    """The pages for who is here: all of them, those of the navigation, and those that the menu at the top names."""

    all: list[Any]
    shown: list[Any]
    linked: list[Any]


def for_visitors() -> Offered:
    """Logging in, joining, and what a code at a gathering, or on a printed record, leads to."""
    enter = _page("enter", t("Who are you?"), "waving_hand", default=True)
    return Offered([enter, *_public()], [], [])


def for_members(member: int) -> Offered:
    """The member's own pages; reviewing for those who have a seat."""
    shown = [
        _page("home", t("Home"), "cottage", default=True),
        _page("contribute", t("Contribute"), "volunteer_activism"),
        _page("services", t("Services"), "redeem"),
        _page("record", t("My record"), "auto_stories"),
        *([_page("review", t("Review"), "fact_check")] if lists.seats(member) else []),
    ]
    enter = _page("enter", t("Log in as somebody else"), "switch_account", hidden=True)
    account = _page("account", t("My account"), "manage_accounts", hidden=True)
    return Offered([*shown, account, enter, *_public()], shown, [account, enter])


def _public() -> list[Any]:
    return [
        _page("join", t("Join"), "group_add", hidden=True),
        _page("ask", t("Ask to join"), "mail", hidden=True),
        _page("event", t("Gatherings"), "event", hidden=True),
        _page("verify", t("Check a record"), "verified", hidden=True),
        _page("lost", t("I lost my phone or wallet"), "phonelink_erase", hidden=True),
    ]


def _page(name: str, title: str, icon: str, *, default: bool = False, hidden: bool = False) -> Any:
    return st.Page(
        VIEWS / f"{name}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path="" if default else name,
        default=default,
        visibility="hidden" if hidden else "visible",
    )
