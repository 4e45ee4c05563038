"""The engines of a batch as searches: everybody passes, and their cosine with the title is their score."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.batch.engine import Engine, LocalEngine
from matcher.batch.fitting import Fits, Fitting
from matcher.batch.ray_engine import RayEngine
from matcher.cluster import Cluster
from matcher.fragments import FragmentKind
from matcher.index import FragmentIndex, build
from matcher.index.corpus import IndexedFragment
from matcher.index.exact import Rows, Vectors
from matcher.opening import Opening
from matcher.ranker.ranking import Ranking
from matcher.signals import Query, Signal, Signals, encode_opening

CONTACTS_AT_ONCE, WORKERS, SECONDS = 600, 2, 240
DIMENSION = 16

Found = tuple[NDArray[np.float32], Rows]


class Spelled:
    """Reads the vector that a text spells in sixteenths: `3 -5 0` is 3/16, -5/16, 0."""

    name, revision, dimension = "spelled", "0" * 64, DIMENSION

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        numbers = [[int(word) for word in text.split()] for text in texts]
        return np.array(numbers, np.float32).reshape(len(texts), DIMENSION) / 16

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        return self.encode_query(texts)


@dataclass(frozen=True)
class EverybodyPasses:
    """Scores by the title alone."""

    def rank(self, signals: Signals) -> Ranking:
        scores = signals[Signal.TITLE_ANY]
        return Ranking(scores, scores, np.ones(len(scores), bool), np.zeros(len(scores), bool))


def spell(vector: NDArray[np.float32]) -> str:
    return " ".join(str(int(number)) for number in vector * 16)


def generation(folder: Path, vectors: Vectors) -> FragmentIndex:
    """Makes an index of these vectors: each is the title of a contact of its own, in their order."""
    rows = (IndexedFragment(row, f"{row:06}", FragmentKind.TITLE, spell(v)) for row, v in enumerate(vectors))
    build(folder, rows, Spelled(), facts={}, store_version=1)
    return FragmentIndex(folder)


def found_by(engine: Engine, queries: Vectors, k: int, without: Rows) -> Found:
    """Gives the `k` best of those who pass."""
    size = k
    scores, rows = list[NDArray[np.float32]](), list[Rows]()
    for fits in engine.find(_asked(queries)) if len(queries) else []:
        kept = ~np.isin(fits.contacts, without)
        contacts, cosines = fits.contacts[kept], fits.probabilities[kept]
        order = np.lexsort((contacts, -cosines))[:k]
        scores.append(cosines[order])
        rows.append(contacts[order])
        size = len(order)
    return (
        np.array(scores, np.float32).reshape(len(queries), size),
        np.array(rows, np.int64).reshape(len(queries), size),
    )


def fitting(index: FragmentIndex) -> Fitting:
    return Fitting(index, EverybodyPasses(), contacts_at_once=CONTACTS_AT_ONCE)


def local(folder: Path, vectors: Vectors) -> Engine:
    return LocalEngine(fitting(generation(folder, vectors)))


def _asked(queries: Vectors) -> list[Query]:
    titles = [spell(query) for query in queries]
    return [encode_opening(Opening(title, title, title), Spelled()) for title in titles]


class OnRay:
    """An engine in a process of its own, since Ray leaves threads behind."""

    def __init__(self, pipe: Connection, folder: Path) -> None:
        self._pipe, self._folder = pipe, folder

    def find(self, queries: Sequence[Query]) -> list[Fits]:
        self._pipe.send((self._folder, list(queries)))
        if not self._pipe.poll(SECONDS):
            raise TimeoutError("the cluster does not answer")
        found: list[Fits] = self._pipe.recv()
        return found

    def close(self) -> None:
        """The cluster ends with its process."""


@contextmanager
def ray_process() -> Iterator[Connection]:
    """Starts a cluster on this machine; its process is asked through the connection."""
    spawning = get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(there,))
    process.start()
    there.close()
    try:
        yield here
    finally:
        here.close()
        process.join(SECONDS)


def _serve(pipe: Connection) -> None:
    import sys

    from ray import cloudpickle

    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # its workers do not see the tests
    opened: tuple[Path | None, RayEngine | None] = None, None
    whole = Cluster(workers=WORKERS)
    try:
        while True:
            folder, queries = pipe.recv()
            if folder != opened[0]:
                if opened[1] is not None:
                    opened[1].close()
                opened = folder, RayEngine(fitting(FragmentIndex(folder)), Cluster(workers=WORKERS))
            assert opened[1] is not None
            pipe.send(opened[1].find(queries))
    except EOFError:
        whole.close()
