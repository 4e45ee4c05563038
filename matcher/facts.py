"""What can be compared as a fact rather than as a text: years, languages, seniority, place of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Seniority(IntEnum):
    """A rung of the ladder; the distance between two counts."""

    INTERN = 0
    JUNIOR = 1
    CONFIRMED = 2
    SENIOR = 3
    LEAD = 4
    HEAD = 5
    EXECUTIVE = 6


class LanguageLevel(IntEnum):
    """How well a language is asked for or spoken, by the levels of the Common European Framework."""

    A1 = 1
    A2 = 2
    B1 = 3
    B2 = 4
    C1 = 5
    C2 = 6


class Remote(StrEnum):
    """Where the work is done."""

    ON_SITE = "on-site"
    HYBRID = "hybrid"
    REMOTE = "remote"


class Contract(StrEnum):
    """The kind of contract."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed-term"
    FREELANCE = "freelance"
    TEMPORARY = "temporary"
    INTERNSHIP = "internship"
    APPRENTICESHIP = "apprenticeship"


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language with its level; `level` is None where it is not told.

    Attributes:
        code: ISO 639-1.
    """

    code: str
    level: LanguageLevel | None = None


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What an opening asks for as facts; None or empty where it says nothing.

    Attributes:
        years_min: Years of experience asked for.
        years_max: Upper bound where a range is given.
        place: City or region of work, as the opening writes it.
    """

    years_min: float | None = None
    years_max: float | None = None
    languages: tuple[SpokenLanguage, ...] = ()
    seniority: Seniority | None = None
    place: str = ""
    remote: Remote | None = None
    contract: Contract | None = None


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What a profile tells as facts; None or empty where it says nothing.

    Attributes:
        years: Years of work since the first dated position, overlaps counted once.
        age_years: Years since the profile's latest dated statement.
    """

    years: float | None = None
    languages: tuple[SpokenLanguage, ...] = ()
    seniority: Seniority | None = None
    place: str = ""
    age_years: float | None = None


class FactBlock(NamedTuple):
    """Some contacts, and what their facts follow from.

    Attributes:
        ids: Of the contacts.
        texts: The profile of each, as it is stored; where it is the same as before, so are the facts.
        read: Gives the facts of those at some places among them.
    """

    ids: Sequence[str]
    texts: Sequence[str]
    read: Callable[[Sequence[int]], Sequence[ProfileFacts]]
