"""Where others wrote somebody's name: for the office to look at, since their documents are not that person's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cercle.documents import hash_text
from cercle.privacy.places.papers import own_documents

if TYPE_CHECKING:
    from cercle.community import Community

_SHORTEST = 3  # letters: what is shorter stands everywhere


def mentions(community: Community, member: int) -> list[str]:
    """The hashes of others' documents in which a member's name, key or e-mail stands, capital letters or not."""
    person = community.directory.person(member)
    if person is None:
        return []
    known = [one for one in (person.name, person.key, person.email) if one and len(one) >= _SHORTEST]
    words = "|".join(re.escape(one) for one in known if not one.isdecimal())
    if not words:
        return []
    found = community.documents.search(re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    return sorted({hash_text(one) for one in found} - set(own_documents(community, member)))
