"""What is measured of each candidate for an opening."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder
from matcher.index import FragmentIndex, Selection
from matcher.opening import Opening, Requirement, RequirementKind

NICE_WEIGHT = 0.5  # of a must

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Query:
    """An opening, encoded.

    Attributes:
        asked: The title, then the requirements.
        vectors: float32, (len(asked), dimension), rows of unit length.
        weights: float32, (len(asked),): what each counts in the coverage; the title's is 0, their sum 1.
        words: The text whose words are looked for.
    """

    asked: tuple[Requirement, ...]
    vectors: Floats
    weights: Floats
    words: str


@dataclass(frozen=True, slots=True)
class Signals:
    """What is measured of each candidate, all float32, (n_candidates,), higher is better.

    Tie strength, names and whatever else is not about the work are not among them.

    Attributes:
        title: Cosine of the opening's title and the candidate's best fragment, -1 to 1.
        coverage: Mean over the requirements of the cosine with their best fragment, a nice counting half a
            must; equal to `title` where the opening states no requirement.
        lexical: BM25 of the opening's words, 0 where none is shared.
    """

    title: Floats
    coverage: Floats
    lexical: Floats


def encode_opening(opening: Opening, encoder: Encoder) -> Query:
    """Encodes an opening's title and requirements, in one batch."""
    start = max(opening.text.find(opening.title), 0)
    end = start + len(opening.title) if opening.title in opening.text else start
    title = Requirement(opening.title, RequirementKind.TITLE, start, end)
    asked = (title, *opening.requirements)
    weights = np.array([_weight(requirement) for requirement in asked], dtype=np.float32)
    if len(asked) == 1:
        weights[0] = 1
    words = " ".join(requirement.text for requirement in asked)
    vectors = encoder.encode_query([requirement.text for requirement in asked])
    return Query(asked, vectors, weights / weights.sum(), words)


def _weight(requirement: Requirement) -> float:
    return {RequirementKind.TITLE: 0.0, RequirementKind.NICE: NICE_WEIGHT}.get(requirement.kind, 1.0)


def measure(query: Query, index: FragmentIndex, selection: Selection) -> tuple[Signals, Floats]:
    """Measures every contact of a selection.

    Returns:
        The signals, in the order of `selection.contacts`, and the cosines that they were made from:
        float32, (n_rows, len(query.asked)), in the order of `selection.rows`.
    """
    cosines = index.vectors[selection.rows] @ query.vectors.T
    best = np.maximum.reduceat(cosines, selection.starts, axis=0)
    lexical = index.lexical.scores(query.words)[selection.contacts]
    return Signals(best[:, 0], best @ query.weights, lexical), cosines
