"""Writes a generation's files from a store's fragments; vectors that are still true are taken over.

Nothing here holds a list of everybody: texts are read in blocks, vectors go from file to file, and what is
kept of a contact or a fragment is a few numbers in an array.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import read_array, write_array, write_header, write_rows
from matcher.encoder import Encoder
from matcher.facts import FactBlock, ProfileFacts
from matcher.fragments import FragmentBlock
from matcher.index.company import Before, CompanyFacts, IndexKind, build_company
from matcher.index.corpus import Corpus, CorpusColumns, IndexedFragment, in_blocks
from matcher.index.encoding import Encoding
from matcher.index.facts import FactsBefore, fact_table, told_facts
from matcher.index.generation import (
    CONTACTS,
    FACTS,
    FRAGMENTS,
    HASHES,
    KINDS,
    LENGTHS,
    LEXICAL,
    PROFILES,
    STARTS,
    VECTORS,
    FragmentIndex,
)
from matcher.index.manifest import FORMAT, Manifest
from matcher.index.second import take_over_second
from matcher.index.steps import Progress, Steps
from matcher.index.sums import write_sums
from matcher.lexical import tokens
from matcher.word_counts import WordCounts

CONTACTS_A_BATCH = 8_192


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of.

    Attributes:
        fragments: Every fragment, in any order.
        facts: What profiles tell as facts; a contact who is missing tells nothing.
        size: Steps of the work, for whoever looks on: contacts, and fragments twice, which are read and laid
            out for the search over everybody.
        version: Of the store when it was read.
        work: Where vectors lie until the generation is whole; its own folder unless told.
        chosen: The encoder that was chosen for the data folder; empty where nobody chose.
        kind: Of the index over everybody.
    """

    fragments: Iterable[FragmentBlock]
    facts: Iterable[FactBlock]
    size: int
    version: int
    work: Path | None = None
    chosen: str = ""
    kind: IndexKind = IndexKind.AUTO


@dataclass(frozen=True, slots=True)
class Built:
    """What was built.

    Attributes:
        encoded: Texts that were encoded.
        resumed: Texts whose vectors a run that did not come to its end had made.
    """

    manifest: Manifest
    encoded: int
    resumed: int


@dataclass(slots=True)
class _Words:
    """The words of each distinct text, as numbers."""

    numbers: dict[str, int] = field(default_factory=dict)
    words: list[NDArray[np.int32]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, texts: Iterable[str]) -> None:
        numbers, found = self.numbers, []
        for text in texts:
            words = tokens(text)
            self.lengths.append(len(words))
            found += [numbers.setdefault(word, len(numbers)) for word in words]
        self.words.append(np.array(found, np.int32))


def build(
    folder: Path,
    fragments: Iterable[IndexedFragment],
    encoder: Encoder,
    *,
    facts: Mapping[str, ProfileFacts],
    store_version: int,
) -> tuple[Manifest, int]:
    """Writes every file of a generation into `folder`, which exists and is empty.

    Args:
        facts: What profiles tell as facts, by contact id; a contact who is missing tells nothing.

    Returns:
        The manifest, and the number of texts that were encoded.
    """
    source = Source(in_blocks(fragments), [told_facts(facts)], 0, store_version)
    built = build_from(folder, source, encoder)
    return built.manifest, built.encoded


def build_from(
    folder: Path,
    source: Source,
    encoder: Encoder,
    *,
    old: FragmentIndex | None = None,
    progress: Progress | None = None,
) -> Built:
    """Writes every file of a generation into `folder`, which exists and is empty.

    Args:
        old: A generation of the same encoder, whose vectors are taken over for texts that it knows.
        progress: Told of the steps that were done.

    Raises:
        OSError: If a file cannot be written.
    """
    with Encoding(source.work or folder, encoder, old) as encoding:
        steps = Steps(source.size, progress)
        corpus, words = _read(source, encoding, steps)
        hashes = encoding.hashes()[corpus.texts]
        _write_vectors(folder, corpus, encoding, encoder.dimension)
        encoded, resumed = encoding.encoded, encoding.resumed
    if source.work is None:
        encoding.remove_work()
    _write_columns(folder, corpus, hashes)
    facts = steps.through_facts(source.facts)
    table, profiles = fact_table(corpus.contact_ids, facts, None if old is None else _facts_before(old))
    write_array(folder / FACTS, table)
    write_array(folder / PROFILES, profiles)
    _write_words(folder, corpus, words)
    if old is not None:
        take_over_second(old, folder, hashes)
    manifest = _manifest(source, encoder, corpus, hashes)
    manifest = replace(manifest, company=_search_everybody(folder, source.kind, old, steps.rest()))
    manifest.write(folder)
    write_sums(folder)
    return Built(manifest, encoded, resumed)


