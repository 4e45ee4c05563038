"""Lexical match: BM25 over contacts, by the words that an opening and a profile share."""

import json
import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import read_array, write_array, write_text
from matcher.gendered import one_gender, without_marks
from matcher.identity import fold

WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")  # keeps c++ and c# apart from c
# Of BM25. The length of a profile plays no part: an older job makes it longer, and must not cost anything.
K1, B = 0.9, 0.0
TEXTS_KEPT = 128  # whose words were looked up last; a batch asks for some dozens in turn
FEW = 8  # where at least this many times fewer documents are asked for than there are, they are read alone
VOCABULARY, MOST = "words.json", "most.npy"

Documents = NDArray[np.int64]
Weights = NDArray[np.float32]


def tokens(text: str) -> list[str]:
    """Gives the words of a text that carry meaning in English, French, Spanish or German.

    They are folded, and in one gender: an *infirmière* has the words of an *infirmier*, and so has an
    *infirmier / infirmière*.
    """
    words = [form for word in words_written(text) if (form := term_of(word)) is not None]
    return [word for number, word in enumerate(words) if number == 0 or word != words[number - 1]]


def words_written(text: str) -> list[str]:
    """Gives the folded words of a text as they stand in it, without marks and endings for another gender."""
    return WORD.findall(without_marks(fold(text)))


def term_of(word: str) -> str | None:
    """Gives what a written word is counted as; None where it carries no meaning."""
    return None if word in _stopwords() else one_gender(word)


@cache
def _stopwords() -> frozenset[str]:
    from bm25s import stopwords

    lists = (
        stopwords.STOPWORDS_EN_PLUS,
        stopwords.STOPWORDS_FRENCH,
        stopwords.STOPWORDS_SPANISH,
        stopwords.STOPWORDS_GERMAN,
    )
    return frozenset(word for words in lists for entry in words for word in WORD.findall(fold(entry)))


class Postings:
    """A sparse table by rows: `columns[starts[i]:starts[i + 1]]` and `weights` of the same stand in row i."""

    NAMES = ("starts", "columns", "weights")

    def __init__(self, starts: Documents, columns: NDArray[np.int32], weights: Weights) -> None:
        self.starts, self.columns, self.weights = starts, columns, weights

    def save(self, folder: Path, name: str) -> None:
        """Writes the arrays as files whose names begin with `name`."""
        for part in self.NAMES:
            write_array(folder / f"{name}-{part}.npy", getattr(self, part))

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        """Reads what `save` wrote, memory-mapped."""
        return cls(*(read_array(folder / f"{name}-{part}.npy") for part in cls.NAMES))


class LexicalIndex:
    """BM25, with the weights of Lucene, over documents, one a contact.

    Each weight is kept twice: by word, for questions about everybody, and by document, for those about a few.

    Args:
        numbers: Of the words, from 0.
        by_word: For each word the documents that hold it, ascending, with its weight there.
        by_document: For each document its words, with the same weights.
        most: float32, (n_words,): the highest weight of each word.
    """

    def __init__(
        self, numbers: dict[str, int], by_word: Postings, by_document: Postings, most: Weights
    ) -> None:
        self._numbers, self._by_word, self._by_document, self._most = numbers, by_word, by_document, most
        self._known = lru_cache(TEXTS_KEPT)(self._find_known)  # one opening's words are asked for in turn

    @classmethod
    def build(cls, documents: Iterable[list[str]]) -> "LexicalIndex":
        """Counts the words of tokenised documents."""
        from matcher.word_counts import WordCounts

        counts, numbers = WordCounts(), dict[str, int]()
        for document in documents:
            ids = [numbers.setdefault(word, len(numbers)) for word in document]
            counts.add(np.array(ids, np.int32), np.array([len(ids)]))
        return counts.weighed(numbers)

    @cached_property
    def n_documents(self) -> int:
        """The number of documents."""
        return len(self._by_document.starts) - 1

    def save(self, folder: Path) -> None:
        """Writes the index into a new folder."""
        folder.mkdir()
        self._by_word.save(folder, "by-word")
        self._by_document.save(folder, "by-document")
        write_array(folder / MOST, self._most)
        write_text(folder / VOCABULARY, json.dumps(list(self._numbers), ensure_ascii=False))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Reads what `save` wrote, memory-mapped."""
        words = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
        return cls(
            {word: number for number, word in enumerate(words)},
            Postings.load(folder, "by-word"),
            Postings.load(folder, "by-document"),
            read_array(folder / MOST),
        )

    def scores(self, text: str, span: tuple[int, int] | None = None) -> Weights:
        """Scores every document for the distinct words of a text.

        Args:
            span: The first document and the one after the last; all unless told.

        Returns:
            float32, (n_documents,), 0 where no word is shared, higher is better.
        """
        first, end = span or (0, self.n_documents)
        scores = np.zeros(end - first, dtype=np.float32)
        for number in self._known(text).tolist():
            start, stop = self._by_word.starts[number : number + 2].tolist()
            columns, weights = self._by_word.columns[start:stop], self._by_word.weights[start:stop]
            if span is not None:
                part = slice(*np.searchsorted(columns, np.array(span, columns.dtype)).tolist())
                columns, weights = columns[part] - first, weights[part]
            scores[columns] += weights
        return scores

    def scores_of(self, text: str, documents: Documents) -> Weights:
        """Scores some documents as `scores` does, in their order; for a few it reads only what they say.

        Weights are added in the order of the text's words, as there: the scores are the same to the last bit.
        """
        if len(documents) * FEW > self.n_documents:
            return self.scores(text)[documents]
        known, asked = self._known(text), np.zeros(len(self._numbers), dtype=np.int32)
        asked[known] = np.arange(1, len(known) + 1)
        firsts = self._by_document.starts[documents]
        lengths = self._by_document.starts[documents + 1] - firsts
        places = np.arange(lengths.sum()) + np.repeat(firsts - np.cumsum(lengths) + lengths, lengths)
        turns = asked[self._by_document.columns[places]]
        shared = np.flatnonzero(turns)
        shared = shared[np.argsort(turns[shared], kind="stable")]
        owners = np.repeat(np.arange(len(documents)), lengths)[shared]
        scores = np.zeros(len(documents), dtype=np.float32)
        np.add.at(scores, owners, self._by_document.weights[places[shared]])
        return scores

    def most(self, text: str) -> float:
        """Gives what a document would score that is the best one for every word of a text."""
        return float(self._most[self._known(text)].sum())

    def _find_known(self, text: str) -> NDArray[np.int64]:
        found = (self._numbers.get(word) for word in dict.fromkeys(tokens(text)))
        return np.array([number for number in found if number is not None], np.int64)
