"""Any other model, through sentence-transformers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.text import clean, unit
from matcher.errors import UnknownModel


class TransformerEncoder:
    """A model that sentence-transformers loads, with its own query and document prompts.

    Args:
        name: What the model is called.
        revision: Hash of its files.
        folder: The model's folder.

    Raises:
        UnknownModel: The folder holds no such model.
    """

    def __init__(self, name: str, revision: str, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self.name, self.revision = name, revision
        try:
            self._model = SentenceTransformer(str(folder), local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise UnknownModel(name, f"{folder} is no sentence-transformers model ({error}).") from error
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        return self._encode(self._model.encode_query, texts)

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str]) -> NDArray[np.float32]:
        cleaned = clean(texts)
        filled = [i for i, text in enumerate(cleaned) if text.strip()]
        vectors = np.zeros((len(cleaned), self.dimension), np.float32)
        if filled:
            vectors[filled] = encode([cleaned[i] for i in filled], show_progress_bar=False)
        return unit(vectors)
