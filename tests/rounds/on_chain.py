"""Rounds on the village's chain, as its office takes them from a list to their opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import ape
from eth_utils.crypto import keccak

from cercle import Community
from cercle.calls import Call
from cercle.rounds import PublishedRound, RoundTerms, Shares
from cercle.signers import AccountSigner
from cercle.states import RoundStatus
from cercle.units import to_base_units, to_tokens
from tests.dashboard.village import DAY, TALKS, VICTOR

OPENING_DELAY = 3 * DAY


@dataclass(frozen=True)
class RoundsOffice:
    """Acts as the village's admin, its treasurer, and a validator of its talks, whose quorum is one."""

    community: Community

    def make(self, shares: Shares, *, salt: int = 7, **terms: object) -> PublishedRound:
        """A list in the community's tokens, that ends in sixty days."""
        token, now = self.community.token, self.community.node.seconds()
        default = {
            "chain_id": self.community.node.chain_id,
            "contract": str(self.community.rounds.contract.address),
            "token": str(token.contract.address),
            "decimals": 18,
            "symbol": token.symbol,
            "total": str(sum(shares.values())),
            "funder": str(ape.accounts.test_accounts[0].address),
            "programme": TALKS,
            "opens": now,
            "ends": now + 60 * 86_400,
            "salt": f"0x{salt:064x}",
            "made_from": "a test",
        }
        return PublishedRound.make(shares, RoundTerms(**{**default, **terms}))

    def take(self, published: PublishedRound, to: RoundStatus) -> PublishedRound:
        """Announced, paid in, or approved; its list is published."""
        rounds, files = self.community.rounds, self.community.record.files
        self._send(0, rounds.announce(published, keccak(published.dump())))
        if to >= RoundStatus.Funded:
            if published.round.token == str(self.community.token.contract.address):
                self._send(0, self.community.token.mint(to_tokens(int(published.round.total))))
            self._send(0, rounds.allow(published))
            self._send(0, rounds.fund(published))
        if to is RoundStatus.Approved:
            self._send(VICTOR, rounds.attest(VICTOR, published))
        files.rounds.mkdir(exist_ok=True)
        id = rounds.get(published).id
        (files.rounds / f"{id.hex()[:16]}.json").write_bytes(published.dump())
        return published

    def open(self, *lists: Shares, **terms: object) -> list[PublishedRound]:
        """One round for each list, all of them open."""
        made = [self.make(shares, salt=salt, **terms) for salt, shares in enumerate(lists, 100)]
        for one in made:
            self.take(one, RoundStatus.Approved)
        self.wait(OPENING_DELAY)
        return made

    def euro(self) -> str:
        """Another token that rounds may be paid in: EUR, with six decimals."""
        admin = ape.accounts.test_accounts[0]
        token = admin.deploy(ape.project.PlainToken)
        self.community.rounds.contract.allowToken(token, True, sender=admin)
        return str(token.address)

    def wait(self, time: timedelta) -> None:
        self.community.node.request("evm_increaseTime", int(time.total_seconds()))
        self.community.node.request("evm_mine")

    def forget(self) -> None:
        """The chain is put back after each test; the lists are put back here."""
        for file in self.community.record.files.rounds.glob("*"):
            file.unlink()

    def _send(self, number: int, call: Call) -> None:
        AccountSigner(self.community.node, ape.accounts.test_accounts[number]).send(call)


def tokens(amount: int) -> int:
    """Whole tokens of the community in their smallest units."""
    return to_base_units(amount)
