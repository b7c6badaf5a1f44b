"""Cercle: the one package that knows the contracts. Start with ``cercle.connect()``."""

from cercle.community import Community, connect
from cercle.errors import CercleError

__all__ = ["CercleError", "Community", "connect"]
