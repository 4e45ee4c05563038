"""What every encoder does to its texts and vectors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def clean(texts: Sequence[str]) -> list[str]:
    """Drop what UTF-8 cannot carry (lone surrogates): no tokenizer takes it."""
    if isinstance(texts, str):
        raise TypeError("texts is one string; a sequence of strings was expected")
    return [text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8") for text in texts]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row to unit length; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32, copy=False)
    return scaled
