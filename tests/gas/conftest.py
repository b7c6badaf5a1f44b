import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gas", action="store_true", help="Write the gas measured into the snapshot.")
