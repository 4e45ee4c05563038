"""Vectors that were encoded and are in no generation yet: what a killed re-index leaves to the next one.

Two files grow together: `encoded-<revision>.vectors` holds the rows, `encoded-<revision>.blocks` tells of
each block how many rows it has, their texts' hashes and the checksum of both. A block that was not written
to its end, or is not what was written, is cut off with all that follow.
"""

import os
import struct
import zlib
from pathlib import Path

import numpy as np

from matcher.encoder import Encoder
from matcher.index.exact import Vectors
from matcher.index.known import Hashes, Known

HEAD = struct.Struct("<II")  # rows, checksum
SUFFIXES = (".vectors", ".blocks")
PREFIX = "encoded-"
FLOAT = np.dtype("<f4")


class EncodedTexts:
    """The work files of one encoder, open for more rows.

    Args:
        folder: Where they lie.
        encoder: Whose vectors they hold.

    Attributes:
        known: The texts whose vectors were there when it was opened.

    Raises:
        OSError: If they cannot be written.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._dimension = encoder.dimension
        name = f"{PREFIX}{encoder.revision[:16]}-{encoder.dimension}"
        self._paths = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
        for path in self._paths:
            path.touch()
        hashes, ends = self._whole_blocks()
        for path, end in zip(self._paths, ends, strict=True):
            os.truncate(path, end)
        self.known = Known(hashes)
        self.rows = len(hashes)
        self._vectors, self._blocks = (path.open("ab", buffering=0) for path in self._paths)

    def append(self, hashes: Hashes, vectors: Vectors) -> None:
        """Adds a block; once this returns, the end of the process does not take it away.

        Raises:
            OSError: If the disk is full.
        """
        content, told = vectors.astype(FLOAT, copy=False).tobytes(), hashes.astype("<u8").tobytes()
        _write(self._vectors, content)
        _write(self._blocks, HEAD.pack(len(hashes), _checksum(content, told)) + told)
        self.rows += len(hashes)

    def vectors(self) -> Vectors:
        """Maps the vectors of all rows that there are now."""
        if not self.rows:
            return np.empty((0, self._dimension), np.float32)
        return np.asarray(np.memmap(self._paths[0], FLOAT, "r", shape=(self.rows, self._dimension)))

    def close(self) -> None:
        """Closes the files; what they hold waits for the next re-index."""
        self._vectors.close()
        self._blocks.close()

    def _whole_blocks(self) -> tuple[Hashes, tuple[int, int]]:
        """Reads the blocks that are whole; gives their hashes, and where the last ends in each file."""
        found, ends = [np.empty(0, np.uint64)], (0, 0)
        with self._paths[0].open("rb") as vectors, self._paths[1].open("rb") as blocks:
            while len(head := blocks.read(HEAD.size)) == HEAD.size:
                rows, checksum = HEAD.unpack(head)
                size = rows * self._dimension * FLOAT.itemsize
                content, told = vectors.read(size), blocks.read(rows * 8)
                if len(content) != size or len(told) != rows * 8 or _checksum(content, told) != checksum:
                    break
                found.append(np.frombuffer(told, "<u8").astype(np.uint64))
                ends = (vectors.tell(), blocks.tell())
        return np.concatenate(found), ends


def remove_work(folder: Path) -> None:
    """Removes the work files of every encoder: their vectors are in a generation, or not wanted any more."""
    for path in folder.glob(f"{PREFIX}*"):
        path.unlink(missing_ok=True)


def _checksum(vectors: bytes, hashes: bytes) -> int:
    return zlib.crc32(hashes, zlib.crc32(vectors))


def _write(file: "object", content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        written = file.write(rest)  # type: ignore[attr-defined]
        rest = rest[written:]
