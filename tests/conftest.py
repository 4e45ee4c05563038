"""Fixtures that every test may use."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.contact import Position, Profile
from matcher.identity import fold
from matcher.network import HowKnown
from matcher.readers.report import ContactRow, Reading
from matcher.store import Store

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the evaluation data is not at {folder}")
    return folder


class WordEncoder:
    """Each word of `WORDS` is an axis: two texts that share 1 word of 2 and 1 have cosine 1/√2."""

    WORDS = ("data", "engineer", "chef", "cook", "python", "sql", "kitchen", "manager", "nurse", "care")
    name, dimension = "words", len(WORDS)

    def __init__(self, revision: str = "0" * 64) -> None:
        self.revision = revision
        self.encoded: list[str] = []

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[word in fold(text).split() for word in self.WORDS] for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(lengths, 1)

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        return self.encode_query(texts)


@pytest.fixture
def word_encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "data") as opened:
        yield opened


def reading(*people: tuple[str, str], kind: str = "linkedin-connections") -> Reading[ContactRow]:
    """A file of people, each with a name and a title; a person's key is the name."""
    rows = tuple(
        ContactRow(
            Profile(name=name, positions=(Position(title=title, company="Acme"),)),
            line=line,
            keys=(f"mail:{fold(name)}@example.org",),
            how_known=HowKnown.LINKEDIN,
            connected_on="2020-01-31",
        )
        for line, (name, title) in enumerate(people, start=2)
    )
    return Reading(kind=kind, name="Connections.csv", items=rows)
