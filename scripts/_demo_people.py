"""The people of the demo: invented names, years and how active each one is. Always the same."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from eth_account import Account
from eth_utils import keccak

from cercle.enrolment import Newcomer

FIRST_NAMES = [
    "Camille",
    "Léa",
    "Manon",
    "Chloé",
    "Inès",
    "Jade",
    "Louise",
    "Alice",
    "Sarah",
    "Zoé",
    "Juliette",
    "Anna",
    "Lina",
    "Mila",
    "Nour",
    "Aïcha",
    "Fatou",
    "Mei",
    "Sofia",
    "Elena",
    "Hugo",
    "Lucas",
    "Louis",
    "Gabriel",
    "Arthur",
    "Jules",
    "Adam",
    "Raphaël",
    "Paul",
    "Nathan",
    "Tom",
    "Noé",
    "Yanis",
    "Karim",
    "Moussa",
    "Ousmane",
    "Kenji",
    "Matteo",
    "Diego",
    "Ivan",
    "Maxime",
    "Antoine",
    "Clément",
    "Élise",
    "Margaux",
    "Thomas",
    "Quentin",
    "Amina",
    "Rania",
    "Samir",
]
LAST_NAMES = [
    "Martin",
    "Bernard",
    "Dubois",
    "Robert",
    "Richard",
    "Petit",
    "Durand",
    "Leroy",
    "Moreau",
    "Simon",
    "Laurent",
    "Lefèvre",
    "Michel",
    "Garcia",
    "David",
    "Bertrand",
    "Roux",
    "Vincent",
    "Fournier",
    "Morel",
    "Girard",
    "André",
    "Mercier",
    "Dupont",
    "Lambert",
    "Bonnet",
    "François",
    "Martinez",
    "Legrand",
    "Garnier",
    "Faure",
    "Rousseau",
    "Blanc",
    "Guérin",
    "Muller",
    "Henry",
    "Roussel",
    "Nicolas",
    "Perrin",
    "Morin",
    "Mathieu",
    "Clément",
    "Gauthier",
    "Dumont",
    "Lopez",
    "Fontaine",
    "Chevalier",
    "Robin",
    "Masson",
    "Sanchez",
    "Diallo",
    "Traoré",
    "Nguyen",
    "Benali",
    "Haddad",
    "Costa",
    "Rossi",
    "Tanaka",
    "Schmidt",
    "Okafor",
]


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo. ``activity`` is how often they take part, ``joins`` whether they bind a wallet."""

    key: str
    name: str
    year: int
    activity: float
    joins: bool

    @property
    def newcomer(self) -> Newcomer:
        """How the office lists them; every sixth reads English."""
        first, _, last = self.name.partition(" ")
        plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode().lower()
        email = f"{plain.split(' ')[0]}.{self.key}@grandmont.example"
        language = "en" if keccak(text=self.key)[0] % 6 == 0 else "fr"
        return Newcomer(self.key, self.name, email=email, language=language, year=self.year, kind="member")

    @property
    def secret(self) -> bytes:
        """The private key of their demo wallet. Worth nothing: it exists on the local chain only."""
        return demo_secret(self.key)

    @property
    def wallet(self) -> str:
        """The address of their demo wallet."""
        return str(Account.from_key(self.secret).address)


def demo_secret(key: str) -> bytes:
    """A private key that anybody can compute, for the local chain only."""
    return bytes(keccak(text=f"cercle demo wallet of {key}"))


def make_people(count: int, without_wallet: int, dice: random.Random) -> list[DemoPerson]:
    """``count`` people; the last ``without_wallet`` never join. Few are very active, most a little, as in life."""
    names: list[str] = []
    taken: set[str] = set()
    while len(names) < count:
        name = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
        if name not in taken:
            taken.add(name)
            names.append(name)
    people = []
    for place, name in enumerate(names):
        year = dice.randint(1992, 2026)
        people.append(
            DemoPerson(
                key=f"{year}-{place + 1:03}",
                name=f"{name} ({year})",
                year=year,
                activity=dice.paretovariate(1.3) if year < 2026 else 0.2,
                joins=place < count - without_wallet,
            )
        )
    return people
