"""A slice of the training data that is never trained on, and how well an encoder finds its way in it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.training.concepts import Concept

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out labels must find their occupation's English label; titles must find held-out tasks.

    Args:
        labels: Held-out label, and the position in `names` of the occupation it names.
        names: Preferred English label of each ESCO occupation.
        titles: O*NET titles.
        tasks: For each title, tasks never trained on.
    """

    labels: list[tuple[str, int]]
    names: list[str]
    titles: list[str]
    tasks: list[list[str]]

    def measure(self, encode: Encode) -> dict[str, float]:
        """Return the mean reciprocal rank on labels and on tasks (best task of each), and their mean."""
        queries = encode([label for label, _ in self.labels])
        short = _reciprocal_ranks(queries @ encode(self.names).T, np.array([i for _, i in self.labels]))
        tasks = encode([task for group in self.tasks for task in group]).reshape(
            len(self.tasks), -1, queries.shape[1]
        )
        scores = np.einsum("qd,ctd->qct", encode(self.titles), tasks).max(axis=2)
        long = _reciprocal_ranks(scores, np.arange(len(self.titles)))
        return {"labels": short, "tasks": long, "mean": (short + long) / 2}


def hold_out(concepts: Sequence[Concept], *, labels: int, resumes: int, rng: np.random.Generator) -> HeldOut:
    """Take labels and tasks out of `concepts`, in place."""
    named = [c for c in concepts if c.kind == "occupation" and c.labels.get("en") and len(c.labels) > 2]
    held = _hold_labels(concepts, named, labels, rng)
    long = [c for c in concepts if c.kind == "occupation" and len(c.sentences) >= 12 and c.tools]
    chosen = [long[i] for i in rng.permutation(len(long))[:resumes]]
    tasks = []
    for concept in chosen:
        taken = set(rng.choice(len(concept.sentences), size=4, replace=False).tolist())
        tasks.append([concept.sentences[i] for i in sorted(taken)])
        concept.sentences = [s for i, s in enumerate(concept.sentences) if i not in taken]
    return HeldOut(held, [c.labels["en"][0] for c in named], [c.labels["en"][0] for c in chosen], tasks)


def _hold_labels(
    concepts: Sequence[Concept], named: list[Concept], count: int, rng: np.random.Generator
) -> list[tuple[str, int]]:
    uses = Counter(label for c in concepts for labels in c.labels.values() for label in labels)
    held: list[tuple[str, int]] = []
    for position in rng.permutation(len(named)):
        if len(held) == count:
            break
        languages = named[position].labels
        own = [labels for labels in languages.values() if len(labels) > 2]
        if not own:
            continue
        labels = own[rng.integers(len(own))]
        label = labels[int(rng.integers(1, len(labels)))]
        if sum(label in known for known in languages.values()) == uses[label]:
            held.append((label, int(position)))
            for known in languages.values():
                known[:] = [other for other in known if other != label]
    return held


def _reciprocal_ranks(scores: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    own = scores[np.arange(len(scores)), right]
    return float((1 / (1 + (scores > own[:, None]).sum(axis=1))).mean())
