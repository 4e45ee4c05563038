"""Lexical match: BM25 over contacts, by the words that an opening and a profile share."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from matcher.gendered import one_gender, without_marks
from matcher.identity import fold

if TYPE_CHECKING:
    from bm25s import BM25

WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")  # keeps c++ and c# apart from c


def tokens(text: str) -> list[str]:
    """Gives the words of a text that carry meaning in English, French, Spanish or German.

    They are folded, and in one gender: an *infirmière* has the words of an *infirmier*, and so has an
    *infirmier / infirmière*.
    """
    stopwords = _stopwords()
    found = WORD.findall(without_marks(fold(text)))
    words = [one_gender(word) for word in found if word not in stopwords]
    return [word for number, word in enumerate(words) if number == 0 or word != words[number - 1]]


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


class LexicalIndex:
    """BM25, with the weights of Lucene, over documents, one a contact; `model` is None when all are empty."""

    def __init__(self, model: "BM25 | None", n_documents: int) -> None:
        self._model, self.n_documents = model, n_documents

    @classmethod
    def build(cls, documents: Iterable[list[str]]) -> Self:
        """Counts the words of tokenised documents."""
        from bm25s import BM25

        corpus = list(documents)
        if not any(corpus):
            return cls(None, len(corpus))
        model = BM25(method="lucene", backend="numpy")
        model.index(corpus, show_progress=False)
        return cls(model, len(corpus))

    def save(self, folder: Path) -> None:
        """Writes the index into a new folder."""
        folder.mkdir()
        if self._model is not None:
            self._model.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, n_documents: int) -> Self:
        """Reads what `save` wrote, memory-mapped."""
        from bm25s import BM25

        empty = not any(folder.iterdir())
        return cls(None if empty else BM25.load(folder, mmap=True, show_progress=False), n_documents)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Scores every document for the distinct words of a text.

        Returns:
            float32, (n_documents,), 0 where no word is shared, higher is better.
        """
        words = list(dict.fromkeys(tokens(text)))
        if self._model is None or not words:
            return np.zeros(self.n_documents, dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores(words)
        return scores

    def most(self, text: str) -> float:
        """Gives what a document would score that is the best one for every word of a text."""
        if self._model is None:
            return 0.0
        weights, starts = self._model.scores["data"], self._model.scores["indptr"]
        known = {self._model.vocab_dict.get(word) for word in tokens(text)} - {None}
        return float(sum(weights[starts[i] : starts[i + 1]].max(initial=0) for i in known))
