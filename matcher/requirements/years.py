"""The years of experience that an opening asks for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.requirements.fact_words import YearsWords
from matcher.requirements.vocabulary import Section

BEFORE, AFTER = 70, 80  # characters around an amount in which its meaning is told
NEAR = 30  # characters in which "minimum" makes an amount one that is asked for
LONGEST_BELIEVED = 20.0  # years; openings that name more tell of the company
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Years:
    """A number or a range of years; `nice` where they are welcome and not insisted on."""

    low: float
    high: float | None = None
    nice: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence as the facts need it: folded, and whether it only tells what is welcome."""

    folded: str
    section: Section
    nice: bool


def years_asked(statements: Iterable[Statement], words: YearsWords) -> Years | None:
    """Gives the years that the opening asks for: of several amounts the longest, what is insisted on first.

    A beginner who is welcome makes it none at all, unless an amount is told.
    """
    statements = list(statements)
    told = [years for statement in statements if (years := _years_in(statement, words))]
    insisted = [years for years in told if not years.nice]
    if insisted or told:
        return max(insisted or told, key=lambda years: (years.low, years.high or 0.0))
    welcome = any(words.beginner.search(statement.folded) for statement in statements)
    return Years(0.0) if welcome else None


def years_in(text: str, words: YearsWords) -> Years | None:
    """Gives the first amount of years in a text that is known to tell the experience asked for."""
    match = words.amount.search(text)
    return _years_of(match, words, nice=False) if match else None


def _years_in(statement: Statement, words: YearsWords) -> Years | None:
    """Gives the first amount of a sentence that is one of experience; those after it are details."""
    return next(_amounts(statement, words), None)


def _amounts(statement: Statement, words: YearsWords) -> Iterator[Years]:
    folded = statement.folded
    for match in words.amount.finditer(folded):
        before = folded[max(0, match.start() - BEFORE) : match.start()]
        after = folded[match.end() : match.end() + AFTER]
        if words.before.search(before) or words.after.match(after):
            continue
        years = _years_of(match, words, nice=statement.nice)
        alone = len(match[0]) >= len(folded) / 2 and statement.section is Section.MUST
        if years.low <= LONGEST_BELIEVED and (alone or _is_asked(statement, before, after, words)):
            yield years


def _is_asked(statement: Statement, before: str, after: str, words: YearsWords) -> bool:
    person = words.person.search(statement.folded) is not None
    if words.company.search(before) and not person:
        return False
    if words.experience.search(before) or words.experience.search(after):
        told_by_company = statement.section is Section.ASIDE and words.company.search(statement.folded)
        return person or not told_by_company
    asked = words.asked.search(before[-NEAR:]) or words.asked.search(after[:NEAR])
    return bool(asked) and statement.section is Section.MUST


def _years_of(match: re.Match[str], words: YearsWords, *, nice: bool) -> Years:
    high = _number(match["high"], words) if match["high"] else None
    low = _number(match["low"], words)
    if match["month"]:
        high = high / MONTHS_A_YEAR if high else None
    if match["low_month"] or (match["month"] and (high is None or low / MONTHS_A_YEAR <= high)):
        low = low / MONTHS_A_YEAR
    return Years(round(low, 2), high if high and high > low else None, nice)


def _number(written: str, words: YearsWords) -> float:
    if written in words.numbers:
        return words.numbers[written]
    return float(written.replace(",", "."))
