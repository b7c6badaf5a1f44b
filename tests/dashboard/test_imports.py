"""Who may import what in the dashboard, and who may cache."""

import ast
from pathlib import Path

from tests.dashboard.place import ROOT

APP = ROOT / "app"
FREE_OF_STREAMLIT = {"jobs", "demo", "sending", "stories", "contribution", "sessions"}


def modules(path: Path) -> set[str]:
    """What a file imports, with the names taken from packages: ``app.data``, ``streamlit``, …"""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def uses(path: Path, *prefixes: str) -> set[str]:
    return {
        name
        for name in modules(path)
        if name in prefixes or name.startswith(tuple(f"{one}." for one in prefixes))
    }


def test_views__import_components_data_and_session__never_the_router_or_the_job_runner() -> None:
    for view in (APP / "views").glob("*.py"):
        assert not uses(view, "app.main", "app.jobs", "app.demo", "app.views", "ape"), view


def test_components__read_no_data() -> None:
    allowed = ("app.components", "app.words", "app.stories")
    for component in (APP / "components").glob("*.py"):
        assert uses(component, "app") - {"app"} <= uses(component, *allowed), component


def test_caches__are_in_data_only() -> None:
    found = {
        path.parent
        for path in APP.rglob("*.py")
        if "st.cache_" in path.read_text() or "lru_cache" in path.read_text()
    }
    assert found == {APP / "data"}


def test_ape__is_connected_in_data_only() -> None:
    assert {path.relative_to(APP) for path in APP.rglob("*.py") if uses(path, "ape")} == {
        Path("data/connection.py")
    }


def test_streamlit__is_imported_in_app_only() -> None:
    for path in (*(ROOT / "cercle").rglob("*.py"), *(ROOT / "scripts").rglob("*.py")):
        assert not uses(path, "streamlit", "app.main", "app.views"), path
    for name in FREE_OF_STREAMLIT:
        assert not uses(APP / f"{name}.py", "streamlit"), name


def test_sizes__views_and_components_stay_small() -> None:
    for path in (APP / "views").glob("*.py"):
        assert len(path.read_text().splitlines()) <= 105, path
    for path in (APP / "components").glob("*.py"):
        assert len(path.read_text().splitlines()) <= 45, path
