"""One generation of the index: files that never change once they are written.

`index/CURRENT` names the generation in use; replacing that file is the atomic switch. A reader keeps the
files that it has mapped, so it finishes on the old generation.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import ExactSearch, Rows, Vectors
from matcher.index.facts import FactTable
from matcher.index.flat import FlatSearch
from matcher.index.manifest import Manifest
from matcher.lexical import LexicalIndex

CURRENT = "CURRENT"
VECTORS, HASHES = "vectors.npy", "text_hashes.npy"
FRAGMENTS, KINDS = "fragment_ids.npy", "fragment_kinds.npy"
CONTACTS, STARTS = "contact_ids.npy", "contact_starts.npy"
LENGTHS, FACTS = "profile_lengths.npy", "facts.npy"
FLAT, LEXICAL = "fragments.faiss", "lexical"


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of an index that one network covers.

    Attributes:
        contacts: int64, ascending ordinals of the network's contacts in the index.
        rows: int64, ascending rows of their fragments; a contact's rows stand together.
        starts: int64, where in `rows` each contact's begin.
    """

    contacts: Rows
    rows: Rows
    starts: Rows


class FragmentIndex:
    """An open generation: vectors of fragments, sorted by contact, and what is known of each contact.

    Args:
        folder: A folder that `matcher.index.build` wrote.

    Attributes:
        kinds: int8, (n_fragments,), the place of each fragment's kind in `FragmentKind`.
        lengths: float32, (n_contacts,), the length of the sum of each contact's vectors.
        facts: What profiles tell as facts, in the order of `contact_ids`.

    Raises:
        IndexMismatch: If it was written in another format.
        OSError: If it is gone or incomplete.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = Manifest.read(folder)
        self.vectors: Vectors = np.load(folder / VECTORS, mmap_mode="r")
        self.text_hashes: NDArray[np.uint64] = np.load(folder / HASHES, mmap_mode="r")
        self.fragment_ids: Rows = np.load(folder / FRAGMENTS, mmap_mode="r")
        self.contact_ids: NDArray[np.bytes_] = np.load(folder / CONTACTS)
        self.kinds: NDArray[np.int8] = np.load(folder / KINDS, mmap_mode="r")
        self.lengths: NDArray[np.float32] = np.load(folder / LENGTHS)
        self.facts: FactTable = np.load(folder / FACTS, mmap_mode="r")
        self._starts: Rows = np.load(folder / STARTS)
        self.exact = ExactSearch(self.vectors)

    @cached_property
    def flat(self) -> FlatSearch:
        """The FAISS index of the vectors."""
        return FlatSearch.load(self.folder / FLAT)

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The lexical index of the contacts, in the order of `contact_ids`."""
        return LexicalIndex.load(self.folder / LEXICAL, len(self.contact_ids))

    def select(self, contact_ids: Sequence[str]) -> Selection:
        """Finds the rows of these contacts; those without a fragment are left out."""
        wanted = np.array([contact_id.encode() for contact_id in contact_ids], dtype=np.bytes_)
        at = np.searchsorted(self.contact_ids, wanted)
        at[at == len(self.contact_ids)] = 0
        known = self.contact_ids[at] == wanted if len(self.contact_ids) else np.zeros(len(wanted), bool)
        return self.expand(np.unique(at[known]))

    def expand(self, contacts: Rows) -> Selection:
        """Gives the rows of contacts, named by their ascending ordinals."""
        lengths = self._starts[contacts + 1] - self._starts[contacts]
        starts = np.cumsum(lengths) - lengths
        rows = np.arange(lengths.sum()) + np.repeat(self._starts[contacts] - starts, lengths)
        return Selection(contacts, rows, starts)

    def owners(self, rows: Rows) -> Rows:
        """Gives the ordinal of the contact of each row."""
        return np.searchsorted(self._starts, rows, side="right") - 1

    def search(self, queries: Vectors, selection: Selection, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best rows of a selection for each query, in the quickest way for their number.

        Restricted to one network, FAISS wins for one query and the matrix product for several.
        """
        search = self.flat.search if len(queries) == 1 else self.exact.search
        return search(queries, selection.rows, k)


def open_current(index_dir: Path) -> FragmentIndex | None:
    """Opens the generation in use, None before the first one.

    Raises:
        IndexMismatch: If it was written in another format.
    """
    for _ in range(5):  # a switch may remove the folder between reading its name and opening it
        name = current_name(index_dir)
        if name is None:
            return None
        try:
            return FragmentIndex(index_dir / name)
        except FileNotFoundError:
            continue
    return None


def current_name(index_dir: Path) -> str | None:
    """Gives the name of the generation in use, None before the first one."""
    try:
        return (index_dir / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def switch(index_dir: Path, built: Path, name: str) -> None:
    """Puts a finished folder in place under its name, makes it current, and removes the others."""
    os.rename(built, index_dir / name)
    pointer = index_dir / f"{CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(pointer, index_dir / CURRENT)
    for folder in index_dir.iterdir():
        if folder.is_dir() and folder.name != name:
            shutil.rmtree(folder, ignore_errors=True)
