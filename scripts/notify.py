"""Writes e-mails to members: what waits for them, warnings about their wallet, the monthly digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import click
from ape.api import ProviderAPI

from cercle import connect
from cercle.errors import InputProblem
from cercle.mail.addresses import read_mailbox
from cercle.mail.delivery import Draft
from cercle.mail.notices import digests, notices, warnings
from cercle.mail.post import PostOffice
from scripts._deliveries import say
from scripts._options import CercleCommand, community_option, console, dry_run_option, on_network
from scripts._verbs import progress, table


@click.command(cls=CercleCommand)
@on_network
@community_option
@dry_run_option
@click.option("--digest", is_flag=True, help="Send last month's digest instead of what waits.")
@click.option(
    "--try",
    "try_address",
    metavar="ADDRESS",
    help="Send a sample of every e-mail to ADDRESS, to nobody else, to see them and to try the mail server.",
)
def cli(
    network: ProviderAPI, community: str | None, dry_run: bool, digest: bool, try_address: str | None
) -> None:
    """Write to members who asked for it when something waits for them: once a day at most, nothing twice.

    For cron, every hour by day. Whoever's wallet is being moved is warned at any hour. What a stopped run left is
    sent by the next one. Ends with an error if a letter could not be sent.
    """
    office = PostOffice(connect(community))
    if try_address:
        with progress() as bar:
            office.send_samples(read_mailbox(try_address), bar)
        console.print(f"Every e-mail was sent to {try_address}, with invented facts.", highlight=False)
    elif dry_run:
        show(_drafts(office, digest), office)
    else:
        with office.alone() as unsure, progress() as bar:
            delivery = office.send(_drafts(office, digest), bar)
        delivery.unsure.extend(unsure)
        say(delivery, office.refused())


def _drafts(office: PostOffice, digest: bool) -> list[Draft]:
    found, now = warnings(office), datetime.now(UTC)
    if not office.is_open(now):
        first, end = office.terms.hours
        console.print(f"Outside {first}-{end} h ({office.terms.time_zone}) only warnings are sent.")
        return found
    return [*found, *(digests(office) if digest else notices(office, now))]


def show(drafts: Sequence[Draft], office: PostOffice) -> None:
    """Who would get what; nothing is sent and nothing is written down."""
    rows = table(f"E-mails of {office.community.name}", "member#", "name", "language", "subject")
    now = datetime.now(UTC)
    for draft in drafts:
        person = draft.recipient
        try:
            subject = str(office.letters.write("dry-run", person, draft.parts, now)["Subject"])
        except InputProblem as problem:
            subject = f"✗ {problem}"
        name = "".join(letter if letter.isprintable() else "?" for letter in person.name)
        rows.add_row(str(person.member), name, person.language, subject)
    console.print(rows)
    console.print("A dry run: nothing was sent.")