def _manifest(source: Source, encoder: Encoder, corpus: Corpus, hashes: NDArray[np.uint64]) -> Manifest:
    return Manifest(
        format=FORMAT,
        generation=f"{source.version:08d}-{secrets.token_hex(4)}",
        encoder=encoder.name,
        revision=encoder.revision,
        dimension=encoder.dimension,
        corpus_hash=corpus.digest(hashes),
        store_version=source.version,
        contacts=len(corpus.contact_ids),
        fragments=len(corpus.texts),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        chosen=source.chosen,
    )


def _write_columns(folder: Path, corpus: Corpus, hashes: NDArray[np.uint64]) -> None:
    write_array(folder / HASHES, hashes)
    write_array(folder / FRAGMENTS, corpus.fragment_ids)
    write_array(folder / CONTACTS, corpus.contact_ids)
    write_array(folder / KINDS, corpus.kinds)
    write_array(folder / STARTS, corpus.starts)


def _facts_before(old: FragmentIndex) -> FactsBefore | None:
    """Gives what may be taken over; near midnight it may be a day old, which no year is told by."""
    if old.profile_hashes is None:
        return None
    same_day = old.manifest.made_at[:10] == datetime.now(UTC).isoformat()[:10]
    return FactsBefore(old.contact_ids, old.facts, old.profile_hashes, same_day)


def _search_everybody(
    folder: Path, kind: IndexKind, old: FragmentIndex | None, progress: Progress
) -> CompanyFacts:
    """Makes the index over everybody of finished vectors, with what the generation before had of it."""
    facts = None if old is None else old.manifest.company
    before = None if old is None or facts is None else Before(old.folder, facts)
    keys = read_array(folder / HASHES)
    vectors = read_array(folder / VECTORS)
    facts = build_company(folder, vectors, keys, kind=kind, before=before, progress=progress)
    progress(1, 1)
    return facts


def _read(source: Source, encoding: Encoding, steps: Steps) -> tuple[Corpus, _Words]:
    columns, words = CorpusColumns(), _Words()
    for block in source.fragments:
        texts, new = encoding.add(block.texts)
        columns.add(block, texts)
        words.add(new)
        steps.add(len(block.ids))
    encoding.finish()
    return columns.sorted(), words


def _write_vectors(folder: Path, corpus: Corpus, encoding: Encoding, dimension: int) -> None:
    """Writes the vector of every fragment, and the length of each contact's sum, some contacts at a time."""
    in_work, in_old = encoding.places()
    lengths = np.empty(len(corpus.contact_ids), np.float32)
    with (folder / VECTORS).open("wb") as file:
        write_header(file, np.dtype(np.float32), (len(corpus.texts), dimension))
        for first in range(0, len(lengths), CONTACTS_A_BATCH):
            starts = corpus.starts[first : first + CONTACTS_A_BATCH + 1]
            texts = corpus.texts[starts[0] : starts[-1]]
            vectors = encoding.vectors(in_work[texts], in_old[texts])
            sums = np.add.reduceat(vectors, starts[:-1] - starts[0], axis=0)
            lengths[first : first + len(sums)] = np.linalg.norm(sums, axis=1)
            write_rows(file, vectors)
    write_array(folder / LENGTHS, lengths)


def _write_words(folder: Path, corpus: Corpus, words: _Words) -> None:
    """Puts the words of each contact's fragments together, some contacts at a time."""
    of_texts = np.concatenate([np.empty(0, np.int32), *words.words])
    lengths = np.array(words.lengths, np.int64)
    firsts = np.cumsum(lengths) - lengths
    counts = WordCounts()
    for first in range(0, len(corpus.contact_ids), CONTACTS_A_BATCH):
        starts = corpus.starts[first : first + CONTACTS_A_BATCH + 1]
        texts = corpus.texts[starts[0] : starts[-1]]
        of_text = lengths[texts]
        places = np.arange(of_text.sum()) + np.repeat(firsts[texts] - np.cumsum(of_text) + of_text, of_text)
        counts.add(of_texts[places], np.add.reduceat(of_text, starts[:-1] - starts[0]))
    counts.weighed(words.numbers).save(folder / LEXICAL)
