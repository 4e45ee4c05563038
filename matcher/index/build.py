"""Writes a generation's files from a store's fragments; vectors that are still true are taken over.

Nothing here holds a list of everybody: texts are read in blocks, vectors go from file to file, and what is
kept of a contact or a fragment is a few numbers in an array.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import write_array
from matcher.encoder import Encoder
from matcher.facts import FactBlock, ProfileFacts
from matcher.fragments import FragmentBlock
from matcher.index.company import IndexKind
from matcher.index.corpus import Corpus, CorpusColumns, IndexedFragment, in_blocks
from matcher.index.encoding import Encoding
from matcher.index.facts import FactsBefore, fact_table, told_facts
from matcher.index.generation import (
    CONTACTS,
    FACTS,
    FRAGMENTS,
    HASHES,
    KINDS,
    LEXICAL,
    PROFILES,
    STARTS,
    FragmentIndex,
)
from matcher.index.manifest import FORMAT, Manifest
from matcher.index.second import take_over_second
from matcher.index.steps import Progress, Steps
from matcher.index.sums import write_sums
from matcher.index.vectors import write_vectors
from matcher.index.words import Words


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
    steps = Steps(source.size, progress)
    with Encoding(source.work or folder, encoder, old) as encoding, _aside(steps) as aside:
        corpus, words = _read(source, encoding, steps)
        hashes = encoding.hashes()[corpus.texts]
        _write_columns(folder, corpus, hashes)
        # Vectors are copied and compressed outside the interpreter, profiles and words are read within it.
        company = aside.submit(write_vectors, folder, corpus, encoding, source.kind, old, steps)
        facts = steps.through_facts(source.facts)
        before = None if old is None else _facts_before(old)
        table, profiles = fact_table(corpus.contact_ids, facts, before)
        write_array(folder / FACTS, table)
        write_array(folder / PROFILES, profiles)
        words.index(corpus).save(folder / LEXICAL)
        if old is not None:
            take_over_second(old, folder, hashes)
        manifest = _manifest(source, encoder, corpus, hashes)
        manifest = replace(manifest, company=company.result())
    if source.work is None:
        encoding.remove_work()
    manifest.write(folder)
    write_sums(folder)
    return Built(manifest, encoding.encoded, encoding.resumed)


@contextmanager
def _aside(steps: Steps) -> Iterator[ThreadPoolExecutor]:
    """Gives a second thread, whose work ends early where this one's fails."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="vectors") as aside:
        try:
            yield aside
        except BaseException:
            steps.stop()
            raise


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


def _read(source: Source, encoding: Encoding, steps: Steps) -> tuple[Corpus, Words]:
    columns, words = CorpusColumns(), Words()
    for block in source.fragments:
        texts, new = encoding.add(block.texts)
        columns.add(block, texts)
        words.add(new)
        steps.add(len(block.ids))
    encoding.finish()
    return columns.sorted(), words
