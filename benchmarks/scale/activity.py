"""Five years of a town's life as rows of the contracts' events: skewed, as people are, and the same in every run.

Members contribute by a power law (the busiest about one in two hundred of all contributions), 0.15 orders for each
contribution. Of the old ones almost all are decided and nine in ten collected; of the last hundredth half is pending.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale.place import BLOCKS, INTERVAL, Size
from benchmarks.scale.town import PROGRAMMES, SERVICES
from cercle.community import Community
from cercle.documents import Evidence
from cercle.documents.stored import StoredDocument, to_envelope
from cercle.index.schema import INDEX_BITS
from cercle.states import OrderStatus, Outcome
from tests.dashboard.village import ALICE, BOB, NADIA, PAUL, VERA

Rows = dict[str, list[tuple[Any, ...]]]
A_CHUNK = 5_000  # contributions
UNIT = 10**16  # base units for 0.01 unit
_SHOWN = {ALICE, BOB}  # whose pages are looked at: all of their evidence is there


class Activity:
    """What happened in which blocks."""

    def __init__(self, community: Community, size: Size, first_block: int, first_time: int) -> None:
        self.size, self._first, self._time = size, first_block, first_time
        self._addresses = {name: bytes.fromhex(one[2:]) for name, one in community.record.addresses.items()}
        self._documents = Path(community.record.files.documents)
        real = range(1, 8)
        self._wallets = {one: bytes.fromhex(str(community.members.get(one).wallet)[2:]) for one in real}
        chance = np.random.default_rng(727)
        others = chance.permutation(np.arange(len(real) + 1, size.members + 1))
        middle = len(others) // 2
        self._by_rank = np.concatenate(([ALICE], others[:middle], [BOB], others[middle:]))
        weight = (np.arange(len(self._by_rank)) + 20.0) ** -0.9
        self._weight = weight / weight.sum()

    @property
    def blocks(self) -> int:
        """How many blocks make a chunk."""
        return max(1, A_CHUNK // self.size.in_a_block)

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-BLOCKS // self.blocks)

    def chunk(self, number: int) -> tuple[int, int, Rows]:
        """A chunk's first block, its last one, and its events."""
        chance, rows = np.random.default_rng([727, number]), Rows()
        first = self._first + number * self.blocks
        last = min(first + self.blocks, self._first + BLOCKS) - 1
        for block in range(first, last + 1):
            _Block(self, block, chance, rows).happen()
        return first, last, rows

    def wallet(self, member: int) -> bytes:
        """A member's wallet: a real person's own, else one that nobody has a key of."""
        return self._wallets.get(member) or b"bench" + bytes(11) + member.to_bytes(4, "big")

    def write(self, document: Evidence) -> bytes:
        """Keeps a document, without waiting for the disk."""
        name = document.hex[2:]
        path = self._documents / name[:2] / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(to_envelope(StoredDocument(document)))
        return document.hash


class _Block:
    """The events of one block, one after the other."""

    def __init__(self, activity: Activity, block: int, chance: np.random.Generator, rows: Rows) -> None:
        self._of, self._block, self._chance, self._rows = activity, block, chance, rows
        self._age = 1 - (block - activity._first) / BLOCKS  # 1 … 0
        self._seconds = activity._time + (block - activity._first) * INTERVAL
        moment = datetime.datetime.fromtimestamp(self._seconds, datetime.UTC)
        self._month = moment.year * 100 + moment.month
        self._next = 0

    def happen(self) -> None:
        """Everything that happens in it."""
        if self._block == self._of._first:
            for member in range(8, self._of.size.members + 1):
                self._put("member_activated", member, self._of.wallet(member), 1, 0, 1, 0, bytes(20))
        count = self._of.size.in_a_block
        who = self._chance.choice(self._of._by_rank, count, p=self._of._weight)
        programmes = 1 + (PROGRAMMES * self._chance.random(count) ** 2).astype(int)
        units = self._chance.integers(1, 33, count) * 25
        luck = self._chance.random((count, 3))
        accepted = [
            self._contribute(int(member), int(programme), int(amount), fate)
            for member, programme, amount, fate in zip(who, programmes, units, luck, strict=True)
        ]
        for one in accepted:
            if one is not None:
                self._pay(*one)
        for member in self._chance.choice(
            self._of._by_rank, self._of.size.in_a_block * 15 // 100, p=self._of._weight
        ):
            self._order(int(member))

    def _put(self, kind: str, *values: Any) -> None:
        position = self._block << INDEX_BITS | self._next
        self._next += 1
        self._rows.setdefault(kind, []).append((position, self._seconds, self._month, *values))

    def _contribute(
        self, member: int, programme: int, units: int, luck: Any
    ) -> tuple[bytes, int, int] | None:
        pending = luck[0] < (0.5 if self._age < 0.01 else 0.0005)
        id = self._chance.bytes(32)
        evidence = (
            self._evidence(member, programme) if pending or member in _SHOWN else self._chance.bytes(32)
        )
        self._put("contribution_submitted", id, member, programme, units, evidence)
        if pending:
            return None
        rejected = luck[1] < 0.03
        # Véra has a seat in every programme but the second, which is Victor's.
        self._put(
            "contribution_attested",
            id,
            VERA + (programme == 2),
            (Outcome.Rejected if rejected else Outcome.Accepted).value,
        )
        paid = self._age > 0.01 and luck[2] < 0.9
        return (id, member, units) if paid and not rejected else None

    def _evidence(self, member: int, programme: int) -> bytes:
        named = {int(one) for one in self._chance.integers(8, self._of.size.members, 2)}
        named |= {NADIA} if self._chance.random() < 0.02 else set()
        document = Evidence(
            salt="0x" + self._chance.bytes(32).hex(),
            member=member,
            programme=programme,
            date=datetime.datetime.fromtimestamp(self._seconds, datetime.UTC).date(),
            title=f"A hand given in block {self._block}",
            beneficiaries=sorted(named - {member}),
        )
        return self._of.write(document)

    def _pay(self, id: bytes, member: int, units: int) -> None:
        amount = units * UNIT
        self._put("transfer", self._of._addresses["RewardEscrow"], self._of.wallet(member), amount)
        self._put("contribution_paid", id, member, amount)

    def _order(self, member: int) -> None:
        id, price = self._chance.bytes(32), 5 * 10**18
        service = int(self._chance.integers(4, SERVICES + 1))
        provider = (PAUL, BOB, NADIA)[service % 3]
        if member == provider:
            return
        catalogue, luck = self._of._addresses["ServiceCatalog"], self._chance.random()
        self._put("transfer", self._of.wallet(member), catalogue, price)
        self._put("redeemed", id, member, service, price)
        if self._age < 0.02 and luck < 0.5:
            if luck < 0.2:
                self._put("order_fulfilled", id, provider)
            return
        if luck > 0.95:
            self._put("transfer", catalogue, self._of.wallet(member), price)
            self._put("order_ended", id, member, provider, OrderStatus.Refused.value, price, 0, 0)
            return
        self._put("order_fulfilled", id, provider)
        self._put("transfer", catalogue, self._of.wallet(provider), price)
        self._put("order_ended", id, member, provider, OrderStatus.Settled.value, 0, price, 0)
