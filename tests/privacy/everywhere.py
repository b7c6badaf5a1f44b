"""Puts something about a member into every place that keeps data about people, with the parts' own means."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import ape
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from sqlalchemy import insert

from app.jobs import Jobs
from app.sessions import Sessions
from cercle import Community
from cercle.credentials import Credentials, Passkey
from cercle.documents import Confirmation, Evidence, Reason, confirmation_typed_data
from cercle.gatherings import Attended, Gatherings
from cercle.index.queries_review import EvidenceRead
from cercle.invitations import Cohort, Invitation, new_invitation
from cercle.join_requests import JoinRequests
from cercle.link_book import link_book
from cercle.mail.kinds import Kind
from cercle.mail.log import MailLog
from cercle.passkeys import PublicKey
from cercle.privacy.purposes import Purpose
from cercle.recovery_requests import RecoveryRequests
from cercle.relay.tables import ACTIONS, ATTEMPTS, TRIES, Database
from cercle.signers import AccountSigner, KeySigner
from cercle.texts import Text
from tests.dashboard.village import MENTORING

EMAIL = "alice.martin@example.org"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONG_AGO = 1_700_000_000  # seconds: what the relay sent then is final


def passkey(number: int) -> PublicKey:
    """The public half of a passkey; always the same."""
    point = derive_private_key(number, SECP256R1()).public_key().public_numbers()
    return PublicKey(point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big"))


def spread(community: Community, member: int, signer: KeySigner) -> None:
    """Everywhere once; the documents are those of the village, and a reason and a confirmation besides."""
    folder = community.record.folder
    person = community.directory.person(member)
    assert person is not None
    community.directory.change(replace(person, email=EMAIL, language="fr", year=2019))
    community.consents.give(member, Purpose.Digest, language="fr", source="dashboard")
    community.erasures.request(member)
    _documents(community, member, signer)
    _gathering(community, member, signer.address)
    JoinRequests.in_folder(folder).add("Alice Martin", EMAIL, "fr", "May I join?")
    sessions = Sessions.in_folder(folder)
    sessions.begin(member, signer.address, None, int(time.time()))
    Credentials.in_folder(folder).remember(Passkey(b"\x01\x02", passkey(1), signer.address))
    RecoveryRequests.in_folder(folder).ask(f"I am {EMAIL}", passkey(2), b"\x05")
    _invitation(community, member)
    jobs = Jobs(folder / "jobs.sqlite")
    jobs.submit(member, "collect", Text("Collecting your tokens…"), lambda: Text("Done."))
    while not jobs.done(member, "collect"):
        time.sleep(0.01)
    mail = MailLog.in_folder(folder)
    mail.begin("letter-1", member, [(Kind.Collect, "0x12")], NOON)
    mail.refuse(member, EMAIL, NOON)
    mail.stop_invitations(member)
    _relayed(community, member)


def _documents(community: Community, member: int, signer: KeySigner) -> None:
    community.documents.put(Reason(member=member, text="Spam in the forum"))
    theirs = Evidence(
        member=2, programme=MENTORING, date="2026-03-01", title="A walk", beneficiaries=[member]
    )
    community.documents.put(theirs)
    registry = str(community.contributions.contract.address)
    typed = confirmation_typed_data(community.record.chain_id, registry, member, theirs.hash)
    confirmed = Confirmation(
        beneficiary=member,
        evidence=theirs.hex,
        wallet=signer.address,
        signature="0x" + signer.sign(typed).hex(),
        at=NOON,
    )
    community.documents.add_confirmation(theirs.hash, confirmed)
    (pending,) = [one for one in community.index.sync().contributions_of(2) if not one.decided_at]
    community.index.keep_evidence_read([EvidenceRead(pending.id, frozenset({member}), 0)])


def _gathering(community: Community, member: int, wallet: str) -> None:
    kept = Gatherings.in_folder(community.record.folder)
    until = NOON + timedelta(hours=2)
    given = {member: Decimal(1), 5: Decimal(1)}
    gathering = kept.open(
        programme=MENTORING, title="A CV workshop", day=NOON.date(), given=given, until=until
    )
    kept.attend(gathering.code, Attended(member, "I was there", wallet, b"\x01", NOON))
    kept.attend(gathering.code, Attended(6, "I was there", wallet, b"\x01", NOON))


def _invitation(community: Community, member: int) -> None:
    folder = community.record.files.invitations
    others = (Invitation(1, 99, "", "0x" + 40 * "9", b"\x09" * 32),)
    cohort = Cohort(1, (new_invitation(1, member, "alice"), *others))
    cohort.save(folder)
    office = AccountSigner(community.node, ape.accounts.test_accounts[0])
    opening = community.members.open_cohort(
        community.members.enrolled + 1, cohort.root, 2, NOON.replace(year=2099)
    )
    office.send(opening)
    link_book(folder).new_link(member)


def _relayed(community: Community, member: int) -> None:
    with Database.in_folder(community.record.folder).writing() as connection:
        added = connection.execute(
            insert(ACTIONS)
            .values(
                member=member, receiver="0x" + 40 * "1", data=b"\x12", content="c", name="X.y", once=True,
                queued_at=LONG_AGO, status="mined", hash="0x34", cost=1, final=True,
            )
            .returning(ACTIONS.c.id)
        )  # fmt: skip
        connection.execute(
            insert(ATTEMPTS).values(
                action=added.scalar_one(), sender="0x" + 40 * "2", nonce=1, hash="0x34", raw="0x", highest=1, tip=1,
                gas=1, empty=False, height=1, at=float(LONG_AGO),
            )
        )  # fmt: skip
        connection.execute(insert(TRIES).values(member=member, day=1, count=3))
