"""What a re-index would do, without doing it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matcher.encoder import Encoder
from matcher.errors import DamagedIndex, IndexMismatch
from matcher.index import FragmentIndex, open_current
from matcher.index.encoding import text_hash
from matcher.index.known import UNKNOWN, Known
from matcher.reindex.run import INDEX
from matcher.reindex.space import generation_bytes
from matcher.store import Store

SAMPLE_TEXTS = 2_000
SAMPLE_SECONDS = 1.0
TEXTS_A_TRY = 50
READ_A_SECOND = 90_000  # fragments and contacts that are read, sorted and written


@dataclass(frozen=True, slots=True)
class ReindexPlan:
    """What a re-index would do.

    Attributes:
        to_encode: Distinct texts that the present generation does not know.
        seconds: About how long it would take here, by the encoder's speed on some of these texts.
        bytes: About how large the generation would be.
        free_bytes: On the disk.
        needed: Whether the index is behind at all.
        reason: Why everything is encoded again; empty where it is not.
    """

    fragments: int
    contacts: int
    distinct: int
    to_encode: int
    seconds: float
    bytes: int
    free_bytes: int
    needed: bool
    reason: str = ""


def plan_reindex(store: Store, encoder: Encoder, *, full: bool = False) -> ReindexPlan:
    """Reads every text, and encodes a few to know the speed; nothing is written."""
    import shutil

    present, reason = _present(store.data_dir / INDEX, encoder)
    needed = full or present is None or present.manifest.store_version != store.version
    known = Known(None if present is None or full else np.asarray(present.text_hashes))
    seen, missing, sample = Known(), 0, list[str]()
    for block in store.indexing.fragments():
        texts = list(dict.fromkeys(block.texts))
        hashes = np.array([text_hash(text) for text in texts], np.uint64)
        _, first = np.unique(hashes, return_index=True)
        new = first[seen.numbers(hashes[first]) == UNKNOWN]
        seen.add(hashes[new])
        unknown = new[known.numbers(hashes[new]) == UNKNOWN]
        missing += len(unknown)
        sample += [texts[i] for i in unknown[: SAMPLE_TEXTS - len(sample)]]
    fragments, contacts = store.indexing.counts()
    seconds = _encoding_seconds(encoder, sample, missing) + (fragments + contacts) / READ_A_SECOND
    return ReindexPlan(
        fragments,
        contacts,
        len(seen),
        missing,
        seconds if needed else 0.0,
        generation_bytes(fragments, encoder.dimension),
        shutil.disk_usage(store.data_dir).free,
        needed,
        "asked for" if full else reason,
    )


def _present(index_dir: Path, encoder: Encoder) -> tuple[FragmentIndex | None, str]:
    try:
        present = open_current(index_dir)
        if present is not None:
            present.manifest.check(encoder)
    except DamagedIndex:
        return None, "the index is damaged"
    except IndexMismatch as error:
        return None, f"the index was made with another {error.what}"
    return present, "" if present is not None else "there is no index yet"


def _encoding_seconds(encoder: Encoder, sample: Sequence[str], missing: int) -> float:
    done, began, spent = 0, time.perf_counter(), 0.0
    while done < len(sample) and spent < SAMPLE_SECONDS:
        part = sample[done : done + TEXTS_A_TRY]
        encoder.encode_document(part)
        done += len(part)
        spent = time.perf_counter() - began
    return missing * spent / done if done else 0.0
