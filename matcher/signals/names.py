"""The signals by name, and a table of them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Signal(StrEnum):
    """What is measured, in the order of the columns of `Signals.values`; more is never worse.

    Tie strength, names and whatever else is not about the work are not among them.
    """

    TITLE = "title"  # cosine of the opening's title and the nearest title of a position
    TITLE_NOW = "title_now"  # and the title of the latest position
    TITLE_ANY = "title_any"  # and the nearest fragment of any kind
    THEME = "theme"  # and the five nearest fragments, their mean, less where there are fewer
    MUST = "must"  # mean over the musts of the cosine with their nearest fragment
    NICE = "nice"  # the same over what is welcome
    CORE = "core"  # the same over all, each counting as far as it tells of the trade
    MET = "met"  # share of the requirements that are met
    SKILLS = "skills"  # mean over the requirements of the cosine with the nearest line of skills
    PROFILE = "profile"  # the same of the mean of all that is asked
    LEXICAL = "lexical"  # BM25, as a share of what the best document for each word would score
    SENIORITY = "seniority"  # rungs between what is asked and told, as a negative number
    YEARS = "years"  # years that lack, or a third of those too many, as a negative number
    LANGUAGE = "language"  # share of the languages asked for that are told
    PLACE = "place"  # 1 at the same place or where the work is remote, 0 elsewhere
    AGE = "age"  # years since the profile's latest statement, as a negative number


COLUMNS = {signal: column for column, signal in enumerate(Signal)}


@dataclass(frozen=True, slots=True)
class Signals:
    """What is measured of each candidate.

    Attributes:
        values: float32, (n_candidates, len(Signal)); NaN is unknown: the opening does not ask for it, or the
            profile does not tell.
    """

    values: Floats

    def __getitem__(self, signal: Signal) -> Floats:
        return self.values[:, COLUMNS[signal]]
