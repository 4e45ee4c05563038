"""Writes a trained encoder as a folder with its manifest."""

import hashlib
import json
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from matcher.encoder.folder import DESCRIPTION

PACKAGES = ("numpy", "safetensors", "sentence-transformers", "tokenizers", "torch", "transformers")


def write_model(
    folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32], about: dict[str, Any]
) -> Path:
    """Write the model and its manifest into `folder`, beside the model card that may already be there.

    Args:
        folder: Where to; created if absent.
        tokenizer: The tokenizer, normalizer included.
        vectors: float32, (n_pieces, dimension); stored as int8 with a scale a row.
        about: What the manifest says of the training.

    Returns:
        The path of the manifest.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    static = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(vectors))
    model = SentenceTransformer(modules=[static, Normalize()], device="cpu")
    folder.mkdir(parents=True, exist_ok=True)
    model.save(str(folder), create_model_card=False)
    _write_vectors(folder / "model.safetensors", vectors)
    return _write_manifest(folder, {**about, "dimension": int(vectors.shape[1]), "pieces": len(vectors)})


def write_onnx_model(
    folder: Path,
    tokenizer: Tokenizer,
    description: dict[str, Any],
    about: dict[str, Any],
    *,
    export: Callable[[Path], None],
) -> Path:
    """Write a transformer and its manifest into `folder`, beside the model card that may already be there.

    Args:
        folder: Where to; created if absent.
        tokenizer: The tokenizer, normalizer and frame included.
        description: What the encoder must know to read the folder (see `matcher/encoder/onnx.py`).
        about: What the manifest says of the training.
        export: Writes the ONNX file at the path that it is given.

    Returns:
        The path of the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    export(folder / "model.onnx")
    tokenizer.save(str(folder / "tokenizer.json"))
    text = json.dumps(description, indent=2) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")
    return _write_manifest(folder, about)


def _write_manifest(folder: Path, about: dict[str, Any]) -> Path:
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if _belongs(p))
    manifest = {
        **about,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "files": [
            {"path": name, "bytes": (folder / name).stat().st_size, "sha256": hash_file(folder / name)}
            for name in names
        ],
    }
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _write_vectors(path: Path, vectors: NDArray[np.float32]) -> None:
    """Store the vectors a quarter of their size, in the form of Model2Vec, which StaticEmbedding reads."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-12) / 127
    rounded = np.rint(vectors / scales[:, None]).astype(np.int8)
    save_file({"embeddings": rounded, "weights": scales.astype(np.float32)}, path)
    path.chmod(0o644)  # safetensors writes for the owner alone


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _belongs(path: Path) -> bool:
    return (
        path.is_file() and path.name not in ("README.md", "manifest.json") and not path.name.startswith(".")
    )
