"""What the tests of the index have members do."""

from __future__ import annotations

from decimal import Decimal

import ape

from cercle import Community
from cercle.documents import Evidence
from cercle.signers import AccountSigner
from tests.dashboard.village import ALICE, TALKS


def submit(community: Community, number: int, member: int = ALICE) -> bytes:
    """A member hands something in: one transaction, one block."""
    account = ape.accounts.test_accounts[member]
    day = community.node.time().date()
    document = Evidence(member=member, programme=TALKS, date=day, title=f"Talk {number}")
    evidence = community.documents.put(document)
    AccountSigner(community.node, account).send(
        community.contributions.submit(member, TALKS, Decimal(1), evidence)
    )
    return community.contributions.id_of(member, TALKS, evidence)
