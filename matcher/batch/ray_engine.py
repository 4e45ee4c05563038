"""A batch on a Ray cluster: each machine's actors hold a shard of the index, and find what this one would."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from matcher.batch.engine import joined
from matcher.batch.fitting import Fits, Fitting
from matcher.batch.part import Span
from matcher.cluster import Cluster
from matcher.index import FragmentIndex
from matcher.ranker import Ranker
from matcher.signals import Query


class Shard:
    """The contacts of a span, on whichever machine this lives.

    Args:
        folder: The generation, whose files are mapped into memory; a new actor reads them anew.
        span: Begins where a part begins.
    """

    def __init__(self, folder: Path, ranker: Ranker, span: Span, *, contacts_at_once: int) -> None:
        self._fitting = Fitting(FragmentIndex(folder), ranker, contacts_at_once=contacts_at_once)
        self._span, self._blas = span, ThreadpoolController()

    def find(self, queries: Sequence[Query]) -> list[Fits]:
        """Finds who passes the bar for each opening, among its contacts."""
        fitting = self._fitting
        with self._blas.limit(limits=1, user_api="blas"):  # as the local engine does
            questions = fitting.questions(queries)
            parts = [fitting.find(questions, span) for span in fitting.spans(self._span)]
        return joined(parts, len(queries))


class RayEngine:
    """Measures the shards of an index in the actors of a cluster, on processors of one kind.

    Actors are told openings and give ordinals: no profile leaves the files, and what may be told of those who
    fit is looked up in the store when their line is written, also of those erased or objecting since.

    Args:
        fitting: What measures a part.
        cluster: Closed with this.

    Raises:
        ClusterUnavailable: If an actor cannot start.
    """

    def __init__(self, fitting: Fitting, cluster: Cluster) -> None:
        self._cluster = cluster
        same = {
            "folder": fitting.index.folder.resolve(),
            "ranker": fitting.ranker,
            "contacts_at_once": fitting.contacts_at_once,
        }
        shards = _shards(fitting, cluster.workers)
        self._actors = cluster.actors(Shard, [same | {"span": span} for span in shards])

    def find(self, queries: Sequence[Query]) -> list[Fits]:
        """Finds who passes the bar for each opening."""
        asked = self._cluster.share(list(queries))
        return joined(self._cluster.wait([actor.find.remote(asked) for actor in self._actors]), len(queries))

    def close(self) -> None:
        """Ends the actors."""
        self._cluster.close()


def on_ray(address: str | None = None, *, workers: int | None = None) -> Callable[[Fitting], RayEngine]:
    """Gives what makes the engine of a batch.

    Args:
        address: Of the head of a cluster; None starts one on this machine alone.
        workers: How many actors at most; None for as many as the cluster has processors, but one.
    """
    return lambda fitting: RayEngine(fitting, Cluster(address, workers=workers))


def _shards(fitting: Fitting, most: int) -> list[Span]:
    """Cuts everybody into as many runs of whole parts, as nearly of one length as parts allow."""
    parts = fitting.spans(fitting.everybody)
    runs = np.array_split(np.arange(len(parts)), min(most, len(parts)) or 1)
    return [(parts[run[0]][0], parts[run[-1]][1]) for run in runs if len(run)]
