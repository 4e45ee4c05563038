"""What profiles tell as facts, as one table: a question compares thousands without opening a profile."""

from collections.abc import Sequence
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

FactTable = NDArray[Any]  # of FACT, (n_contacts,)


def fact_table(facts: Sequence[ProfileFacts]) -> FactTable:
    """Writes facts as rows of `FACT`, in their order."""
    return np.array([_row(told) for told in facts], dtype=FACT)


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
