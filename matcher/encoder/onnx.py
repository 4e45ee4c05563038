"""A small transformer in one ONNX file, without torch; its folder may join the static model to it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoder.folder import DESCRIPTION, verify
from matcher.encoder.static import StaticEncoder, read_tokenizer
from matcher.encoder.text import clean, unit
from matcher.errors import AlteredModel
from matcher.gendered import one_french_gender

TOKENS_A_BATCH = 1024  # at a time: enough to keep the cores busy, little enough for their caches
TEXTS_AT_ONCE = 4096  # tokenised at a time


@dataclass(frozen=True, slots=True)
class Description:
    """What the folder says of itself.

    Args:
        max_length: Tokens of a text that the transformer reads; it never sees the rest.
        pad: Id that fills short rows.
        beside: Folder name of the static model whose vectors are joined to the transformer's, if any.
        beside_revision: SHA-256 of that model.
        beside_weight: Its share of the cosine, from 0 to 1.
    """

    max_length: int
    pad: int
    beside: str | None = None
    beside_revision: str | None = None
    beside_weight: float = 0.0


class OnnxEncoder:
    """A transformer of 8-bit weights, joined with the static model: the cosine is a weighted sum of both.

    Args:
        name: What the model is called.
        revision: Hash of its files, which name the static model's revision.
        folder: Folder of `coopt.json`, `model.onnx` and `tokenizer.json`.
        models_dir: Folder of the static model.

    Raises:
        AlteredModel: A file cannot be read, or the static model is not the one that was measured with it.
        MissingExtra: onnxruntime is absent.
    """

    def __init__(self, name: str, revision: str, folder: Path, models_dir: Path) -> None:
        self.name, self.revision = name, revision
        self._description = _description(folder)
        self._tokenizer = read_tokenizer(folder)
        self._tokenizer.enable_truncation(self._description.max_length)
        self._session = _session(folder / "model.onnx")
        self._own_dimension = int(self._session.get_outputs()[0].shape[1])
        self._beside = _beside(folder, self._description, models_dir)
        self.dimension = self._own_dimension + (self._beside.dimension if self._beside else 0)

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        return self.encode_document(texts)

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32, (n_texts, dimension), rows of unit length."""
        cleaned = clean(texts)
        own = np.zeros((len(cleaned), self._own_dimension), np.float32)
        for start in range(0, len(cleaned), TEXTS_AT_ONCE):
            part = [one_french_gender(text) for text in cleaned[start : start + TEXTS_AT_ONCE]]
            self._read(part, own[start : start + TEXTS_AT_ONCE])
        if self._beside is None:
            return own
        weight = self._description.beside_weight
        joined = [own * np.float32((1 - weight) ** 0.5)]
        joined.append(self._beside.encode_document(cleaned) * np.float32(weight**0.5))
        return unit(np.hstack(joined))

    def _read(self, texts: list[str], vectors: NDArray[np.float32]) -> None:
        """Fill `vectors`; a text that says nothing keeps its zeros."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(texts)]
        for rows, batch in _batches(ids):
            vectors[rows] = self._session.run(None, {"input_ids": batch})[0]


def _batches(ids: list[list[int]]) -> Iterator[tuple[list[int], NDArray[np.int64]]]:
    """Yield positions and ids, texts of one length together: no row is padded, none depends on another."""
    by_length: dict[int, list[int]] = {}
    for position, row in enumerate(ids):
        if len(row) > 2:  # more than its frame
            by_length.setdefault(len(row), []).append(position)
    for length, positions in sorted(by_length.items()):
        size = max(1, TOKENS_A_BATCH // length)
        for start in range(0, len(positions), size):
            chosen = positions[start : start + size]
            yield chosen, np.array([ids[i] for i in chosen], np.int64)


def _description(folder: Path) -> Description:
    try:
        return Description(**json.loads((folder / DESCRIPTION).read_bytes()))
    except (ValueError, TypeError) as error:
        raise AlteredModel(folder, f"{DESCRIPTION} cannot be read") from error


def _session(path: Path) -> Any:  # noqa: ANN401  (onnxruntime has no types)
    onnxruntime: Any = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leave the cores to others
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises exceptions of its own that it does not export
        raise AlteredModel(path.parent, f"{path.name} cannot be read ({error})") from error


def _beside(folder: Path, description: Description, models_dir: Path) -> StaticEncoder | None:
    if description.beside is None:
        return None
    other = models_dir / description.beside
    if not other.is_dir() or (revision := verify(other)) != description.beside_revision:
        raise AlteredModel(folder, f"{other} is missing, or is not the model that it was measured with")
    return StaticEncoder(description.beside, revision, other)
