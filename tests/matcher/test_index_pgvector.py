"""Search in PostgreSQL finds what the NumPy search finds, and nobody who is gone."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.errors import StoreUnavailable
from matcher.index import FragmentIndex, open_current
from matcher.index.exact import ExactSearch
from matcher.index.pgvector import PgVectorSearch
from matcher.reindex import INDEX, reindex
from matcher.store import Store, vectors
from matcher.store.vectors import UnknownGeneration
from scripts.benchmarks.synthetic import synthetic_network
from tests.database import ask

pytest.importorskip("pgvector", reason="the package pgvector is not installed")
pytestmark = pytest.mark.postgres

QUESTIONS = ("Data engineer", "Infirmière", "Head of sales", "Plumber", "x")
HNSW_FROM = 500


@pytest.fixture
def store(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(vectors, "INDEXED_FROM", HNSW_FROM)
    with Store(tmp_path / "data", database_url=postgres_url) as opened:
        opened.vectors.drop_others("")
        opened.import_contacts(synthetic_network(400), "ada")
        opened.import_contacts(synthetic_network(300, seed=11), "bo")
        yield opened
        opened.vectors.drop_others("")


@pytest.fixture
def index(store: Store) -> FragmentIndex:
    reindex(store, load_encoder("fast"))
    found = open_current(store.data_dir / INDEX)
    assert found is not None
    return found


@pytest.fixture
def search(store: Store, index: FragmentIndex) -> PgVectorSearch:
    store.vectors.check()
    made = PgVectorSearch(store.vectors, index)
    made.fill()
    return made


def queries() -> np.ndarray:
    return load_encoder("fast").encode_query(QUESTIONS)


def rows_of(store: Store, index: FragmentIndex, employee: str) -> np.ndarray:
    return index.select(store.network(employee).contact_ids).rows


def check_same(scores: np.ndarray, found: np.ndarray, wanted: np.ndarray) -> None:
    """The same rows in the same order, but for rows whose scores differ by less than sums are rounded."""
    assert len(set(found.tolist())) == len(found) == len(wanted)
    np.testing.assert_allclose(scores[found], scores[wanted], atol=1e-6)
    for start, end in pairwise(np.flatnonzero(-np.diff(scores[wanted], prepend=2) > 1e-6)):
        assert set(found[start:end].tolist()) == set(wanted[start:end].tolist())


@pytest.mark.parametrize("k", [1, 10, 10_000])
def test_one_network_is_searched_exactly(
    store: Store, index: FragmentIndex, search: PgVectorSearch, k: int
) -> None:
    rows = rows_of(store, index, "ada")
    wanted_scores, wanted = ExactSearch(index.vectors).search(queries(), rows, k)
    for query, scores, found in zip(queries(), wanted_scores, wanted, strict=True):
        got_scores, got = search.search_known(query, "ada", k)
        check_same(index.vectors @ query, got, found)
        np.testing.assert_allclose(got_scores, scores, atol=1e-6)


def test_some_rows_are_searched_exactly(index: FragmentIndex, search: PgVectorSearch) -> None:
    rows = np.arange(5, len(index.vectors), 3)
    wanted_scores, wanted = ExactSearch(index.vectors).search(queries(), rows, 20)
    scores, found = search.search(queries(), rows, 20)
    for query, got, best in zip(queries(), found, wanted, strict=True):
        check_same(index.vectors @ query, got, best)
    np.testing.assert_allclose(scores, wanted_scores, atol=1e-6)
    assert search.search(queries(), np.arange(0), 5)[1].shape == (len(QUESTIONS), 0)


def test_everybody_is_searched_by_hnsw_with_true_scores(index: FragmentIndex, search: PgVectorSearch) -> None:
    assert len(index.vectors) > HNSW_FROM
    rows = np.arange(len(index.vectors))
    wanted, _ = ExactSearch(index.vectors).search(queries(), rows, 10)
    for query, best in zip(queries(), wanted, strict=True):
        scores, found = search.search_everybody(query, 10)
        np.testing.assert_allclose(scores, index.vectors[found] @ query, atol=1e-6)
        assert (scores >= best[-1] - 1e-6).mean() >= 0.9  # those as near as the tenth, whichever they are


def test_who_objects_or_is_erased_is_found_no_more(
    store: Store, index: FragmentIndex, search: PgVectorSearch
) -> None:
    query = queries()[0]
    owners = [index.contact_ids[i].decode() for i in index.owners(search.search_known(query, "ada", 2)[1])]
    store.privacy.object(owners[0], by="ada")
    store.privacy.erase(owners[1], by="ada")
    for _, rows in (search.search_known(query, "ada", 50), search.search_everybody(query, 50)):
        left = {index.contact_ids[i].decode() for i in index.owners(rows)}
        assert not left & set(owners)


def test_another_generation_takes_the_place_of_the_one_before(
    store: Store, index: FragmentIndex, search: PgVectorSearch
) -> None:
    store.import_contacts(synthetic_network(20, seed=3), "cy")
    reindex(store, load_encoder("fast"))
    after = open_current(store.data_dir / INDEX)
    assert after is not None
    PgVectorSearch(store.vectors, after).fill()
    with pytest.raises(UnknownGeneration):
        search.search_known(queries()[0], "ada", 5)
    tables = ask(store, "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'index%%'")
    assert tables == [(2,)]


def test_filling_twice_is_filling_once(store: Store, index: FragmentIndex, search: PgVectorSearch) -> None:
    told: list[tuple[int, int]] = []
    search.fill(lambda done, total: told.append((done, total)))
    assert told == []
    assert store.vectors.holds(index.manifest.generation)


def test_sqlite_is_told_to_be_no_place_for_it(tmp_path: Path) -> None:
    with Store(tmp_path / "folder") as store, pytest.raises(StoreUnavailable, match="COOPT_DATABASE_URL"):
        store.vectors.check()
