"""Counts words and weighs them by BM25, some documents at a time."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matcher.lexical import K1, B, LexicalIndex, Postings

Words = NDArray[np.int32]
Number = TypeVar("Number", bound=np.generic)


class WordCounts:
    """What documents say, word by word; documents are added in their order."""

    def __init__(self) -> None:
        self._words: list[Words] = []
        self._counts: list[NDArray[np.float32]] = []
        self._distinct: list[NDArray[np.int64]] = []  # words of each document, repeats counted once
        self._lengths: list[NDArray[np.int64]] = []

    def add(self, words: Words, lengths: NDArray[np.int64]) -> None:
        """Adds documents: their words one after the other, and how many are each one's."""
        most = int(words.max(initial=0)) + 1
        owners = np.repeat(np.arange(len(lengths)), lengths)
        pairs, counts = np.unique(owners * most + words, return_counts=True)
        self._words.append((pairs % most).astype(np.int32))
        self._counts.append(counts.astype(np.float32))
        self._distinct.append(np.bincount(pairs // most, minlength=len(lengths)))
        self._lengths.append(lengths)

    def weighed(self, numbers: dict[str, int]) -> LexicalIndex:
        """Weighs each word in each document as Lucene does (Kamphuis et al., ECIR 2020)."""
        words = _joined(self._words, np.int32)
        distinct, lengths = _joined(self._distinct, np.int64), _joined(self._lengths, np.int64)
        n_documents = len(lengths)
        holding = np.bincount(words, minlength=len(numbers))
        rarity = np.log(1 + (n_documents - holding + 0.5) / (holding + 0.5)).astype(np.float32)
        mean = max(float(lengths.mean()), 1e-9) if n_documents else 1.0
        shortness = np.repeat((K1 * (1 - B + B * lengths / mean)).astype(np.float32), distinct)
        weights = _joined(self._counts, np.float32)
        weights = rarity[words] * (weights / (shortness + weights))
        starts = np.concatenate([[0], np.cumsum(distinct)]).astype(np.int64)
        by_word = csr_array((weights, words, starts), shape=(n_documents, len(numbers))).tocsc()
        most = np.zeros(len(numbers), np.float32)
        np.maximum.at(most, words, weights)
        return LexicalIndex(
            numbers,
            Postings(by_word.indptr.astype(np.int64), by_word.indices.astype(np.int32), by_word.data),
            Postings(starts, words, weights),
            most,
        )


def _joined(parts: list[NDArray[Number]], dtype: type[Number]) -> NDArray[Number]:
    return np.concatenate([np.empty(0, dtype), *parts])
