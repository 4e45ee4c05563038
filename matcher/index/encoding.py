"""Gives every distinct text a vector: taken over, kept by a killed re-index, or encoded as it is read."""

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from matcher.arrays import forget_pages
from matcher.encoder import Encoder
from matcher.index.exact import Vectors
from matcher.index.generation import FragmentIndex
from matcher.index.known import UNKNOWN, Hashes, Known, Places
from matcher.index.work import EncodedTexts, remove_work

TEXTS_A_BATCH = (256, 4_096)  # at first and at most: a block that is flushed should take about a second
ENOUGH_SECONDS = 0.5
MAPPED_BYTES = 1 << 28  # of vectors, about, whose pages this process holds at once
BLOCKS_AHEAD = 2  # of texts that wait for the encoder while more are read


@dataclass(slots=True)
class _Distinct:
    """Every distinct text so far, by number: where its vector lies, at `place` in the work or the old one."""

    known: Known = field(default_factory=Known)
    hashes: list[Hashes] = field(default_factory=list)
    in_work: list[Places] = field(default_factory=list)
    in_old: list[Places] = field(default_factory=list)


class Encoding:
    """The vectors of a corpus while it is read.

    Args:
        folder: Where vectors lie until they are in a generation.
        old: A generation of the same encoder, whose vectors are taken over.

    Attributes:
        dimension: Of its vectors.
        encoded: Texts that were given to the encoder.
        resumed: Texts whose vectors an earlier run, which did not come to its end, had made.
    """

    def __init__(self, folder: Path, encoder: Encoder, old: FragmentIndex | None) -> None:
        self.dimension = encoder.dimension
        self._folder, self._encoder, self._old = folder, encoder, old
        self._in_old = Known(None if old is None else np.asarray(old.text_hashes))
        self._work = EncodedTexts(folder, encoder)
        self._next_row = self._work.rows
        self._distinct = _Distinct()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoding")
        self._waiting: list[Future[None]] = []
        self._batch = TEXTS_A_BATCH[0]
        self.encoded = self.resumed = 0
        self._read = 0  # bytes of vectors, since their pages were last let go

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._work.close()

    def add(self, texts: Sequence[str]) -> tuple[Places, list[str]]:
        """Takes texts in, repeats among them too.

        Returns:
            The number of each text, and the texts that are new, in the order of their numbers.
        """
        once = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        different, hashes = list(once), np.array([text_hash(text) for text in once], np.uint64)
        new = np.flatnonzero(self._distinct.known.numbers(hashes) == UNKNOWN)
        new = new[np.unique(hashes[new], return_index=True)[1]]
        new_texts = [different[i] for i in new]
        self._take_in(hashes[new], new_texts)
        places = np.fromiter(map(once.__getitem__, texts), np.int64, count=len(texts))
        return self._distinct.known.numbers(hashes)[places], new_texts

    def finish(self) -> None:
        """Waits until everything is encoded."""
        while self._waiting:
            self._waiting.pop(0).result()

    def hashes(self) -> Hashes:
        """Gives the hash of every distinct text, by number."""
        return np.concatenate([np.empty(0, np.uint64), *self._distinct.hashes])

    def places(self) -> tuple[Places, Places]:
        """Gives where the vector of each distinct text lies: in the work, and in the old generation."""
        empty = [np.empty(0, np.int64)]
        return np.concatenate(empty + self._distinct.in_work), np.concatenate(empty + self._distinct.in_old)

    def vectors(self, in_work: Places, in_old: Places) -> Vectors:
        """Gives vectors by their places, which are `UNKNOWN` in one of the two, once all are encoded."""
        made = in_work != UNKNOWN
        if self._old is None or made.all():
            vectors = self._made[in_work]
        else:
            vectors = np.empty((len(in_work), self.dimension), np.float32)
            vectors[made] = self._made[in_work[made]]
            vectors[~made] = self._old.vectors[in_old[~made]]
        self._read += vectors.nbytes
        if self._read > MAPPED_BYTES:
            self._forget_pages()
        return vectors

    @cached_property
    def _made(self) -> Vectors:
        return self._work.vectors()

    def _forget_pages(self) -> None:
        self._read = 0
        forget_pages(self._made)
        if self._old is not None:
            forget_pages(self._old.vectors)

    def remove_work(self) -> None:
        """Removes what lies in the folder: its vectors are in the generation."""
        remove_work(self._folder)

    def _take_in(self, hashes: Hashes, texts: list[str]) -> None:
        in_old, in_work = self._in_old.numbers(hashes), self._work.known.numbers(hashes)
        self.resumed += int(((in_work != UNKNOWN) & (in_old == UNKNOWN)).sum())
        in_work[in_old != UNKNOWN] = UNKNOWN
        missing = np.flatnonzero((in_old == UNKNOWN) & (in_work == UNKNOWN))
        in_work[missing] = self._next_row + np.arange(len(missing))
        self._next_row += len(missing)
        self.encoded += len(missing)
        self._distinct.known.add(hashes)
        for column, values in (("hashes", hashes), ("in_work", in_work), ("in_old", in_old)):
            getattr(self._distinct, column).append(values)
        if len(missing):
            self._queue(hashes[missing], [texts[i] for i in missing])

    def _queue(self, hashes: Hashes, texts: list[str]) -> None:
        self._waiting.append(self._thread.submit(self._encode, hashes, texts))
        while len(self._waiting) > BLOCKS_AHEAD or (self._waiting and self._waiting[0].done()):
            self._waiting.pop(0).result()

    def _encode(self, hashes: Hashes, texts: list[str]) -> None:
        start = 0
        while start < len(texts):
            part = slice(start, start + self._batch)
            began = time.monotonic()
            self._work.append(hashes[part], self._encoder.encode_document(texts[part]))
            start = part.stop
            if time.monotonic() - began < ENOUGH_SECONDS:
                self._batch = min(2 * self._batch, TEXTS_A_BATCH[1])


def text_hash(text: str) -> int:
    """Gives 64 bits of a text's BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
