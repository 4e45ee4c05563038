"""What profiles tell as facts, as one table: a question compares thousands without opening a profile."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.facts import ProfileFacts
from matcher.identity import fold

# Numbers are NaN and texts empty where a profile does not tell. `languages` holds `en:5 fr:0`, the levels of
# `LanguageLevel` with 0 for one that is not told; `place` the first part of the place, folded.
FACT = np.dtype(
    [
        ("years", np.float32),
        ("seniority", np.float32),
        ("age_years", np.float32),
        ("languages", "S48"),
        ("place", "S32"),
    ]
)

MOST_ROWS = 65_536  # kept in memory: most who have no dates share theirs

FactTable = NDArray[Any]  # of FACT, (n_contacts,)


FactBlocks = Iterable[tuple[Sequence[str], Sequence[ProfileFacts]]]
"""Contacts' ids, and the facts of each, some contacts at a time."""


def fact_table(contact_ids: NDArray[np.bytes_], facts: FactBlocks) -> FactTable:
    """Writes facts as rows of `FACT`, in the order of these ids; a contact who is missing tells nothing."""
    table = np.full(len(contact_ids), np.array([_row(ProfileFacts())], FACT), FACT)
    for ids, told in facts:
        wanted = np.array([contact_id.encode() for contact_id in ids], np.bytes_)
        at = np.minimum(np.searchsorted(contact_ids, wanted), max(len(contact_ids) - 1, 0))
        known = contact_ids[at] == wanted if len(contact_ids) else np.zeros(len(wanted), bool)
        rows = np.array([_row(fact) for fact in told], FACT)
        table[at[known]] = rows[known]
    return table


@lru_cache(maxsize=MOST_ROWS)
def _row(facts: ProfileFacts) -> tuple[float, float, float, bytes, bytes]:
    languages = " ".join(f"{spoken.code}:{spoken.level or 0:d}" for spoken in facts.languages)
    return (
        _number(facts.years),
        _number(facts.seniority),
        _number(facts.age_years),
        languages.encode(),
        place_key(facts.place).encode(),
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def place_key(place: str) -> str:
    """Gives what two places are compared by: `Lyon, France` and `LYON (69)` become `lyon`."""
    words = fold(place.partition(",")[0].partition("(")[0]).replace("-", " ").split()
    return " ".join(word for word in words if not word.isdigit())
