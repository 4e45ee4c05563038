"""Compressed vectors that name candidates, in FAISS: their true scores come from the vectors themselves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from matcher.index.exact import Rows, Vectors
from matcher.index.flat import scores_of
from matcher.index.threads import one_thread
from matcher.index_kind import IndexKind

SEED = 7
ROUNDS = 4  # of k-means; more move hardly a vector
VECTORS_AT_ONCE = 65_536
MAIN = 0.985  # of the squared lengths of centres, in the directions that lists are chosen by
BITS = 4  # of a code; FAISS then looks many up in a register

Take = Callable[[Rows], Vectors]
"""Gives the vectors of groups."""
Candidates = tuple[Rows, Vectors]
"""Groups, and about how each scores: float32, of the compressed vectors."""
Told = Callable[[int], None]
"""Is told how many vectors have been added."""


class Codes(Protocol):
    """Names candidates for a query, better ones the deeper it looks.

    Attributes:
        kind: What it is.
        deepest: The depth at which it looks at everything.
    """

    kind: IndexKind
    deepest: int

    def rounds(self, query: Vectors, n: int, depth: int, without: Rows) -> Iterator[Candidates]:
        """Gives candidates, none twice, round after round, each looking twice as deep as the one before.

        Args:
            query: float32, (1, dimension), of unit length.
            n: How many candidates a round gives at most.
            depth: Of the first round.
            without: Groups that are never named, ascending.
        """

    def save(self, path: Path) -> None:
        """Writes it to a file."""


class IvfCodes:
    """Vectors in lists around centres, half a byte for each two numbers; a round looks at the nearest lists.

    Attributes:
        kind: What it is.
        deepest: How many lists there are.
    """

    kind = IndexKind.IVF

    def __init__(self, index: Any) -> None:  # noqa: ANN401
        faiss = _library()
        self._index = index
        self.deepest = int(index.nlist)
        centres = faiss.downcast_index(index.quantizer).get_xb()
        # A view of what the index holds: to rank lists, a product is quicker than its own search.
        self._centres: Vectors = faiss.rev_swig_ptr(centres, self.deepest * index.d).reshape(-1, index.d)
        self._every_list = np.arange(self.deepest)

    @classmethod
    def trained(cls, sample: Vectors, lists: int) -> Self:
        """Makes it, empty, for vectors like those of a sample."""
        faiss = _library()
        dimension = sample.shape[1]
        centres = faiss.IndexFlatIP(dimension)
        parts = dimension // 2 if dimension % 2 == 0 else dimension
        index = faiss.IndexIVFPQFastScan(centres, dimension, lists, parts, BITS, faiss.METRIC_INNER_PRODUCT)
        index.cp.seed, index.cp.niter, index.cp.spherical = SEED, ROUNDS, True
        index.cp.min_points_per_centroid = 1
        index.pq.cp.seed, index.pq.cp.min_points_per_centroid = SEED, 1
        with one_thread():  # many small problems, which threads would take longer to share than to solve
            index.train(sample)
        centres.this.disown()
        index.own_fields = True
        return cls(index)

    def add(self, groups: Rows, take: Take, told: Told = lambda done: None) -> None:
        """Adds the vectors of groups, some at a time."""
        with self._quick_lists() if len(groups) >= VECTORS_AT_ONCE else nullcontext():
            for start in range(0, len(groups), VECTORS_AT_ONCE):
                part = groups[start : start + VECTORS_AT_ONCE]
                self._index.add_with_ids(np.ascontiguousarray(take(part)), part)
                told(start + len(part))

    @contextmanager
    def _quick_lists(self) -> Iterator[None]:
        """Lets vectors be put into lists by the main directions of the centres alone, in half the time.

        One vector in twenty goes to another list, whose centre is as near but for a thousandth. How deep a
        search must go is found out on the lists as they are.
        """
        faiss = _library()
        lengths, directions = np.linalg.eigh(self._centres.T @ self._centres)
        told = np.cumsum(lengths[::-1]) / lengths.sum()
        main = np.ascontiguousarray(directions[:, ::-1][:, : int(np.searchsorted(told, MAIN)) + 1].T)
        turned, near = faiss.LinearTransform(*main.shape[::-1], False), faiss.IndexFlatIP(len(main))
        faiss.copy_array_to_vector(main.ravel(), turned.A)
        turned.is_trained = True
        near.add(np.ascontiguousarray(self._centres @ main.T))
        quick, exact = faiss.IndexPreTransform(turned, near), self._index.quantizer
        self._index.quantizer = quick
        try:
            yield
        finally:
            self._index.quantizer = exact

    def remove(self, groups: Rows) -> None:
        """Takes vectors out, so that no bit of them stays in the file."""
        if len(groups):
            self._index.remove_ids(groups)
            self._clear_ends()

    def _clear_ends(self) -> None:
        """Clears the places behind the last vector of each list.

        FAISS (1.15) leaves the codes of moved vectors there, and adds those of the next ones to their bits.
        """
        faiss = _library()
        lists = faiss.downcast_InvertedLists(self._index.invlists)
        nothing = np.zeros(lists.packer.code_size, np.uint8)
        for number in range(lists.nlist):
            blocks, used = divmod(lists.list_size(number), lists.n_per_block)
            if used:
                codes = faiss.rev_swig_ptr(lists.get_codes(number), (blocks + 1) * lists.block_size)
                for place in range(used, lists.n_per_block):
                    lists.packer.pack_1(nothing, place, codes.reshape(-1, lists.block_size)[-1:])

    def rounds(self, query: Vectors, n: int, depth: int, without: Rows) -> Iterator[Candidates]:
        """Gives the candidates of the nearest lists, then of as many more, and so on."""
        faiss = _library()
        selector, products = _all_but(without), scores_of(query, self._centres, self._every_list)[0]
        left, end = self._every_list, depth
        while len(left):
            if end < len(left):
                left = left[np.argpartition(-products[left], end - 1)]
            lists, left = left[:end], left[end:]
            options = faiss.SearchParametersIVF(nprobe=len(lists), sel=selector)
            yield self._search(query, n, lists, products[lists], options)
            end = self.deepest - len(left)

    def _search(self, query: Vectors, n: int, lists: Rows, products: Vectors, options: Any) -> Candidates:  # noqa: ANN401
        """Searches some lists; FAISS's wrapper takes their number from the index, for all threads."""
        faiss = _library()
        scores, found = np.empty(n, np.float32), np.empty(n, np.int64)
        pointers = [faiss.swig_ptr(array) for array in (lists, products, scores, found)]
        with one_thread():
            self._index.search_preassigned_c(1, faiss.swig_ptr(query), n, *pointers, False, options)
        there = found >= 0
        return found[there], scores[there]

    def save(self, path: Path) -> None:
        """Writes it to a file."""
        faiss = _library()
        faiss.write_index(self._index, str(path))


