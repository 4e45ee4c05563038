"""The training loop of the transformer: in-batch contrastive learning, resumable."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from scripts.training.loop import Progress
from scripts.training.sampling import Batch, Sampler
from scripts.training.student import Ids, Student

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FineTuningOptions:
    """How to train; the fields are those of `[training]` in the config file."""

    steps: int
    batch_size: int
    chunk_tokens: int
    learning_rate: float
    weight_decay: float
    warmup_steps: int
    falling: float
    temperature: float
    validate_every: int
    save_every: int
    averaging: float
    tasks: dict[str, float]


def fine_tune(
    student: Student,
    sampler: Sampler,
    options: FineTuningOptions,
    *,
    seed: int,
    checkpoint: Path | None = None,
    validate: Callable[[Student], dict[str, float]],
    report: Callable[[Progress], None] = lambda progress: None,
) -> None:
    """Train the student in place; what it ends with is the running mean of its weights.

    Each step draws its batch from a generator seeded with (seed, step): a run that resumes from its
    checkpoint sees the batches that an unbroken one would.

    Args:
        student: What to train.
        sampler: Draws the batches.
        options: How to train.
        seed: Of the batches.
        checkpoint: File to resume from if it is there, and to write now and then.
        validate: Measures the student on held-out data.
        report: Called at each step.
    """
    adam = torch.optim.AdamW(
        student.parameters,
        lr=options.learning_rate,
        weight_decay=options.weight_decay,
        betas=(0.9, 0.98),
        fused=True,
    )
    mean = [parameter.detach().clone() for parameter in student.parameters]
    first = _resume(checkpoint, student, adam, mean)
    names, weights = list(options.tasks), np.array(list(options.tasks.values()))
    loss_mean, figures = 0.0, {}
    for step in range(first, options.steps):
        rng = np.random.default_rng((seed, step))
        task = names[rng.choice(len(names), p=weights / weights.sum())]
        for group in adam.param_groups:
            group["lr"] = options.learning_rate * _schedule(step, options)
        loss = _step(student, sampler.batch(task, options.batch_size, rng), options)
        torch.nn.utils.clip_grad_norm_(student.parameters, 1.0)
        adam.step()
        _average(mean, student, min(options.averaging, (step + 1) / (step + 10)))
        loss_mean = loss if step == first else 0.98 * loss_mean + 0.02 * loss
        last = step + 1 == options.steps
        if (step + 1) % options.validate_every == 0 or last:
            with _averaged(student, mean):
                figures = validate(student)
        if (step + 1) % options.save_every == 0 or last:
            _save(checkpoint, student, adam, mean, step + 1)
        report(Progress(step + 1, loss_mean, figures))
    _exchange(student, mean)


def contrastive_loss(
    left: torch.Tensor, right: torch.Tensor, same: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Return the symmetric cross-entropy; every other text of the batch is a negative, on either side.

    Texts of the same concept, or of two that share a label, are no negatives for each other.
    """
    own = torch.arange(len(left))
    other = same.clone()
    other.fill_diagonal_(False)
    across = (left @ right.T / temperature).masked_fill(other, -1e4)
    within = [(side @ side.T / temperature).masked_fill(same, -1e4) for side in (left, right)]
    forward = functional.cross_entropy(torch.cat([across, within[0]], dim=1), own)
    back = functional.cross_entropy(torch.cat([across.T, within[1]], dim=1), own)
    return (forward + back) / 2


def split(side: tuple[Ids, Ids]) -> list[Ids]:
    """Cut the ids of one side of a batch into those of each text."""
    ids, starts = side
    return np.split(ids, starts[1:])


def _step(student: Student, batch: Batch, options: FineTuningOptions) -> float:
    """Set the gradients of one batch and return its loss."""
    texts = split(batch.left) + split(batch.right)
    chunks = student.chunks(texts, options.chunk_tokens)
    read = student.read(texts, chunks)
    back = torch.from_numpy(np.argsort(np.concatenate(chunks)))
    leaves = [part.detach().requires_grad_() for part in read]
    left, right = torch.cat(leaves)[back].chunk(2)
    same = torch.from_numpy(batch.same)
    same.fill_diagonal_(True)
    loss = contrastive_loss(left, right, same, options.temperature)
    upstream = torch.autograd.grad(loss, leaves)
    for parameter, gradient in zip(student.parameters, student.gradients(read, upstream), strict=True):
        parameter.grad = gradient
    return loss.item()


def _schedule(step: int, options: FineTuningOptions) -> float:
    """Rise over the warm-up, stay, then fall in a straight line over the last part of the steps."""
    left = (options.steps - step) / max(1.0, options.falling * options.steps)
    return min(1.0, (step + 1) / options.warmup_steps, max(left, 0.01))


@torch.no_grad()
def _average(mean: list[torch.Tensor], student: Student, kept: float) -> None:
    """Move the running mean of the weights, which reads better than the weights of any one step."""
    for known, parameter in zip(mean, student.parameters, strict=True):
        known.lerp_(parameter, 1 - kept)


@contextmanager
def _averaged(student: Student, mean: list[torch.Tensor]) -> Iterator[None]:
    """Let the student read with the mean of its weights for a while."""
    _exchange(student, mean)
    yield
    _exchange(student, mean)


@torch.no_grad()
def _exchange(student: Student, mean: list[torch.Tensor]) -> None:
    for known, parameter in zip(mean, student.parameters, strict=True):
        last = parameter.detach().clone()
        parameter.copy_(known)
        known.copy_(last)


def _resume(
    checkpoint: Path | None, student: Student, adam: torch.optim.Optimizer, mean: list[torch.Tensor]
) -> int:
    if checkpoint is None or not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    student.model.load_state_dict(state["model"], strict=False)
    adam.load_state_dict(state["adam"])
    for known, stored in zip(mean, state["mean"], strict=True):
        known.copy_(stored)
    logger.info("resumed from %s at step %d", checkpoint, state["step"])
    return int(state["step"])


def _save(
    checkpoint: Path | None,
    student: Student,
    adam: torch.optim.Optimizer,
    mean: list[torch.Tensor],
    step: int,
) -> None:
    if checkpoint is None:
        return
    trained = {
        name: tensor
        for name, tensor in student.model.state_dict().items()
        if "word_embeddings" not in name  # frozen
    }
    aside = checkpoint.with_suffix(".writing")
    torch.save({"model": trained, "adam": adam.state_dict(), "mean": mean, "step": step}, aside)
    aside.replace(checkpoint)
