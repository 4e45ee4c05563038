"""A store's fragments as arrays, sorted by contact: what the files of a generation are written from."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.fragments import FragmentBlock, FragmentKind
from matcher.index.known import Hashes, Places

FRAGMENTS_A_BLOCK = 32_768
KIND_NUMBERS = {kind: number for number, kind in enumerate(FragmentKind)}
KEY = np.dtype(">u8")  # eight bytes of a contact's id, compared as a number


class IndexedFragment(NamedTuple):
    """A fragment, as the index sees it."""

    id: int
    contact_id: str
    kind: FragmentKind
    text: str


def in_blocks(fragments: Iterable[IndexedFragment]) -> Iterator[FragmentBlock]:
    """Gives fragments by column, some at a time."""
    rows = iter(fragments)
    while block := list(islice(rows, FRAGMENTS_A_BLOCK)):
        yield FragmentBlock(*zip(*block, strict=True))


@dataclass(frozen=True, slots=True)
class Corpus:
    """Every fragment, a contact's together, each contact's by id.

    Attributes:
        texts: int64, (n_fragments,): the number of each one's text.
        contact_ids: bytes, (n_contacts,), ascending.
        starts: int64, (n_contacts + 1,): where each contact's fragments begin.
    """

    fragment_ids: Places
    kinds: NDArray[np.int8]
    texts: Places
    contact_ids: NDArray[np.bytes_]
    starts: Places

    def digest(self, hashes: Hashes) -> str:
        """Gives the SHA-256 (hex) of every fragment's id, contact and text; `hashes` are the texts'."""
        found = hashlib.sha256(b"\n".join(self.contact_ids.tolist()))
        for column in (self.starts, self.fragment_ids, hashes):
            found.update(np.ascontiguousarray(column).view(np.uint8).data)
        return found.hexdigest()


@dataclass(slots=True)
class CorpusColumns:
    """Gathers blocks in any order, then sorts them."""

    fragment_ids: list[Places] = field(default_factory=list)
    contact_ids: list[NDArray[np.bytes_]] = field(default_factory=list)
    kinds: list[NDArray[np.int8]] = field(default_factory=list)
    texts: list[Places] = field(default_factory=list)

    def add(self, block: FragmentBlock, texts: Places) -> None:
        """Adds a block, whose texts have these numbers."""
        self.fragment_ids.append(np.array(block.ids, np.int64))
        self.contact_ids.append(np.array([key.encode() for key in block.contact_ids], np.bytes_))
        self.kinds.append(np.fromiter(map(KIND_NUMBERS.__getitem__, block.kinds), np.int8))  # type: ignore[arg-type]
        self.texts.append(texts)

    def sorted(self) -> Corpus:
        """Sorts by contact, then by fragment id."""
        ids = np.concatenate([np.empty(0, np.int64), *self.fragment_ids])
        owners = np.concatenate([np.empty(0, "S1"), *self.contact_ids])
        keys = _keys(owners)
        order = np.lexsort((ids, *reversed(keys)))
        changes = np.ones(len(ids), bool)
        changes[1:] = False
        for key in keys:
            ordered = key[order]
            changes[1:] |= ordered[1:] != ordered[:-1]
        starts = np.flatnonzero(changes)
        return Corpus(
            ids[order],
            np.concatenate([np.empty(0, np.int8), *self.kinds])[order],
            np.concatenate([np.empty(0, np.int64), *self.texts])[order],
            owners[order[starts]],
            np.append(starts, len(ids)),
        )


def _keys(ids: NDArray[np.bytes_]) -> list[NDArray[np.uint64]]:
    """Cuts ids into numbers of eight bytes, the first counting most: they sort far quicker than bytes."""
    width = -(-ids.itemsize // KEY.itemsize)
    columns = ids.astype(f"S{width * KEY.itemsize}").view(KEY).reshape(len(ids), width)
    return [columns[:, i].astype(np.uint64) for i in range(width)]
