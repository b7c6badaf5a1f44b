"""Problems in words, kept in the database: so that they are told in the reader's language, by any process."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from cercle.errors import CercleError, Refused, RelayRefused
from cercle.texts import Text


def dump(problem: CercleError) -> str:
    """A problem as JSON. A contract's refusal keeps its error's name, not its facts."""
    name = problem.name if isinstance(problem, Refused) else None
    return json.dumps({"name": name, "problem": _dump(problem.problem), "step": _dump(problem.next_step)})


def load(stored: str) -> CercleError:
    """The problem again: ``Refused`` if a contract refused, else ``RelayRefused``."""
    content = json.loads(stored)
    problem, step = _load(content["problem"]), _load(content["step"])
    if content["name"] is not None:
        return Refused(content["name"], {}, problem, step)
    return RelayRefused(problem, step)


def _dump(value: Any) -> Any:
    if isinstance(value, Text):
        values = {name: _dump(one) for name, one in value.values.items()}
        return {"text": value.message, "values": values}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value if isinstance(value, int | None) else str(value)


def _load(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return Text(value["text"], {name: _load(one) for name, one in value["values"].items()})
    return datetime.fromisoformat(value["time"]) if "time" in value else Decimal(value["decimal"])
