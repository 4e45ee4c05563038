"""What identity compares of a person: the name, the jobs, the place, the day of the tie."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from matcher.contact import Position, Profile
from matcher.identity.keys import fold
from matcher.identity.names import PersonName, parse_name

_JOBS = 12  # of a long history, the latest
_NO_WORD = re.compile(r"[^\w&+#]+", re.UNICODE)
_FORMS = """
    sa sas sasu sarl eurl sci snc scop gie spa srl sl slu slp sau
    gmbh mbh ag kg kgaa ohg ug ev se bv nv ab as
    asa oy plc ltd limited llc llp lp inc incorporated corp corporation co company cie compagnie
    group groupe gruppe grupo gruppo holding the et und and y
"""
_LEGAL_FORMS = frozenset(_FORMS.split())
_GENDERED = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("iere", "ier"),
    ("ienne", "ien"),
    ("ere", "er"),
    ("ee", "e"),
)
_SENIORITY = {"sr": "senior", "jr": "junior", "snr": "senior", "mgr": "manager", "eng": "engineer",
              "dev": "developer", "vp": "vice president", "svp": "senior vice president", "ing": "ingenieur",
              "resp": "responsable", "dir": "directeur", "cto": "chief technology officer",
              "ceo": "chief executive officer", "cfo": "chief financial officer",
              "coo": "chief operating officer", "swe": "software engineer", "pm": "product manager",
              "drh": "directeur ressources humaines", "rh": "ressources humaines",
              "daf": "directeur administratif financier", "dsi": "directeur systemes information",
              "pdg": "president directeur general", "dg": "directeur general"}  # fmt: skip
_SMALL_WORDS = "de des du d la le les l et en of the and for a au aux h f m x w hf fh und fur der die y"
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Job:
    """A position as identity compares it: folded, without legal forms and small words."""

    title: str = ""
    company: str = ""
    started: str | None = None
    current: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """A row of a file, or a contact that is known.

    Attributes:
        jobs: Latest first.
        place: The town, folded.
        connected_on: Day of the tie, ISO 8601; only compared within one employee's network.
        addresses: Digests of the profile's address on LinkedIn, which no two people share.
        lists: Lists that tell of each person once, and do so of this one.
    """

    name: PersonName
    jobs: tuple[Job, ...] = ()
    place: str = ""
    connected_on: str | None = None
    addresses: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()


def person_of(
    profile: Profile,
    *,
    connected_on: str | None = None,
    addresses: Iterable[str] = (),
    lists: Iterable[str] = (),
) -> Person:
    """Gives what identity compares of a profile."""
    jobs = tuple(_job(position) for position in profile.positions[:_JOBS])
    return Person(
        parse_name(profile.name),
        jobs,
        _place(profile),
        connected_on=connected_on,
        addresses=frozenset(addresses),
        lists=frozenset(lists),
    )


def _job(position: Position) -> Job:
    return Job(plain_title(position.title), plain_company(position.company), position.started,
               position.ended is None)  # fmt: skip


def _place(profile: Profile) -> str:
    place = profile.location or next((p.location for p in profile.positions[:1] if p.location), "")
    return fold(place.partition(",")[0])[:60]


@lru_cache(maxsize=100_000)
def plain_company(company: str) -> str:
    """Gives a company's name without legal form: `BNP Paribas S.A.` becomes `bnp paribas`."""
    words = _NO_WORD.sub(" ", fold(company).replace(".", "").replace("'", " ")).split()
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)[:100]


@lru_cache(maxsize=100_000)
def plain_title(title: str) -> str:
    """Gives a title without gender, abbreviations and small words: `Sr. Dev` becomes `senior developer`."""
    words = _NO_WORD.sub(" ", fold(title).replace(".", " ").replace("·", "").replace("'", " ")).split()
    plain = (_ungendered(_SENIORITY.get(word, word)) for word in words if word not in _SMALL)
    return " ".join(plain)[:120]


def _ungendered(word: str) -> str:
    if len(word) < 6:
        return word
    return next((word.removesuffix(her) + his for her, his in _GENDERED if word.endswith(her)), word)
