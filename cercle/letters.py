"""What each invited person is told: their link, in their language, until when it works. For mail merge and for print."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from babel.dates import format_date

from cercle.community import Community
from cercle.config import load_config
from cercle.directory import Person
from cercle.links import dashboard_url, link
from cercle.spreadsheets import write_csv
from cercle.standing import LinkState, Standing

HEADER = ("number", "name", "email", "language", "link", "valid from", "valid until")


@dataclass(frozen=True)
class Letter:
    """An invitation, ready to be sent. The link is as good as a password until it was used.

    ``address`` is its one-time key's, by which a link is told from the one before; ``since`` is None where the link works at once, ``until`` where it does not expire.
    """

    member: int
    name: str
    email: str | None
    language: str
    link: str
    address: str
    since: datetime | None
    until: datetime | None

    @property
    def valid_from(self) -> str:
        """The day from which a link given anew works, in the person's words; empty where it works at once."""
        return _day(self.since + timedelta(days=1), self.language) if self.since else ""

    @property
    def valid_until(self) -> str:
        """The last day on which the link works, in the person's words; empty where it does not expire."""
        return _day(self.until - timedelta(seconds=1), self.language) if self.until else ""


def letters(
    community: Community, standings: Collection[Standing], referrers: Mapping[int, int] = MappingProxyType({})
) -> list[Letter]:
    """The letters of those whose link works, now or later, by member number; ``referrers`` by member.

    Raises ``InputProblem`` as ``links.dashboard_url``.
    """
    base, people = dashboard_url(community), {one.member: one for one in community.directory.people()}
    language = load_config(community.record.files.config).languages[0]
    return [
        _letter(one, people.get(one.member), base, language, referrers.get(one.member, 0))
        for one in standings
        if one.state in (LinkState.INVITED, LinkState.WAITING)
    ]


def write_mail_merge(path: Path, written: Sequence[Letter]) -> None:
    """A CSV file with a line for each letter. Delete it once the letters are sent."""
    rows = (
        (one.member, one.name, one.email or "", one.language, one.link, one.valid_from, one.valid_until)
        for one in written
    )
    write_csv(path, HEADER, rows)


def _letter(standing: Standing, person: Person | None, base: str, language: str, referrer: int) -> Letter:
    return Letter(
        member=standing.member,
        name=person.name if person else "",
        email=person.email if person else None,
        language=(person.language if person else None) or language,
        link=link(base, standing.invitation, referrer),
        address=standing.invitation.address,
        since=standing.since if standing.state is LinkState.WAITING else None,
        until=standing.until,
    )


def _day(moment: datetime, language: str) -> str:
    return str(format_date(moment, format="d MMMM y", locale=language))
