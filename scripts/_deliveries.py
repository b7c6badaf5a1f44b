"""What became of e-mails, for the commands that send some."""

from __future__ import annotations

import click

from cercle.mail.delivery import Delivery
from scripts._options import console, tell


def say(delivery: Delivery, refused: list[int]) -> None:
    """What became of the letters, by member number; fails if somebody should look into it."""
    console.print(f"{delivery.sent} e-mails sent.", highlight=False)
    for members, sentence in (
        ({*delivery.wrong_address, *refused}, "The address is wrong, correct it in the directory: member"),
        (delivery.not_taken, "The mail server did not take the letter, the next run tries again: member"),
        (delivery.unsure, "The letter may have been sent or not, and is not sent twice: member"),
    ):
        if members:
            console.print(f"{sentence} {', '.join(map(str, sorted(members)))}", highlight=False)
    if delivery.problem:
        tell(delivery.problem)
    if delivery.failed:
        raise click.exceptions.Exit(1)
