"""What every encoder does to its texts and vectors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.gendered import one_english_gender
from matcher.schools import without_schools


def clean(texts: Sequence[str]) -> list[str]:
    """Drop lone surrogates, which no tokenizer takes, and what tells of a person and not of their trade.

    English trades are written in one gender, and names of schools are left out.
    """
    if isinstance(texts, str):
        raise TypeError("texts is one string; a sequence of strings was expected")
    carried = (text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8") for text in texts)
    return [one_english_gender(without_schools(text)) for text in carried]


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row to unit length; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32, copy=False)
    return scaled
