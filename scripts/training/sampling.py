"""Batches of positive pairs: two texts that stand for the same occupation or skill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from scripts.training.concepts import Concept
from scripts.training.variation import plural, unaccent

Side = list[int]  # texts, by index, that together make one side of a pair


@dataclass(frozen=True, slots=True)
class Batch:
    """Two sides of the same pairs, as token ids, and which rows stand for the same thing.

    Args:
        left: Token ids of every left side, one after the other, and where each begins.
        right: The same for the right sides.
        same: bool, (n, n): pairs i and j are of the same or of linked concepts: no negative for each other.
    """

    left: tuple[NDArray[np.int64], NDArray[np.int64]]
    right: tuple[NDArray[np.int64], NDArray[np.int64]]
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Noise:
    """How the texts that are shown differ from those of the data; shares from 0 to 1.

    Args:
        unaccented: Of texts without their accents.
        plural: Of labels in the plural.
        dropped: Of tokens left out.
    """

    unaccented: float
    plural: float
    dropped: float


class Sampler:
    """Draws batches of each kind of pair (a *task*) from the concepts.

    Args:
        concepts: What to draw from, without what was held out.
        tokenizer: Turns texts into ids, once.
        noise: How much to change the texts that are shown.
        ties: int64, (n_pieces,): for each piece, the piece to show in its place; itself unless told.
    """

    def __init__(
        self,
        concepts: Sequence[Concept],
        tokenizer: Tokenizer,
        *,
        noise: Noise,
        ties: NDArray[np.int64] | None = None,
    ) -> None:
        self.noise = noise
        self._index: dict[str, int] = {}
        self.labels = [[self._ids(texts) for texts in c.labels.values() if texts] for c in concepts]
        self.sentences = [self._ids(c.sentences) for c in concepts]
        self.tools = [self._ids(dict.fromkeys(c.tools)) for c in concepts]
        number = {c.key: i for i, c in enumerate(concepts)}
        self.bags = [[number[key] for key in c.bag if key in number] for c in concepts]
        self._tokens = _tokenise(tokenizer, ties, list(self._index))
        self._unaccented = _tokenise(tokenizer, ties, [unaccent(text) for text in self._index])
        language = {text: name for c in concepts for name, texts in c.labels.items() for text in texts}
        self._plural = _tokenise(
            tokenizer, ties, [plural(text, language.get(text, "")) for text in self._index]
        )
        self._linked = self._links()
        self._near: NDArray[np.int64] | None = None
        self._group = 1
        self._draw: dict[str, Callable[[int, np.random.Generator], tuple[Side, Side]]] = {
            "titles": self._label_pair,
            "near": self._label_pair,
            "skills": self._label_pair,
            "bags": self._bag_pair,
            "sentences": self._sentence_pair,
            "resumes": self._resume_pair,
        }
        self._pools = self._make_pools(concepts)

    def batch(self, task: str, size: int, rng: np.random.Generator) -> Batch:
        """Draw `size` pairs of one task."""
        pool, weights = self._pools[task]
        drawn = self._neighbourhoods(size, rng) if task == "near" else rng.choice(pool, size=size, p=weights)
        pairs = [self._draw[task](int(concept), rng) for concept in drawn]
        same = self._linked[drawn][:, drawn].toarray()
        return Batch(self._side([a for a, _ in pairs], rng), self._side([b for _, b in pairs], rng), same)

    def set_neighbours(self, near: NDArray[np.int64], group: int) -> None:
        """Let batches of the task `near` hold neighbourhoods.

        Args:
            near: int64, (n_concepts, count): concepts that are hard to tell from each, or -1.
            group: Concepts of one neighbourhood in a batch.
        """
        self._near, self._group = near, group

    def _neighbourhoods(self, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw some concepts, each followed by some of those that are hard to tell from it."""
        if self._near is None:
            raise ValueError("no neighbours were given to draw from")
        pool, weights = self._pools["titles"]
        allowed = np.zeros(len(self.labels), bool)
        allowed[pool] = True
        drawn: list[int] = []
        while len(drawn) < size:
            seed = int(rng.choice(pool, p=weights))
            around = [i for i in self._near[seed] if i >= 0 and allowed[i]]
            drawn += [seed, *rng.permutation(around).astype(int)[: self._group - 1].tolist()]
        return np.array(drawn[:size])

    def _ids(self, texts: "Sequence[str] | dict[str, None]") -> list[int]:
        return [self._index.setdefault(text, len(self._index)) for text in texts]

    def _links(self) -> csr_matrix:
        """Concepts that share a label are no negatives for each other."""
        pairs = [(c, t) for c, languages in enumerate(self.labels) for ids in languages for t in ids]
        rows, columns = np.array(pairs).T
        shape = (len(self.labels), len(self._index))
        holds = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        return (holds @ holds.T).astype(bool).tocsr()

    def _make_pools(
        self, concepts: Sequence[Concept]
    ) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]:
        counts = np.array([sum(map(len, languages)) for languages in self.labels])
        occupation = np.array([c.kind == "occupation" for c in concepts])
        content = np.array([len(s) for s in self.sentences])
        bag = np.array([len(b) + len(t) for b, t in zip(self.bags, self.tools, strict=True)])
        members = {
            "titles": occupation & (counts > 1),
            "near": occupation & (counts > 1),
            "skills": ~occupation & (counts > 1),
            "bags": bag > 3,
            "sentences": content > 0,
            "resumes": occupation & (content > 3),
        }
        pools = {}
        for task, mask in members.items():
            pool = np.flatnonzero(mask)
            size = np.where(occupation, counts + content, 4)[pool] ** 0.5
            pools[task] = (pool, size / size.sum())
        return pools

    def _label(self, concept: int, rng: np.random.Generator) -> int:
        languages = self.labels[concept]
        return _pick(languages[rng.integers(len(languages))], rng)

    def _label_pair(self, concept: int, rng: np.random.Generator) -> tuple[Side, Side]:
        left = self._label(concept, rng)
        right = self._label(concept, rng)
        for _ in range(4):
            if right != left:
                break
            right = self._label(concept, rng)
        return [left], [right]

    def _bag(self, concept: int, rng: np.random.Generator, size: int) -> Side:
        """Some skills, all in one language where they have it, or some tools."""
        tools = self.tools[concept]
        if tools:
            return _some(tools, size, rng)
        language = int(rng.integers(3))
        chosen = _some(self.bags[concept], size, rng)
        labels = [self.labels[skill][min(language, len(self.labels[skill]) - 1)] for skill in chosen]
        return [_pick(texts, rng) if rng.random() < 0.3 else texts[0] for texts in labels]

    def _bag_pair(self, concept: int, rng: np.random.Generator) -> tuple[Side, Side]:
        return [self._label(concept, rng)], self._bag(concept, rng, int(rng.integers(3, 13)))

    def _sentence_pair(self, concept: int, rng: np.random.Generator) -> tuple[Side, Side]:
        return [self._label(concept, rng)], _some(self.sentences[concept], int(rng.integers(1, 4)), rng)

    def _resume_pair(self, concept: int, rng: np.random.Generator) -> tuple[Side, Side]:
        """Two long texts on the same trade that share no sentence."""
        texts = [self.sentences[concept][i] for i in rng.permutation(len(self.sentences[concept]))]
        half = len(texts) // 2
        left, right = texts[: min(half, 6)], texts[half : half + 6]
        if self.bags[concept] or self.tools[concept]:
            right = right + self._bag(concept, rng, 6)
        return [self._label(concept, rng), *left], right

    def _side(
        self, sides: list[Side], rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        parts = [self._written(side, rng) for side in sides]
        lengths = np.array([sum(map(len, part)) for part in parts])
        starts = np.cumsum(lengths) - lengths
        ids = np.concatenate([tokens for part in parts for tokens in part])
        kept = rng.random(len(ids)) >= self.noise.dropped
        kept[starts + (rng.random(len(starts)) * lengths).astype(np.int64)] = True  # one token at least
        return ids[kept], np.add.reduceat(kept, starts).cumsum() - np.add.reduceat(kept, starts)

    def _written(self, side: Side, rng: np.random.Generator) -> list[NDArray[np.int64]]:
        chance = rng.random()
        if chance < self.noise.unaccented:
            return [self._unaccented[text] for text in side]
        if chance < self.noise.unaccented + self.noise.plural:
            return [self._plural[text] for text in side]
        return [self._tokens[text] for text in side]


def _tokenise(
    tokenizer: Tokenizer, ties: NDArray[np.int64] | None, texts: list[str]
) -> list[NDArray[np.int64]]:
    encodings = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    rows = [np.array(encoding.ids, np.int64) for encoding in encodings]
    return rows if ties is None else [ties[row] for row in rows]


def _pick(items: Sequence[int], rng: np.random.Generator) -> int:
    return items[int(rng.integers(len(items)))]


def _some(items: Sequence[int], size: int, rng: np.random.Generator) -> list[int]:
    if len(items) <= size:
        return list(items)
    return [items[i] for i in rng.choice(len(items), size=size, replace=False)]
