"""Every way to search gives what NumPy gives: the same rows, the same scores, ties in the same order.

Another back end joins by a line in `BACK_ENDS`. Coordinates are sixteenths, so that products are exact and
scores are compared bit by bit, whatever order they were summed in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.index.company import CompanySearch, Depth, IndexKind, build_company, open_company
from matcher.index.exact import ExactSearch, Rows, Vectors
from matcher.index.flat import FlatSearch
from matcher.index.pgvector import PgVectorSearch
from matcher.store import Store
from tests.matcher.engines import DIMENSION, OnRay, found_by, generation, local, ray_process

Found = tuple[NDArray[np.float32], Rows]
Search = Callable[[Vectors, int, Rows], Found]
"""Takes queries, k and the rows that are not to be found."""

NOBODY = np.empty(0, np.int64)
SIZE = 2_500


@dataclass(frozen=True)
class BackEnd:
    """How a search is made of vectors, whether it always finds the best, and what it needs.

    Attributes:
        needs: A fixture, which `make` is given first.
    """

    make: Callable[..., Search]
    exact: bool = True
    needs: str = ""
    marks: tuple[pytest.MarkDecorator, ...] = ()


def numpy_search(folder: Path, vectors: Vectors) -> Search:
    return lambda queries, k, without: ExactSearch(vectors).search(queries, left(vectors, without), k)


def flat_search(folder: Path, vectors: Vectors) -> Search:
    return lambda queries, k, without: FlatSearch(vectors).search(queries, left(vectors, without), k)


def company(kind: IndexKind, *, everything: bool = False) -> Callable[[Path, Vectors], Search]:
    def make(folder: Path, vectors: Vectors) -> Search:
        search = open_company(folder, vectors, build_company(folder, vectors, keys_of(vectors), kind=kind))
        if everything and search.codes is not None:
            depth = Depth(search.codes.deepest, len(search.alike), settled=-1)
            search = CompanySearch(vectors, search.alike, search.codes, depth)
        return lambda queries, k, without: search.search(queries, k, without=without)

    return make


def local_engine(folder: Path, vectors: Vectors) -> Search:
    return partial(found_by, local(folder, vectors))


def ray_engine(cluster: Connection, folder: Path, vectors: Vectors) -> Search:
    generation(folder, vectors)
    return partial(found_by, OnRay(cluster, folder))


def pgvector(store: Store, folder: Path, vectors: Vectors) -> Search:
    search = PgVectorSearch(store.vectors, generation(folder, vectors))
    search.fill()
    return lambda queries, k, without: search.search(queries, left(vectors, without), k)


NO_RAY = pytest.mark.skipif(find_spec("ray") is None, reason="the extra `ray` is not installed")
NO_PGVECTOR = pytest.mark.skipif(find_spec("pgvector") is None, reason="pgvector is not installed")
BACK_ENDS = {
    "numpy": BackEnd(numpy_search),
    "faiss flat": BackEnd(flat_search),
    "company flat": BackEnd(company(IndexKind.FLAT)),
    "company ivf, every list": BackEnd(company(IndexKind.IVF, everything=True)),
    "company hnsw, every path": BackEnd(company(IndexKind.HNSW, everything=True)),
    "company ivf": BackEnd(company(IndexKind.IVF), exact=False),
    "company hnsw": BackEnd(company(IndexKind.HNSW), exact=False),
    "batch, this machine": BackEnd(local_engine),
    "batch, ray": BackEnd(ray_engine, needs="cluster", marks=(NO_RAY,)),
    "pgvector": BackEnd(pgvector, needs="vector_store", marks=(NO_PGVECTOR, pytest.mark.postgres)),
}


def made(n: int, seed: int = 7) -> Vectors:
    random = np.random.default_rng(seed)
    drawn = random.normal(size=(n, DIMENSION))
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return np.round(drawn * 16).astype(np.float32) / 16


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Some of them the same, as titles are."""
    found = made(SIZE)
    found[1_000:1_200] = found[0]
    found[1_300:1_500] = found[1_600:1_800]
    return found


@pytest.fixture(scope="module")
def queries(vectors: Vectors) -> Vectors:
    return np.concatenate([vectors[[0, 1_350, 7]], made(5, seed=8)])


@pytest.fixture(scope="module")
def cluster() -> Iterator[Connection]:
    with ray_process() as opened:
        yield opened


