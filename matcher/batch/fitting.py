"""Who fits each of several openings, among everybody: the same people, by the same measure, as one question.

Everybody's vectors are read once for a group of openings. A bound lets go of nearly all; those who are left
are measured and ranked by the code that answers a single question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matcher.batch.bound import Bound, bound_of
from matcher.batch.part import Part, Span, size_of_parts, spans_of
from matcher.batch.scratch import Scratch
from matcher.index import FragmentIndex
from matcher.index.exact import Rows
from matcher.ranker import Ranker
from matcher.signals import Compared, Floats, Query, signals_from


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
    """An opening, ready to be compared with the contacts of a span.

    Attributes:
        first: The first of them.
        words: float32, (n_contacts,), 0 to 1: what shared words score, of the most that they could.
    """

    query: Query
    bound: Bound
    first: int
    words: Floats

    def words_in(self, span: Span) -> Floats:
        """Gives what words score in a part."""
        return self.words[span[0] - self.first : span[1] - self.first]


class Fitting:
    """Finds who fits, whoever knows them. May be shared by threads.

    Args:
        index: A generation made with the encoder of the queries.
        ranker: As the team's verdicts have taught it.
        contacts_at_once: Size of the parts; by the size of the index unless told.
    """

    def __init__(self, index: FragmentIndex, ranker: Ranker, *, contacts_at_once: int | None = None) -> None:
        self.index, self.ranker = index, ranker
        self.contacts_at_once = contacts_at_once or size_of_parts(len(index.contact_ids))
        self._scratch = Scratch()

    @property
    def everybody(self) -> Span:
        """The span of all contacts."""
        return 0, len(self.index.contact_ids)

    def spans(self, span: Span) -> list[Span]:
        """Cuts a span into parts that are each measured at once."""
        return list(spans_of(span, self.contacts_at_once))

    def questions(self, queries: Sequence[Query], span: Span) -> list[Question]:
        """Prepares queries, for all parts of a span alike."""
        return [
            Question(query, bound_of(query, self.ranker), span[0], self._words(query, span))
            for query in queries
        ]

    def find(self, questions: Sequence[Question], span: Span) -> list[Fits]:
        """Finds who passes the bar for each question, among the contacts of a part that `spans` gave.

        Parts are always cut at the same places, and each is measured by itself: what is found never depends
        on who measures it, or on what else they do.
        """
        part = Part.of(self.index, span, self._scratch)
        plain = self._products("of plain", [one.bound.plain[None] for one in questions], part.plain_vectors)
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
        """Measures those who may pass, and gives those who do."""
        words = question.words_in(part.span)
        places = _may_pass(question.bound, words, part, plain, rich)
        if not len(places):
            return Fits.joined([])
        selection = self.index.expand(part.span[0] + places)
        cosines = part.cosines_of(places, selection, question.query.vectors, rich)
        compared = Compared(cosines, self.index.lengths[selection.contacts], words[places])
        ranking = self.ranker.rank(signals_from(question.query, self.index, selection, compared))
        probabilities = ranking.probabilities
        found = probabilities[ranking.passes] if probabilities is not None else np.empty(0, np.float32)
        return Fits(selection.contacts[ranking.passes], found)

    def _words(self, query: Query, span: Span) -> Floats:
        if len(query.asked) == 1:  # the words of a bare title add nothing to its cosine
            return np.zeros(span[1] - span[0], np.float32)
        lexical = self.index.lexical
        words: Floats = lexical.scores(query.words, span) / max(lexical.most(query.words), 1e-9)
        return words


def _may_pass(bound: Bound, words: Floats, part: Part, plain: Floats, rich: Floats) -> Rows:
    """Gives the places in the part of those who may pass."""
    may_pass = np.empty(len(part.is_plain), np.bool_)
    may_pass[part.plain] = bound.plain_may_pass(plain, words[part.plain])
    if len(part.rich.places):
        may_pass[part.rich.places] = bound.rich_may_pass(rich, words[part.rich.places], part.rich)
    return np.flatnonzero(may_pass)
