"""Where the package's tests find the real praise rounds."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def praise_data() -> Path:
    """The folder with the real rounds: CERCLE_PRAISE_DATA, or ../shared/data/praise beside the checkout."""
    beside = Path(__file__).parents[2].parent / "shared" / "data" / "praise"
    folder = Path(os.environ.get("CERCLE_PRAISE_DATA", beside))
    if not (folder / "round-10" / "praise.csv").is_file():
        pytest.fail(
            f"The praise data is not in {folder}: set CERCLE_PRAISE_DATA to the folder with round-10."
        )
    return folder
