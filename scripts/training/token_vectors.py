"""What texts become with token vectors that are still in training."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer


def sum_vectors(
    tokenizer: Tokenizer, vectors: NDArray[np.float32], texts: Sequence[str]
) -> NDArray[np.float32]:
    """Return float32, (n_texts, dimension): the sums of the token vectors of texts."""
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    return np.stack([vectors[e.ids].sum(axis=0) if e.ids else np.zeros_like(vectors[0]) for e in encodings])


def mean_vectors(
    tokenizer: Tokenizer, vectors: NDArray[np.float32], texts: Sequence[str]
) -> NDArray[np.float32]:
    """Return float32, (n_texts, dimension), rows of unit length: what the encoder makes of texts."""
    sums = sum_vectors(tokenizer, vectors, texts)
    unit: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return unit
