"""Dates as people and programs write them, in the languages that Coopt reads; given back as ISO 8601."""

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from matcher.identity import fold

if TYPE_CHECKING:
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

# Each row is a month; en, fr, es, de, it, nl, pt, with the abbreviations in use. Shared words appear once.
_MONTH_NAMES = (
    "january jan janvier janv enero ene januar jänner gennaio gen januari janeiro",
    "february feb février fevrier févr fév febrero februar febbraio februari fevereiro fev",
    "march mar mars marzo märz maerz mrz maart mrt março marco",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "june jun juin junio juni giugno giu junho",
    "july jul juillet juil julio juli luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre setiembre settembre sett setembro set",
    "october oct octobre octubre oktober okt ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec décembre decembre déc diciembre dic dezember dez dicembre dezembro",
)
_MONTHS = {fold(name): i for i, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
MONTH_WORDS = tuple(
    sorted({name for names in _MONTH_NAMES for name in names.split()}, key=lambda n: (-len(n), n))
)

_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:\.|er|º|°)?[\s-]+(?:de )?([^\W\d_]+)\.?[\s-]+(?:de )?(\d{4}|\d\d)")
_MONTH_DAY_YEAR = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")
_NUMERIC_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DAY_AND_YEAR = re.compile(r"\b\d{1,2}\b.*\d{4}|\d{4}.*\b\d{1,2}(?!\d)", re.ASCII)
_LONGEST_DATE = 40
# Where the tables above do not reach. All the languages of dateparser would cost 2 s on the first odd date.
_OTHER_LANGUAGES = "en fr es de it nl pt pl sv da nb fi cs ro hu tr ru uk el ja zh ko"

_MONTH = rf"(?:{'|'.join(MONTH_WORDS)})"
_YEAR = r"(?:19|20)\d\d"
# A month or a year, as resumes write them; the day is read and dropped.
DATE = (
    rf"(?:\b(?:\d{{1,2}}(?:er)?\s+)?{_MONTH}\b\.?,?\s*(?:\d{{1,2}},\s*)?(?:de\s+|of\s+)?(?:{_YEAR}\b|['’]\d\d\b)"
    rf"|\b(?:\d{{1,2}}[/.]){{1,2}}\s?{_YEAR}\b|\b{_YEAR}-\d\d(?:-\d\d)?\b|\b{_YEAR}\b)"
)
_YEAR_PART = re.compile(rf"{_YEAR}|['’](\d\d)")
_MONTH_PART = re.compile(rf"\b{_MONTH}\b", re.IGNORECASE)
_NUMERIC_MONTH = re.compile(rf"(?:^|\D)(\d{{1,2}})[/.]\s?{_YEAR}")
_ISO_MONTH = re.compile(rf"{_YEAR}-(\d\d)")


@lru_cache(maxsize=16_384)
def read_day(text: str) -> str | None:
    """Reads a day such as `12 Mar 2024`, `7-Feb-22`, `12 mars 2024` or `2024-03-12`.

    Returns:
        The ISO date; None where the text is no single day, or is one of two as in `03/04/2024`.
    """
    text = " ".join(text.split())
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        return _named_day(match[3], match[2], match[1]) or _other_language(text)
    if match := _ISO_DAY.fullmatch(text):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_DAY_YEAR.fullmatch(text):
        return _named_day(match[3], match[1], match[2]) or _other_language(text)
    if match := _NUMERIC_DAY.fullmatch(text):
        return _numeric_day(int(match[3]), int(match[1]), int(match[2]))
    return _other_language(text)


def _named_day(year: str, month: str, day: str) -> str | None:
    number = _MONTHS.get(fold(month))
    # A spreadsheet shortens years to two digits; ties on LinkedIn are all of this century.
    return _iso(int(year) + (2000 if len(year) == 2 else 0), number, int(day)) if number else None


def _numeric_day(year: int, first: int, second: int) -> str | None:
    if first <= 12 and second <= 12 and first != second:
        return None  # American or European order: nothing tells which
    return _iso(year, second, first) if second <= 12 else _iso(year, first, second)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _other_language(text: str) -> str | None:
    if len(text) > _LONGEST_DATE or not _DAY_AND_YEAR.search(text) or not any(c.isalpha() for c in text):
        return None
    try:
        found = _parser().get_date_data(text).date_obj
    except (ValueError, OverflowError):
        return None
    return found.date().isoformat() if found else None


@cache
def _parser() -> "DateDataParser":
    from dateparser.date import DateDataParser  # slow to load, and few files need it

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=_OTHER_LANGUAGES.split(), settings=settings)


@lru_cache(maxsize=16_384)
def read_month(text: str) -> str | None:
    """Reads a text that `DATE` matches: `March 2021` and `03/2021` give `2021-03`, `2021` gives `2021`."""
    year = _YEAR_PART.search(text)
    if year is None:
        return None
    number = year[0] if year[1] is None else f"20{year[1]}" if int(year[1]) < 70 else f"19{year[1]}"
    month = _month_of(text)
    return f"{number}-{month:02}" if month else number


def _month_of(text: str) -> int | None:
    if word := _MONTH_PART.search(text):
        return _MONTHS[fold(word[0])]
    if match := _NUMERIC_MONTH.search(text) or _ISO_MONTH.search(text):
        return int(match[1]) if 1 <= int(match[1]) <= 12 else None
    return None
