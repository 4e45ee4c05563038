"""How long it takes to index a large network, against the encoder alone on the same texts."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any

from matcher.encoder import Encoder
from matcher.network import Network
from matcher.readers.openings import read_openings
from matcher.readers.report import ContactRow, Reading
from matcher.workspace import Workspace
from scripts.benchmarks.data import EMPLOYEE, filled
from scripts.benchmarks.synthetic import synthetic_network
from scripts.console import note, progress

OPENINGS = Path(__file__).parents[1] / "sample" / "openings"
ENCODED_AT_ONCE = 4_096
LOOK_SECONDS = 0.05
CHANGED = 100  # contacts that are new at the second re-index


def benchmark_reindex(size: int, *, model: str = "fast", keep: Path | None = None) -> dict[str, Any]:
    """Indexes `size` invented contacts, again with nothing changed, and with a few new ones.

    Args:
        keep: A data folder to make, or to use again, see `filled`; each run leaves the few new ones there.

    Returns:
        Seconds of each, and of the encoder alone over the text of every fragment, in the same run. `ratio` is
        the encoder's time against that of the whole re-index, which encodes a text that many share once;
        `ratio_distinct` counts the time of the distinct texts alone. `memory_mb` is what the re-index
        added to the process, at most. `ready_seconds` is how long a workspace takes to open and to answer its
        first question.
    """
    with filled(size, keep=keep) as folder:
        with Workspace(folder, encoder=model) as workspace:
            every, distinct, texts = _encoder_alone(workspace)
            with _MostMemory() as memory, progress("indexing") as told:
                full = workspace.reindex(full=True, progress=told)
            unchanged = workspace.reindex().seconds
            workspace.store.import_contacts(_strangers(workspace), EMPLOYEE)
            changed = workspace.reindex().seconds
        ready, first = _ready(folder, model)
        stored = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    return {
        "benchmark": "reindex",
        "contacts": size,
        "fragments": full.fragments,
        "texts": texts,
        "encoder_seconds": round(every, 2),
        "encoder_distinct_seconds": round(distinct, 2),
        "reindex_seconds": round(full.seconds, 2),
        "ratio": round(every / full.seconds, 2),
        "ratio_distinct": round(distinct / full.seconds, 2),
        "unchanged_seconds": round(unchanged, 3),
        "unchanged_share": round(unchanged / full.seconds, 4),
        "changed_contacts": CHANGED,
        "changed_seconds": round(changed, 2),
        "changed_share": round(changed / full.seconds, 4),
        "memory_mb": round(memory.most / 1e6),
        "index_mb": round(stored / 1e6),
        "ready_seconds": round(ready, 2),
        "first_answer_seconds": round(first, 3),
    }


def _strangers(workspace: Workspace) -> Reading[ContactRow]:
    """A few contacts whom the store does not hold, though the same benchmark ran over it before."""
    return synthetic_network(CHANGED, start=workspace.store.indexing.counts()[1])


def _encoder_alone(workspace: Workspace) -> tuple[float, float, int]:
    """Encodes the text of every fragment, in the order of the store; the distinct ones are timed apart.

    Returns:
        Seconds for all, seconds for the distinct ones, and how many of these there are.
    """
    every = distinct = 0.0
    seen, encoder = set[str](), workspace.encoder
    encoder.encode_document(["to be ready"])
    for block in workspace.store.indexing.fragments():
        once = [text for text in dict.fromkeys(block.texts) if text not in seen]
        seen.update(once)
        distinct += _seconds(encoder, once)
        every += _seconds(encoder, block.texts)
    note(f"the encoder alone: {every:.1f} s, {distinct:.1f} s for {len(seen):,} distinct texts")
    return every, distinct, len(seen)


def _seconds(encoder: Encoder, texts: Sequence[str]) -> float:
    began = time.perf_counter()
    for start in range(0, len(texts), ENCODED_AT_ONCE):
        encoder.encode_document(texts[start : start + ENCODED_AT_ONCE])
    return time.perf_counter() - began


def _ready(folder: Path, model: str) -> tuple[float, float]:
    """Opens everything and answers a question; then times a second one."""
    opening = read_openings(sorted(OPENINGS.iterdir())[0]).items[0]
    began = time.perf_counter()
    with Workspace(folder, encoder=model) as workspace:
        network: Network = workspace.store.network(EMPLOYEE)
        workspace.suggest(opening, network, by=EMPLOYEE)
        ready = time.perf_counter() - began
        began = time.perf_counter()
        workspace.suggest(opening, network, by=EMPLOYEE)
        return ready, time.perf_counter() - began


class _MostMemory:
    """Watches how much more memory this process holds than at first; pages of mapped files do not count."""

    def __init__(self) -> None:
        self.most = 0
        self._first, self._end = _resident(), Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_MostMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(LOOK_SECONDS):
            self.most = max(self.most, _resident() - self._first)


def _resident() -> int:
    """Gives the bytes of memory that are this process's own; 0 where the system does not tell."""
    try:
        total, shared = (int(word) for word in Path("/proc/self/statm").read_text().split()[1:3])
    except OSError:
        return 0
    return (total - shared) * os.sysconf("SC_PAGE_SIZE")
