"""Takes the README's screenshots from the running demo: ``make demo`` in one terminal, ``make screenshots`` in another."""

from __future__ import annotations

import json
import os
from pathlib import Path

import ape
from playwright.sync_api import Page, sync_playwright

from cercle import chain, connect
from cercle.contracts import ROOT
from cercle.home import community_folder
from cercle.links import link
from cercle.standing import LinkState, standings

DASHBOARD = "http://localhost:8501"
FOLDER = ROOT / "docs" / "screenshots"
WIDTH, HEIGHT = 390, 844
# file -> page, suggested account (by its place in the list), language, colours, a text that is there at last
SHOTS: dict[str, tuple[str, int, str, str, str]] = {
    "home-phone": ("", 2, "fr", "light", "Récupérer"),
    "review-phone": ("review", 0, "fr", "light", "Programme"),
    "services-phone-dark": ("services", 2, "en", "dark", "Catalogue"),
    "record-phone": ("record", 2, "fr", "light", "Jour après jour"),
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def main() -> None:
    """Writes every screenshot."""
    people = json.loads((community_folder("polygon:local", "alumni").path / "demo.json").read_text())
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, (page, person, language, colours, awaited) in SHOTS.items():
            tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=colours)  # type: ignore[arg-type]
            tab.goto(f"{DASHBOARD}/{page}?me={people[person]['member']}&lang={language}")
            _shoot(tab, awaited, FOLDER / f"{name}.png")
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        tab.goto(f"{_invitation()}&lang=fr")
        _shoot(tab, "Bonjour", FOLDER / "join-phone.png")
        browser.close()


def _invitation() -> str:
    """The link of somebody who was invited and has something to collect."""
    chain.join()
    with ape.networks.parse_network_choice(chain.NETWORK):
        community = connect("alumni")
        now = community.node.time()
        waiting = (one for one in standings(community) if one.state is LinkState.INVITED)
        return next(
            link(DASHBOARD, one.invitation) for one in waiting if community.rewards.claimable(one.member, now)
        )


def _shoot(tab: Page, awaited: str, path: Path) -> None:
    tab.get_by_text(awaited).last.wait_for()
    tab.locator("[data-testid=stSkeleton]").first.wait_for(state="detached")
    tab.wait_for_timeout(1500)  # fonts and images
    tab.screenshot(path=path)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
