"""Refuses personal data on its way to the chain: every action of a community passes here when it is built, and again
before the relay takes it.

What contracts take are numbers, addresses, signatures and 32-byte values. Of those values a document's hash has to be
one of our store, whose documents are salted; any other must not be a hash of what the directory holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cercle.calls import Call
from cercle.decoded import first_arguments
from cercle.privacy.fingerprints import Fingerprints
from cercle.privacy.readable import PersonalData, refuse_words
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community

_OF_DOCUMENTS = {"evidence", "document", "reason"}  # arguments that are documents' hashes, in every contract
_PUBLISHED = {
    "RewardRounds.announce"
}  # its document is a file that everybody reads: numbers and amounts, no salt
_NOTHING = bytes(32)


def lint(community: Community, call: Call) -> None:
    """Raises ``PersonalData`` for a call that would tell the chain who somebody is."""
    where = f"{call.contract_name}.{call.method}"
    refuse_words(where, call.args)
    arguments = first_arguments(call.contract_name, call.method, *call.args)
    if call.method.startswith("withdraw") and _is_on_chain(community, arguments):
        return  # nothing new is told, and nobody is kept in
    for name, value in _hashes(arguments):
        if value == _NOTHING or _is_known(community, value):
            continue
        if name in _OF_DOCUMENTS and (value in community.documents or community.erasures.erased(value)):
            continue
        place = f"{where}({name})"
        if value in _fingerprints(community):
            raise PersonalData(
                place, Text("is the hash of a name, a key or an e-mail address, which anybody can compute")
            )
        if name in _OF_DOCUMENTS and where not in _PUBLISHED:
            raise PersonalData(place, Text("is not the hash of a document kept here"))


def _hashes(arguments: Any, name: str = "") -> Iterator[tuple[str, bytes]]:
    """Every 32-byte value with the name of its argument, at any depth."""
    if isinstance(arguments, bytes) and len(arguments) == 32:
        yield name, arguments
    elif isinstance(arguments, Mapping):
        for inner, value in arguments.items():
            yield from _hashes(value, inner)
    elif isinstance(arguments, list | tuple):
        for value in arguments:
            yield from _hashes(value, name)


def _is_known(community: Community, value: bytes) -> bool:
    past = community.past
    return past.contribution(value) is not None or past.order(value) is not None


def _is_on_chain(community: Community, arguments: Mapping[str, Any]) -> bool:
    if "evidence" not in arguments:
        return False
    of = arguments["memberId"], arguments["programmeId"], arguments["evidence"]
    return community.past.contribution(community.contributions.id_of(*of)) is not None


def _fingerprints(community: Community) -> Fingerprints:
    file = (community.record.folder / "directory.sqlite").stat()
    people = community.directory.people
    return _of_folder(community.record.folder).learn(
        (file.st_mtime_ns, file.st_size),
        lambda: (value for one in people() for value in (one.key, one.name, one.email) if value),
    )


@cache
def _of_folder(folder: Path) -> Fingerprints:
    return Fingerprints()
