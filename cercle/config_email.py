"""How a community writes e-mails, as its YAML says it."""

from __future__ import annotations

import re
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from cercle.config_values import Section, problem
from cercle.errors import InputProblem
from cercle.mail.addresses import read_mailbox

_VARIABLE = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_HOURS = re.compile(r"(\d{1,2})\s*[-–]\s*(\d{1,2})")


def _mailbox(written: str) -> str:
    try:
        read_mailbox(written)
    except InputProblem as found:
        raise problem("{reason}", reason=found.problem) from None
    return written


def _variable(written: str) -> str:
    match = _VARIABLE.fullmatch(written)
    if match is None:
        raise problem(
            "The mail server's URL has a password: write env:CERCLE_SMTP here, and set that environment variable."
        )
    return match[1]


def _hours(written: Any) -> tuple[int, int]:
    match = _HOURS.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None or not int(match[1]) < int(match[2]) <= 24:
        raise problem("“{written}” is not a part of the day: write it like 8-20.", written=written)
    return int(match[1]), int(match[2])


def _zone(written: str) -> str:
    try:
        ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError):
        raise problem(
            "There is no time zone “{written}”: write it like Europe/Paris.", written=written
        ) from None
    return written


MailboxText = Annotated[str, AfterValidator(_mailbox)]
"""``Name <address>``, or an address alone."""
Variable = Annotated[str, AfterValidator(_variable)]
"""The name of an environment variable, written ``env:NAME``."""
Hours = Annotated[tuple[int, int], BeforeValidator(_hours)]
"""A part of the day, such as ``8-20``."""
TimeZone = Annotated[str, AfterValidator(_zone)]


class EmailTerms(Section):
    """How the community writes e-mails. The mail server's URL holds a password, so it is never here: ``smtp`` names
    the environment variable that has it. ``ca_file`` names the authority of a server with a certificate of its own.
    """

    sender: Annotated[MailboxText, Field(alias="from")]
    reply_to: MailboxText | None = None
    smtp: Variable = "CERCLE_SMTP"
    ca_file: str | None = None
    per_minute: Annotated[int, Field(ge=1, lt=10_000)] = 60
    hours: Hours = (8, 20)
    """From and until when, on the clock of ``time_zone``; warnings about a wallet are sent at any hour."""
    time_zone: TimeZone = "Europe/Paris"
