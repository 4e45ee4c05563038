"""How the transformer is trained: the settings, stage by stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Kept(StrEnum):
    """Weights with which a stage ends."""

    LAST = "last"  # those of its last step
    MEAN = "mean"  # the running mean


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training with a learning rate of its own, which rises, stays and falls.

    It starts from the running mean of the weights that the stage before ended with.

    Args:
        until: The step that it ends with, counted from the first stage's.
        learning_rate: At its height.
        warmup_steps: Over which it rises.
        falling_steps: The last ones, over which it falls to nearly zero.
        averaging: Share of the running mean of the weights that a step keeps.
        kept: Which of the weights that it ends with count in the mean that the training returns.
        tasks: How often a batch is of each kind.
    """

    until: int
    learning_rate: float
    warmup_steps: int
    falling_steps: int
    averaging: float
    kept: tuple[Kept, ...]
    tasks: dict[str, float]

    def rate(self, step: int, first: int) -> float:
        """Return the learning rate of a step, `first` being the stage's own first."""
        left = (self.until - step) / max(1, self.falling_steps)
        return self.learning_rate * min(1.0, (step - first + 1) / self.warmup_steps, max(left, 0.01))


@dataclass(frozen=True, slots=True)
class FineTuningOptions:
    """How to train; the fields are those of `[training]` in the config file."""

    batch_size: int
    chunk_tokens: int
    weight_decay: float
    temperature: float
    validate_every: int
    save_every: int
    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """Make the options of the settings; what a stage leaves out is as in the stage before it."""
        stages: list[dict[str, Any]] = []
        for stage in settings["stages"]:
            stages.append({**(stages[-1] if stages else {}), **stage})
        for stage in stages:
            stage["kept"] = tuple(map(Kept, stage["kept"]))
        rest = {name: value for name, value in settings.items() if name != "stages"}
        return cls(**rest, stages=tuple(Stage(**stage) for stage in stages))

    @property
    def steps(self) -> int:
        """Steps of all stages."""
        return self.stages[-1].until

    def stage_of(self, step: int) -> tuple[Stage, int]:
        """Return the stage of a step, and that stage's first step."""
        first = 0
        for stage in self.stages:
            if step < stage.until:
                return stage, first
            first = stage.until
        raise ValueError(f"expected a step below {self.steps}, found {step}")
