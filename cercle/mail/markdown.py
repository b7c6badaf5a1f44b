"""Markdown as an e-mail shows it: as text, and as HTML whose looks stand in the tags, as mail programs want it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

# The dashboard's colours (.streamlit/config.toml); letter.html has those of the dark.
INK, ACCENT, LINE = "#2e2620", "#a84a24", "#e4d8c8"
_HEADING = f"font-family:Georgia,'Times New Roman',serif;font-weight:600;line-height:1.25;color:{INK};"
_STYLES = {
    "h1": f"{_HEADING}font-size:26px;margin:0 0 16px;",
    "h2": f"{_HEADING}font-size:20px;margin:28px 0 10px;",
    "p": "margin:0 0 16px;",
    "ul": "margin:0 0 16px;padding:0 0 0 22px;",
    "ol": "margin:0 0 16px;padding:0 0 0 22px;",
    "li": "margin:0 0 6px;",
    "a": f"color:{ACCENT};",
    "hr": f"border:0;border-top:1px solid {LINE};margin:28px 0 16px;",
}
_BUTTON = (
    f"display:inline-block;background:{ACCENT};color:#ffffff;text-decoration:none;font-weight:600;"
    "padding:12px 22px;border-radius:999px;"
)
_markdown = MarkdownIt("commonmark", {"html": False})


def as_html(markdown: str) -> str:
    """HTML of the letter's body; a link that is a paragraph by itself is a button."""
    tokens = _markdown.parse(markdown)
    for token in tokens:
        _dress(token)
        for child in token.children or ():
            _dress(child)
        if token.type == "inline" and _is_one_link(token.children or ()):
            link = (token.children or [])[0]
            link.attrSet("style", _BUTTON)
            link.attrSet("class", "button")
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


def as_text(markdown: str) -> str:
    """The same for those who read text: a link is followed by its address."""
    text, mark, after_item = "", "", False
    for token in _markdown.parse(markdown):
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "inline":
            gap = "\n" if mark and after_item else "\n\n"
            text += gap + mark + _words(token.children or ())
            mark, after_item = "", bool(mark)
        elif token.type == "hr":
            text, after_item = f"{text}\n\n--", False
    return text.strip() + "\n"


def one_line(markdown: str) -> str:
    """A subject: the words without their Markdown."""
    return on_one_line(_words(_markdown.parseInline(markdown)[0].children or ()))


def on_one_line(text: str) -> str:
    """Line breaks of every kind become spaces; the narrow spaces of French stay."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()


def _words(tokens: Sequence[Token]) -> str:
    said, address = "", ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            said += "\n"
        elif token.type == "link_open":
            address = str(token.attrs["href"])
        elif token.type == "link_close":
            said += f": {address}"
        else:
            said += token.content
    return said


def _dress(token: Token) -> None:
    if token.nesting >= 0 and token.tag in _STYLES:
        token.attrSet("style", _STYLES[token.tag])


def _is_one_link(tokens: Sequence[Token]) -> bool:
    kinds = [token.type for token in tokens]
    return kinds[:1] == ["link_open"] and kinds.index("link_close") == len(kinds) - 1
