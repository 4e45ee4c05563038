"""A file of contacts becomes part of a network: for the API at once, for the pages in the background."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from api.dependencies import make_ready
from matcher.readers.contacts import read_contacts
from matcher.reindex import ReindexReport
from matcher.store import ImportReport
from matcher.workspace import Workspace


class Stage(StrEnum):
    """Where an import is."""

    WAITING = "waiting"
    READING = "reading"
    STORING = "storing"
    INDEXING = "indexing"
    DONE = "done"
    FAILED = "failed"


Told = Callable[[Stage, int, int], None]  # of each stage: done, total


def bring_in(
    workspace: Workspace, path: Path, employee: str, *, told: Told = lambda *_: None
) -> tuple[ImportReport, ReindexReport]:
    """Adds a file's contacts to a network and makes the index true again.

    Raises:
        UnreadableFile: If the file holds no contact that can be used; nothing is stored then.
        IndexMismatch: If the index or the model cannot be used; nothing is stored then either.
    """
    told(Stage.READING, 0, 0)
    reading = read_contacts(path)
    make_ready(workspace)  # an index or a model that cannot be used is told before anything is stored
    told(Stage.STORING, 0, len(reading.items))
    report = workspace.store.import_contacts(
        reading, employee, progress=lambda done, total: told(Stage.STORING, done, total)
    )
    told(Stage.INDEXING, 0, 0)
    index = workspace.reindex(progress=lambda done, total: told(Stage.INDEXING, done, total))
    return report, index
