"""Writes the vectors of a generation, and the index over everybody: mostly outside the interpreter."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matcher.arrays import read_array, write_array, write_header, write_rows
from matcher.index.company import Before, CompanyFacts, IndexKind, build_company
from matcher.index.corpus import Corpus
from matcher.index.encoding import Encoding
from matcher.index.exact import Vectors
from matcher.index.generation import HASHES, LENGTHS, VECTORS, FragmentIndex
from matcher.index.known import Places
from matcher.index.steps import Steps

CONTACTS_A_BATCH = 8_192


def write_vectors(
    folder: Path,
    corpus: Corpus,
    encoding: Encoding,
    kind: IndexKind,
    old: FragmentIndex | None,
    steps: Steps,
) -> CompanyFacts:
    """Writes every vector, and the index over everybody with what the generation before had of it.

    Args:
        folder: Of the generation; the hashes of its texts are written.
        encoding: Has a vector for every text.
        kind: Of the index over everybody.
        old: The generation before, of the same encoder.

    Raises:
        OSError: If a file cannot be written.
        CancelledError: If the steps were stopped.
    """
    progress = steps.part(len(corpus.texts))
    _copy_vectors(folder, corpus, encoding, steps)
    facts = None if old is None else old.manifest.company
    before = None if old is None or facts is None else Before(old.folder, facts)
    keys, vectors = read_array(folder / HASHES), read_array(folder / VECTORS)
    facts = build_company(folder, vectors, keys, kind=kind, before=before, progress=progress)
    progress(1, 1)
    return facts


def _copy_vectors(folder: Path, corpus: Corpus, encoding: Encoding, steps: Steps) -> None:
    """Writes the vector of every fragment, and the length of each contact's sum, some contacts at a time."""
    in_work, in_old = encoding.places()
    lengths = np.empty(len(corpus.contact_ids), np.float32)
    with (folder / VECTORS).open("wb") as file:
        write_header(file, np.dtype(np.float32), (len(corpus.texts), encoding.dimension))
        for first in range(0, len(lengths), CONTACTS_A_BATCH):
            steps.go_on()
            starts = corpus.starts[first : first + CONTACTS_A_BATCH + 1]
            texts = corpus.texts[starts[0] : starts[-1]]
            vectors = encoding.vectors(in_work[texts], in_old[texts])
            lengths[first : first + len(starts) - 1] = _lengths(vectors, starts - starts[0])
            write_rows(file, vectors)
    write_array(folder / LENGTHS, lengths)


def _lengths(vectors: Vectors, starts: Places) -> NDArray[np.float32]:
    """Gives the length of each contact's sum; a sparse product adds them far quicker than `reduceat`."""
    ones, columns = np.ones(len(vectors), np.float32), np.arange(len(vectors))
    sums = csr_array((ones, columns, starts), shape=(len(starts) - 1, len(vectors))) @ vectors
    lengths: NDArray[np.float32] = np.linalg.norm(sums, axis=1)
    return lengths
