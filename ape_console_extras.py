"""What `ape console` has at hand: ``community`` and its nouns, connected when they are first used."""

from __future__ import annotations

from typing import Any

import ape

from cercle import CercleError, Community, chain, connect

NOUNS = (
    "members",
    "programmes",
    "contributions",
    "rewards",
    "services",
    "token",
    "history",
    "documents",
    "directory",
)


class Lazy:
    """Stands for something of the community until it is used, so that the console opens without one."""

    _connected: Community | None = None

    def __init__(self, noun: str | None = None) -> None:
        self._noun = noun

    def _it(self) -> Any:
        if Lazy._connected is None:
            _join_local_chain()
            Lazy._connected = connect()
        return getattr(Lazy._connected, self._noun) if self._noun else Lazy._connected

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # the console looks for its own hooks, such as _repr_html_
            raise AttributeError(name)
        return getattr(self._it(), name)

    def __dir__(self) -> list[str]:
        try:
            return dir(self._it())
        except CercleError:
            return []

    def __repr__(self) -> str:
        try:
            return repr(self._it())
        except CercleError as problem:
            return str(problem)


def _join_local_chain() -> None:
    """Where no other network was chosen: the chain of `make chain`, not the empty one the console comes with."""
    active = ape.networks.active_provider
    if active is None or active.network.name == "local":
        chain.join()
        ape.networks.parse_network_choice(chain.NETWORK, disconnect_on_exit=False).__enter__()


def ape_init_extras() -> dict[str, Any]:
    """Adds the names to the console; Ape calls this."""
    return {"community": Lazy(), "connect": connect, **{noun: Lazy(noun) for noun in NOUNS}}
