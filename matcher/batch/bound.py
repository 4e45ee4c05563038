"""How good a fit can be at most: what is cheap to know of everybody, before anybody is measured in full.

A bound is never below the score that the ranker would give, so nobody who passes the bar is lost. Titles, the
profile as a whole and words are exact, or nearly so; what requirements meet is exact for those who have one
fragment, since the mean of several products with one vector is one product. For those who have several it
takes every product, and they are looked at twice: first as if they met everything.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from matcher.batch.part import Mask, Part
from matcher.index import FragmentIndex
from matcher.opening import RequirementKind
from matcher.ranker import AdditiveRanker, Line, Ranker, WeightedSum
from matcher.signals import MET, Floats, Query, Signal, tells_of_the_trade

SLACK = 0.01  # in logits and in cosines, far above what rounding does
MEANS = (Signal.CORE, Signal.MUST, Signal.NICE)


class Bound(Protocol):
    """Tells who may pass the bar for one opening.

    Attributes:
        vectors: float32, (n, dimension): what a part's vectors are multiplied with for it.
    """

    vectors: Floats

    def may_pass(self, products: Floats, part: Part) -> Mask:
        """Tells of each contact of a part whether the ranker might let them pass.

        Args:
            products: float32, (n, n_rows), of `vectors` and the part's.
        """


def bound_of(query: Query, index: FragmentIndex, ranker: Ranker) -> Bound:
    """Gives the bound for one opening; of a ranker that is not known, everybody may pass."""
    if isinstance(ranker, AdditiveRanker):
        return AdditiveBound(query, index, ranker)
    return TitleBound(query, ranker.bar if isinstance(ranker, WeightedSum) else -np.inf)


class TitleBound:
    """For a ranker whose bar stands on the title."""

    def __init__(self, query: Query, bar: float) -> None:
        self.vectors = query.vectors[:1]
        self._bar = bar

    def may_pass(self, products: Floats, part: Part) -> Mask:
        """Compares the best fragment with the bar."""
        passing: Mask = np.maximum.reduceat(products[0], part.starts) >= self._bar - SLACK
        return passing


class AdditiveBound:
    """For the trained ranker: the most that each line can add, summed."""

    def __init__(self, query: Query, index: FragmentIndex, ranker: AdditiveRanker) -> None:
        self._lines, self._base = ranker.lines, ranker.base
        self._bar = float(np.log(ranker.bar / (1 - ranker.bar))) - SLACK
        self._required_vectors = query.vectors[1:]
        means = _means(query)
        self._means = [(ranker.lines[signal], means[signal]) for signal in means if signal in ranker.lines]
        whole = query.vectors.sum(axis=0)
        self._whole_length = float(np.linalg.norm(whole))
        wanted = [mean @ self._required_vectors for _, mean in self._means]
        self.vectors: Floats = np.stack([query.vectors[0], whole, *wanted])
        self._asks = len(query.asked) > 1
        self._words = _words(query, index, ranker.lines) if self._asks else np.zeros(1, np.float32)

    def may_pass(self, products: Floats, part: Part) -> Mask:
        """Compares the sum with the bar."""
        title = np.maximum.reduceat(products[0], part.starts)
        most = self._titles(title, part) + self._base
        most += np.where(part.tells, self._told(title, products[1], part), 0)
        most += self._required(products[2:], part)
        most += self._words[part.contacts] if self._asks else 0
        if self._asks and (most[part.many] >= self._bar).any():
            most[part.many] -= self._too_much(part)
        passing: Mask = most >= self._bar
        return passing

    def _too_much(self, part: Part) -> Floats:
        """What those who have several fragments were given too much, as if they met everything."""
        products = self._required_vectors @ part.many_vectors.T
        best = np.maximum.reduceat(products, part.many_starts, axis=1)
        more = np.zeros(len(part.many), np.float32)
        for line, mean in self._means:
            more += line.weight * (1 - mean @ best)
        met, skills = (best >= MET - SLACK).mean(axis=0), best.mean(axis=0)
        told = self._best(Signal.MET) - np.maximum(self._line(Signal.MET, met), 0)
        told += self._best(Signal.SKILLS) - np.maximum(self._line(Signal.SKILLS, skills), 0)
        too_much: Floats = more + np.where(part.tells[part.many], told, 0)
        return too_much

    def _titles(self, title: Floats, part: Part) -> Floats:
        """What titles add; of a position's there may be none, which then counts nothing."""
        known = self._line(Signal.TITLE, title) + self._line(Signal.TITLE_NOW, title)
        most: Floats = np.where(part.titled, known, 0) + self._line(Signal.TITLE_ANY, title)
        return most

    def _told(self, title: Floats, whole: Floats, part: Part) -> Floats:
        """What only those can add who tell more than titles."""
        sums = np.add.reduceat(whole, part.starts)
        likeness = sums / np.maximum(part.lengths * self._whole_length, 1e-9)
        most = self._line(Signal.THEME, title) + self._line(Signal.PROFILE, likeness)
        if self._asks:
            most += self._best(Signal.MET) + self._best(Signal.SKILLS)
        return most

    def _required(self, products: Floats, part: Part) -> Floats:
        """What the mean over requirements adds; of several fragments any may be the best for each."""
        most = np.zeros(len(part.starts), np.float32)
        for (line, _), product in zip(self._means, products, strict=True):
            most += line.weight * (np.where(part.single, product[part.starts], 1) - line.neutral)
        return most

    def _line(self, signal: Signal, values: Floats) -> Floats:
        line = self._lines.get(signal)
        return np.zeros(1, np.float32) if line is None else line.weight * (values - line.neutral)

    def _best(self, signal: Signal) -> float:
        line = self._lines.get(signal)
        return 0.0 if line is None else max(line.weight * (1 - line.neutral), 0.0)


def _means(query: Query) -> dict[Signal, Floats]:
    """Gives what each requirement counts in the means over them: float32, (n_requirements,), sum 1."""
    if len(query.asked) == 1:
        return {}
    found = {Signal.CORE: tells_of_the_trade(query)}
    for signal, kind in ((Signal.MUST, RequirementKind.MUST), (Signal.NICE, RequirementKind.NICE)):
        of_kind = np.array([requirement.kind is kind for requirement in query.asked[1:]], np.float32)
        if of_kind.any():
            found[signal] = of_kind / of_kind.sum()
    return found


def _words(query: Query, index: FragmentIndex, lines: Mapping[Signal, Line]) -> Floats:
    """Gives what shared words add, exactly: float32, (n_contacts,)."""
    line = lines.get(Signal.LEXICAL)
    if line is None:
        return np.zeros(len(index.contact_ids), np.float32)
    scores = index.lexical.scores(query.words) / max(index.lexical.most(query.words), 1e-9)
    words: Floats = line.weight * (scores - line.neutral)
    return words
