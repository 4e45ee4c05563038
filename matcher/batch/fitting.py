"""Who fits each of several openings, among everybody: the same people, by the same measure, as one question.

Everybody's vectors are read once for a group of openings. A bound lets go of nearly all, and knows the score
of whoever tells one title; those who are left are measured and ranked by the code that answers a single
question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.batch.bound import SLACK, Bound, bound_of
from matcher.batch.part import Part, Span, size_of_parts, spans_of
from matcher.batch.scratch import Scratch
from matcher.index import FragmentIndex
from matcher.index.exact import Rows
from matcher.ranker import Ranker
from matcher.signals import Compared, Floats, Query, signals_from

PRODUCTS_AT_ONCE = 1 << 26  # of a part with several openings: 256 MB for each thread


@dataclass(frozen=True, slots=True)
class Fits:
    """Those who pass the bar for an opening.

    Attributes:
        contacts: int64, their ordinals in the index, ascending.
        probabilities: float32, of fit, 0 to 1, in the same order; empty if the ranker is not calibrated.
    """

    contacts: Rows
    probabilities: Floats

    @classmethod
    def joined(cls, parts: Sequence["Fits"]) -> "Fits":
        """Puts together what was found in neighbouring parts."""
        contacts = [np.empty(0, np.int64), *(part.contacts for part in parts)]
        probabilities = [np.empty(0, np.float32), *(part.probabilities for part in parts)]
        return cls(np.concatenate(contacts), np.concatenate(probabilities))


class Question(NamedTuple):
    """An opening, ready to be compared with contacts."""

    query: Query
    bound: Bound


class Fitting:
    """Finds who fits, whoever knows them. May be shared by threads.

    Args:
        index: A generation made with the encoder of the queries.
        ranker: As the team's verdicts have taught it.
        contacts_at_once: Size of the parts; by the size of the index unless told.
    """

    def __init__(self, index: FragmentIndex, ranker: Ranker, *, contacts_at_once: int | None = None) -> None:
        self.index, self.ranker = index, ranker
        self.contacts_at_once = contacts_at_once or size_of_parts(len(index.contact_ids), len(index.kinds))
        self._scratch = Scratch()

    @property
    def everybody(self) -> Span:
        """The span of all contacts."""
        return 0, len(self.index.contact_ids)

    def spans(self, span: Span) -> list[Span]:
        """Cuts a span into parts that are each measured at once."""
        return list(spans_of(span, self.contacts_at_once))

    def questions(self, queries: Sequence[Query]) -> list[Question]:
        """Prepares queries, for all parts alike."""
        return [Question(query, bound_of(query, self.ranker)) for query in queries]

    def find(self, questions: Sequence[Question], span: Span) -> list[Fits]:
        """Finds who passes the bar for each question, among the contacts of a part that `spans` gave.

        Parts are always cut at the same places, and each is measured by itself: what is found never depends
        on who measures it, or on what else they do.
        """
        part = Part.of(self.index, span, self._scratch)
        most = max((len(one.query.vectors) for one in questions), default=1) * max(len(part.rich.vectors), 1)
        at_once = max(PRODUCTS_AT_ONCE // most, 1)
        found: list[Fits] = []
        for start in range(0, len(questions), at_once):
            found += self._find(questions[start : start + at_once], part)
        return found

    def _find(self, questions: Sequence[Question], part: Part) -> list[Fits]:
        plain = self._products("of plain", [one.bound.plain[None] for one in questions], part.vectors)
        rich = self._products("of rich", [one.query.vectors for one in questions], part.rich.vectors)
        products = zip(questions, plain, rich, strict=True)
        return [self._in_part(question, part, one[0], several) for question, one, several in products]

    def _products(self, name: str, asked: Sequence[Floats], vectors: Floats) -> list[Floats]:
        """Multiplies all that is asked with a part's vectors, and gives for each opening what is its own."""
        stacked = np.concatenate(asked)
        products = self._scratch.array(name, len(stacked), len(vectors))
        np.matmul(stacked, vectors.T, out=products)
        return np.split(products, np.cumsum([len(one) for one in asked])[:-1])

    def _in_part(self, question: Question, part: Part, plain: Floats, rich: Floats) -> Fits:
        words = self._words(question.query, part.span)
        of_plain = self._among_plain(question, part, plain[part.plain_rows], words)
        of_rich = self._among_rich(question, part, rich, words)
        found = Fits.joined([*of_plain, of_rich])
        order = np.argsort(found.contacts)
        return Fits(found.contacts[order], found.probabilities[order[: len(found.probabilities)]])

    def _among_plain(self, question: Question, part: Part, products: Floats, words: Floats) -> list[Fits]:
        """Knows who passes by their margins; only those at the bar itself are measured."""
        bound = question.bound
        margins = bound.plain_margins(products, words[part.plain])
        near = np.flatnonzero(margins >= -SLACK)
        contacts = part.span[0] + part.plain[near]
        margins = margins[near] + bound.fact_margins(self.index.facts[contacts])
        passing, at_bar = margins >= SLACK, np.abs(margins) < SLACK
        found = [Fits(contacts[passing], bound.probabilities(margins[passing]))]
        if at_bar.any():
            cosines = part.vectors[part.plain_rows[near[at_bar]]] @ question.query.vectors.T
            found.append(self._measured(question, contacts[at_bar], cosines, words[part.plain[near[at_bar]]]))
        return found

    def _among_rich(self, question: Question, part: Part, products: Floats, words: Floats) -> Fits:
        """Measures those who may pass."""
        rich = part.rich
        if not len(rich.places):
            return Fits.joined([])
        best = rich.layout.highest(products)
        margins = question.bound.rich_margins(products, best, words[rich.places], rich)
        near = np.flatnonzero(margins >= -SLACK)
        near = near[np.argsort(rich.places[near])]
        places = rich.places[near]
        cosines = np.take(products, rich.layout.places(near), axis=1).T
        return self._measured(question, part.span[0] + places, cosines, words[places])

    def _measured(self, question: Question, contacts: Rows, cosines: Floats, words: Floats) -> Fits:
        """Measures contacts in full, and gives those who pass.

        Args:
            contacts: int64, ascending.
            cosines: float32, (n_rows, n_asked), of their rows.
            words: float32, (n_contacts,).
        """
        if not len(contacts):
            return Fits.joined([])
        selection = self.index.expand(contacts)
        compared = Compared(cosines, self.index.lengths[contacts], words)
        ranking = self.ranker.rank(signals_from(question.query, self.index, selection, compared))
        probabilities = ranking.probabilities
        found = probabilities[ranking.passes] if probabilities is not None else np.empty(0, np.float32)
        return Fits(contacts[ranking.passes], found)

    def _words(self, query: Query, span: Span) -> Floats:
        if len(query.asked) == 1:  # the words of a bare title add nothing to its cosine
            return np.zeros(span[1] - span[0], np.float32)
        lexical = self.index.lexical
        words: Floats = lexical.scores(query.words, span)
        words /= max(lexical.most(query.words), 1e-9)
        return words
