"""What the commands' tests share."""

import os
from pathlib import Path

import pytest

from tests.scripts.place import ROOT


@pytest.fixture(scope="session")
def round_10() -> Path:
    """The real round: below CERCLE_PRAISE_DATA, or ../shared/data/praise beside the checkout."""
    beside = ROOT.parent / "shared" / "data" / "praise"
    folder = Path(os.environ.get("CERCLE_PRAISE_DATA", beside)) / "round-10"
    if not (folder / "praise.csv").is_file():
        pytest.fail(
            f"The praise data is not in {folder.parent}: set CERCLE_PRAISE_DATA to the folder with round-10."
        )
    return folder
