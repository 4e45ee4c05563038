"""A static model, read without torch: it loads in a fraction of a second."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from matcher.encoder.text import clean, unit
from matcher.errors import AlteredModel

CHUNK = 1024  # texts tokenised at once: enough to keep the cores busy, little enough for memory


class StaticEncoder:
    """A sentence-transformers `StaticEmbedding`: a text is the mean of the vectors of its tokens.

    Args:
        name: What the model is called.
        revision: Hash of its files.
        folder: Folder of `tokenizer.json` and `model.safetensors`.

    Raises:
        AlteredModel: One of the two cannot be read.
    """

    def __init__(self, name: str, revision: str, folder: Path) -> None:
        self.name, self.revision = name, revision
        self._tokenizer = read_tokenizer(folder)
        self._vectors = _vectors(folder)
        self.dimension = self._vectors.shape[1]

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        return self.encode_document(texts)

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        cleaned = clean(texts)
        vectors = np.zeros((len(cleaned), self.dimension), np.float32)
        for start in range(0, len(cleaned), CHUNK):
            vectors[start : start + CHUNK] = self._sums(cleaned[start : start + CHUNK])
        return unit(vectors)

    def _sums(self, texts: list[str]) -> NDArray[np.float32]:
        """Sum the token vectors of each text; a sparse product gathers no copy of them."""
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ids = [encoding.ids for encoding in encodings]
        ends = np.cumsum([0, *map(len, ids)])
        columns = np.fromiter((i for row in ids for i in row), np.int64, count=ends[-1])
        ones = np.ones(len(columns), np.float32)
        sums: NDArray[np.float32] = (
            csr_array((ones, columns, ends), shape=(len(ids), len(self._vectors))) @ self._vectors
        )
        return sums


def read_tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer of a folder, its normalizer included.

    Raises:
        AlteredModel: It cannot be read.
    """
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # tokenizers raises bare exceptions
        raise AlteredModel(folder, f"tokenizer.json cannot be read ({error})") from error
    tokenizer.no_padding()
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _vectors(folder: Path) -> NDArray[np.float32]:
    """Read the token vectors: as they are, or as Model2Vec stores them, small integers with a scale a row."""
    try:
        stored = load_file(folder / "model.safetensors")
        if "embedding.weight" in stored:
            return stored["embedding.weight"].astype(np.float32)
        vectors: NDArray[np.float32] = stored["embeddings"].astype(np.float32)
        vectors *= stored["weights"].astype(np.float32)[:, None]
    except (OSError, SafetensorError, KeyError) as error:
        raise AlteredModel(folder, f"model.safetensors cannot be read ({error})") from error
    return vectors
