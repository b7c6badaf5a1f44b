"""Where the dashboard is: its address, its domain for passkeys, and the network as a wallet is told about it."""

from __future__ import annotations

import os
from typing import Any

import streamlit as st

from app import data
from cercle.errors import ConfigProblem
from cercle.links import URL_VARIABLE
from cercle.passkeys import RelyingParty
from cercle.texts import Text

# Public endpoints, so that nobody's own (which may hold a key) reaches a browser: chain id → RPC, explorer, coin.
_PUBLIC = {
    137: ("Polygon", "https://polygon-rpc.com", "https://polygonscan.com", "POL"),
    80002: ("Polygon Amoy", "https://rpc-amoy.polygon.technology", "https://amoy.polygonscan.com", "POL"),
}


def party() -> RelyingParty:
    """The dashboard as passkeys and signed logins know it: never taken from what a browser sends.

    ``$CERCLE_DASHBOARD_URL``, else ``dashboard: url:`` of the community's YAML; on a chain of this computer, this
    server's own port on localhost. Raises ``ConfigProblem`` where none of them is a public address.
    """
    config = data.config()
    url = os.environ.get(URL_VARIABLE) or (config.dashboard.url if config else "")
    if data.community().node.is_local:
        if not url.startswith("https:") and URL_VARIABLE not in os.environ:
            url = f"http://localhost:{st.get_option('server.port')}"
    elif not url.startswith("https:"):
        raise ConfigProblem(
            Text("This community has no public address for its dashboard yet, so nobody can log in."),
            Text("Set dashboard: url: in its YAML, and run ape run deploy again."),
        )
    return RelyingParty.from_url(url)


def chain() -> dict[str, Any]:
    """The network, as ``wallet_addEthereumChain`` takes it (EIP-3085)."""
    node = data.community().node
    chain_id = node.chain_id
    if chain_id in _PUBLIC:
        name, rpc, explorer, coin = _PUBLIC[chain_id]
        explorers = {"blockExplorerUrls": [explorer]}
    else:
        name, rpc, coin, explorers = "Cercle on this computer", str(node.provider.uri), "ETH", {}
    return {
        "chainId": hex(chain_id),
        "chainName": name,
        "rpcUrls": [rpc],
        "nativeCurrency": {"name": coin, "symbol": coin, "decimals": 18},
        **explorers,
    }
