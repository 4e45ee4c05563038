"""Concepts whose names are near: the negatives from which a model learns most."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scripts.training.concepts import Concept
from scripts.training.validation import Encode

SCHEMES = {"esco": r"http.*/occupation/", "onet": r"\d\d-\d{4}\.\d\d$", "rome": r"[A-Z]\d{4}$"}


def near_concepts(concepts: Sequence[Concept], encode: Encode, *, count: int) -> NDArray[np.int64]:
    """Return int64, (n_concepts, count): occupations of the same scheme with the nearest names, or -1.

    Two schemes name the same trade twice, so only one's own occupations are known to be others.
    """
    near = np.full((len(concepts), count), -1)
    for pattern in SCHEMES.values():
        own = np.array([i for i, c in enumerate(concepts) if re.match(pattern, c.key) and c.labels])
        if len(own) <= count:
            continue
        names = encode([next(texts[0] for texts in concepts[i].labels.values() if texts) for i in own])
        scores = names @ names.T
        np.fill_diagonal(scores, -2)
        near[own] = own[np.argsort(-scores, axis=1, kind="stable")[:, :count]]
    return near
