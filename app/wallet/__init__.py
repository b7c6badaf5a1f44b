"""The browser's wallets and passkeys, reached through one Streamlit component (``wallet.js``).

A page asks for steps; the member presses the component's button; the browser's answers come back once. A reply is
resent until it is acknowledged, and an answer to anything but the question of this moment is put aside. Nothing here
believes an answer: whoever asks checks the signatures over what was asked.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from app.wallet.words import ASIDE, problem_of, texts
from app.words import language, plain
from cercle.errors import CercleError

FOLDER = Path(__file__).parent
NAME = "cercle.wallet"
_QUESTIONS = "questions to the wallet"
_ACKNOWLEDGED = "answers that arrived"

Step = dict[str, Any]
"""What the browser is to do: see ``DO`` in ``wallet.js``."""
Kept = TypeVar("Kept")
Checked = TypeVar("Checked")


@dataclass(frozen=True)
class Prepared(Generic[Kept]):
    """The steps of a question, and what their answers are checked against."""

    steps: Sequence[Step]
    kept: Kept


@dataclass
class _Question(Generic[Kept]):
    """A question as it was prepared; ``about`` tells whether the page still asks the same."""

    about: Hashable
    prepared: Prepared[Kept]
    problem: CercleError | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    since: float = field(default_factory=time.monotonic)


def ask(
    key: str,
    label: str,
    prepare: Callable[[], Prepared[Kept]],
    check: Callable[[list[Any], Kept], Checked],
    *,
    about: Hashable = None,
    good_for: float = 1_800,
    primary: bool = True,
) -> Checked | None:
    """The component's button. Returns once what ``check`` makes of the browser's results, one for each step; None
    until then. A refusal of the member, of the wallet, or of ``check`` (a ``CercleError``) is said below the button,
    which then asks anew.

    ``prepare`` is called once for a question: its steps do not change until they were answered, ``about`` changed, or
    the question is ``good_for`` seconds old.
    """
    questions: dict[str, _Question[Kept]] = st.session_state.setdefault(_QUESTIONS, {})
    question = questions.get(key)
    if question is None or question.about != about or time.monotonic() > question.since + good_for:
        question = questions[key] = _Question(about, prepare())
    reply = _show(key, label, question, primary=primary)
    # From here to the return, nothing of Streamlit is touched: it may stop this run in any of its functions, and a
    # reply that was taken would be lost.
    if reply is not None and reply["id"] == question.id:
        del questions[key]
        try:
            if not reply.get("ok"):
                raise problem_of(reply)
            results = reply.get("results")
            return check(list(results) if isinstance(results, list) else [], question.prepared.kept)
        except CercleError as problem:
            questions[key] = _Question(about, prepare(), problem)
            st.rerun()
    if reply is not None:
        question.problem = ASIDE
    if question.problem is not None:
        st.warning(plain(question.problem.in_(language())), icon=":material/info:")
    return None


def forget(key: str) -> None:
    """Nobody asks this any more; an answer that is still to come is put aside."""
    st.session_state.get(_QUESTIONS, {}).pop(key, None)


def tell(key: str, step: Step) -> None:
    """Has the browser do something by itself, once; it says nothing of it, so that no run is disturbed."""
    _mount(key, question=json.dumps(step), steps=[step], silent=True, texts=texts())


def _show(key: str, label: str, question: _Question[Any], *, primary: bool) -> dict[str, Any] | None:
    acknowledged: list[str] = st.session_state.setdefault(_ACKNOWLEDGED, [])
    reply = _mount(
        key,
        question=question.id,
        steps=list(question.prepared.steps),
        label=label,
        primary=primary,
        acknowledged=acknowledged[-20:],
        texts=texts(),
    )
    if not isinstance(reply, dict) or not isinstance(reply.get("id"), str) or reply["id"] in acknowledged:
        return None
    # An answer to a question that is gone is acknowledged too: the browser need not keep it.
    acknowledged.append(reply["id"])
    return reply


def _mount(key: str, **what: Any) -> Any:
    """The component itself, declared to the server that runs this script as an installed package's manifest would."""
    manager = get_bidi_component_manager()
    if manager.get(NAME) is None:
        package, name = NAME.split(".")
        manifest = ComponentManifest(package, "1", [ComponentConfig(name, FOLDER.name)])
        manager.register_from_manifest(manifest, FOLDER.parent)
    return _renderer()(key=f"wallet-{key}", data={"key": key, **what}, on_reply_change=lambda: None).reply


@cache
def _renderer() -> Any:
    # The style goes with the page, or the buttons would be drawn before it is there.
    css = (FOLDER / "wallet.css").read_text()
    return st.components.v2.component(NAME, html='<div class="wallet"></div>', css=css, js="wallet.js")
