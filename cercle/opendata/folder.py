"""A folder that is there whole or not at all, and never replaces one that somebody else filled."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cercle.errors import InputProblem
from cercle.texts import Text


@contextmanager
def whole_folder(target: Path, ours: Callable[[Path], bool], *, private: bool) -> Iterator[Path]:
    """Gives a folder to write into, which takes the target's place at the end; nothing happens to the target if
    anything fails before. ``ours`` says whether a folder may be replaced; ``private``: for its owner only.

    A run that was killed leaves at most folders that begin with a dot, which the next one removes.
    """
    target = target.absolute()
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not ours(target)):
        raise InputProblem(
            Text("{folder} holds something else, which an export would replace.", {"folder": str(target)}),
            Text("Name a folder that does not exist yet, or one of an earlier export with nothing added."),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    writing, before = (target.with_name(f".{target.name}.{what}") for what in ("writing", "before"))
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(mode=0o700 if private else 0o777)
    try:
        yield writing
        for file in [*writing.iterdir(), writing]:
            _keep(file)
    except BaseException:
        shutil.rmtree(writing)
        raise
    shutil.rmtree(before, ignore_errors=True)
    if target.exists():
        target.rename(before)
    writing.rename(target)
    _keep(target.parent)
    shutil.rmtree(before, ignore_errors=True)


def _keep(path: Path) -> None:
    """Down to the disk; folders too, where the system has that."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
