"""Everything that can go wrong, as sentences with a next step.

    CercleError
    ├── NodeUnreachable     the chain's node does not answer
    ├── WrongNetwork        another chain, another genesis or other code than expected
    ├── NotDeployed         no community on this network
    ├── StillReading        the index is not filled yet
    ├── ConfigProblem       a community's YAML is broken or contradicts itself
    ├── SignatureProblem    somebody did not, or cannot, sign
    ├── InputProblem        what was asked makes no sense
    ├── Interrupted         stopped half-way; running again goes on
    ├── RelayRefused        the relay does not send this
    │   └── RelayClosed     it sends nothing for anybody now: empty, no node, fees too high
    └── Refused             a contract refuses; holds the contract error's name and facts

The contracts' own sentences are in ``refusals``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cercle.texts import Text


class CercleError(Exception):
    """What happened and what to do next, both translatable; ``str()`` is the two in English."""

    def __init__(self, problem: Text, next_step: Text | None = None) -> None:
        super().__init__(problem, next_step)
        self.problem = problem
        self.next_step = next_step

    def in_(self, language: str) -> str:
        """The problem and the next step in a language of ``texts.LANGUAGES``."""
        parts = [self.problem.in_(language)]
        if self.next_step is not None:
            parts.append(self.next_step.in_(language))
        return " ".join(parts)

    def __str__(self) -> str:
        return self.in_("en")


class NodeUnreachable(CercleError, ConnectionError):
    """The chain's node does not answer."""


class WrongNetwork(CercleError, ConnectionError):
    """Another chain, another genesis or other code than the deployment record says."""


class NotDeployed(CercleError, LookupError):
    """No community, or not the one asked for, on this network."""


class StillReading(CercleError):
    """The community's past is not in the index yet."""


class ConfigProblem(CercleError, ValueError):
    """A community's YAML is broken or contradicts itself."""


class SignatureProblem(CercleError):
    """Somebody did not, or cannot, sign."""


class InputProblem(CercleError, ValueError):
    """What was asked makes no sense: an unknown member, a negative amount, an address with a wrong checksum."""


class Interrupted(CercleError):
    """Stopped half-way. What was done is recorded; running again goes on from there."""


class RelayRefused(CercleError):
    """The relay does not send this; a wallet of one's own still may."""


class RelayClosed(RelayRefused):
    """The relay sends nothing for anybody now: it is empty, its node is silent, or the network's fees are too high."""


class Refused(CercleError):
    """A contract refuses.

    ``name`` is the contract error, such as ``Catalog_OutOfStock``; ``facts`` are its arguments by name.
    """

    def __init__(self, name: str, facts: Mapping[str, Any], problem: Text, next_step: Text | None) -> None:
        super().__init__(problem, next_step)
        self.name = name
        self.facts = dict(facts)
