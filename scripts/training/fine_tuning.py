"""The training loop of the transformer: in-batch contrastive learning in stages, resumable."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from scripts.training.loop import Progress
from scripts.training.sampling import Batch, Sampler
from scripts.training.stages import FineTuningOptions, Kept, Stage
from scripts.training.student import Ids, Student
from scripts.training.weights import trained_weights

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _State:
    """What changes from step to step, and what a checkpoint holds."""

    student: Student
    adam: torch.optim.Optimizer
    mean: list[torch.Tensor]  # of the weights, running
    kept: list[torch.Tensor]  # sums of the weights that count in the end
    count: int = 0  # of what was summed
    step: int = 0


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
    """Train the student in place; it ends with the mean of what its stages keep, else with the running mean.

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
    state = _begin(student, options, checkpoint)
    loss_mean, figures = 0.0, {}
    for step in range(state.step, options.steps):
        stage, first = options.stage_of(step)
        loss = _update(state, sampler, options, seed)
        _average(state.mean, student, min(stage.averaging, (step - first + 1) / (step - first + 10)))
        loss_mean = 0.98 * loss_mean + 0.02 * loss if loss_mean else loss
        state.step, last = step + 1, step + 1 == options.steps
        if state.step % options.validate_every == 0 or last:
            with _averaged(student, state.mean):
                figures = validate(student)
        if state.step == stage.until:
            _end_stage(state, stage)
        if state.step % options.save_every == 0 or state.step == stage.until:
            _save(checkpoint, state)
        report(Progress(state.step, loss_mean, figures))
    if state.count:
        _overwrite(student.parameters, [kept / state.count for kept in state.kept])


def _begin(student: Student, options: FineTuningOptions, checkpoint: Path | None) -> _State:
    adam = torch.optim.AdamW(
        student.parameters,
        lr=options.stages[0].learning_rate,
        weight_decay=options.weight_decay,
        betas=(0.9, 0.98),
        fused=True,
    )
    weights = [parameter.detach() for parameter in student.parameters]
    state = _State(student, adam, [w.clone() for w in weights], [torch.zeros_like(w) for w in weights])
    _resume(checkpoint, state)
    return state


def _update(state: _State, sampler: Sampler, options: FineTuningOptions, seed: int) -> float:
    """Take one step and return its loss."""
    stage, first = options.stage_of(state.step)
    rng = np.random.default_rng((seed, state.step))
    names, weights = list(stage.tasks), np.array(list(stage.tasks.values()))
    task = names[rng.choice(len(names), p=weights / weights.sum())]
    for group in state.adam.param_groups:
        group["lr"] = stage.rate(state.step, first)
    loss = _step(state.student, sampler.batch(task, options.batch_size, rng), options)
    torch.nn.utils.clip_grad_norm_(state.student.parameters, 1.0)
    state.adam.step()
    return loss


@torch.no_grad()
def _end_stage(state: _State, stage: Stage) -> None:
    """Keep what counts in the end, and go on from the running mean."""
    ends = {Kept.LAST: state.student.parameters, Kept.MEAN: state.mean}
    for kept in stage.kept:
        torch._foreach_add_(state.kept, [weight.detach() for weight in ends[kept]])
        state.count += 1
    _overwrite(state.student.parameters, state.mean)


@torch.no_grad()
def _overwrite(parameters: Sequence[torch.Tensor], weights: Sequence[torch.Tensor]) -> None:
    for parameter, weight in zip(parameters, weights, strict=True):
        parameter.copy_(weight)


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


def _resume(checkpoint: Path | None, state: _State) -> None:
    if checkpoint is None or not checkpoint.exists():
        return
    stored = torch.load(checkpoint, weights_only=True)
    state.student.model.load_state_dict(stored["model"], strict=False)
    state.adam.load_state_dict(stored["adam"])
    _overwrite(state.mean, stored["mean"])
    _overwrite(state.kept, stored["kept"])
    state.count, state.step = int(stored["count"]), int(stored["step"])
    logger.info("resumed from %s at step %d", checkpoint, state.step)


def _save(checkpoint: Path | None, state: _State) -> None:
    if checkpoint is None:
        return
    aside = checkpoint.with_suffix(".writing")
    stored = {"adam": state.adam.state_dict(), "mean": state.mean, "kept": state.kept}
    trained = trained_weights(state.student)
    torch.save({"model": trained, **stored, "count": state.count, "step": state.step}, aside)
    aside.replace(checkpoint)
