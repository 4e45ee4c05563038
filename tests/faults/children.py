"""What is killed: each of these runs in a process of its own until it ends, or until somebody ends it.

A child tells its parent over a pipe what it acknowledges, just after the call that did it has returned, and
`BEGUN` just before the first.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from matcher.batch.run import Asker, Watch, run_batch
from matcher.contact import Position, Profile
from matcher.identity import fold
from matcher.network import HowKnown
from matcher.opening import Opening
from matcher.readers.openings import opening_from_text
from matcher.readers.report import ContactRow, Reading
from matcher.reindex import reindex
from matcher.store import Store
from matcher.workspace import Workspace
from tests.conftest import WordEncoder

BEGUN = "begun"
WORDS = WordEncoder.WORDS
PEOPLE_A_FILE = 40
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["__main__", __name__, "faiss", "scipy.sparse"])

Child = Callable[[Path, Connection], None]


class SlowEncoder(WordEncoder):
    """Takes long enough for a kill to come between two blocks."""

    def encode_document(self, texts):  # type: ignore[no-untyped-def]
        time.sleep(0.004)
        return super().encode_document(texts)


def people(file: int) -> Reading[ContactRow]:
    """The people of one file, with titles that nobody else holds."""
    words = WordEncoder.WORDS
    rows = []
    for number in range(PEOPLE_A_FILE):
        name, title = f"Person {file} {number}", f"{words[number % len(words)]} {file}-{number}"
        rows.append(
            ContactRow(
                Profile(name=name, positions=(Position(title=title, company="Acme"),)),
                line=number + 2,
                keys=(f"mail:{fold(name)}@example.org".replace(" ", "."),),
                how_known=HowKnown.LINKEDIN,
                connected_on="2020-01-31",
            )
        )
    return Reading(kind="linkedin-connections", name=f"{file}.csv", items=tuple(rows))


def importing(data_dir: Path, told: Connection) -> None:
    with Store(data_dir) as store:
        told.send(BEGUN)
        for file in range(6):
            store.import_contacts(people(file), "me")
            told.send(file)


def indexing(data_dir: Path, told: Connection) -> None:
    with Store(data_dir) as store:
        told.send(BEGUN)
        told.send(reindex(store, SlowEncoder()).generation)


def switching(data_dir: Path, told: Connection) -> None:
    with Store(data_dir) as store:
        told.send(BEGUN)
        for _ in range(4):
            told.send(reindex(store, WordEncoder(), full=True).generation)


def erasing(data_dir: Path, told: Connection) -> None:
    with Store(data_dir) as store:
        ids = sorted(store.network("me").contact_ids)[:12]
        told.send(BEGUN)
        for contact_id in ids:
            store.privacy.erase(contact_id, by="me")
            told.send(contact_id)


def openings() -> list[Opening]:
    """What the batch asks: some thirty openings, no two alike."""
    return [opening_from_text(f"{word}\n\nRequirements\n- Team {n}") for n in range(3) for word in WORDS]


def batching(data_dir: Path, told: Connection) -> None:
    with Workspace(data_dir) as workspace:
        told.send(BEGUN)
        watch = Watch(tally=lambda tally: told.send(tally.done))
        run_batch(workspace, openings(), data_dir / "out.jsonl", Asker("rita"), watch=watch)


def migrating(data_dir: Path, told: Connection) -> None:
    told.send(BEGUN)
    Store(data_dir).close()
    told.send("migrated")


def run_and_kill(child: Child, data_dir: Path, after_seconds: float | None) -> tuple[list[str], float]:
    """Runs a child, and kills it some time after it began; None lets it come to its end.

    Returns:
        What it acknowledged, and how long it ran.
    """
    mine, its = FORKING.Pipe(duplex=False)
    process = FORKING.Process(target=child, args=(data_dir, its))
    process.start()
    its.close()
    told: list[str] = []
    began = time.monotonic()
    try:
        assert mine.recv() == BEGUN
        began = time.monotonic()
        if after_seconds is not None:
            time.sleep(after_seconds)
            assert process.pid is not None
            with suppress(ProcessLookupError):  # it came to its end before
                os.kill(process.pid, signal.SIGKILL)
        while True:
            told.append(mine.recv())
    except (EOFError, OSError):  # the second where it was killed in the middle of telling
        pass
    seconds = time.monotonic() - began
    process.join()
    if after_seconds is None:
        assert process.exitcode == 0
    process.close()
    return told, seconds
