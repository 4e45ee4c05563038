"""Fits the additive ranker, calibrates it, and measures it on queries that it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from matcher.evaluation.metrics import evaluate_run
from matcher.ranker import AdditiveRanker, Line
from matcher.signals import COLUMNS, Floats, Signal, Signals
from scripts.ranker_training.judged import Judged

FACTS = (Signal.SENIORITY, Signal.YEARS, Signal.LANGUAGE, Signal.PLACE, Signal.AGE)
BINS = 10
NEARLY = 0.02  # of MAP


@dataclass(frozen=True, slots=True)
class Fitted:
    """A scikit-learn model and what its columns are.

    Attributes:
        signals: Of the model's columns.
        neutral: float32, (n_signals,): halfway between the means of those who fit and of those who do not.
        scale: float32, (n_signals,): standard deviations.
    """

    model: LogisticRegression
    signals: tuple[Signal, ...]
    neutral: Floats
    scale: Floats

    def columns(self, values: Floats) -> Floats:
        """Scales signals, (n, len(Signal)), to what the model takes; what is unknown becomes 0, neutral."""
        chosen = values[:, [COLUMNS[signal] for signal in self.signals]]
        scaled: Floats = np.nan_to_num((chosen - self.neutral) / self.scale).astype(np.float32)
        return scaled

    def logits(self, values: Floats) -> NDArray[np.float64]:
        """Gives the model's own scores."""
        scores: NDArray[np.float64] = self.model.decision_function(self.columns(values))
        return scores


def fit(judged: Judged, penalty: float) -> Fitted:
    """Fits a logistic regression whose weights are all 0 or more.

    A signal that would count against a fit is left out, the worst first, and the rest is fitted again: more
    of a signal is never worse.

    Args:
        penalty: The L2 penalty, beside the sum of the losses. Signals that tell the same share their weight.
    """
    columns = dict(zip(Signal, judged.values.T, strict=True))
    signals = [s for s, column in columns.items() if s not in FACTS and _varies(column)]
    while True:
        fitted = _fit(judged, signals, penalty)
        weights = fitted.model.coef_[0]
        if weights.min() >= 0:
            return fitted
        signals.remove(signals[int(weights.argmin())])


def _varies(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return len(known) > 1 and bool(known.std() > 0)


def _fit(judged: Judged, signals: list[Signal], penalty: float) -> Fitted:
    chosen = judged.values[:, [COLUMNS[signal] for signal in signals]]
    means = [np.nanmean(chosen[judged.fits == fits], axis=0) for fits in (True, False)]
    neutral, scale = np.mean(means, axis=0), np.nanstd(chosen, axis=0)
    model = LogisticRegression(C=1 / penalty, max_iter=1_000)
    fitted = Fitted(model, tuple(signals), neutral, scale)
    model.fit(fitted.columns(judged.values), judged.fits)
    return fitted


def choose(train: Judged, watched: Judged, penalties: Sequence[float]) -> tuple[Fitted, float]:
    """Fits with each penalty and keeps the strongest whose MAP on `watched` is nearly the best.

    The composed texts are kinder than real ones: a stronger penalty spreads the weight over signals that tell
    the same, so that less depends on which of them the composition flatters.
    """
    fits = {penalty: fit(train, penalty) for penalty in penalties}
    figures = {
        penalty: mean_average_precision(fitted.logits(watched.values), watched)
        for penalty, fitted in fits.items()
    }
    strongest = max(p for p, figure in figures.items() if figure >= max(figures.values()) - NEARLY)
    return fits[strongest], strongest


def calibrate(fitted: Fitted, judged: Judged, *, bar: float) -> AdditiveRanker:
    """Puts the scores on the scale of probabilities, and the model into a few numbers.

    It is Platt's logistic regression (1999) with the facts beside the score. They say something of those
    alone whose trade it is, a hundredth of the candidates: a penalty that suits the texts would silence them.
    """
    facts = [signal for signal in FACTS if _varies(judged.values[:, COLUMNS[signal]])]
    while True:
        told = [judged.values[:, COLUMNS[signal]] for signal in facts]
        neutral = [float(np.nanmedian(column)) for column in told]
        shifted = [np.nan_to_num(column - middle) for column, middle in zip(told, neutral, strict=True)]
        platt = LogisticRegression(C=1e3, max_iter=1_000)
        platt.fit(np.column_stack([fitted.logits(judged.values), *shifted]), judged.fits)
        slope, *weights = platt.coef_[0].tolist()
        if min(weights, default=0.0) >= 0:
            break
        facts.remove(facts[int(np.argmin(weights))])
    lines = {
        signal: Line(slope * float(weight), float(middle))
        for signal, weight, middle in zip(
            fitted.signals, fitted.model.coef_[0] / fitted.scale, fitted.neutral, strict=True
        )
    }
    lines |= {s: Line(weight, middle) for s, weight, middle in zip(facts, weights, neutral, strict=True)}
    return AdditiveRanker(lines, slope * float(fitted.model.intercept_[0]) + float(platt.intercept_[0]), bar)


def mean_average_precision(scores: Floats | NDArray[np.float64], judged: Judged) -> float:
    """Gives MAP over the queries for which someone fits."""
    run: dict[str, dict[str, float]] = {}
    qrels: dict[str, dict[str, int]] = {}
    for place, (query, score, fits) in enumerate(zip(judged.query, scores, judged.fits, strict=True)):
        run.setdefault(str(query), {})[str(place)] = float(score)
        qrels.setdefault(str(query), {})[str(place)] = int(fits)
    return evaluate_run(qrels, run).MAP


def report(ranker: AdditiveRanker, judged: Judged) -> dict[str, object]:
    """Measures a ranker on queries that it has not seen."""
    ranking = ranker.rank(Signals(judged.values))
    probabilities = ranking.probabilities
    if probabilities is None:
        raise ValueError("expected a calibrated ranker")
    told = judged.fits[ranking.passes]
    return {
        "queries": int(len(np.unique(judged.query))),
        "candidates": len(judged.fits),
        "fitting": round(float(judged.fits.mean()), 4),
        "MAP": round(mean_average_precision(ranking.scores, judged), 4),
        "ECE": round(expected_calibration_error(probabilities, judged.fits), 4),
        "above_the_bar": {
            "fit": round(float(told.sum() / max(len(told), 1)), 3),
            "of_all_who_fit": round(float(told.sum() / judged.fits.sum()), 3),
        },
        "reliability": reliability(probabilities, judged.fits),
    }


def expected_calibration_error(probabilities: Floats, fits: NDArray[np.bool_]) -> float:
    """Sums |said - seen| over ten bins of equal width, each by its share (Naeini et al., AAAI 2015)."""
    table = reliability(probabilities, fits)
    return sum(abs(row["said"] - row["seen"]) * row["candidates"] for row in table) / len(fits)


def reliability(probabilities: Floats, fits: NDArray[np.bool_]) -> list[dict[str, float]]:
    """Gives for each tenth of probability how many candidates, the mean that is said, the share that fits."""
    bins = np.clip((probabilities * BINS).astype(int), 0, BINS - 1)
    return [
        {
            "from": b / BINS,
            "candidates": int((bins == b).sum()),
            "said": round(float(probabilities[bins == b].mean()), 4),
            "seen": round(float(fits[bins == b].mean()), 4),
        }
        for b in range(BINS)
        if (bins == b).any()
    ]
