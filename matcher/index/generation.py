"""One generation of the index: files that never change once they are written.

A reader keeps the files that it has mapped, and they stay as long as it does: it finishes on the generation
that it began with, whatever has become current since (see `matcher.index.current`).
"""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import read_array
from matcher.errors import DamagedIndex
from matcher.index.company import CompanySearch, open_company
from matcher.index.current import Reading, current_name
from matcher.index.exact import ExactSearch, Rows, Vectors
from matcher.index.facts import FactTable
from matcher.index.flat import FlatSearch
from matcher.index.known import Hashes
from matcher.index.manifest import MANIFEST, Manifest
from matcher.index.sums import check_sums
from matcher.lexical import LexicalIndex

VECTORS, HASHES = "vectors.npy", "text_hashes.npy"
FRAGMENTS, KINDS = "fragment_ids.npy", "fragment_kinds.npy"
CONTACTS, STARTS = "contact_ids.npy", "contact_starts.npy"
LENGTHS, FACTS, PROFILES = "profile_lengths.npy", "facts.npy", "profile_hashes.npy"
LEXICAL = "lexical"
ATTEMPTS = 5
# Networks whose rows are kept, and contacts of one: finding those of 5,000 takes as long as multiplying them.
NETWORKS, MOST_KEPT = 16, 20_000
NEARLY_EVERYBODY = 0.9  # share of rows


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

    def owners(self, rows: Rows) -> Rows:
        """Gives the ordinal of the contact of each row, of those selected."""
        places = np.searchsorted(self.rows, rows)
        return self.contacts[np.searchsorted(self.starts, places, side="right") - 1]


class FragmentIndex:
    """An open generation: vectors of fragments, sorted by contact, and what is known of each contact.

    Args:
        folder: A folder that `matcher.index.build` wrote.

    Attributes:
        kinds: int8, (n_fragments,), the place of each fragment's kind in `FragmentKind`.
        lengths: float32, (n_contacts,), the length of the sum of each contact's vectors.
        facts: What profiles tell as facts, in the order of `contact_ids`.
        profile_hashes: Of the profiles that these follow from; None where they were not kept.

    Raises:
        IndexMismatch: If it was written in another format.
        DamagedIndex: If a file is not what was written.
        FileNotFoundError: If it is gone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        reading = Reading(folder)
        self._end = weakref.finalize(self, reading.end)
        self.manifest = _checked(folder)
        self.vectors: Vectors = read_array(folder / VECTORS)
        self.text_hashes: NDArray[np.uint64] = read_array(folder / HASHES)
        self.fragment_ids: Rows = read_array(folder / FRAGMENTS)
        self.contact_ids: NDArray[np.bytes_] = np.load(folder / CONTACTS)
        self.kinds: NDArray[np.int8] = read_array(folder / KINDS)
        self.lengths: NDArray[np.float32] = np.load(folder / LENGTHS)
        self.facts: FactTable = read_array(folder / FACTS)
        hashes = folder / PROFILES  # not in every generation of this format
        self.profile_hashes: Hashes | None = read_array(hashes) if hashes.is_file() else None
        self._starts: Rows = np.load(folder / STARTS)
        self._selected: dict[tuple[str, ...], Selection] = {}
        self.exact, self.flat = ExactSearch(self.vectors), FlatSearch(self.vectors)

    def close(self) -> None:
        """Lets go of the files; otherwise they go with the object."""
        self._end()

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The lexical index of the contacts, in the order of `contact_ids`."""
        return LexicalIndex.load(self.folder / LEXICAL)

    @cached_property
    def company(self) -> CompanySearch:
        """The search over everybody, whoever knows them; who may not be found is for the caller to name."""
        return open_company(self.folder, self.vectors, self.manifest.company, self.text_hashes)

    def select(self, contact_ids: Sequence[str]) -> Selection:
        """Finds the rows of these contacts; those without a fragment are left out.

        What was found for the latest few networks is kept, unless they are large.
        """
        network = tuple(contact_ids)
        found = self._selected.get(network)
        if found is None:
            found = self._select(network)
            if len(network) <= MOST_KEPT:
                for oldest in list(self._selected)[: 1 - NETWORKS]:
                    self._selected.pop(oldest, None)
                self._selected[network] = found
        return found

    def _select(self, contact_ids: tuple[str, ...]) -> Selection:
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

        Restricted to one network, FAISS wins for one query and the matrix product for several. Where nearly
        everybody is selected in a large store, the index over everybody answers: of the best it may miss one
        in a hundred, the scores are exact.
        """
        if self._is_nearly_everybody(selection) and self.company.codes is not None:
            left_out = np.ones(len(self.vectors), np.bool_)
            left_out[selection.rows] = False
            return self.company.search(queries, k, without=np.flatnonzero(left_out))
        search = self.flat.search if len(queries) == 1 else self.exact.search
        return search(queries, selection.rows, k)

    def _is_nearly_everybody(self, selection: Selection) -> bool:
        return len(selection.rows) >= NEARLY_EVERYBODY * len(self.vectors) > 0


def open_current(index_dir: Path) -> FragmentIndex | None:
    """Opens the generation in use, None before the first one.

    Raises:
        IndexMismatch: If it was written in another format.
        DamagedIndex: If a file of it is not what was written.
    """
    for _ in range(ATTEMPTS):  # a switch may remove the folder between reading its name and opening it
        name = current_name(index_dir)
        if name is None:
            return None
        try:
            return FragmentIndex(index_dir / name)
        except FileNotFoundError:
            continue
    return None


def _checked(folder: Path) -> Manifest:
    """Reads the manifest, and makes sure of every file; one of another format is told as that."""
    try:
        manifest = Manifest.read(folder)
    except (ValueError, TypeError) as error:
        raise DamagedIndex(folder.name, MANIFEST, "cannot be read") from error
    check_sums(folder)
    return manifest
