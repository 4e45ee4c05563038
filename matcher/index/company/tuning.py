"""How far a search must go: found out on invented questions whose exact answers are known."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from matcher.index.company.alike import Alike
from matcher.index.company.codes import SEED, Codes
from matcher.index.company.search import CompanySearch, Depth, Scores
from matcher.index.exact import Rows, Vectors
from matcher.index_kind import IndexKind

TARGET = 0.99  # recall@10
QUESTIONS = 200  # half to choose by, half to measure with
FIRST = (16, 32, 64, 128, 256, 512, 1_024)
CANDIDATES = (400, 1_000)
ROUNDING = 1e-5  # in cosines
GROUPS_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What a company-wide index was made with, and how good it was found to be.

    Attributes:
        kind: `flat`, `ivf` or `hnsw`.
        vectors: Distinct ones; rows that are alike are searched once.
        trained_on: Distinct vectors when its lists were last laid out anew.
        lists: Of an ivf.
        first: See `Depth`.
        candidates: See `Depth`.
        recall_at_10: Share of the true best 10 that were found, over questions that chose nothing.
        recall_at_100: The same of the best 100.
        seed: Of everything that is drawn.
    """

    kind: IndexKind
    vectors: int
    trained_on: int = 0
    lists: int = 0
    first: int = 0
    candidates: int = 0
    recall_at_10: float = 1.0
    recall_at_100: float = 1.0
    seed: int = SEED

    def of_kind(self, kind: IndexKind) -> bool:
        """Tells whether this is what is built where `kind` is asked for."""
        return self.kind is kind.for_size(self.vectors)

    @staticmethod
    def read(data: dict[str, Any]) -> "CompanyFacts":
        """Reads what `asdict` gave.

        Raises:
            ValueError, TypeError: If it is something else.
        """
        return CompanyFacts(**{**data, "kind": IndexKind(data.get("kind", ""))})

    @property
    def depth(self) -> Depth:
        """How far a search goes."""
        return Depth(self.first, self.candidates)


class Recall(NamedTuple):
    """Shares of the true best that were found."""

    at_10: float
    at_100: float


def tuned(facts: CompanyFacts, vectors: Vectors, alike: Alike, codes: Codes) -> CompanyFacts:
    """Gives the least depth that reaches `TARGET`, and the recall that it has with other questions."""
    used = alike.used()
    asked = questions(vectors, alike.first_rows(used))
    truth = exact_scores(vectors, alike.first_rows(used), asked)
    half = len(asked) // 2
    firsts = [first for first in FIRST if first < codes.deepest] + [codes.deepest]
    depths = [Depth(first, candidates) for first in firsts for candidates in CANDIDATES]
    for depth in depths:
        search = CompanySearch(vectors, alike, codes, depth)
        if recall(search, asked[:half], truth[:half]).at_10 < TARGET:
            continue
        found = recall(search, asked[half:], truth[half:])
        if found.at_10 >= TARGET:
            break
    return replace(
        facts,
        first=depth.first,
        candidates=depth.candidates,
        recall_at_10=round(found.at_10, 4),
        recall_at_100=round(found.at_100, 4),
    )


def questions(vectors: Vectors, firsts: Rows, n: int = QUESTIONS) -> Vectors:
    """Invents questions: fragments as they are, halfway between two, and amid three, as requirements lie.

    Args:
        firsts: A row of each group.
    """
    random = np.random.default_rng(SEED)
    drawn = vectors[random.choice(firsts, size=(n, 3)).ravel()].reshape(n, 3, -1)
    parts = np.arange(n) % 3 + 1
    made = (drawn * (np.arange(3)[None, :] < parts[:, None])[:, :, None]).sum(axis=1)
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return np.ascontiguousarray(made, np.float32)


def exact_scores(vectors: Vectors, firsts: Rows, asked: Vectors, k: int = 100) -> Scores:
    """Gives the `k` best scores of groups for each question, best first: float32, (n, min(k, n_groups))."""
    best = np.empty((len(asked), 0), np.float32)
    for start in range(0, len(firsts), GROUPS_AT_ONCE):
        products = asked @ vectors[np.sort(firsts[start : start + GROUPS_AT_ONCE])].T
        best = np.concatenate([best, products], axis=1)
        best = -np.partition(-best, min(k, best.shape[1]) - 1, axis=1)[:, :k]
    return -np.sort(-best, axis=1)


def recall(search: CompanySearch, asked: Vectors, truth: Scores) -> Recall:
    """Measures how many of the true best are found.

    Groups are counted, not rows: a title that a thousand people hold counts once. Of vectors that score the
    same any will do, so it is their scores that are compared.

    Args:
        truth: As `exact_scores` gives it.
    """
    found = search.best_scores(asked, truth.shape[1])
    shares = []
    for n in (10, 100):
        n = min(n, truth.shape[1])
        shares.append(float((found[:, :n] >= truth[:, n - 1 : n] - ROUNDING).mean()))
    return Recall(*shares)
