"""Finds the cosines of an encoder that are evidence, from those of the encoder they were chosen for."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.evidence import Thresholds
from matcher.signals import COLUMNS, Floats, Signal
from scripts.ranker_training.judged import Judged


@dataclass(frozen=True, slots=True)
class _Told:
    """Cosines of whoever fits and of whoever does not, of the title and of single requirements."""

    titles: Floats
    title_fits: NDArray[np.bool_]
    proven: Floats
    proven_fits: NDArray[np.bool_]


def transfer(chosen: Thresholds, known: Judged, other: Judged) -> Thresholds:
    """Gives thresholds from which as small a share of those who do not fit pass as with the known encoder.

    Args:
        chosen: The thresholds of the known encoder.
        known: Candidates as the known encoder measures them.
        other: The same candidates, in the same order, as the other one does.
    """
    before, after = _told(known), _told(other)

    def same_share(threshold: float, one: Floats, another: Floats) -> float:
        return round(float(np.quantile(another, (one < threshold).mean())), 3)

    titles = before.titles[~before.title_fits], after.titles[~after.title_fits]
    proven = before.proven[~before.proven_fits], after.proven[~after.proven_fits]
    return Thresholds(
        title_met=same_share(chosen.title_met, *titles),
        title_partly=same_share(chosen.title_partly, *titles),
        met=same_share(chosen.met, *proven),
        partly=same_share(chosen.partly, *proven),
    )


def with_met(judged: Judged, met: float) -> Judged:
    """Measures again the share of the requirements that are met, with another threshold."""
    values = judged.values.copy()
    counts = np.bincount(judged.candidate, minlength=len(values))
    hits = np.bincount(judged.candidate, weights=judged.proven >= met, minlength=len(values))
    asked = counts > 0
    values[asked, COLUMNS[Signal.MET]] = hits[asked] / counts[asked]
    return replace(judged, values=values)


def shares(judged: Judged, thresholds: Thresholds) -> dict[str, dict[str, float]]:
    """Tells for each threshold which share of those who fit passes it, and of those who do not."""
    told = _told(judged)
    titles = {"title_met": thresholds.title_met, "title_partly": thresholds.title_partly}
    others = {"met": thresholds.met, "partly": thresholds.partly}
    return {
        name: {
            "from": threshold,
            "fit": round(float((cosines[fits] >= threshold).mean()), 4),
            "misfit": round(float((cosines[~fits] >= threshold).mean()), 4),
        }
        for cosines, fits, group in (
            (told.titles, told.title_fits, titles),
            (told.proven, told.proven_fits, others),
        )
        for name, threshold in group.items()
    }


def _told(judged: Judged) -> _Told:
    titles = judged.values[:, COLUMNS[Signal.TITLE]]
    known = ~np.isnan(titles)
    return _Told(titles[known], judged.fits[known], judged.proven, judged.fits[judged.candidate])
