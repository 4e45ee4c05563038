"""A flat picture of many trades: groups of near ones as discs, similar groups side by side.

A projection of thousands of titles lays equal ones on top of each other and takes minutes to be good. Here
everybody has a place of their own: groups by k-means, their centres laid out by t-SNE and pushed apart until
no two discs overlap, and within a disc the most typical in the middle.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import Rows, Vectors

Places = NDArray[np.float32]
Counts = NDArray[np.number[Any]]
MOST_GROUPS, PEOPLE_A_GROUP = 24, 8
MARGIN = 2.5  # between two discs, in which neighbours are 1 apart
MOST_FITTED = 4_000  # trades that k-means learns from, the commonest; the others join the nearest group
_ROUNDS, _DRAWN_TOGETHER, _TOWARDS_THE_MIDDLE = 600, 400, 0.985
_FEWEST_FOR_TSNE, _PERPLEXITY = 5, 6.0
_SEED = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everybody stands.

    Attributes:
        groups: int64, (n_trades,), the group of each trade; the largest group is 0.
        nearness: float32, (n_trades,), cosine of each trade and the centre of its group.
        places: float32, (n_people, 2), of a trade's people after those of the trade before.
        centres: float32, (n_groups, 2).
        radii: float32, (n_groups,).
    """

    groups: Rows
    nearness: NDArray[np.float32]
    places: Places
    centres: Places
    radii: NDArray[np.float32]


def make_ready() -> None:
    """Loads what `lay_out` needs, which takes about a second, before anybody waits for it."""
    import sklearn.cluster  # type: ignore[import-untyped]
    import sklearn.manifold  # type: ignore[import-untyped]  # noqa: F401


def lay_out(vectors: Vectors, people: Rows) -> Layout:
    """Lays out trades; the same ones give the same picture.

    Args:
        vectors: float32, (n_trades, dim), rows of unit length, at least one.
        people: int64, (n_trades,), how many have each trade.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    make_ready()  # threads of what is loaded later would not be limited, and would sum in another order
    with threadpool_limits(1):  # the work is small, and waiting threads would take the server's other core
        groups, means = _grouped(vectors, people)
        nearness = np.einsum("nd,nd->n", vectors, means[groups]).astype(np.float32)
        radii = _radii(np.bincount(groups, weights=people, minlength=len(means)))
        centres = _spread(means, radii)
        trades = np.repeat(np.arange(len(vectors)), people)
        places = np.empty((len(trades), 2), dtype=np.float32)
        for group in range(len(means)):
            members = np.flatnonzero(groups[trades] == group)
            own = trades[members]
            places[members] = centres[group] + _disc(_angles(vectors, groups == group)[own], nearness[own])
    return Layout(groups, nearness, places, centres, radii)


def _grouped(vectors: Vectors, people: Rows) -> tuple[Rows, Vectors]:
    """Groups trades, the largest group first; gives each one's group and the groups' centres."""
    from sklearn.cluster import KMeans

    most = max(1, min(MOST_GROUPS, len(vectors), int(people.sum()) // PEOPLE_A_GROUP))
    commonest = np.sort(np.argsort(-people, kind="stable")[:MOST_FITTED])
    means = KMeans(most, n_init=4, random_state=_SEED)
    means.fit(vectors[commonest], sample_weight=np.sqrt(people[commonest]))
    centres = means.cluster_centers_.astype(np.float32)
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-6)
    nearest = np.argmax(vectors @ centres.T, axis=1)
    sizes = np.bincount(nearest, weights=people, minlength=most)
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] > 0]
    rank = np.full(most, -1)
    rank[order] = np.arange(len(order))
    return rank[nearest], centres[order]


def _radii(sizes: Counts) -> NDArray[np.float32]:
    """Gives the radius of each disc: rings of at most 6, 12, 18 … points around one, 1 apart."""
    return (_rings(sizes) + 0.5).astype(np.float32)


def _rings(sizes: Counts) -> NDArray[np.float64]:
    """Gives how many rings there are around the point in the middle."""
    rings: NDArray[np.float64] = np.ceil((np.sqrt(12 * np.maximum(sizes, 1) - 3) - 3) / 6)
    return rings


def _spread(means: Vectors, radii: NDArray[np.float32]) -> Places:
    """Places discs so that similar ones are near, and pushes them apart until none overlaps another."""
    places = _scaled(means) * float(np.sqrt((radii**2).sum())) * 1.5
    for step in range(_ROUNDS):
        if step < _DRAWN_TOGETHER:
            places *= _TOWARDS_THE_MIDDLE  # so that the picture is compact
        apart = places[:, None] - places[None]
        distances = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
        short = np.maximum(radii[:, None] + radii[None] + MARGIN - distances, 0)
        np.fill_diagonal(short, 0)
        places += (apart / distances[..., None] * short[..., None] / 2).sum(axis=1)
    middle: NDArray[np.float64] = places.mean(axis=0)
    return np.asarray(places - middle, dtype=np.float32)


def _scaled(means: Vectors) -> NDArray[np.float64]:
    """Places centres in the plane, similar ones near; at most 1 from the middle."""
    if len(means) < _FEWEST_FOR_TSNE:
        angles = 2 * np.pi * np.arange(len(means)) / len(means)
        return np.column_stack([np.cos(angles), np.sin(angles)])
    from sklearn.manifold import TSNE

    perplexity = min(_PERPLEXITY, (len(means) - 1) / 3)
    made = TSNE(2, perplexity=perplexity, init="pca", metric="cosine", random_state=_SEED, method="exact")
    places: NDArray[np.float64] = made.fit_transform(means).astype(np.float64)
    places -= places.mean(axis=0)
    places /= max(float(np.linalg.norm(places, axis=1).max()), 1e-6)
    return places


def _disc(angles: NDArray[np.float32], nearness: NDArray[np.float32]) -> Places:
    """Places the members of a group in rings, typical ones in the middle, similar ones on the same side."""
    order = np.argsort(-nearness, kind="stable")
    places = np.zeros((len(order), 2), dtype=np.float32)
    for ring, part in enumerate(np.split(order, np.cumsum(_rooms(len(order)))[:-1])):
        members = part[np.argsort(angles[part], kind="stable")]
        slots = 2 * np.pi * (np.arange(len(members)) + 0.5) / max(1, len(members)) - np.pi
        places[members] = ring * np.column_stack([np.cos(slots), np.sin(slots)])
    return places


def _rooms(members: int) -> Rows:
    """Shares members out over the rings of a disc, so that the outer ring is as full as the others."""
    rings = int(_rings(np.array([members]))[0])
    if not rings:
        return np.array([members])
    ends = 1 + 3 * np.arange(rings + 1) * np.arange(1, rings + 2)
    shared: Rows = np.round((ends - 1) / (ends[-1] - 1) * (members - 1)).astype(np.int64) + 1
    return np.diff(shared, prepend=0)


def _angles(vectors: Vectors, members: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Gives each trade's direction from the middle of a group, in the plane in which its members differ."""
    middle = vectors[members].mean(axis=0)
    apart = vectors[members] - middle
    _, axes = np.linalg.eigh(apart.T @ apart)
    axes = axes[:, -2:]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])  # an axis has no side of its own
    flat = (vectors - middle) @ axes
    return np.asarray(np.arctan2(flat[:, 0], flat[:, 1]), dtype=np.float32)
