"""What attendees and organisers of a gathering can do: what each of their buttons sends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from app import data, site
from app.sending import Statement, Work, statement
from cercle.attending import attend, attendance_data, close, gatherings, unrecorded
from cercle.calls import Call
from cercle.documents import Statement as Said
from cercle.errors import InputProblem
from cercle.gatherings import Gathering, Gatherings, link
from cercle.recording import BATCH
from cercle.texts import Text


def kept() -> Gatherings:
    """The community's gatherings."""
    return gatherings(data.community())


def address(gathering: Gathering) -> str:
    """What attendees scan."""
    return link(site.party().origin, gathering.code)


def attendance(me: int, code: str, said: Said) -> Work:
    """What one tap does: signs that one was there, and is put on the list."""
    community = data.community()

    def build() -> Statement:
        signed = kept().get(code).attendance(said)
        return Statement(attendance_data(community, me, signed), Text("Say that you were there."))

    def keep(_: str, signature: bytes) -> Text:
        attend(community, code, me, said, signature, community.node.time())
        return Text("Thank you: you have confirmed that this happened.")

    return statement(build, keep)


def open_gathering(programme: int, title: str, day: date, given: dict[int, Decimal], hours: int) -> Gathering:
    """Opens one whose code works for some hours from now. Raises ``InputProblem`` for what is missing."""
    until = data.now() + timedelta(hours=hours)
    return kept().open(programme=programme, title=title, day=day, given=given, until=until)


def left_to_record(gathering: Gathering) -> list[int]:
    """The givers of a closed gathering whose gift is not on chain."""
    return unrecorded(data.community(), gathering)


def recording(me: int, code: str, left_out: Collection[int]) -> list[Call]:
    """Closes a gathering and builds the batch that a validator sends: what is not on chain yet.

    Raises ``InputProblem`` when nobody attended, or when all of it is on chain.
    """
    community = data.community()
    items = close(community, code, left_out)
    left = left_to_record(kept().get(code))
    entries = [one.entry for one in items if one.entry.member in left]
    if not entries:
        raise InputProblem(Text("All of this is recorded already."))
    programme = items[0].programme
    batches = [entries[start : start + BATCH] for start in range(0, len(entries), BATCH)]
    return [community.contributions.record(me, programme, batch) for batch in batches]
