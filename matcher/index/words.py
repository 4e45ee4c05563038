"""The words of every distinct text as numbers, and of them the lexical index of a generation."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.index.corpus import Corpus
from matcher.lexical import LexicalIndex, term_of, words_written
from matcher.word_counts import WordCounts

CONTACTS_A_BATCH = 8_192
MEANINGLESS = -1


class _Numbers(dict[str, int]):
    """The number of each word as it is written; forms of one term share theirs.

    Attributes:
        terms: Numbered from 0, in the order in which they were met.
    """

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        term = term_of(word)
        self[word] = MEANINGLESS if term is None else self.terms.setdefault(term, len(self.terms))
        return self[word]


class Words:
    """What distinct texts say, as `matcher.lexical.tokens` gives it, by number."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._words: list[NDArray[np.int32]] = []
        self._lengths: list[NDArray[np.int64]] = []

    def add(self, texts: Sequence[str]) -> None:
        """Takes in more texts, in the order of their numbers."""
        found, lengths, number_of = list[int](), list[int](), self._numbers.__getitem__
        for text in texts:
            written = words_written(text)
            lengths.append(len(written))
            found += map(number_of, written)
        words, owners = np.array(found, np.int32), np.repeat(np.arange(len(texts)), lengths)
        meant = words != MEANINGLESS
        words, owners = words[meant], owners[meant]
        once = np.ones(len(words), bool)  # a word that follows itself, as in infirmier / infirmière, is one
        once[1:] = (words[1:] != words[:-1]) | (owners[1:] != owners[:-1])
        self._words.append(words[once])
        self._lengths.append(np.bincount(owners[once], minlength=len(texts)))

    def index(self, corpus: Corpus) -> LexicalIndex:
        """Puts the words of each contact's fragments together."""
        counts = WordCounts()
        for words, lengths in self._of_contacts(corpus):
            counts.add(words, lengths)
        return counts.weighed(self._numbers.terms)

    def _of_contacts(self, corpus: Corpus) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int64]]]:
        """Gives the words of some contacts, one after the other, and how many are each one's."""
        of_texts = np.concatenate([np.empty(0, np.int32), *self._words])
        lengths = np.concatenate([np.empty(0, np.int64), *self._lengths])
        firsts = np.cumsum(lengths) - lengths
        for first in range(0, len(corpus.contact_ids), CONTACTS_A_BATCH):
            starts = corpus.starts[first : first + CONTACTS_A_BATCH + 1]
            texts = corpus.texts[starts[0] : starts[-1]]
            each = lengths[texts]
            places = np.arange(each.sum()) + np.repeat(firsts[texts] - np.cumsum(each) + each, each)
            yield of_texts[places], np.add.reduceat(each, starts[:-1] - starts[0])
