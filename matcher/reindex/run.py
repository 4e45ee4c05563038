"""One re-index: a generation built aside, made current at once, and the old ones removed."""

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from matcher.bulk import bulk_work
from matcher.encoder import Encoder
from matcher.errors import DamagedIndex, IndexMismatch
from matcher.index import (
    Built,
    FragmentIndex,
    Manifest,
    Progress,
    Source,
    build_from,
    open_current,
    sweep,
    switch,
)
from matcher.index.work import remove_work
from matcher.index_kind import IndexKind
from matcher.reindex.space import check_space, disk_errors, generation_bytes
from matcher.store import Store

logger = logging.getLogger(__name__)

INDEX = "index"
LOCK = "index.lock"
BUILDING = "building"
PATIENCE_SECONDS = 3.0  # with readers of a generation that holds somebody who was erased


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a re-index did.

    Attributes:
        generation: The generation in use afterwards.
        contacts: Contacts that have a fragment.
        encoded: Distinct texts that were encoded.
        changed: False when the index was true already.
        resumed: Distinct texts that a run which was cut short had encoded before.
    """

    generation: str
    contacts: int
    fragments: int
    encoded: int
    changed: bool
    seconds: float
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class Reindexing:
    """A re-index, about to be run.

    Attributes:
        full: Encode every text again, whatever made the present generation.
        chosen: The name of the encoder that is chosen for the data folder with this generation; None leaves
            the choice as it is.
        kind: Of the index over everybody.
        progress: Told of the steps that were done, of contacts and fragments.
        made: Called once the index is true, before another process may make the next: readers of this process
            let go of the old generation.
    """

    store: Store
    encoder: Encoder
    full: bool = False
    chosen: str | None = None
    kind: IndexKind = IndexKind.AUTO
    progress: Progress | None = None
    made: Callable[[], None] = lambda: None

    def run(self, *, wait: bool = True) -> ReindexReport:
        """Builds a generation aside and makes it current; the old one is searched until then.

        What a run that was killed had encoded is used. After an erasure the database is rewritten as well,
        where that is a matter of seconds.

        Args:
            wait: Whether to wait for another process that is at it.

        Raises:
            IndexMismatch: If the present generation was made with another model and `full` is not set.
            StoreUnavailable: If the disk is full, or the folder cannot be written; nothing is lost then.
            filelock.Timeout: If another process is at it and `wait` is not set.
        """
        began = time.monotonic()
        with disk_errors(self._index_dir):
            self._index_dir.mkdir(exist_ok=True)
            with FileLock(self.store.data_dir / LOCK, timeout=-1 if wait else 0):
                return self._locked(began)

    @property
    def _index_dir(self) -> Path:
        return self.store.data_dir / INDEX

    def _locked(self, began: float) -> ReindexReport:
        sweep(self._index_dir)
        present = self._present()
        erased, version = self.store.compaction.due_since, self.store.version
        if present is not None and not self.full and self._is_true(present.manifest, version):
            self.made()
            self._after_erasure(erased)
            return _report(Built(present.manifest, 0, 0), began, changed=False)
        chosen = present.manifest.chosen if present is not None and self.chosen is None else self.chosen
        built = self._build(version, None if self.full else present, chosen or "")
        del present  # the last reader in this process, unless a suggester holds it too
        self.made()
        remove_work(self._index_dir)
        self._after_erasure(erased)
        return _report(built, began, changed=True)

    def _is_true(self, manifest: Manifest, version: int) -> bool:
        same = manifest.company is not None and manifest.company.of_kind(self.kind)
        return manifest.store_version == version and self.chosen in (None, manifest.chosen) and same

    def _present(self) -> FragmentIndex | None:
        """Opens what can be taken over; of a damaged generation nothing can."""
        try:
            present = open_current(self._index_dir)
            if present is not None:
                present.manifest.check(self.encoder)
        except DamagedIndex as error:
            logger.warning("the index is made anew", extra={"file": error.file})
            return None
        except IndexMismatch:
            if not self.full:
                raise
            return None
        return present

    def _build(self, version: int, old: FragmentIndex | None, chosen: str) -> Built:
        fragments, contacts = self.store.indexing.counts()
        check_space(self._index_dir, generation_bytes(fragments, self.encoder.dimension))
        folder = self._index_dir / BUILDING
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
        folder.mkdir()
        source = Source(
            self.store.indexing.fragments(),
            self.store.indexing.facts(),
            2 * fragments + contacts,
            version,
            work=self._index_dir,
            chosen=chosen,
            kind=self.kind,
        )
        try:
            with bulk_work():
                built = build_from(folder, source, self.encoder, old=old, progress=self.progress)
            switch(self._index_dir, folder, built.manifest.generation)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return built

    def _after_erasure(self, erased: str | None) -> None:
        """Removes old generations; while one is left, or the database is large, the erasure stays due."""
        gone = sweep(self._index_dir, patience_seconds=PATIENCE_SECONDS if erased else 0)
        if gone:
            self.store.compaction.rewrite_if_due(erased)


def reindex(
    store: Store,
    encoder: Encoder,
    *,
    full: bool = False,
    wait: bool = True,
    progress: Progress | None = None,
) -> ReindexReport:
    """Runs a `Reindexing`; see there."""
    return Reindexing(store, encoder, full=full, progress=progress).run(wait=wait)


def _report(built: Built, began: float, *, changed: bool) -> ReindexReport:
    manifest, seconds = built.manifest, time.monotonic() - began
    return ReindexReport(
        manifest.generation,
        manifest.contacts,
        manifest.fragments,
        built.encoded,
        changed,
        seconds,
        built.resumed,
    )
