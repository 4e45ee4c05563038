"""The people whom pairs are made of: those of the sample data, and invented ones."""

import csv
import re
import tomllib
from dataclasses import dataclass
from itertools import accumulate, dropwhile
from pathlib import Path
from random import Random

LISTS = Path(__file__).parent / "people.toml"
_COMPANY = re.compile(r"company - ([^\n]{3,60})")
_TITLE = re.compile(r"\n([A-Z][A-Za-z /&]{4,50}) \n\n")


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells of one person.

    Attributes:
        past: Title and company of the job before, as a resume tells it and a row of contacts does not.
    """

    given: str
    family: str
    company: str
    title: str
    town: str = ""
    past: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """The name as most files write it."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Pools:
    """What to draw from; earlier values are drawn more often."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    companies: tuple[str, ...]
    titles: tuple[str, ...]
    towns: tuple[str, ...]


def read_pools(resumes: Path | None = None) -> Pools:
    """Reads the lists, with the companies and titles of real resumes where they are at hand."""
    data = tomllib.loads(LISTS.read_text(encoding="utf-8"))
    companies, titles = (_listed(data[key]) for key in ("companies", "titles"))
    if resumes is not None:
        with resumes.open(encoding="utf-8") as file:
            texts = [row["text"] for row in csv.DictReader(file)]
        companies += sorted({m.strip() for text in texts for m in _COMPANY.findall(text)})
        titles += sorted({m.strip() for text in texts for m in _TITLE.findall(text)})
    names = ([name.replace("_", " ") for name in data[key].split()] for key in ("given", "family"))
    given, family = map(tuple, names)
    return Pools(given, family, tuple(companies), tuple(titles), tuple(_listed(data["towns"])))


def _listed(text: str) -> list[str]:
    return [" ".join(value.split()) for value in text.replace("\n", " ").split("|") if value.strip()]


def draw(rng: Random, values: tuple[str, ...], *, steep: float = 6.0) -> str:
    """Draws a value; of those at the beginning, more often (Zipf's law, shifted by `steep`)."""
    weights = list(accumulate(1 / (rank + steep) for rank in range(len(values))))
    return rng.choices(values, cum_weights=weights)[0]


def invented(rng: Random, pools: Pools) -> Told:
    """Invents somebody."""
    town = draw(rng, pools.towns) if rng.random() < 0.4 else ""
    return Told(
        draw(rng, pools.given, steep=12),
        draw(rng, pools.family, steep=12),
        draw(rng, pools.companies, steep=8),
        draw(rng, pools.titles, steep=8),
        town,
    )


def connections(path: Path) -> list[Told]:
    """Reads a generated `Connections.csv`, with or without the notes before its header."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(dropwhile(lambda line: not line.startswith("First Name"), file)))
    return [
        Told(row["First Name"], row["Last Name"], row["Company"], row["Position"])
        for row in rows
        if row["First Name"] and row["Last Name"]
    ]
