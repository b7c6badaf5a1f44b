"""Everywhere that something about a person is kept.

**Adding a table, or a file, that says something about people? Add its place here**, beside the others: what it holds,
a sentence for each field, and how it is shown and destroyed. ``table_place`` does it for an ordinary table. A test
fails as long as a table with a column for members, addresses or e-mails belongs to no place.
"""

from __future__ import annotations

from cercle.privacy.places.base import Place, Record
from cercle.privacy.places.invitations import INVITATION, NEW_LINKS
from cercle.privacy.places.mails import NO_INVITATIONS, REFUSED_ADDRESSES, TOLD
from cercle.privacy.places.papers import ASKED, CONFIRMATIONS, DOCUMENTS
from cercle.privacy.places.people import CONSENTS, DIRECTORY, REQUESTS
from cercle.privacy.places.public_chain import CONTRIBUTIONS, MEMBERSHIP, ORDERS
from cercle.privacy.places.records import ATTENDANCES, GIFTS, JOBS, JOINING, PASSKEYS, RECOVERIES, SESSIONS
from cercle.privacy.places.relayed import ATTEMPTS, RELAYED, TRIES

__all__ = ["PLACES", "Place", "Record"]

# In the order in which they are shown and destroyed. The directory is last: others look people up in it.
PLACES: tuple[Place, ...] = (
    DOCUMENTS,
    ASKED,
    CONFIRMATIONS,
    ATTENDANCES,
    GIFTS,
    SESSIONS,
    PASSKEYS,
    RECOVERIES,
    JOINING,
    INVITATION,
    NEW_LINKS,
    JOBS,
    ATTEMPTS,
    RELAYED,
    TRIES,
    TOLD,
    REFUSED_ADDRESSES,
    NO_INVITATIONS,
    CONSENTS,
    REQUESTS,
    DIRECTORY,
    MEMBERSHIP,
    CONTRIBUTIONS,
    ORDERS,
)
