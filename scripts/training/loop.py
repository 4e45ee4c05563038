"""The training loop of the static encoder: in-batch contrastive learning, resumable."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from scripts.training.sampling import Batch, Sampler

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train; the fields are those of `[training]` in the config file."""

    steps: int
    batch_size: int
    learning_rate: float
    warmup_steps: int
    temperature: float
    validate_every: int
    threads: int
    tasks: dict[str, float]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the training stands: the step, a running mean of the loss, the last validation figures."""

    step: int
    loss: float
    validation: dict[str, float]


def train(
    vectors: NDArray[np.float32],
    sampler: Sampler,
    options: TrainingOptions,
    *,
    seed: int,
    checkpoint: Path | None = None,
    validate: Callable[[NDArray[np.float32]], dict[str, float]],
    report: Callable[[Progress], None] = lambda progress: None,
) -> NDArray[np.float32]:
    """Return the token vectors after training.

    Each step draws its batch from a generator seeded with (seed, step): a run that resumes from its
    checkpoint ends where an unbroken one would.

    Args:
        vectors: float32, (n_pieces, dimension): where to start from.
        sampler: Draws the batches.
        options: How to train.
        seed: Of the batches.
        checkpoint: File to resume from if it is there, and to write at each validation.
        validate: Measures token vectors on held-out data.
        report: Called at each step.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(options.threads)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(vectors.copy()), freeze=False, mode="mean")
    adam = torch.optim.Adam(bag.parameters(), lr=options.learning_rate, fused=True)
    first = _resume(checkpoint, bag, adam)
    names, weights = list(options.tasks), np.array(list(options.tasks.values()))
    loss_mean, figures = 0.0, {}
    for step in range(first, options.steps):
        rng = np.random.default_rng((seed, step))
        batch = sampler.batch(
            names[rng.choice(len(names), p=weights / weights.sum())], options.batch_size, rng
        )
        for group in adam.param_groups:
            group["lr"] = options.learning_rate * _schedule(step, options)
        adam.zero_grad()
        loss = contrastive_loss(bag, batch, options.temperature)
        torch.autograd.backward(loss)
        adam.step()
        loss_mean = loss.item() if step == first else 0.98 * loss_mean + 0.02 * loss.item()
        if (step + 1) % options.validate_every == 0 or step + 1 == options.steps:
            figures = validate(bag.weight.detach().numpy())
            _save(checkpoint, bag, adam, step + 1)
        report(Progress(step + 1, loss_mean, figures))
    result: NDArray[np.float32] = bag.weight.detach().numpy()
    return result


def contrastive_loss(bag: torch.nn.EmbeddingBag, batch: Batch, temperature: float) -> torch.Tensor:
    """Return the symmetric cross-entropy over the batch, pairs of the same concept left out as negatives.

    Multiple negatives ranking: Henderson and others, "Efficient natural language response suggestion for
    Smart Reply", 2017, in both directions.
    """
    left, right = (
        functional.normalize(bag(torch.from_numpy(ids), torch.from_numpy(offsets)))
        for ids, offsets in (batch.left, batch.right)
    )
    same = torch.from_numpy(batch.same)
    same.fill_diagonal_(False)
    scores = (left @ right.T / temperature).masked_fill(same, -1e4)
    own = torch.arange(len(scores))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _schedule(step: int, options: TrainingOptions) -> float:
    """Rise over the warm-up, then fall in a straight line to a twentieth."""
    if step < options.warmup_steps:
        return (step + 1) / options.warmup_steps
    return max(0.05, 1 - (step - options.warmup_steps) / max(1, options.steps - options.warmup_steps))


def _resume(checkpoint: Path | None, bag: torch.nn.EmbeddingBag, adam: torch.optim.Adam) -> int:
    if checkpoint is None or not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    bag.load_state_dict(state["bag"])
    adam.load_state_dict(state["adam"])
    logger.info("resumed from %s at step %d", checkpoint, state["step"])
    return int(state["step"])


def _save(checkpoint: Path | None, bag: torch.nn.EmbeddingBag, adam: torch.optim.Adam, step: int) -> None:
    if checkpoint is None:
        return
    aside = checkpoint.with_suffix(".writing")
    torch.save({"bag": bag.state_dict(), "adam": adam.state_dict(), "step": step}, aside)
    aside.replace(checkpoint)
