"""What a place is where personal data is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community

Record = dict[str, Any]
"""One thing a place holds about a person, by field, as JSON has it."""


@dataclass(frozen=True)
class Place:
    """Somewhere that something about a person is kept.

    ``fields`` explains every field that ``export`` gives. ``erase`` destroys what can be destroyed, may run again,
    and leaves what ``stays`` says and why; ``destroys`` tells whether there is anything to destroy about a record.
    ``documents`` names, of what is destroyed, the documents by their hashes:
    those are on the chain already, so that a receipt may show them. ``tables`` are the SQL tables this place answers
    for; the index's are copies of the public chain.
    """

    name: str
    holds: Text
    fields: Mapping[str, Text]
    export: Callable[[Community, int], list[Record]]
    erase: Callable[[Community, int], None]
    stays: Text | None = None
    destroys: Callable[[Record], bool] = lambda record: True
    documents: Callable[[Community, int], list[str]] = lambda community, member: []
    tables: frozenset[str] = frozenset()


def nothing(community: Community, member: int) -> None:
    """For places where nothing can be, or has to be, destroyed."""
