"""Texts in, vectors out: a shipped model, or any that sentence-transformers reads."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.folder import describes_onnx, find_model, shipped_models, static_module, verify

__all__ = ["Encoder", "load_encoder"]


class Encoder(Protocol):
    """Turns texts into vectors of unit length; an empty text becomes the zero vector.

    Args:
        name: `fast`, `accurate`, or the folder or hub name that was asked for.
        revision: SHA-256, in hexadecimal, of the model's files: what the manifest of an index records.
        dimension: Length of a vector.
    """

    name: str
    revision: str
    dimension: int

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length, for texts that search."""

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length, for texts that are searched."""


def load_encoder(
    name: str = "fast", *, models_dir: Path | None = None, allow_download: bool = False
) -> Encoder:
    """Load a model by name.

    Args:
        name: A shipped profile (`fast`, `accurate`), a folder, or a hub name (`organisation/model`).
        models_dir: Folder of the shipped models; the one beside the package unless told.
        allow_download: Whether a hub name may be fetched. Otherwise only the hub's local cache is read.

    Raises:
        UnknownModel: Nothing answers to this name.
        AlteredModel: The folder's files are not those of its manifest.
        MissingExtra: The model needs onnxruntime, which is absent.
    """
    models_dir = models_dir or shipped_models()
    folder = find_model(name, models_dir, allow_download=allow_download)
    revision = verify(folder)
    if describes_onnx(folder):
        from matcher.encoder.onnx import OnnxEncoder

        return OnnxEncoder(name, revision, folder, models_dir)
    static = static_module(folder)
    if static is not None:
        from matcher.encoder.static import StaticEncoder

        return StaticEncoder(name, revision, static)
    from matcher.encoder.transformer import TransformerEncoder

    return TransformerEncoder(name, revision, folder)
