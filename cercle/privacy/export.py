"""Everything that is kept about a person, for that person: one file to read, and the same for a program.

Format, a ZIP archive:

    mes-donnees.html, my-data.html   to read in any browser, nothing is loaded from elsewhere
    data.json                        {community, member, made_at, places: [{place, holds, fields, records, stays}]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from jinja2 import Environment, FileSystemLoader, Template

from cercle.privacy.database import now, written
from cercle.privacy.places import PLACES, Place, Record
from cercle.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from cercle.community import Community

PAGES = {"fr": "mes-donnees.html", "en": "my-data.html"}


def personal_data(community: Community, member: int) -> dict[str, Any]:
    """What every place holds about a member, each field explained in both languages."""
    community.members.get(member)
    return {
        "community": community.name,
        "member": member,
        "made_at": written(now()),
        "places": [_place(place, place.export(community, member)) for place in PLACES],
    }


def export_archive(community: Community, member: int) -> bytes:
    """The archive for a member. Raises ``InputProblem`` for a number that was never given out."""
    data = personal_data(community, member)
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as files:
        for language in LANGUAGES:
            files.writestr(PAGES[language], _page(data, language))
        files.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
    return archive.getvalue()


def _place(place: Place, records: list[Record]) -> dict[str, Any]:
    return {
        "place": place.name,
        "holds": _both(place.holds),
        "fields": {field: _both(meaning) for field, meaning in place.fields.items()},
        "records": records,
        "stays": _both(place.stays) if place.stays else None,
    }


def _both(text: Text) -> dict[str, str]:
    return {language: text.in_(language) for language in LANGUAGES}


def _page(data: Mapping[str, Any], language: str) -> str:
    def say(message: Text) -> str:
        return message.in_(language)

    return _template().render(
        data=data,
        language=language,
        title=say(Text("What {community} keeps about you", {"community": data["community"]})),
        intro=say(
            Text(
                "You are member {member}. This was put together on {date}. It is yours: keep it where nobody else "
                "reads it.",
                {"member": data["member"], "date": str(data["made_at"])[:10]},
            )
        ),
        nothing=say(Text("Nothing is kept here about you.")),
        after=say(Text("If you are erased, this stays:")),
    )


@cache
def _template() -> Template:
    # What members wrote is shown as they wrote it: never as HTML.
    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template(
        "export.html"
    )
