"""After an erasure: the index without the person, and files in which no byte of them is left."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import Timeout

if TYPE_CHECKING:
    from matcher.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CompactionReport:
    """What a compaction did.

    Attributes:
        was_due: Whether anybody was erased since the one before.
        done: False where other work kept some old bytes; the next compaction takes them.
        generation: Of the index in use afterwards, None where there is none.
    """

    was_due: bool
    done: bool
    generation: str | None


def compact(workspace: "Workspace") -> CompactionReport:
    """Rewrites the index and the database; older generations of the index are removed.

    Raises:
        IndexMismatch: If the index was made with another model.
        StoreUnavailable: If the database cannot be rewritten.
    """
    store = workspace.store
    since = store.compaction.due_since
    generation = workspace.reindex().generation if store.version else None
    done = since is not None and store.compaction.due_since is None  # the re-index saw to it
    if not done:
        done = store.compaction.rewrite()
        if done and since is not None:
            store.compaction.note_done(since)
    return CompactionReport(since is not None, done, generation)


def compact_if_due(workspace: "Workspace", *, only_if_cheap: bool = False) -> CompactionReport | None:
    """Compacts if somebody was erased since the last time; None where nothing is due or another is at it.

    Args:
        only_if_cheap: Leave a large database to the daily compaction.
    """
    compaction = workspace.store.compaction
    if compaction.due_since is None or (only_if_cheap and not compaction.is_cheap):
        return None
    try:
        return compact(workspace)
    except Timeout:
        return None
