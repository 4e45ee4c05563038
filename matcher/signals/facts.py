"""The signals that compare facts: seniority, years, languages, place, age of the profile."""

from collections.abc import Callable

import numpy as np

from matcher.facts import OpeningFacts, Remote
from matcher.index.facts import FactTable, place_key
from matcher.signals.names import Floats, Signal

MOST_YEARS = 6.0  # a gap that is wider counts as this one
OLDEST = 12.0  # so does an older profile
TOO_MANY = 1 / 3  # what a year too many counts, beside one that lacks


def fact_signals(asked: OpeningFacts, told: FactTable) -> dict[Signal, Floats]:
    """Compares an opening's facts with those of candidates; what either does not tell is NaN."""
    signals = {Signal.AGE: -np.minimum(told["age_years"], OLDEST)}
    if asked.seniority is not None:
        signals[Signal.SENIORITY] = -np.abs(told["seniority"] - asked.seniority)
    if asked.years_min is not None or asked.years_max is not None:
        signals[Signal.YEARS] = _years(asked, told["years"])
    if asked.languages:
        signals[Signal.LANGUAGE] = _by_text(told["languages"], lambda text: _languages(asked, text))
    if asked.remote is Remote.REMOTE:
        signals[Signal.PLACE] = np.ones(len(told), dtype=np.float32)
    elif here := set(place_key(asked.place).split()):
        signals[Signal.PLACE] = _by_text(told["place"], lambda text: float(bool(here & set(text.split()))))
    return signals


def _years(asked: OpeningFacts, years: Floats) -> Floats:
    # Only an upper bound that is told counts: years beyond what is asked would stand for a person's age.
    least = asked.years_min or 0.0
    most = np.inf if asked.years_max is None else asked.years_max
    gap = np.maximum(least - years, 0) + TOO_MANY * np.maximum(years - most, 0)
    return np.asarray(-np.minimum(gap, MOST_YEARS), dtype=np.float32)


def _languages(asked: OpeningFacts, text: str) -> float:
    levels = {code: int(level) for code, _, level in (part.partition(":") for part in text.split())}
    # A language that is told without a level is taken at its word.
    enough = [(levels.get(spoken.code, -1) or 9) >= (spoken.level or 0) for spoken in asked.languages]
    return sum(enough) / len(enough)


def _by_text(texts: "np.ndarray[tuple[int], np.dtype[np.bytes_]]", compare: Callable[[str], float]) -> Floats:
    """Compares each distinct text once."""
    distinct, inverse = np.unique(texts, return_inverse=True)
    values = [compare(text.decode(errors="ignore")) if text else np.nan for text in distinct]
    return np.array(values, dtype=np.float32)[inverse]
