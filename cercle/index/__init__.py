"""The index: the contracts' events in SQL, and how things stand, for lists, charts and reports at any size."""

from cercle.index.index import Index, Status

__all__ = ["Index", "Status"]
