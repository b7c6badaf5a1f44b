"""What is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app.words import language, t
from cercle.errors import CercleError, NodeUnreachable, NotDeployed, StillReading, WrongNetwork


def show(problem: CercleError, is_over: Callable[[], bool]) -> None:
    """The problem as a sentence with its next step; goes on by itself once ``is_over``."""
    st.error(problem.in_(language()), icon=":material/cloud_off:")
    if isinstance(problem, NodeUnreachable | NotDeployed | StillReading | WrongNetwork):
        _try_again(is_over)


@st.fragment(run_every=3)
def _try_again(is_over: Callable[[], bool]) -> None:
    st.caption(t("This page goes on by itself as soon as that is done."))
    if is_over():
        st.rerun()
