"""What a member can agree to, each purpose by itself, in the words they are asked with.

Nothing here is needed to take part: whoever agrees to nothing contributes, collects and redeems like everybody else.
To change a wording, add a new one at the end: who agreed to an older one is asked again.
"""

from __future__ import annotations

from enum import StrEnum

from cercle.texts import Text


class Purpose(StrEnum):
    """What a consent is for; the value is what the database keeps."""

    Notices = "notices"
    Digest = "digest"
    NameShown = "name"
    Referrer = "referrer"


_WORDINGS: dict[Purpose, tuple[Text, ...]] = {
    Purpose.Notices: (Text("E-mail me when something waits for me: to collect, review, confirm or fulfil."),),
    Purpose.Digest: (Text("E-mail me a summary once a month."),),
    Purpose.NameShown: (
        Text("Show my name to the other members. Without it they see “member” and my number."),
    ),
    Purpose.Referrer: (
        Text(
            "Remember by our numbers, on the public chain and for ever, who brought whom into the community."
        ),
    ),
}


def wording(purpose: Purpose) -> Text:
    """The sentence a person is asked with today."""
    return _WORDINGS[purpose][-1]


def wording_version(purpose: Purpose) -> int:
    """Which wording that is, counted from 1."""
    return len(_WORDINGS[purpose])


def wording_of(purpose: Purpose, version: int) -> Text:
    """The sentence of an earlier consent."""
    return _WORDINGS[purpose][version - 1]
