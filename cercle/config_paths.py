"""Which part of the YAML's model a path leads to."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel


def model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model that holds the keys at a path, or None where the path leads to none."""
    here: Any = model
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            here = field.annotation if field else None
        else:
            here = get_args(here)[1] if len(get_args(here)) == 2 else None
        here = _without_none(here)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _without_none(annotation: Any) -> Any:
    models = [part for part in get_args(annotation) if isinstance(part, type) and issubclass(part, BaseModel)]
    is_optional = type(None) in get_args(annotation)
    return models[0] if is_optional and models else annotation
