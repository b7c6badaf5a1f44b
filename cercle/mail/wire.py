"""Letters as they travel: seven bits, which every server takes, and links in headers on one line."""

from __future__ import annotations

from email.policy import EmailPolicy
from typing import Any

_UNFOLDED = ("list-unsubscribe", "message-id")


class _Wire(EmailPolicy):
    """Python puts a long link on a line below its header's name; some mail programs then see an empty header."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _UNFOLDED:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


WIRE = _Wire(linesep="\r\n", cte_type="7bit")
