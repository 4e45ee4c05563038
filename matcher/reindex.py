"""Makes the index true again: only texts that it does not know are encoded."""

import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from pathlib import Path

from filelock import FileLock

from matcher.encoder import Encoder
from matcher.facts import ProfileFacts
from matcher.index import FragmentIndex, IndexedFragment, Progress, build, open_current, switch
from matcher.profile_facts import profile_facts
from matcher.store import Store

INDEX = "index"
LOCK = "index.lock"


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a re-index did.

    Attributes:
        generation: The generation in use afterwards.
        contacts: Contacts that have a fragment.
        encoded: Distinct texts that were encoded.
        changed: False when the index was true already.
    """

    generation: str
    contacts: int
    fragments: int
    encoded: int
    changed: bool
    seconds: float


def reindex(
    store: Store,
    encoder: Encoder,
    *,
    full: bool = False,
    wait: bool = True,
    progress: Progress | None = None,
) -> ReindexReport:
    """Builds a generation aside and makes it current; the old one is searched until then.

    After an erasure the database is rewritten as well, where that is a matter of seconds.

    Args:
        full: Encode every text again, whatever made the present generation.
        wait: Whether to wait for another process that is at it.

    Raises:
        IndexMismatch: If the present generation was made with another model and `full` is not set.
        filelock.Timeout: If another process is at it and `wait` is not set.
    """
    index_dir = store.data_dir / INDEX
    index_dir.mkdir(exist_ok=True)
    began = time.monotonic()
    with FileLock(store.data_dir / LOCK, timeout=-1 if wait else 0):
        old = None if full else _present(index_dir, encoder)
        erased, version = store.compaction.due_since, store.version
        if old is not None and old.manifest.store_version == version:
            manifest, encoded, changed = old.manifest, 0, False
        else:
            built = Path(tempfile.mkdtemp(prefix="building-", dir=index_dir))
            try:
                manifest, encoded = build(
                    built,
                    starmap(IndexedFragment, store.fragments()),
                    encoder,
                    facts=_facts(store),
                    store_version=version,
                    old=old,
                    progress=progress,
                )
                switch(index_dir, built, manifest.generation)
            except BaseException:
                shutil.rmtree(built, ignore_errors=True)
                raise
            store.compaction.rewrite_if_due(erased)
            changed = True
    seconds = time.monotonic() - began
    return ReindexReport(
        manifest.generation, manifest.contacts, manifest.fragments, encoded, changed, seconds
    )


def _facts(store: Store) -> dict[str, ProfileFacts]:
    today = date.today()
    return {contact_id: profile_facts(profile, today=today) for contact_id, profile in store.profiles()}


def _present(index_dir: Path, encoder: Encoder) -> FragmentIndex | None:
    present = open_current(index_dir)
    if present is not None:
        present.manifest.check(encoder)
    return present
