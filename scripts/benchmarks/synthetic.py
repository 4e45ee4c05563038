"""Invented networks of any size, the same for the same seed."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np

from matcher.contact import Position, Profile
from matcher.index import Progress
from matcher.network import HowKnown
from matcher.readers.report import ContactRow, Reading
from matcher.store import Store

SAMPLE = Path(__file__).parents[1] / "sample" / "Connections.csv"
LEVELS = ("", "", "", "Senior ", "Lead ", "Junior ", "Assistant ", "Head of ", "Deputy ")
FIELDS = ("", "", "", " (B2B)", " – Europe", " – R&D", " – Retail", " – Healthcare", " – Energy", " – Public")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RESUME_SHARE = 0.1  # of contacts who have more than a row: three positions, described
OWN_TITLES = 0.4  # of titles that are written as nobody else writes them
TITLES = (
    "{title} – {field} {name}",
    "{title}, {field} ({name})",
    "{title} | {name}",
    "{title} {name} {field}",
)
LINES = (
    "Led {field} at {name}: {count} people, with the {title} team and {other}.",
    "Set up {field} for {name} and {maker}, on {count} sites; {other} before.",
    "Pilotage de {field} chez {name}, {count} clients, avec {maker}.",
    "In charge of {title} work: {field}, {other} and the tools of {maker} ({count} users).",
    "Mise en place de {name} pour {count} utilisateurs, {field} et {other}.",
    "Cut the cost of {field} by {count} k€ in a year with {name} and {maker}.",
)
_OWN = """
    rail signalling, payments, cold chain, medical devices, smart meters, school meals, wind farms,
    paie multi-pays, marchés publics, gestion de flotte, petite enfance, rénovation énergétique,
    fraud detection, packaging lines, food safety, urban transport, private banking, claims handling,
    relation client, contrôle qualité, soins palliatifs, achats indirects, sécurité incendie,
    search engines, clinical trials, shop fitting, hotel openings, water treatment, tax returns,
    logistique du froid, maintenance prédictive, vente en ligne, formation continue, droit social,
    data pipelines, mobile games, patient records, supplier audits, crop insurance, site safety
"""
OWN_FIELDS = tuple(" ".join(_OWN.split()).split(", "))


def _names(starts: str, ends: str) -> tuple[str, ...]:
    return tuple(start + end for start in starts.split() for end in ends.split())


FIRST_NAMES = _names(
    "Al Be Cla Do El Fa Ga He Ju Ka Lo Ma No Ra",
    "a an ana ena ette ia ine is ma na ra ric rin sa sel ta tin von",
)
LAST_NAMES = _names(
    "Bar Cor Del Fer Gal Har Kel Lam Mar Per Ros Val",
    "ain ard aud beau court dier eau elli ens ert ez hart ier in man mont net ois ron son ton vin",
)
PRODUCTS = tuple(
    first + last
    for first in _names(
        "Ar Bo Cer Dy Fon Gil Hex Iso Jun Kor Lum Mer Nov Or Pla Quo Riv Sol Tel Vel", "a e i o u"
    )
    for last in _names("ba dra fi gon la ma ni pro ra sta ti va", "cor dex lis mar nix ris tec ta va zo")
)


def synthetic_network(
    size: int, *, seed: int = 7, start: int = 0, own_titles: float = OWN_TITLES
) -> Reading[ContactRow]:
    """Makes a network of `size` contacts: LinkedIn-like rows, a tenth of them with a whole history.

    Args:
        start: The number of the first; contacts of different numbers are different people.
        own_titles: Share of titles that hardly anybody else holds. Without them what positions tell in
            lines is of a few forms too: everything is what many share.
    """
    rows = _rows(size, np.random.default_rng(seed), start, own_titles)
    return Reading("synthetic", f"{size} contacts", tuple(rows))


def fill(store: Store, size: int, *, employee: str, inside: int, progress: Progress | None = None) -> None:
    """Imports `size` contacts, network by network: `inside` are `employee`'s, the others colleagues'."""
    start, number = 0, 0
    while start < size:
        part = min(inside, size - start)
        owner = f"colleague-{number}" if number else employee
        store.import_contacts(synthetic_network(part, seed=7 + number, start=start), owner)
        start, number = start + part, number + 1
        if progress is not None:
            progress(start, size)


def write_connections(path: Path, size: int, *, seed: int = 7) -> None:
    """Writes a file of connections as LinkedIn does, with its preamble; names repeat as real ones do."""
    random = np.random.default_rng(seed)
    names = random.choice(len(FIRST_NAMES) * len(LAST_NAMES), size=size)
    header = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n')
        writer = csv.writer(file)
        writer.writerow(header)
        for number, row in enumerate(_rows(size, random)):
            first, last = divmod(int(names[number]), len(LAST_NAMES))
            url = f"https://www.linkedin.com/in/contact-{number}"
            position, day = row.profile.positions[0], date.fromisoformat(row.connected_on or "")
            tie = f"{day.day:02} {MONTHS[day.month - 1]} {day.year}"
            writer.writerow(
                (FIRST_NAMES[first], LAST_NAMES[last], url, "", position.company, position.title, tie)
            )


def _rows(
    size: int, random: np.random.Generator, start: int = 0, own_titles: float = OWN_TITLES
) -> Iterator[ContactRow]:
    titles, companies = _sample()
    own = Random(int(random.spawn(1)[0].integers(2**62)))
    # A few titles are held by many and most by few, as in real networks.
    shares = 1 / np.arange(1, len(titles) + 1)
    drawn = random.choice(len(titles), size=(size, 3), p=shares / shares.sum())
    for number in range(size):
        described = random.random() < RESUME_SHARE
        positions = tuple(
            Position(
                title=f"{random.choice(LEVELS)}{titles[i]}{random.choice(FIELDS)}",
                company=f"{random.choice(companies)} {random.integers(200)}",
                summary=f"In charge of {titles[j]} work.\nWorked with {titles[i]} teams."
                if described
                else "",
            )
            for i, j in zip(drawn[number], drawn[number - 1], strict=True)
        )
        if own_titles:
            positions = tuple(_in_own_words(position, own_titles, own) for position in positions)
        day = date(2012, 1, 1) + timedelta(days=int(random.integers(5000)))
        yield ContactRow(
            Profile(name=f"Contact {start + number}", positions=positions if described else positions[:1]),
            line=number + 2,
            keys=(f"url:example.org/contact-{start + number}",),
            how_known=HowKnown.LINKEDIN,
            connected_on=day.isoformat(),
        )


def _in_own_words(position: Position, own_titles: float, random: Random) -> Position:
    """Writes a position as people do: some titles, and all that is told of work, in words of one's own."""

    def told(form: str) -> str:
        field, other = random.sample(OWN_FIELDS, 2)
        name, maker = random.choice(PRODUCTS), random.choice(PRODUCTS)
        count = random.randrange(2, 400)
        return form.format(
            title=position.title, field=field, other=other, name=name, maker=maker, count=count
        )

    return replace(
        position,
        title=told(random.choice(TITLES)) if random.random() < own_titles else position.title,
        summary="\n".join(map(told, random.sample(LINES, 2))) if position.summary else "",
    )


def _sample() -> tuple[list[str], list[str]]:
    lines = SAMPLE.read_text(encoding="utf-8").split("\n\n", 1)[1].splitlines()
    rows = list(csv.DictReader(lines))
    return (
        list(dict.fromkeys(row["Position"] for row in rows)),
        list(dict.fromkeys(row["Company"] for row in rows)),
    )
