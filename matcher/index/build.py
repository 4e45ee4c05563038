"""Writes a generation's files from a store's fragments; vectors that are still true are taken over."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder
from matcher.facts import ProfileFacts
from matcher.fragments import FragmentKind
from matcher.index.exact import Vectors
from matcher.index.facts import fact_table
from matcher.index.flat import FlatSearch
from matcher.index.generation import (
    CONTACTS,
    FACTS,
    FLAT,
    FRAGMENTS,
    HASHES,
    KINDS,
    LENGTHS,
    LEXICAL,
    STARTS,
    VECTORS,
    FragmentIndex,
)
from matcher.index.manifest import FORMAT, Manifest
from matcher.index.second import take_over_second
from matcher.lexical import LexicalIndex, tokens

TEXTS_A_BATCH = 4_096
CONTACTS_A_BATCH = 4_096

Progress = Callable[[int, int], None]
"""Is told (done, total) as work goes on."""


KIND_NUMBERS = {kind: number for number, kind in enumerate(FragmentKind)}


class IndexedFragment(NamedTuple):
    """A fragment, as the index sees it."""

    id: int
    contact_id: str
    kind: FragmentKind
    text: str


@dataclass(slots=True)
class _Corpus:
    """A store's fragments by column, sorted by contact."""

    fragment_ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    contact_ids: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)


def build(
    folder: Path,
    fragments: Iterable[IndexedFragment],
    encoder: Encoder,
    *,
    facts: Mapping[str, ProfileFacts],
    store_version: int,
    old: FragmentIndex | None = None,
    progress: Progress | None = None,
) -> tuple[Manifest, int]:
    """Writes every file of a generation into `folder`, which exists and is empty.

    Args:
        fragments: Sorted by contact id, a contact's in the order of the profile.
        facts: What profiles tell as facts, by contact id; a contact who is missing tells nothing.
        old: A generation of the same encoder, whose vectors are taken over for texts that it knows.
        progress: Told of texts that were encoded.

    Returns:
        The manifest, and the number of texts that were encoded.
    """
    corpus = _read(fragments)
    hashes = np.array(corpus.hashes, dtype=np.uint64)
    vectors, encoded = _vectors(folder / VECTORS, corpus.texts, hashes, encoder, old, progress)
    np.save(folder / HASHES, hashes)
    if old is not None:
        take_over_second(old, folder, hashes)
    np.save(folder / FRAGMENTS, np.array(corpus.fragment_ids, dtype=np.int64))
    np.save(folder / CONTACTS, np.array([c.encode() for c in corpus.contact_ids], dtype=np.bytes_))
    np.save(folder / KINDS, np.array(corpus.kinds, dtype=np.int8))
    np.save(folder / STARTS, np.array([*corpus.starts, len(corpus.texts)], dtype=np.int64))
    np.save(folder / LENGTHS, _lengths(vectors, corpus.starts))
    np.save(folder / FACTS, fact_table([facts.get(c, ProfileFacts()) for c in corpus.contact_ids]))
    FlatSearch.build(vectors).save(folder / FLAT)
    LexicalIndex.build(_documents(corpus)).save(folder / LEXICAL)
    manifest = Manifest(
        format=FORMAT,
        generation=f"{store_version:08d}-{secrets.token_hex(4)}",
        encoder=encoder.name,
        revision=encoder.revision,
        dimension=encoder.dimension,
        corpus_hash=corpus.digest.hexdigest(),
        store_version=store_version,
        contacts=len(corpus.contact_ids),
        fragments=len(corpus.texts),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    manifest.write(folder)
    return manifest, encoded


def _read(fragments: Iterable[IndexedFragment]) -> _Corpus:
    corpus = _Corpus()
    for fragment_id, contact_id, kind, text in fragments:
        if not corpus.contact_ids or corpus.contact_ids[-1] != contact_id:
            corpus.starts.append(len(corpus.texts))
            corpus.contact_ids.append(contact_id)
        corpus.fragment_ids.append(fragment_id)
        corpus.texts.append(text)
        corpus.kinds.append(KIND_NUMBERS[kind])
        corpus.hashes.append(text_hash(text))
        corpus.digest.update(f"{fragment_id}\t{contact_id}\t{corpus.hashes[-1]}\n".encode())
    return corpus


def text_hash(text: str) -> int:
    """Gives 64 bits of a text's BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def _vectors(
    path: Path,
    texts: Sequence[str],
    hashes: NDArray[np.uint64],
    encoder: Encoder,
    old: FragmentIndex | None,
    progress: Progress | None,
) -> tuple[Vectors, int]:
    """Writes the vectors file; a text that stands several times is encoded once."""
    distinct, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    table = np.empty((len(distinct), encoder.dimension), dtype=np.float32)
    known = _take_over(table, distinct, old)
    missing = np.flatnonzero(~known)
    for start in range(0, len(missing), TEXTS_A_BATCH):
        part = missing[start : start + TEXTS_A_BATCH]
        table[part] = encoder.encode_document([texts[first[i]] for i in part])
        if progress is not None:
            progress(start + len(part), len(missing))
    vectors = np.lib.format.open_memmap(
        path, mode="w+", dtype=np.float32, shape=(len(texts), encoder.dimension)
    )
    for start in range(0, len(texts), 65_536):
        vectors[start : start + 65_536] = table[inverse[start : start + 65_536]]
    vectors.flush()
    return vectors, len(missing)


def _take_over(table: Vectors, distinct: NDArray[np.uint64], old: FragmentIndex | None) -> NDArray[np.bool_]:
    """Copies the vectors of texts that `old` holds; gives which were found."""
    if old is None or not len(old.text_hashes):
        return np.zeros(len(distinct), dtype=bool)
    order = np.argsort(old.text_hashes, kind="stable")
    sorted_hashes = old.text_hashes[order]
    at = np.minimum(np.searchsorted(sorted_hashes, distinct), len(order) - 1)
    known: NDArray[np.bool_] = sorted_hashes[at] == distinct
    table[known] = old.vectors[order[at[known]]]
    return known


def _lengths(vectors: Vectors, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures the sum of each contact's vectors, some contacts at a time."""
    lengths = np.empty(len(starts), dtype=np.float32)
    ends = [*starts[1:], len(vectors)]
    for first in range(0, len(starts), CONTACTS_A_BATCH):
        part = slice(first, min(first + CONTACTS_A_BATCH, len(starts)))
        rows = vectors[starts[first] : ends[part.stop - 1]]
        sums = np.add.reduceat(rows, np.array(starts[part]) - starts[first], axis=0)
        lengths[part] = np.linalg.norm(sums, axis=1)
    return lengths


def _documents(corpus: _Corpus) -> Iterator[list[str]]:
    for start, end in pairwise([*corpus.starts, len(corpus.texts)]):
        yield [word for text in corpus.texts[start:end] for word in tokens(text)]
