"""Forms of one word, masculine and feminine, singular and plural, that are to share one vector."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scripts.training.concepts import Concept
from scripts.training.tokenizer import SPACE, Vocabulary
from scripts.training.variation import plural

# Endings of the masculine and of the feminine; what comes before them must be the same.
GENDERS = {
    "fr": (
        "eur euse|teur trice|eur eresse|er ère|ier ière|en enne|on onne|an anne|an ane|f ve|x se|el elle|"
        "et ette|et ète|eau elle|ef effe|ef èfe| e| ne| sse| esse|e esse|le lle|c que|s sse|our ouse"
    ),
    "es": "o a| a|or ora|e a|és esa|ín ina|án ana|ón ona|tor triz| esa|e esa| isa|a isa",
    "de": " in|e in|mann frau|er in|arzt ärztin",
}
SHORTEST = 3  # letters before the ending
TRACE = 0.1  # length of the trace of a plural, as a share of the word's


@dataclass(frozen=True, slots=True)
class Forms:
    """What stands for what: `vendeuse` for `vendeur`, `vendeurs` for `vendeur`.

    Args:
        words: A lower-case word, and the form whose vector it takes.
        gendered: Words that have a feminine form of their own.
        plurals: Words that are plurals.
    """

    words: dict[str, str]
    gendered: frozenset[str]
    plurals: frozenset[str] = frozenset()

    def missing(self, vocabulary: Vocabulary) -> list[str]:
        """Return the words that must become pieces so that forms can share a vector.

        Those are the forms of a word that is a piece or has a feminine, and that word.
        """
        known = set(vocabulary.pieces)
        found: dict[str, None] = {}
        for word, lemma in self.words.items():
            if SPACE + lemma in known or lemma in self.gendered:
                found.update(dict.fromkeys(w for w in (lemma, word) if SPACE + w not in known))
        return list(found)

    def ties(self, pieces: Sequence[str]) -> NDArray[np.int64]:
        """Return int64, (n_pieces,): for each piece, the piece whose vector it takes, often itself."""
        number = {piece: i for i, piece in enumerate(pieces)}
        ties = np.arange(len(pieces))
        for word, lemma in self.words.items():
            if SPACE + word in number and SPACE + lemma in number:
                ties[number[SPACE + word]] = number[SPACE + lemma]
        for _ in range(3):  # a form of a form
            ties = ties[ties]
        return ties

    def plural_pieces(self, pieces: Sequence[str]) -> NDArray[np.bool_]:
        """Return bool, (n_pieces,): whether a piece is a plural that takes the vector of another."""
        plurals = np.array([piece.removeprefix(SPACE) in self.plurals for piece in pieces])
        tied: NDArray[np.bool_] = self.ties(pieces) != np.arange(len(pieces))
        return plurals & tied


def share(
    vectors: NDArray[np.float32], ties: NDArray[np.int64], plurals: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Give each form the vector of the piece that it follows, and each plural a trace of being one.

    Masculine and feminine become the same. Without the trace, *drivers* (a group of trades) and *driver* (one
    of them) would be the same text too, and which comes first left to chance.

    Args:
        vectors: float32, (n_pieces, dimension).
        ties: For each piece, the piece that it follows.
        plurals: Whether a piece is the plural of the one that it follows.

    Returns:
        float32, (n_pieces, dimension).
    """
    direction = np.random.default_rng(0).normal(size=vectors.shape[1:]).astype(np.float32)
    direction /= np.linalg.norm(direction)
    shared: NDArray[np.float32] = vectors[ties]
    shared[plurals] += TRACE * np.linalg.norm(shared[plurals], axis=1, keepdims=True) * direction
    return shared


def find_forms(concepts: Sequence[Concept]) -> Forms:
    """Find forms in the labels: two labels of a concept that differ in the gender of words, and plurals.

    A pair of words is taken only where two labels of one concept show it, so that *puerta* is no form of
    *puerto*; plurals follow the rules of the classifications.
    """
    counts: Counter[str] = Counter(word for text in _labels(concepts) for word in _words(text))
    genders = list(_genders(concepts))
    plurals = list(_plurals(concepts))
    lemmas = _lemmas([*genders, *plurals], counts)
    gendered = {word for pair in genders for word in pair}
    roots = {lemmas.get(word, word) for word in gendered}
    # A rule may find in a feminine, such as *informática*, the plural of something else.
    several = {many for _, many in plurals if many not in gendered or many.endswith("s")}
    return Forms(lemmas, frozenset(roots), frozenset(several))


def gender_pair(first: str, second: str, language: str) -> tuple[str, str] | None:
    """Return (masculine, feminine) if the words are the two forms of one, else None."""
    for masculine, feminine in (
        ending.split(" ") for ending in GENDERS.get(language, "").split("|") if ending
    ):
        for one, other in ((first, second), (second, first)):
            stem = one.removesuffix(masculine) if one.endswith(masculine) else ""
            if len(stem) >= SHORTEST and other == stem + feminine:
                return one, other
    return None


def _genders(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    for concept in concepts:
        if concept.kind != "occupation":
            continue
        if concept.key == "/".join(concept.labels.get("fr", ())):  # a pair of the list of forms
            first, second = (_words(label) for label in concept.labels["fr"])
            yield from ((a, b) for a, b in zip(first, second, strict=False) if a != b)
            continue
        for language in GENDERS:
            by_length: dict[int, list[list[str]]] = {}
            for label in concept.labels.get(language, ()):
                for words in {tuple(_words(part)) for part in re.split(r"\s*/\s*", label)}:
                    by_length.setdefault(len(words), []).append(list(words))
            for same in by_length.values():
                for first, second in combinations(same, 2):
                    yield from _differences(first, second, language)


def _differences(first: Sequence[str], second: Sequence[str], language: str) -> list[tuple[str, str]]:
    """Return the pairs of words in which two labels differ, if they differ in gender alone."""
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(differing) > 3:
        return []
    pairs = [gender_pair(a, b, language) for a, b in differing]
    return [pair for pair in pairs if pair is not None] if all(pairs) else []


def _plurals(concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    for concept in concepts:
        if concept.kind != "occupation":
            continue
        for language in ("en", "es", "fr"):
            for label in concept.labels.get(language, ()):
                several = plural(label, language)
                if several == label:
                    continue
                for one, many in zip(_words(label), _words(several), strict=False):
                    if one != many and len(one) > SHORTEST and not one.endswith("s"):
                        yield one, many


def _lemmas(pairs: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> dict[str, str]:
    """Let each word follow the most frequent form that it was seen with, never in a circle."""
    seen: Counter[tuple[str, str]] = Counter(pairs)
    lemmas: dict[str, str] = {}

    def root(word: str) -> str:
        while word in lemmas:
            word = lemmas[word]
        return word

    for lemma, form in sorted(seen, key=lambda pair: (-seen[pair], pair)):
        top = root(lemma)
        if form not in lemmas and root(form) != top and counts[form] <= 4 * counts[lemma]:
            lemmas[form] = top
    return lemmas


def _labels(concepts: Iterable[Concept]) -> Iterator[str]:
    for concept in concepts:
        for own in concept.labels.values():
            yield from own


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
