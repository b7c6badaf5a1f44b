"""What sends for members, and what was sent."""

from __future__ import annotations

import streamlit as st

from app.data.connection import community, folder, look_again
from app.data.papers import config, forget_papers
from app.data.people import forget_keys
from app.jobs import Jobs
from cercle.config_models import RelayTerms
from cercle.mail.out import WaysOut
from cercle.relay import Health, Relay


@st.cache_resource(show_spinner=False)
def _jobs(folder: str) -> Jobs:
    return Jobs(community().record.folder / "jobs.sqlite")


def jobs() -> Jobs:
    """What members asked to be sent."""
    return _jobs(folder())


@st.cache_resource(show_spinner=False)
def _relay(folder: str) -> Relay:
    applied = config()
    return Relay.of(community(), applied.relay if applied else RelayTerms())


def relay() -> Relay:
    """Sends what members have signed, and pays for it."""
    return _relay(folder())


@st.cache_data(ttl=10, show_spinner=False)
def _relay_health(folder: str) -> Health:
    return relay().health()


def relay_health() -> Health:
    """Whether the relay sends at the moment, in words."""
    return _relay_health(folder())


@st.cache_resource(show_spinner=False)
def ways_out() -> WaysOut:
    """Reads and follows the links at the foot of e-mails; from the second time on without the chain."""
    return WaysOut(community().record.folder)


def refresh() -> None:
    """Reads again what may have changed by something we sent, so that the page shows its effect at once."""
    look_again()
    forget_papers()
    forget_keys()
    _relay_health.clear()