class HnswCodes:
    """A graph whose nodes know their neighbours, with a byte for each number; a round keeps more paths open.

    Attributes:
        kind: What it is.
        deepest: How many vectors there are.
    """

    kind = IndexKind.HNSW
    NEIGHBOURS, BUILDING_DEPTH = 16, 80

    def __init__(self, index: Any) -> None:  # noqa: ANN401
        self._index = index
        self.deepest = max(int(index.ntotal), 1)

    @classmethod
    def of(cls, sample: Vectors, groups: Rows, take: Take, told: Told = lambda done: None) -> Self:
        """Makes it of the vectors of groups, which are numbered from 0 without a gap."""
        faiss = _library()
        index = faiss.IndexHNSWSQ(
            sample.shape[1], faiss.ScalarQuantizer.QT_8bit, cls.NEIGHBOURS, faiss.METRIC_INNER_PRODUCT
        )
        index.hnsw.efConstruction = cls.BUILDING_DEPTH
        index.train(sample)
        for start in range(0, len(groups), VECTORS_AT_ONCE):
            index.add(np.ascontiguousarray(take(groups[start : start + VECTORS_AT_ONCE])))
            told(min(start + VECTORS_AT_ONCE, len(groups)))
        return cls(index)

    def rounds(self, query: Vectors, n: int, depth: int, without: Rows) -> Iterator[Candidates]:
        """Gives the candidates of a search, then of another that goes twice as deep, and so on."""
        faiss = _library()
        selector, depth, known = _all_but(without), max(depth, n), np.empty(0, np.int64)
        while True:
            options = faiss.SearchParametersHNSW(efSearch=depth, sel=selector)
            with one_thread():
                scores, found = self._index.search(query, min(n, self.deepest), params=options)
            new = (found >= 0) & ~np.isin(found, known)
            yield found[new], scores[new]
            known = found[found >= 0]
            if depth >= self.deepest:
                return
            depth, n = min(2 * depth, self.deepest), 2 * n

    def save(self, path: Path) -> None:
        """Writes it to a file."""
        faiss = _library()
        faiss.write_index(self._index, str(path))


def load_codes(path: Path, kind: IndexKind) -> IvfCodes | HnswCodes:
    """Reads what `save` wrote."""
    faiss = _library()
    index = faiss.read_index(str(path))
    return IvfCodes(index) if kind is IndexKind.IVF else HnswCodes(index)


def _library() -> Any:  # noqa: ANN401
    """Gives FAISS; its types leave out half of what is called here."""
    import faiss

    return faiss


def _all_but(without: Rows) -> Any:  # noqa: ANN401
    faiss = _library()
    return faiss.IDSelectorNot(faiss.IDSelectorBatch(without)) if len(without) else None
