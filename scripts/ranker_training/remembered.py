"""An encoder that keeps what it made: a slow one reads each text once, also after a run was stopped."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder

AT_ONCE = 1024  # texts encoded between two writes


class RememberedEncoder:
    """Keeps vectors in memory and in two files that only grow; half precision is enough to train on.

    Args:
        encoder: What encodes the texts that are new.
        folder: Where vectors are kept, under the encoder's revision.
        tell: Called with the number of texts that were encoded so far.
    """

    def __init__(
        self, encoder: Encoder, folder: Path, tell: Callable[[int], None] = lambda encoded: None
    ) -> None:
        self._encoder, self._tell, self.encoded = encoder, tell, 0
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension
        folder.mkdir(parents=True, exist_ok=True)
        self._texts = folder / f"{encoder.revision[:16]}.jsonl"
        self._vectors = self._texts.with_suffix(".float16")
        self._known = self._kept()

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Gives float32, (n_texts, dimension), rows of unit length."""
        return self.encode_document(texts)

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Gives float32, (n_texts, dimension), rows of unit length."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), AT_ONCE):
            self._learn(new[start : start + AT_ONCE])
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = self._known[text]
        return vectors

    def _learn(self, texts: list[str]) -> None:
        vectors = self._encoder.encode_document(texts).astype(np.float16)
        with self._vectors.open("ab") as file:
            file.write(vectors.tobytes())
        with self._texts.open("a", encoding="utf-8") as file:  # last: a line stands for a whole row
            file.writelines(json.dumps(text) + "\n" for text in texts)
        self._known.update(zip(texts, vectors, strict=True))
        self.encoded += len(texts)
        self._tell(self.encoded)

    def _kept(self) -> dict[str, NDArray[np.float16]]:
        """Reads what an earlier run kept; whatever a stop cut off is dropped from both files."""
        if not (self._texts.is_file() and self._vectors.is_file()):
            self._texts.write_bytes(b"")
            self._vectors.write_bytes(b"")
        lines = self._texts.read_bytes().split(b"\n")[:-1]
        size = 2 * self.dimension
        count = min(len(lines), self._vectors.stat().st_size // size)
        with self._texts.open("r+b") as file:
            file.truncate(sum(len(line) + 1 for line in lines[:count]))
        with self._vectors.open("r+b") as file:
            file.truncate(count * size)
        rows = np.fromfile(self._vectors, np.float16).reshape(count, self.dimension)
        return {json.loads(line): row for line, row in zip(lines, rows, strict=False)}
