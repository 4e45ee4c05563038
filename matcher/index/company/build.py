"""Makes a generation's company-wide index, from its vectors and from what the last generation had."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from matcher.arrays import forget_pages
from matcher.index.company.alike import Alike, Keys
from matcher.index.company.codes import SEED, Codes, HnswCodes, IvfCodes, load_codes
from matcher.index.company.search import CompanySearch
from matcher.index.company.tuning import CompanyFacts, tuned
from matcher.index.exact import Rows, Vectors
from matcher.index_kind import IndexKind

COMPANY, CODES = "company", "codes.faiss"
SAMPLE_A_LIST = 40
MOST_LISTS = 16_384
STALE = 0.3  # share of vectors that came or went since the lists were laid out

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Before:
    """What the last generation had.

    Attributes:
        folder: Of that generation.
        facts: From its manifest.
    """

    folder: Path
    facts: CompanyFacts


def build_company(
    folder: Path,
    vectors: Vectors,
    keys: Keys,
    *,
    kind: IndexKind = IndexKind.AUTO,
    before: Before | None = None,
    progress: Progress | None = None,
) -> CompanyFacts:
    """Writes the index into the folder of a generation whose vectors are written.

    The lists of the last generation are kept, and only vectors that came or went are added or taken out,
    until many have.

    Args:
        keys: uint64, (n_fragments,), of each row's text, or of its vector: equal keys, equal vectors.
        before: Of a generation of the same encoder.
        progress: Told of vectors that were compressed, and of how many are to be.
    """
    (folder / COMPANY).mkdir()
    alike = Alike.of(keys)
    chosen = kind.for_size(len(alike))
    if chosen is IndexKind.FLAT:
        alike.save(folder / COMPANY)
        return CompanyFacts(chosen, len(alike))
    kept = None if before is None or chosen is not IndexKind.IVF else _kept(before, vectors, keys, progress)
    alike, codes, facts = kept or (alike, *_anew(vectors, alike, chosen, progress))
    alike.save(folder / COMPANY)
    codes.save(folder / COMPANY / CODES)
    forget_pages(vectors)
    return facts


def open_company(
    folder: Path, vectors: Vectors, facts: CompanyFacts | None, keys: Keys | None = None
) -> CompanySearch:
    """Opens what `build_company` wrote; where it wrote nothing, looks at every vector.

    Args:
        keys: As for `build_company`; needed without facts.

    Raises:
        OSError: If a file is missing.
    """
    if facts is None:
        each: Keys = np.arange(1, len(vectors) + 1, dtype=np.uint64)
        return CompanySearch(vectors, Alike.of(each if keys is None else np.asarray(keys)))
    alike = Alike.load(folder / COMPANY)
    if facts.kind is IndexKind.FLAT:
        return CompanySearch(vectors, alike)
    codes = load_codes(folder / COMPANY / CODES, facts.kind)
    return CompanySearch(vectors, alike, codes, facts.depth)


def lists_for(n: int) -> int:
    """Gives how many lists `n` vectors lie in: a power of two near twice their root."""
    return int(min(2 ** round(np.log2(2 * np.sqrt(max(n, 1)))), MOST_LISTS))


def _anew(
    vectors: Vectors, alike: Alike, kind: IndexKind, progress: Progress | None
) -> tuple[Codes, CompanyFacts]:
    n = len(alike)
    groups, lists = np.arange(n), lists_for(n)

    def take(part: Rows) -> Vectors:
        return _vectors_of(vectors, alike, part)

    def told(done: int) -> None:
        if progress is not None:
            progress(done, n)

    drawn = np.random.default_rng(SEED).choice(n, min(n, SAMPLE_A_LIST * lists), replace=False)
    sample = take(np.sort(drawn))
    told(0)
    codes: Codes
    if kind is IndexKind.HNSW:
        codes, lists = HnswCodes.of(sample, groups, take, told), 0
    else:
        codes = ivf = IvfCodes.trained(sample, lists)
        ivf.add(_by_row(alike, groups), take, told)
    return codes, tuned(CompanyFacts(kind, n, trained_on=n, lists=lists), vectors, alike, codes)


def _kept(
    before: Before, vectors: Vectors, keys: Keys, progress: Progress | None
) -> tuple[Alike, Codes, CompanyFacts] | None:
    """Gives the index of the last generation, made true; None where it is better laid out anew."""
    if before.facts.kind is not IndexKind.IVF:
        return None
    old = Alike.load(before.folder / COMPANY)
    alike = Alike.of(keys, old.keys)
    here, there = np.diff(alike.starts) > 0, np.zeros(len(alike), bool)
    there[old.used()] = True
    came, went = np.flatnonzero(here & ~there), np.flatnonzero(there & ~here)
    n = int(here.sum())
    empty, changed = len(alike) - n, abs(n - before.facts.trained_on)
    if max(empty + len(came), changed) > STALE * before.facts.trained_on:
        return None
    codes = load_codes(before.folder / COMPANY / CODES, before.facts.kind)
    if not isinstance(codes, IvfCodes):
        return None
    codes.remove(went)
    codes.add(
        _by_row(alike, came),
        lambda part: _vectors_of(vectors, alike, part),
        lambda done: None if progress is None else progress(done, len(came)),
    )
    return alike, codes, replace(before.facts, vectors=n)


def _by_row(alike: Alike, groups: Rows) -> Rows:
    """Gives groups in the order of their rows: the file of vectors is read from one end to the other."""
    ordered: Rows = groups[np.argsort(alike.first_rows(groups))]
    return ordered


def _vectors_of(vectors: Vectors, alike: Alike, groups: Rows) -> Vectors:
    return np.ascontiguousarray(vectors[alike.first_rows(groups)], np.float32)