@pytest.fixture(scope="module")
def vector_store(shared_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("data"), database_url=shared_database) as opened:
        opened.vectors.check()
        yield opened
        opened.vectors.drop_others("")


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=one.marks) for name, one in BACK_ENDS.items()]
)
def back_end(request: pytest.FixtureRequest) -> BackEnd:
    found = BACK_ENDS[request.param]
    if found.needs:
        found = replace(found, make=partial(found.make, request.getfixturevalue(found.needs)))
    return found


@pytest.fixture(scope="module")
def search(back_end: BackEnd, vectors: Vectors, tmp_path_factory: pytest.TempPathFactory) -> Search:
    return back_end.make(tmp_path_factory.mktemp("index"), vectors)


def keys_of(vectors: Vectors) -> NDArray[np.uint64]:
    """Gives equal rows equal keys, as the hashes of their texts would be."""
    if not len(vectors):
        return np.empty(0, np.uint64)
    return (np.unique(vectors, axis=0, return_inverse=True)[1].reshape(-1) + 1).astype(np.uint64)


def left(vectors: Vectors, without: Rows) -> Rows:
    return np.setdiff1d(np.arange(len(vectors)), without)


def expected(vectors: Vectors, queries: Vectors, k: int, without: Rows = NOBODY) -> Found:
    rows = left(vectors, without)
    scores = queries @ vectors[rows].T
    order = np.array([np.lexsort((rows, -row)) for row in scores]).reshape(len(queries), -1)[:, :k]
    return np.take_along_axis(scores, order, axis=1), rows[order]


def same(found: Found, wanted: Found) -> None:
    assert found[0].dtype == np.float32
    assert found[1].dtype == np.int64
    np.testing.assert_array_equal(found[0], wanted[0])
    np.testing.assert_array_equal(found[1], wanted[1])


@pytest.mark.parametrize("k", [1, 10, 60])
def test_rows_scores_and_the_order_of_ties_are_numpys(search, back_end, vectors, queries, k):
    found = search(queries, k, NOBODY)
    if back_end.exact:
        same(found, expected(vectors, queries, k))
    else:
        is_right(found, vectors, queries, k)


@pytest.mark.parametrize("hidden", ["a few", "the best", "most", "all"])
def test_who_is_not_to_be_found_never_is_and_the_next_best_take_the_place(
    search, back_end, vectors, queries, hidden
):
    best = np.unique(expected(vectors, queries, 300)[1])
    without = {
        "a few": np.array([0, 3, 1_001, 1_350, 2_400]),
        "the best": best,
        "most": np.arange(2_400),
        "all": np.arange(SIZE),
    }[hidden]
    found = search(queries, 20, without)
    assert not np.isin(found[1], without).any()
    if back_end.exact:
        same(found, expected(vectors, queries, 20, without))
    else:
        is_right(found, vectors, queries, 20, without)


def test_more_than_there_are_gives_everybody(search, vectors, queries):
    same(search(queries, SIZE + 1_000, NOBODY), expected(vectors, queries, SIZE))


def test_no_question_has_no_answer(search):
    scores, rows = search(np.empty((0, DIMENSION), np.float32), 5, NOBODY)
    assert scores.shape == rows.shape == (0, 5)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_stores_of_nobody_and_of_a_few(back_end, vectors, queries, n, tmp_path):
    few = vectors[:n].copy()
    same(back_end.make(tmp_path, few)(queries, 5, NOBODY), expected(few, queries, 5))


def test_a_thousand_people_of_one_title_stand_in_the_order_of_their_ids(back_end, vectors, tmp_path):
    alike = np.repeat(vectors[:2], 1_000, axis=0)
    scores, rows = back_end.make(tmp_path, alike)(vectors[:1], 1_200, NOBODY)
    assert rows[0].tolist() == [*range(1_000), *range(1_000, 1_200)]
    assert scores[0, 0] > scores[0, -1]


def is_right(found: Found, vectors: Vectors, queries: Vectors, k: int, without: Rows = NOBODY) -> None:
    """As many as are asked for, each with NumPy's score, best first, ties by row; nearly all the best."""
    scores, rows = found
    wanted = expected(vectors, queries, k, without)
    assert rows.shape == wanted[1].shape
    for query, query_scores, query_rows in zip(queries, scores, rows, strict=True):
        np.testing.assert_array_equal(query_scores, vectors[query_rows] @ query)
        assert query_rows.tolist() == query_rows[np.lexsort((query_rows, -query_scores))].tolist()
    assert (scores >= wanted[0][:, -1:]).mean() > 0.95 if scores.size else True
