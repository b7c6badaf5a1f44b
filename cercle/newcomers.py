"""Who is to be enrolled: the people of a list who are not in the directory yet, and what it adds about the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cercle.community import Community
from cercle.directory import Person
from cercle.errors import InputProblem
from cercle.texts import Text

_MAY_BE_UNKNOWN = ("email", "language", "year", "kind")


@dataclass(frozen=True)
class Newcomer:
    """Somebody to enrol: ``key`` as in the community's own lists; ``wallet`` where it is known; the rest as in
    ``directory.Person``."""

    key: str
    name: str
    wallet: str | None = None
    email: str | None = None
    language: str | None = None
    year: int | None = None
    kind: str | None = None

    def numbered(self, member: int) -> Person:
        """Their entry in the directory."""
        return Person(member, self.key, self.name, self.email, self.language, self.year, self.kind)


def newcomers(community: Community, people: Sequence[Newcomer]) -> list[Newcomer]:
    """Those who are not in the directory yet. ``InputProblem`` for a wallet or an e-mail that is another member's, or
    a wallet named twice."""
    known = community.directory.keys()
    new = [person for person in people if person.key not in known]
    _refuse_known_emails(community, people, known)
    bound = {record.wallet.lower(): record.id for record in community.history.refresh().members.values()}
    seen: dict[str, str] = {}
    for person in new:
        if person.wallet is None:
            continue
        holder = bound.get(person.wallet.lower())
        if holder:
            raise InputProblem(
                Text(
                    "The wallet {wallet} of {key} belongs to member {member}.",
                    {"wallet": person.wallet, "key": person.key, "member": holder},
                ),
                Text("Correct the list: one wallet is one member, for ever."),
            )
        if person.wallet in seen:
            raise InputProblem(
                Text(
                    "{first} and {second} have the same wallet {wallet}.",
                    {"first": seen[person.wallet], "second": person.key, "wallet": person.wallet},
                ),
                Text("Correct the list: one wallet is one member, for ever."),
            )
        seen[person.wallet] = person.key
    return new


def _refuse_known_emails(community: Community, people: Sequence[Newcomer], known: Mapping[str, int]) -> None:
    holders = community.directory.emails()
    for person in people:
        holder = holders.get(person.email or "")
        if holder is not None and holder != known.get(person.key):
            raise InputProblem(
                Text(
                    "The e-mail {email} of {key} belongs to member {member}.",
                    {"email": person.email, "key": person.key, "member": holder},
                ),
                Text("Correct the list: one person is one member, under one key."),
            )


def complete_directory(community: Community, people: Sequence[Newcomer]) -> int:
    """Fills in what the directory does not know yet about those it has, and overwrites nothing; returns for how many."""
    known = {person.key: person for person in community.directory.people()}
    changed = []
    for person in people:
        if (entry := known.get(person.key)) is not None:
            told = {name: getattr(person, name) for name in _MAY_BE_UNKNOWN if getattr(entry, name) is None}
            missing = {name: value for name, value in told.items() if value is not None}
            if missing:
                changed.append(replace(entry, **missing))
    community.directory.change(*changed)
    return len(changed)
