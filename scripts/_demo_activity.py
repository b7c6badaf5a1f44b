"""What the demo's people do in a month, as the rows of a plain CSV file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from cercle.spreadsheets import write_csv
from scripts._demo_people import DemoPerson

COLUMNS = ("date", "member", "programme", "units", "evidence", "beneficiaries")


@dataclass(frozen=True)
class Habit:
    """How a programme is lived: its share of the activity, usual units, what is written, how many benefit."""

    share: float
    units: tuple[str, ...]
    texts: tuple[str, ...]
    beneficiaries: int


HABITS: dict[str, Habit] = {
    "mentoring": Habit(
        5,
        ("1", "1.5", "2", "3"),
        (
            "Relecture de CV et entretien blanc en visio",
            "Séance de mentorat : choisir entre conseil et industrie",
            "Préparation au concours interne, deux études de cas",
            "Point mensuel avec mon mentoré sur son stage à Singapour",
            "Mise en relation avec trois recruteurs et débrief",
        ),
        1,
    ),
    "conference": Habit(
        1,
        ("1",),
        (
            "Conférence « Reprendre une PME à 35 ans »",
            "Talk: what I wish I had known before my first funding round",
            "Table ronde sur la finance climat, amphi B",
            "Masterclass négociation pour les M2",
        ),
        3,
    ),
    "jury": Habit(
        2,
        ("1", "1", "2"),
        (
            "Jury d’admission, une demi-journée",
            "Jury de soutenance des mémoires de M2",
            "Jury du concours d’éloquence",
        ),
        0,
    ),
    "internships": Habit(
        1.5,
        ("1",),
        (
            "Offre de stage de six mois en contrôle de gestion à Lyon",
            "Two internships in product marketing, Dublin",
            "Alternance data analyst, réservée aux étudiants de l’école",
        ),
        0,
    ),
    "cohort-meetings": Habit(
        1.5,
        ("1",),
        (
            "Organisation de l’apéro de promo à Nantes, 24 présents",
            "Dîner des anciens de Casablanca",
            "Réunion de promo : dix ans déjà",
        ),
        3,
    ),
    "referrals": Habit(
        1,
        ("1",),
        (
            "J’ai fait revenir deux camarades dans le réseau",
            "Parrainage d’un nouveau diplômé",
        ),
        1,
    ),
    "proofreading": Habit(
        2,
        ("1", "2", "3"),
        (
            "Relecture d’un CV pour une candidature en audit",
            "Cover letter reviewed, two rounds of comments",
            "Profil en ligne repris de bout en bout",
        ),
        1,
    ),
}


@dataclass(frozen=True)
class Deed:
    """One row: something somebody did."""

    day: date
    member: str
    programme: str
    units: Decimal
    evidence: str
    beneficiaries: tuple[str, ...]


def month_of_deeds(
    first: date, people: Sequence[DemoPerson], others: Sequence[DemoPerson], count: int, dice: random.Random
) -> list[Deed]:
    """``count`` deeds of ``people`` in the month that starts on ``first``; ``others`` benefit. In order of days."""
    weights = [person.activity for person in people]
    keys = list(HABITS)
    deeds: dict[tuple[str, str, str, date], Deed] = {}
    while len(deeds) < count:
        person = dice.choices(people, weights)[0]
        programme = dice.choices(keys, [HABITS[key].share for key in keys])[0]
        habit = HABITS[programme]
        day = first + timedelta(days=dice.randrange(27))
        text = dice.choice(habit.texts)
        helped = [one.key for one in dice.sample(others, habit.beneficiaries) if one.key != person.key]
        deed = Deed(day, person.key, programme, Decimal(dice.choice(habit.units)), text, tuple(helped))
        deeds[(person.key, programme, text, day)] = deed
    return sorted(deeds.values(), key=lambda deed: (deed.day, deed.member))


def write_deeds(path: Path, deeds: Sequence[Deed]) -> Path:
    """Writes deeds as the plain CSV that ``ape run contributions import`` reads."""
    rows = (
        (
            one.day.isoformat(),
            one.member,
            one.programme,
            str(one.units),
            one.evidence,
            ";".join(one.beneficiaries),
        )
        for one in deeds
    )
    write_csv(path, COLUMNS, rows)
    return path
