"""A flat FAISS index, searched over one network's rows."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import Rows, Vectors

if TYPE_CHECKING:
    from faiss import Index


class FlatSearch:
    """Cosine by inner product, restricted to some rows with an `IDSelectorArray`.

    For one query over one network this is the quickest exact search: it touches those rows alone.
    """

    def __init__(self, index: "Index") -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> "FlatSearch":
        """Makes an index of vectors: float32, (n_fragments, dimension), rows of unit length."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        for start in range(0, len(vectors), 65_536):  # a memory-mapped array is never whole in memory
            index.add(np.ascontiguousarray(vectors[start : start + 65_536]))
        return cls(index)

    def save(self, path: Path) -> None:
        """Writes the index to a file."""
        import faiss

        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> "FlatSearch":
        """Reads what `save` wrote, memory-mapped."""
        import faiss

        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def search(self, queries: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best of `rows` for each query; arguments and results as `ExactSearch.search`."""
        import faiss

        k = min(k, len(rows))
        parameters = faiss.SearchParameters(sel=faiss.IDSelectorArray(rows))  # type: ignore[call-arg]  # SWIG
        scores, found = self._index.search(np.ascontiguousarray(queries), k, params=parameters)
        order = np.lexsort((found, -scores))  # FAISS leaves the order of ties open
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)
