"""Words of languages without training data, each with the vector of its English equal.

`glossary.csv` was written for this project, by frequency. Its first lines are the 700 content words that most
preferred and alternative titles of ESCO's English occupations contain, the most frequent first, each with its
Italian, Dutch and Portuguese equals: masculine, feminine, and the plurals in use. Where a language has no
single word for one, the cell is empty; nine words (*up*, *co*, *cnc*) are left out. Then come the function
words of titles, and phrases of common trades that one word does not say (*truck driver*), most Dutch
compounds among them.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.training.tokenizer import SPACE, Vocabulary, add_pieces
from scripts.training.variation import unaccent

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def read_glossary(path: Path) -> dict[str, list[str]]:
    """Read a table of English phrases and their words in other languages.

    Returns:
        By word, with and without its accents, the English phrases that it stands for.
    """
    english: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            phrase = row.pop("english")
            for word in dict.fromkeys(" ".join(row.values()).split()):
                for written in dict.fromkeys((word, unaccent(word))):
                    english.setdefault(written, []).append(phrase)
    return english


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of texts in lower case, with and without their accents: training reads both."""
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())}
    return words | {unaccent(word) for word in words}


def translate(
    vocabulary: Vocabulary,
    vectors: NDArray[np.float32],
    glossary: Mapping[str, Sequence[str]],
    seen: set[str],
    total: Encode,
) -> tuple[Vocabulary, NDArray[np.float32]]:
    """Give each word of a glossary the vector of its English phrases.

    Words that the training has seen keep the vector that they have learnt: *arts* is no Dutch physician.

    Args:
        vocabulary: The pieces.
        vectors: float32, (n_pieces, dimension), trained.
        glossary: By word, the English phrases that it stands for.
        seen: Words of the training texts.
        total: Sums the token vectors of each text.

    Returns:
        The vocabulary with the words that it lacked, and the vectors of its pieces.
    """
    words = [word for word in glossary if word not in seen]
    whole = add_pieces(vocabulary, words)
    number = {piece: i for i, piece in enumerate(whole.pieces)}
    result = np.zeros((len(whole.pieces), vectors.shape[1]), np.float32)
    result[: len(vectors)] = vectors
    for word in words:
        result[number[SPACE + word]] = total(glossary[word]).mean(axis=0)
    return whole, result
