"""How files and commands name members and programmes: by the community's own keys, or by number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cercle.community import Community
from cercle.errors import InputProblem
from cercle.texts import Text


class MemberNames(Collection[str]):
    """A member is named by a directory key, or by a number written ``12`` or ``#12``.

    Where the directory has keys that are numbers themselves, ``12`` is such a key, never a member number.
    """

    def __init__(self, keys: Mapping[str, int], enrolled: int) -> None:
        self._keys = keys
        self._enrolled = enrolled
        self._plain_numbers = not any(key.isdecimal() for key in keys)

    def number(self, name: str) -> int | None:
        """The member's number, or None for nobody."""
        if name in self._keys:
            return self._keys[name]
        digits = name.removeprefix("#")
        may_be_number = name.startswith("#") or self._plain_numbers
        if may_be_number and digits.isascii() and digits.isdecimal() and 0 < int(digits) <= self._enrolled:
            return int(digits)
        return None

    def require(self, name: str) -> int:
        """The member's number. ``InputProblem`` for nobody."""
        number = self.number(name)
        if number is None:
            raise InputProblem(
                Text("There is no member “{name}”.", {"name": name}),
                Text("Enrol the person first, or correct the name: ape run members list shows everybody."),
            )
        return number

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.number(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def member_names(community: Community) -> MemberNames:
    """The names of the community's members."""
    return MemberNames(community.directory.keys(), community.members.enrolled)


def programme_names(community: Community) -> dict[int, str]:
    """The YAML keys of the programmes by number; a programme that no YAML names is called by its number."""
    numbers = {number: str(number) for number in community.history.programmes}
    return {**numbers, **{number: key for key, number in community.record.programmes.items()}}


def programme_number(community: Community, name: str) -> int:
    """A programme by its YAML key or number. ``InputProblem`` if there is none."""
    number = _number(name, community.record.programmes, community.history.refresh().programmes)
    if number is None:
        raise InputProblem(
            Text("There is no programme “{name}”.", {"name": name}),
            Text("ape run programmes list shows those there are."),
        )
    return number


def service_number(community: Community, name: str) -> int:
    """A service by its YAML key or number. ``InputProblem`` if there is none."""
    number = _number(name, community.record.services, community.history.refresh().services)
    if number is None:
        raise InputProblem(
            Text("There is no service “{name}”.", {"name": name}),
            Text("ape run services list shows those there are."),
        )
    return number


def _number(name: str, keys: Mapping[str, int], known: Collection[int]) -> int | None:
    number = keys.get(name) or (int(name) if name.isascii() and name.isdecimal() else 0)
    return number if number in known else None
