"""Bulk encoding on a Ray cluster: its actors read texts, and give the vectors that this machine would.

Those of `fast` are the same to the last bit. A transformer's are rounded otherwise by as little as they are
when this machine cuts the texts into other batches.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager

import numpy as np

from matcher.cluster import Cluster
from matcher.encoder import Encoder, load_encoder
from matcher.errors import ClusterUnavailable
from matcher.index.chosen import resolved
from matcher.index.exact import Vectors

LEAST_SHARED = 64  # texts that are worth sending

Spread = Callable[[Encoder], AbstractContextManager[Encoder]]
"""Gives what encodes in the place of an encoder, for as long as the context lasts."""


class Reader:
    """An encoder, on whichever machine this lives; its models are installed there.

    Raises:
        UnknownModel, AlteredModel: If the machine does not have the model.
        ClusterUnavailable: If it has another one of this name.
    """

    def __init__(self, name: str, revision: str) -> None:
        self._encoder = load_encoder(name)
        if self._encoder.revision != revision:
            raise ClusterUnavailable(name, "another model of this name is installed there")

    def read(self, texts: Sequence[str]) -> Vectors:
        """Gives float32, (n_texts, dimension), rows of unit length."""
        return self._encoder.encode_document(texts)


class RayEncoder:
    """An encoder that leaves documents to the actors of a cluster.

    Args:
        encoder: Gives the same vectors here; questions and a few texts stay with it.
        cluster: Closed with this.
    """

    def __init__(self, encoder: Encoder, cluster: Cluster) -> None:
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension
        self._encoder, self._cluster = encoder, cluster
        same = {"name": resolved(encoder.name), "revision": encoder.revision}
        self._actors = cluster.actors(Reader, [same] * cluster.workers)

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Returns float32, (n_texts, dimension), rows of unit length."""
        return self._encoder.encode_query(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Returns float32, (n_texts, dimension), rows of unit length.

        Raises:
            ClusterUnavailable: If an actor cannot start, such as where its machine lacks the model.
        """
        if len(texts) < LEAST_SHARED:
            return self._encoder.encode_document(texts)
        actors = self._actors[: -(-len(texts) // LEAST_SHARED)]
        # Every so-manieth text each: neighbours are of one kind, and long ones would all be one actor's.
        asked = [actor.read.remote(texts[place :: len(actors)]) for place, actor in enumerate(actors)]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for place, part in enumerate(self._cluster.wait(asked)):
            vectors[place :: len(actors)] = part
        return vectors

    def close(self) -> None:
        """Ends the actors."""
        self._cluster.close()


def encoding_on_ray(address: str | None = None, *, workers: int | None = None) -> Spread:
    """Gives what lets a cluster encode.

    Args:
        address: Of the head of a cluster; None starts one on this machine alone.
        workers: How many actors at most; None for as many as the cluster has processors, but one.
    """

    @contextmanager
    def spread(encoder: Encoder) -> Iterator[Encoder]:
        with closing(RayEncoder(encoder, Cluster(address, workers=workers))) as shared:
            yield shared

    return spread
