"""`ape run members invite`: from a list of people to numbers, links, a file for mail merge and cards to print."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path

import click

from cercle.community import Community
from cercle.config import load_config
from cercle.enrolment import Newcomer, complete_directory, enrol, newcomers
from cercle.errors import InputProblem
from cercle.importers.people import PersonRow, read_people_csv
from cercle.importers.problems import Problems
from cercle.links import dashboard_url
from cercle.names import member_names
from cercle.privacy.purposes import Purpose
from cercle.standing import standings
from cercle.texts import Text
from scripts._invitations import invitation_commands, say_states
from scripts._letters import letter_options, write_letters
from scripts._options import VALID_DAYS, console
from scripts._verbs import desk, progress, sends


@sends(invitation_commands, "invite")
@click.argument("people", type=click.Path(path_type=Path))
@letter_options
@click.option(
    "--valid-days", type=VALID_DAYS, help="How long the links work; by default as in the community's YAML."
)
@click.option(
    "--with-referrers",
    is_flag=True,
    help="Put the list's column `referrer` into the links: it ends on the public chain.",
)
def invite_command(
    community: Community,
    account: str | None,
    dry_run: bool,
    yes: bool,
    people: Path,
    letters: Path | None,
    cards: Path | None,
    font: Path | None,
    email: bool,
    valid_days: int | None,
    with_referrers: bool,
) -> None:
    """Invite the people of a CSV file: numbers, one-time links, a file for mail merge and, with --cards, QR codes.

    Columns: name, and key or e-mail; where known language (fr, en), year, kind (member, validator, partner,
    institution), wallet, referrer, e-mail consent (yes: they agreed to hear from the community when something waits
    for them). Commas, semicolons or tabs; French names of columns do. Who was invited before keeps number and link.
    """
    rows = read_people_csv(people)
    base = dashboard_url(community)
    referrers = _referrers(community, people, rows) if with_referrers else {}
    listed = [
        Newcomer(one.key, one.name, one.wallet, one.email, one.language, one.year, one.kind) for one in rows
    ]
    new = newcomers(community, listed)
    console.print(
        f"{len(rows)} people in the file, {len(rows) - len(new)} in the directory, {len(new)} new. "
        f"The links lead to {base}.",
        highlight=False,
    )
    office = desk(community, account, dry_run, yes, role="membership")
    if not office.agreed(f"Invite {len(new)} people?"):
        return
    with progress() as tell:
        enrol(community, office.signer, listed, _end_of_day(community, valid_days), tell)
    office.tell_found()
    complete_directory(community, listed)
    numbers = community.directory.keys()
    _keep_consents(community, rows, numbers, people.name)
    invited = {numbers[one.key] for one in rows}
    found = [one for one in standings(community) if one.member in invited]
    by_number = {numbers[key]: referrer for key, referrer in referrers.items()}
    letters = letters or people.with_name(f"{people.stem}-links.csv")
    write_letters(community, found, letters, cards, font, email, by_number)
    say_states(found)
    if any(one.kind not in (None, "member") for one in rows):
        console.print(
            "Who validates, partners and institutions is kept in the directory only: seats are given with "
            "`ape run programmes seat`, and an institution's flag on chain only by `ape run members admit`."
        )


def _end_of_day(community: Community, valid_days: int | None) -> datetime:
    """Midnight after the last day, so that a link works for the whole of the day it names."""
    seconds = load_config(community.record.files.config).invitations_last
    last = community.node.time() + (timedelta(days=valid_days) if valid_days else timedelta(seconds=seconds))
    return datetime.combine(last.date() + timedelta(days=1), time.min, tzinfo=last.tzinfo)


def _referrers(community: Community, file: Path, rows: Collection[PersonRow]) -> dict[str, int]:
    """Who brought whom, by key. Referrers are members already."""
    if not load_config(community.record.files.config).referrals:
        raise InputProblem(
            Text("This community does not keep who brought whom."),
            Text("Say `referrals: true` in its YAML and run ape run deploy, or leave --with-referrers away."),
        )
    problems, names = Problems(), member_names(community)
    found = {}
    for row in rows:
        if row.referrer:
            number = names.number(row.referrer)
            if number is None:
                told = Text("the referrer “{name}” is no member.", {"name": row.referrer})
                problems.add(file, row.line, told)
            else:
                found[row.key] = number
    problems.refuse_if_any()
    return found


def _keep_consents(
    community: Community, rows: Collection[PersonRow], numbers: Mapping[str, int], source: str
) -> None:
    languages = load_config(community.record.files.config).languages
    for language in languages:
        agreed = [
            numbers[one.key] for one in rows if one.consent and (one.language or languages[0]) == language
        ]
        community.consents.give_many(agreed, Purpose.Notices, language=language, source=source)
