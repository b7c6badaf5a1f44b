"""What a visitor of the demo needs to live the joining: invitations with something to collect, and a relay with coins."""

from __future__ import annotations

from decimal import Decimal

from cercle.community import Community
from cercle.config import load_config
from cercle.links import link
from cercle.relay.key import make_key, relay_address
from cercle.standing import LinkState, standings
from cercle.units import to_base_units
from scripts._options import console
from scripts._verbs import amount

LINKS = 2
RELAY_COINS = Decimal(100)  # of the local chain, worth nothing


def fill_relay(community: Community) -> None:
    """Gives the relay a key, and coins of the local chain."""
    node, terms = community.node, load_config(community.record.files.config).relay
    if terms.account is None:
        make_key(community.record)
    address = relay_address(node, community.record, terms)
    if address and node.is_local:
        node.request("anvil_setBalance", address, hex(to_base_units(RELAY_COINS)))


def show_links(community: Community, url: str) -> None:
    """Prints the links of those who have not joined and have most to collect: whoever opens one becomes that person."""
    now = community.node.time()
    waiting = [one for one in standings(community) if one.state is LinkState.INVITED]
    to_collect = {
        one.member: sum(
            (reward.reward for reward in community.rewards.claimable(one.member, now)), Decimal(0)
        )
        for one in waiting
    }
    best = sorted(waiting, key=lambda one: to_collect[one.member], reverse=True)[:LINKS]
    names = community.directory.names()
    console.print("Or join as somebody who was invited, with a passkey or a wallet:")
    for one in best:
        tokens = f"{amount(to_collect[one.member])} {community.token.symbol} to collect"
        console.print(f"  {names[one.member]:<28} {tokens}", highlight=False)
        console.print(f"  {link(url, one.invitation)}", highlight=False, soft_wrap=True)
