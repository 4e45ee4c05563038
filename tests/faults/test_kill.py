"""`kill -9` at random instants: the store is whole, the index the old one or the new one, nothing is lost.

`COOPT_FAULTS=200 pytest tests/faults` tries that many instants of each sort in place of a few.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from alembic import command

from matcher.batch.run import Asker, run_batch
from matcher.index import current_name, open_current
from matcher.reindex import reindex
from matcher.store import Store
from matcher.workspace import Workspace
from tests.conftest import WordEncoder
from tests.faults import children
from tests.faults.children import PEOPLE_A_FILE, Child, people, run_and_kill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")

INSTANTS = int(os.environ.get("COOPT_FAULTS", "3"))
FILES = 5

Made = Callable[[Path], None]


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Callable[[Child, Made], Iterator[tuple[Path, list[str]]]]]:
    """Kills a child over and over, each time over a fresh copy of one data folder, as late as it may run."""

    def kill(child: Child, made: Made) -> Iterator[tuple[Path, list[str]]]:
        random, template = np.random.default_rng(7), tmp_path / "template"
        made(template)
        whole = shutil.copytree(template, tmp_path / "whole")
        _, seconds = run_and_kill(child, whole, None)
        for number in range(INSTANTS):
            data_dir = shutil.copytree(template, tmp_path / str(number))
            told, _ = run_and_kill(child, data_dir, float(random.uniform(0, seconds)))
            check_database(data_dir)
            yield data_dir, told
            shutil.rmtree(data_dir)

    return kill


def check_database(data_dir: Path) -> None:
    connection = sqlite3.connect(data_dir / "coopt.sqlite3")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def empty(data_dir: Path) -> None:
    Store(data_dir).close()


def filled(data_dir: Path) -> None:
    with Store(data_dir) as store:
        for file in range(FILES):
            store.import_contacts(people(file), "me")


def indexed(data_dir: Path) -> None:
    filled(data_dir)
    with Store(data_dir) as store:
        reindex(store, WordEncoder())


def behind(data_dir: Path) -> None:
    """The index knows all but the last files."""
    indexed(data_dir)
    with Store(data_dir) as store:
        for file in range(FILES, 2 * FILES):
            store.import_contacts(people(file), "me")


def of_an_early_version(data_dir: Path) -> None:
    upgrade = command.upgrade
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, "0001"))
        Store(data_dir).close()


def check_index(store: Store, *, contacts: int) -> None:
    """Every fragment of the store has the vector of its own text, and nobody else has any."""
    index = open_current(store.data_dir / "index")
    assert index is not None
    texts = {key: text for key, _, _, text in store.fragments()}
    assert len(index.contact_ids) == contacts
    assert sorted(texts) == sorted(index.fragment_ids.tolist())
    expected = WordEncoder().encode_query([texts[int(key)] for key in index.fragment_ids])
    np.testing.assert_allclose(index.vectors, expected)
    index.close()


def test_an_import_is_whole_or_was_not_begun(killed) -> None:
    for data_dir, told in killed(children.importing, empty):
        with Store(data_dir) as store:
            held = store.indexing.counts()[1]  # a kill before the first leaves nobody, and no network
            assert held % PEOPLE_A_FILE == 0
            assert held >= len(told) * PEOPLE_A_FILE
            again = [store.import_contacts(people(file), "me") for file in range(6)]
            assert sum(report.new for report in again) == 6 * PEOPLE_A_FILE - held


def test_a_reindex_leaves_the_old_index_or_the_new_one_and_goes_on(killed) -> None:
    for data_dir, told in killed(children.indexing, behind):
        with Store(data_dir) as store:
            found = open_current(data_dir / "index")
            assert found is not None
            old = len(found.contact_ids) == FILES * PEOPLE_A_FILE
            assert old or len(found.contact_ids) == 2 * FILES * PEOPLE_A_FILE
            assert not (told and old)
            found.close()
            report = reindex(store, WordEncoder())
            assert report.encoded + report.resumed == (FILES * PEOPLE_A_FILE if old else 0)
            check_index(store, contacts=2 * FILES * PEOPLE_A_FILE)


def test_a_switch_happens_or_does_not(killed) -> None:
    for data_dir, told in killed(children.switching, indexed):
        with Store(data_dir) as store:
            check_index(store, contacts=FILES * PEOPLE_A_FILE)
            if told:
                assert current_name(data_dir / "index") not in told[:-1]
            reindex(store, WordEncoder(), full=True)
            left = [path.name for path in (data_dir / "index").iterdir()]
            assert sorted(left) == sorted(["CURRENT", current_name(data_dir / "index")])


def test_whoever_was_erased_stays_so(killed) -> None:
    for data_dir, told in killed(children.erasing, indexed):
        with Store(data_dir) as store:
            assert not set(told) & set(store.network("me").contact_ids)
            reindex(store, WordEncoder())
            left = len(store.network("me").contact_ids)
            check_index(store, contacts=left)
            assert FILES * PEOPLE_A_FILE - left in (len(told), len(told) + 1)


def with_an_index(data_dir: Path) -> None:
    """As `indexed`, with the encoder that ships."""
    filled(data_dir)
    with Workspace(data_dir) as workspace:
        workspace.reindex()


def test_a_batch_goes_on_and_repeats_nothing(killed) -> None:
    """A line that was told of is on the disk, and in the end the file is that of a batch nobody cut short."""
    for data_dir, told in killed(children.batching, with_an_index):
        path, whole = data_dir / "out.jsonl", data_dir / "whole.jsonl"
        assert (path.read_bytes() if path.exists() else b"").count(b"\n") >= max(map(int, told), default=0)
        with Workspace(data_dir) as workspace:
            for output in (path, whole):
                run_batch(workspace, children.openings(), output, Asker("rita"))
        assert path.read_bytes() == whole.read_bytes()
        assert path.read_bytes().count(b"\n") == len(children.openings())


def test_a_migration_is_done_or_undone(killed) -> None:
    for data_dir, _ in killed(children.migrating, of_an_early_version):
        with Store(data_dir) as store:
            store.import_contacts(people(0), "me")
            assert len(store.network("me").contact_ids) == PEOPLE_A_FILE
