"""Clara, the village's seventh member, who came with a passkey: always the same one, so that a test's browser has it."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cercle.contributions import Entry
from cercle.credentials import Credentials, Passkey
from cercle.directory import Person
from cercle.documents import Evidence
from cercle.members import Admission
from cercle.privacy.purposes import Purpose
from tests.authenticator import Authenticator

if TYPE_CHECKING:
    from tests.dashboard.village import Village

CLARA, NAME = 7, "Clara Weber"
_SECRET = ec.derive_private_key(0xC1A2A, ec.SECP256R1())
DEVICE = Authenticator(credential_id=b"clara's passkey!", _private=_SECRET)


def join(village: Village) -> None:
    """Opens her account and admits it."""
    community = village.community
    account = community.accounts.address_of(DEVICE.key)
    village.act(0, community.accounts.create(DEVICE.key))
    deadline = community.node.seconds() + 3_600
    asked = community.members.join_data(CLARA, account, deadline)
    consent = DEVICE.sign(asked, account, community.record.chain_id)
    village.act(0, community.members.admit(CLARA, [Admission(account, consent)], deadline))
    Credentials.in_folder(community.record.folder).remember(
        Passkey(DEVICE.credential_id, DEVICE.key, account)
    )
    community.directory.add([Person(CLARA, "clara", NAME)])
    community.consents.give_many([CLARA], Purpose.NameShown, language="en", source="village")


def help_at_the_fair(village: Village, programme: int, validator: int) -> None:
    """Six hours of hers, recorded by a validator."""
    day = date.fromtimestamp(village.community.node.seconds())
    document = Evidence(member=CLARA, programme=programme, date=day, title="A hand at the fair")
    evidence = village.community.documents.put(document)
    entry = Entry(CLARA, Decimal(6), evidence)
    village.act(validator, village.community.contributions.record(validator, programme, [entry]))


def in_a_browser(rp_id: str) -> dict[str, object]:
    """Her passkey as Chromium's virtual authenticator takes it (CDP, ``WebAuthn.addCredential``)."""
    private = _SECRET.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return {
        "credentialId": base64.b64encode(DEVICE.credential_id).decode(),
        "isResidentCredential": True,
        "rpId": rp_id,
        "privateKey": base64.b64encode(private).decode(),
        "userHandle": base64.b64encode(b"clara").decode(),
        "signCount": 1,
    }
