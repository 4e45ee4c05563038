"""How good a fit can be at most: what is cheap to know of everybody, before anybody is measured in full.

A bound is never below the score that the ranker would give, so nobody who passes the bar is lost. Whoever
tells one title is one product away from their exact score, since the sum of several products with one vector
is one product; only facts are left open, and the most that they can add is known. Of the others, titles and
words are exact, and the rest nearly so.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from matcher.batch.part import Mask, Rich
from matcher.opening import RequirementKind
from matcher.ranker import AdditiveRanker, Ranker, WeightedSum
from matcher.signals import Floats, Query, Signal, most_of_nearest, tells_of_the_trade

SLACK = 0.01  # in logits and in cosines, far above what rounding does
TITLES = (Signal.TITLE, Signal.TITLE_NOW, Signal.TITLE_ANY)
FACTS = {Signal.AGE: 0.0, Signal.SENIORITY: 0.0, Signal.YEARS: 0.0, Signal.LANGUAGE: 1.0, Signal.PLACE: 1.0}


class Bound(Protocol):
    """Tells who may pass the bar for one opening.

    Attributes:
        plain: float32, (dimension,): what the vectors of the plain are multiplied with for it.
    """

    plain: Floats

    def plain_may_pass(self, products: Floats, words: Floats) -> Mask:
        """Tells of each of the plain whether the ranker might let them pass.

        Args:
            products: float32, (n_plain,), of `plain` and theirs.
            words: float32, (n_plain,), 0 to 1: what shared words score, of the most that they could.
        """

    def rich_may_pass(self, products: Floats, words: Floats, rich: Rich) -> Mask:
        """Tells it of each of the rich.

        Args:
            products: float32, (n_asked, n_rows), of the opening's vectors and theirs.
            words: float32, (n_rich,).
        """


def bound_of(query: Query, ranker: Ranker) -> Bound:
    """Gives the bound for one opening; of a ranker that is not known, everybody may pass."""
    if isinstance(ranker, AdditiveRanker):
        return AdditiveBound(query, ranker)
    return TitleBound(query, ranker.bar if isinstance(ranker, WeightedSum) else -np.inf)


class TitleBound:
    """For a ranker whose bar stands on the title."""

    def __init__(self, query: Query, bar: float) -> None:
        self.plain: Floats = query.vectors[0]
        self._bar = bar - SLACK

    def plain_may_pass(self, products: Floats, words: Floats) -> Mask:
        """Compares the title with the bar."""
        passing: Mask = products >= self._bar
        return passing

    def rich_may_pass(self, products: Floats, words: Floats, rich: Rich) -> Mask:
        """Compares the best fragment with the bar."""
        passing: Mask = np.maximum.reduceat(products[0], rich.starts) >= self._bar
        return passing


class AdditiveBound:
    """For the trained ranker: the most that each line can add, summed."""

    def __init__(self, query: Query, ranker: AdditiveRanker) -> None:
        self._lines, self._met = ranker.lines, query.thresholds.met
        self._asks = len(query.asked) > 1
        self._whole_length = float(np.linalg.norm(query.vectors.sum(axis=0)))
        self._means = [(self._weight(signal), mean) for signal, mean in _means(query).items()]
        bar = float(np.log(ranker.bar / (1 - ranker.bar))) - SLACK
        self._bar = bar - ranker.base - self._facts() + sum(map(self._neutral, _means(query)))
        self._bar += self._neutral(Signal.LEXICAL) if self._asks else 0
        self._for_words = self._weight(Signal.LEXICAL) if self._asks else 0.0
        wanted = sum((weight * mean @ query.vectors[1:] for weight, mean in self._means), np.float32(0))
        self.plain: Floats = query.vectors[0] * sum(map(self._weight, TITLES)) + wanted

    def plain_may_pass(self, products: Floats, words: Floats) -> Mask:
        """Compares the sum, which leaves nothing open but facts, with the bar."""
        passing: Mask = products + words * self._for_words >= self._bar + sum(map(self._neutral, TITLES))
        return passing

    def rich_may_pass(self, products: Floats, words: Floats, rich: Rich) -> Mask:
        """Compares the sum with the bar."""
        best = np.maximum.reduceat(products, rich.starts, axis=1)
        most = self._line(Signal.TITLE_ANY, best[0]) + words * self._for_words
        most += np.where(rich.titled, self._titles(products[0], rich), 0)
        for weight, mean in self._means:
            most += (weight * mean) @ best[1:]
        most += np.where(rich.tells, self._told(products, best, rich), 0)
        passing: Mask = most >= self._bar
        return passing

    def _titles(self, products: Floats, rich: Rich) -> Floats:
        """What the titles of positions add."""
        of_titles = np.where(rich.is_title, products, np.float32(-1))
        best = np.maximum.reduceat(of_titles, rich.starts)
        return self._line(Signal.TITLE, best) + self._line(Signal.TITLE_NOW, products[rich.latest])

    def _told(self, products: Floats, best: Floats, rich: Rich) -> Floats:
        """What only those can add who tell more than titles."""
        length = np.float32(max(self._whole_length, 1e-9))
        whole = np.asarray(np.maximum.reduceat(products.sum(axis=0), rich.starts) / length, np.float32)
        told = self._line(Signal.THEME, most_of_nearest(best[0]))
        told += self._line(Signal.PROFILE, most_of_nearest(whole))
        if self._asks:
            told += self._line(Signal.MET, (best[1:] >= self._met - SLACK).mean(axis=0, dtype=np.float32))
            told += np.where(rich.skilled, self._line(Signal.SKILLS, best[1:].mean(axis=0)), 0)
        return told

    def _facts(self) -> float:
        """The most that facts can add; what is not known of them adds nothing."""
        most = (self._weight(signal) * value - self._neutral(signal) for signal, value in FACTS.items())
        return sum(max(value, 0.0) for value in most)

    def _line(self, signal: Signal, values: Floats) -> Floats:
        added: Floats = values * np.float32(self._weight(signal)) - np.float32(self._neutral(signal))
        return added

    def _weight(self, signal: Signal) -> float:
        return self._lines[signal].weight if signal in self._lines else 0.0

    def _neutral(self, signal: Signal) -> float:
        """What a signal has to bring before it speaks for anybody, in logits."""
        return self._lines[signal].weight * self._lines[signal].neutral if signal in self._lines else 0.0


def _means(query: Query) -> Mapping[Signal, Floats]:
    """Gives what each requirement counts in the means over them: float32, (n_requirements,), sum 1."""
    if len(query.asked) == 1:
        return {}
    found = {Signal.CORE: tells_of_the_trade(query)}
    for signal, kind in ((Signal.MUST, RequirementKind.MUST), (Signal.NICE, RequirementKind.NICE)):
        of_kind = np.array([requirement.kind is kind for requirement in query.asked[1:]], np.float32)
        if of_kind.any():
            found[signal] = of_kind / of_kind.sum()
    return found
