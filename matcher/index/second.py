"""Vectors of a second, slower encoder for the rows of a generation: made when first needed, then kept."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder
from matcher.index.exact import Rows, Vectors
from matcher.index.generation import FragmentIndex

PREFIX = "second-"
ROWS_AT_ONCE = 65_536
ROUNDING = 0.01  # a row whose length is not 1 within this was never written whole

Texts = Callable[[Rows], Sequence[str]]
"""Gives the texts of rows of the index."""


class SecondVectors:
    """Reads texts again with another encoder than the one that the index was made with.

    The vectors lie beside the generation, a row each, in half precision; a file that is mostly empty takes
    no room on the disk. They leave with the generation, and the next takes over those of texts that it holds.
    Threads and processes may share them: whoever writes a row writes the same.

    Args:
        index: The generation.
        encoder: The second encoder.
    """

    def __init__(self, index: FragmentIndex, encoder: Encoder) -> None:
        self.encoder = encoder
        self._rows = _open(index.folder, encoder.revision, (len(index.fragment_ids), encoder.dimension))

    def of(self, rows: Rows, texts: Texts) -> Vectors:
        """Gives float32, (len(rows), dimension), rows of unit length; what is missing is encoded and kept."""
        vectors = self._rows[rows].astype(np.float32)
        missing = np.flatnonzero(~_whole(vectors))
        if len(missing):
            made = self.encoder.encode_document(texts(rows[missing])).astype(np.float16)
            vectors[missing] = made  # rounded now as later: the same question has the same answer
            self._rows[rows[missing]] = made
        return vectors


def take_over_second(old: FragmentIndex, folder: Path, hashes: NDArray[np.uint64]) -> None:
    """Copies the second vectors of an old generation into a new one's folder, by the hash of their text.

    Args:
        folder: The new generation's folder.
        hashes: uint64, (n_fragments,), of its texts.
    """
    for path in old.folder.glob(f"{PREFIX}*.npy"):
        rows = np.load(path, mmap_mode="r")
        written = _written(rows)
        vectors = rows[written]
        order = np.argsort(old.text_hashes[written], kind="stable")
        known = old.text_hashes[written][order]
        if not len(known):
            continue
        at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        same = np.flatnonzero(known[at] == hashes)
        new = _open(folder, path.stem.removeprefix(PREFIX), (len(hashes), rows.shape[1]))
        new[same] = vectors[order[at[same]]]


def _written(rows: NDArray[np.float16]) -> Rows:
    """Finds the rows that hold a vector, some at a time: the file may be far larger than the memory."""
    parts = [
        start + np.flatnonzero(_whole(rows[start : start + ROWS_AT_ONCE].astype(np.float32)))
        for start in range(0, len(rows), ROWS_AT_ONCE)
    ]
    return np.concatenate([np.empty(0, np.int64), *parts])


def _whole(vectors: Vectors) -> NDArray[np.bool_]:
    """Tells which rows were written to their end: a write that was cut short leaves no unit length."""
    whole: NDArray[np.bool_] = np.abs(np.linalg.norm(vectors, axis=1) - 1) < ROUNDING
    return whole


def _open(folder: Path, revision: str, shape: tuple[int, int]) -> NDArray[np.float16]:
    """Opens the file of an encoder's rows, made empty where it is missing."""
    path = folder / f"{PREFIX}{revision[:16]}.npy"
    if not path.exists():
        handle, aside = tempfile.mkstemp(dir=folder)
        os.close(handle)
        np.lib.format.open_memmap(aside, mode="w+", dtype=np.float16, shape=shape)
        try:
            os.link(aside, path)  # unlike a rename, never in the place of another process's file
        except FileExistsError:
            pass
        finally:
            os.unlink(aside)
    rows: NDArray[np.float16] = np.load(path, mmap_mode="r+")
    return rows
