"""What was told to members by e-mail. Its log knows numbers and hashes, no address and no content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cercle.mail.log import MailLog
from cercle.privacy.places.base import Place, Record
from cercle.privacy.places.tables import in_folder, table_place
from cercle.texts import Text

if TYPE_CHECKING:
    from cercle.community import Community

_FILE = in_folder("mail.sqlite")


def _log(community: Community, member: int) -> list[Record]:
    return [dict(one) for one in MailLog.in_folder(community.record.folder).of(member)]


def _forget(community: Community, member: int) -> None:
    MailLog.in_folder(community.record.folder).forget(member)


TOLD = Place(
    name="mail log",
    holds=Text("What you were told by e-mail, and when."),
    fields={
        "kind": Text("What it was about."),
        "item": Text("Which one."),
        "state": Text("Whether it was sent."),
        "at": Text("When."),
    },
    export=_log,
    erase=_forget,
    tables=frozenset({"told"}),
)
REFUSED_ADDRESSES = table_place(
    "refused addresses",
    _FILE,
    "refused_addresses",
    holds=Text("That a mail server refused your address."),
    fields={"address": Text("A part of a hash of the address."), "at": Text("When.")},
)
NO_INVITATIONS = table_place(
    "no invitations",
    _FILE,
    "no_invitations",
    holds=Text("That you want no invitations by e-mail."),
    fields={"at": Text("Since when.")},
    keep=True,
    stays=Text("Your number among those who want no invitations: forgetting that would invite you again."),
)
