"""The language in which to write to a contact: theirs, as far as their profile tells it."""

import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from matcher.contact import Profile
from matcher.facts import LanguageLevel, SpokenLanguage
from matcher.identity import fold
from matcher.language import detect_language
from matcher.profile_facts import profile_facts

WORDS = Path(__file__).parent / "words" / "places.toml"
ENOUGH_TEXT = 60  # characters of prose from which its language is believed


class NoteLanguage(StrEnum):
    """A language in which a note can be drafted; ISO 639-1."""

    FRENCH = "fr"
    ENGLISH = "en"
    SPANISH = "es"
    GERMAN = "de"


def language_of(profile: Profile, *, otherwise: str = "") -> NoteLanguage:
    """Gives the language to write in: the mother tongue, the place's, their own words', or the opening's.

    Args:
        otherwise: The opening's language, for a profile that tells nothing.
    """
    spoken = profile_facts(profile, today=datetime.now(UTC).date()).languages
    known = {language.code for language in spoken}
    native = _among(language for language in spoken if language.level is LanguageLevel.C2)
    places = (profile.location, *(p.location for p in profile.positions if p.ended is None))
    place = next((found for found in map(_of_place, places) if found), None)
    if native:
        return place if place in native else native[0]
    if place and (not known or place in known):
        return place
    return _of_prose(profile) or next(iter(_among(spoken)), None) or _made(otherwise) or NoteLanguage.ENGLISH


def _among(spoken: Iterable[SpokenLanguage]) -> list[NoteLanguage]:
    return [made for made in (_made(language.code) for language in spoken) if made is not None]


def _made(code: str) -> NoteLanguage | None:
    return next((language for language in NoteLanguage if language == code), None)


def _of_place(place: str) -> NoteLanguage | None:
    folded = re.sub(r"[^a-z]+", " ", fold(place))
    last = place.rpartition(",")[2].strip()
    words = _words()
    found = (
        words["countries"].search(folded) or words["cities"].search(folded) or words["codes"].fullmatch(last)
    )
    return NoteLanguage(found.lastgroup or "") if found else None


def _of_prose(profile: Profile) -> NoteLanguage | None:
    """A list of skills is English more often than its owner: only sentences count."""
    prose = " ".join(part for part in (profile.summary, *(p.summary for p in profile.positions)) if part)
    return _made(detect_language(prose)) if len(prose) >= ENOUGH_TEXT else None


@cache
def _words() -> dict[str, re.Pattern[str]]:
    sections = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(rf"\b(?P<{code}>{words})\b" for code, words in places.items()))
        for name, places in sections.items()
    }
