"""What is done with links once they are made: shown, written for mail merge, printed, e-mailed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from cercle.community import Community
from cercle.config import load_config
from cercle.invitation_sheet import write_sheets
from cercle.letters import Letter, write_mail_merge
from cercle.letters import letters as letters_of
from cercle.mail.invite import InvitationLink, send_invitations
from cercle.mail.post import PostOffice
from cercle.standing import Standing
from scripts._deliveries import say
from scripts._options import console
from scripts._verbs import progress

FEW = 5  # links that are shown on the screen where no file is asked for
_OPTIONS = (
    click.option(
        "--letters",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Where the file for mail merge goes (CSV). Delete it once the letters are sent.",
    ),
    click.option(
        "--cards",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write cards with QR codes to print, eight on a page (PDF).",
    ),
    click.option(
        "--font", type=click.Path(path_type=Path, exists=True), help="A TrueType font for the cards."
    ),
    click.option("--email", is_flag=True, help="Also e-mail the links (section `email:` of the YAML)."),
)


def letter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--letters``, ``--cards``, ``--font`` and ``--email``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def write_letters(
    community: Community,
    standings: Collection[Standing],
    letters: Path | None,
    cards: Path | None,
    font: Path | None,
    email: bool,
    referrers: Mapping[int, int] = MappingProxyType({}),
) -> None:
    """Writes, prints and sends the links that work, as the options of ``letter_options`` say."""
    written = letters_of(community, standings, referrers)
    if letters:
        write_mail_merge(letters, written)
        console.print(
            f"{len(written)} links are in {letters}. Each is as good as a password until it is used: "
            "delete the file once the letters are sent.",
            highlight=False,
            soft_wrap=True,
        )
    elif not (cards or email) or len(written) <= FEW:
        for one in written:
            _show(one)
    if cards and written:
        _print(community, written, cards, font)
    if email:
        _send(community, written)


def _show(one: Letter) -> None:
    when = [
        f"from {one.since:%Y-%m-%d %H:%M}" if one.since else "",
        f"until {one.until:%Y-%m-%d}" if one.until else "",
    ]
    told = f"Member {one.member} {one.name}, {' '.join(filter(None, when))}:"
    console.print(told, markup=False, highlight=False, soft_wrap=True)
    console.print(f"  {one.link}", markup=False, highlight=False, soft_wrap=True)


def _print(community: Community, written: list[Letter], cards: Path, font: Path | None) -> None:
    names = load_config(community.record.files.config)
    title = getattr(names.name, names.languages[0])
    with progress() as tell:
        sheets = write_sheets(cards, title, written, font=font, tell=tell)
    console.print(
        f"{len(written)} cards are in {', '.join(map(str, sheets.files))}.", highlight=False, soft_wrap=True
    )
    if sheets.without_name:
        console.print(
            f"The font lacks letters of {len(sheets.without_name)} names: those cards show the member's number "
            f"({', '.join(map(str, sheets.without_name[:FEW]))} …). Another font prints them: --font FILE"
        )


def _send(community: Community, written: list[Letter]) -> None:
    links = {one.member: InvitationLink(one.link, one.address, one.until, one.since) for one in written}
    office = PostOffice(community)
    with progress() as tell:
        delivery = send_invitations(office, links, tell)
    say(delivery, office.refused())
