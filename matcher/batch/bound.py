"""How good a fit can be at most: what is cheap to know of everybody, before anybody is measured in full.

A bound is never below the score that the ranker would give, so nobody who passes the bar is lost. Whoever
tells one title is one product away from their exact score, since the sum of several products with one vector
is one product; only facts are left open, and they are compared for the few who may pass. Of the others,
titles and words are exact, and the rest nearly so.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from matcher.batch.part import Rich
from matcher.index.facts import FactTable
from matcher.opening import RequirementKind
from matcher.ranker import AdditiveRanker, Ranker, WeightedSum
from matcher.signals import Floats, Query, Signal, most_of_nearest, tells_of_the_trade
from matcher.signals.facts import fact_signals

SLACK = 0.01  # in logits and in cosines, far above what rounding does
TITLES = (Signal.TITLE, Signal.TITLE_NOW, Signal.TITLE_ANY)
FACTS = {Signal.AGE: 0.0, Signal.SENIORITY: 0.0, Signal.YEARS: 0.0, Signal.LANGUAGE: 1.0, Signal.PLACE: 1.0}


class Bound(Protocol):
    """Tells by how much contacts may be above the bar for one opening, at most: their *margins*.

    Attributes:
        plain: float32, (dimension,): what the vectors of the plain are multiplied with for it.
    """

    plain: Floats

    def plain_margins(self, products: Floats, words: Floats) -> Floats:
        """Gives the margins of the plain: exact, but for facts.

        Args:
            products: float32, (n_plain,), of `plain` and theirs.
            words: float32, (n_plain,), 0 to 1: what shared words score, of the most that they could.
        """

    def fact_margins(self, told: FactTable) -> Floats:
        """Gives what facts take away from those margins: float32, (n_told,), 0 or less."""

    def probabilities(self, margins: Floats) -> Floats:
        """Gives the probabilities of fit, 0 to 1, of exact margins; none if the ranker is not calibrated."""

    def rich_margins(self, products: Floats, best: Floats, words: Floats, rich: Rich) -> Floats:
        """Gives the margins of the rich, which are the most that they can be.

        Args:
            products: float32, (n_asked, n_rows), of the opening's vectors and theirs.
            best: float32, (n_asked, n_rich), the highest of each one's products.
            words: float32, (n_rich,).
        """


def bound_of(query: Query, ranker: Ranker) -> Bound:
    """Gives the bound for one opening; of a ranker that is not known, nobody is ever sure to pass or not."""
    if isinstance(ranker, AdditiveRanker):
        return AdditiveBound(query, ranker)
    return TitleBound(query, ranker.bar) if isinstance(ranker, WeightedSum) else NoBound(query)


class NoBound:
    """For a ranker that is not known: everybody is at the bar, as far as one can tell."""

    def __init__(self, query: Query) -> None:
        self.plain: Floats = query.vectors[0]

    def plain_margins(self, products: Floats, words: Floats) -> Floats:
        """Gives 0."""
        return np.zeros_like(products)

    def fact_margins(self, told: FactTable) -> Floats:
        """Gives 0."""
        return np.zeros(len(told), np.float32)

    def probabilities(self, margins: Floats) -> Floats:
        """Gives none."""
        return margins[:0]

    def rich_margins(self, products: Floats, best: Floats, words: Floats, rich: Rich) -> Floats:
        """Gives 0."""
        return np.zeros_like(best[0])


class TitleBound(NoBound):
    """For a ranker whose bar stands on the title."""

    def __init__(self, query: Query, bar: float) -> None:
        super().__init__(query)
        self._bar = np.float32(bar)

    def plain_margins(self, products: Floats, words: Floats) -> Floats:
        """Compares the title with the bar."""
        margins: Floats = products - self._bar
        return margins

    def rich_margins(self, products: Floats, best: Floats, words: Floats, rich: Rich) -> Floats:
        """Compares the best fragment with the bar."""
        margins: Floats = best[0] - self._bar
        return margins


class AdditiveBound:
    """For the trained ranker: the most that each line can add, summed."""

    def __init__(self, query: Query, ranker: AdditiveRanker) -> None:
        self._lines, self._met, self._asked = ranker.lines, query.thresholds.met, query.opening.facts
        self._asks = len(query.asked) > 1
        self._whole_length = float(np.linalg.norm(query.vectors.sum(axis=0)))
        self._means = [(self._weight(signal), mean) for signal, mean in _means(query).items()]
        self._logit = float(np.log(ranker.bar / (1 - ranker.bar)))
        self._facts = self._most_of_facts()
        bar = self._logit - ranker.base - self._facts + sum(map(self._neutral, _means(query)))
        self._bar = np.float32(bar + (self._neutral(Signal.LEXICAL) if self._asks else 0))
        self._bar_of_plain = self._bar + np.float32(sum(map(self._neutral, TITLES)))
        self._for_words = np.float32(self._weight(Signal.LEXICAL) if self._asks else 0)
        wanted = sum((weight * mean @ query.vectors[1:] for weight, mean in self._means), np.float32(0))
        self.plain: Floats = query.vectors[0] * sum(map(self._weight, TITLES)) + wanted

    def plain_margins(self, products: Floats, words: Floats) -> Floats:
        """Sums up titles, means and words: of one vector, several products are one."""
        margins: Floats = words * self._for_words
        margins += products
        margins -= self._bar_of_plain
        return margins

    def fact_margins(self, told: FactTable) -> Floats:
        """Sums up what the facts add, and takes off the most that they could."""
        margins = np.full(len(told), -self._facts, np.float32)
        for signal, values in fact_signals(self._asked, told).items():
            added = self._line(signal, values)
            margins += np.where(np.isnan(added), np.float32(0), added)
        return margins

    def probabilities(self, margins: Floats) -> Floats:
        """Gives the logistic function of the scores."""
        return np.asarray(1 / (1 + np.exp(-(margins.astype(np.float64) + self._logit))), np.float32)

    def rich_margins(self, products: Floats, best: Floats, words: Floats, rich: Rich) -> Floats:
        """Sums up all lines, of some the most that they can add."""
        most = self._line(Signal.TITLE_ANY, best[0]) - self._bar
        most += words * self._for_words
        most += np.where(rich.titled, self._titles(products[0], rich), 0)
        for weight, mean in self._means:
            most += (weight * mean) @ best[1:]
        most += np.where(rich.tells, self._told(products, best, rich), 0)
        return most

    def _titles(self, products: Floats, rich: Rich) -> Floats:
        """What the titles of positions add."""
        best = rich.layout.highest(np.where(rich.is_title, products, np.float32(-1)))
        return self._line(Signal.TITLE, best) + self._line(Signal.TITLE_NOW, products[rich.latest])

    def _told(self, products: Floats, best: Floats, rich: Rich) -> Floats:
        """What only those can add who tell more than titles."""
        length = np.float32(max(self._whole_length, 1e-9))
        whole: Floats = rich.layout.highest(np.asarray(products.sum(axis=0), np.float32)) / length
        told = self._line(Signal.THEME, most_of_nearest(best[0]))
        told += self._line(Signal.PROFILE, most_of_nearest(whole))
        if self._asks:
            told += self._line(Signal.MET, (best[1:] >= self._met - SLACK).mean(axis=0, dtype=np.float32))
            told += np.where(rich.skilled, self._line(Signal.SKILLS, best[1:].mean(axis=0)), 0)
        return told

    def _most_of_facts(self) -> float:
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
