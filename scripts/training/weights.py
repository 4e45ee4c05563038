"""The weights that training changes, and their mean over several files."""

from collections.abc import Sequence
from pathlib import Path

import torch

from scripts.training.student import Student


def trained_weights(student: Student) -> dict[str, torch.Tensor]:
    """Return the student's weights by name, without the word embeddings, which are frozen."""
    weights = student.model.state_dict().items()
    return {name: tensor for name, tensor in weights if "word_embeddings" not in name}


def load_mean(student: Student, files: Sequence[Path]) -> None:
    """Give the student the mean of the weights in several files: checkpoints, or weights by name.

    Raises:
        ValueError: A file does not hold this student's weights.
    """
    names = set(trained_weights(student))
    total: dict[str, torch.Tensor] = {}
    for file in files:
        stored = torch.load(file, weights_only=True)
        weights = stored.get("model", stored)
        if set(weights) != names:
            raise ValueError(f"{file}: expected the weights of this transformer, found others")
        total = {name: total[name] + weights[name] if total else weights[name].clone() for name in weights}
    mean = {name: tensor / len(files) for name, tensor in total.items() if tensor.is_floating_point()}
    student.model.load_state_dict(mean, strict=False)
