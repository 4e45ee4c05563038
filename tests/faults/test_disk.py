"""A disk that is full, a folder that is read-only: what is in use stays, and the error says what happened."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from matcher.errors import StoreUnavailable
from matcher.index import current_name
from matcher.reindex import reindex, run
from matcher.store import Store
from tests.conftest import WordEncoder
from tests.faults import children
from tests.faults.children import PEOPLE_A_FILE, people

resource = pytest.importorskip("resource", reason="this system limits no file's size")

LIMITS = (1, 300, 3_000, 7_000)  # bytes that a file may have: where the work, a vector or a word is cut
NOBODY = 65_534


def indexing_on_a_full_disk(data_dir: Path, limit: int, told: Connection) -> None:
    import signal

    with Store(data_dir) as store:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails, as on a disk that is full
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        told.send(said(store))


def indexing_as_nobody(data_dir: Path, told: Connection) -> None:
    if os.geteuid() == 0:  # whom no mode of a folder stops
        os.setuid(NOBODY)
    with Store(data_dir) as store:
        told.send(said(store))


def said(store: Store) -> str:
    """What a re-index that cannot be done says."""
    try:
        reindex(store, WordEncoder())
    except StoreUnavailable as error:
        return str(error)
    return ""


def told_by(child: object, *arguments: object) -> str:
    """Runs a child; gives what it tells."""
    mine, its = children.FORKING.Pipe(duplex=False)
    process = children.FORKING.Process(target=child, args=(*arguments, its))  # type: ignore[arg-type]
    process.start()
    its.close()
    told = str(mine.recv())
    process.join()
    return told


def behind(data_dir: Path) -> str:
    """Makes an index that does not know the last file; gives its generation."""
    with Store(data_dir) as store:
        store.import_contacts(people(0), "me")
        first = reindex(store, WordEncoder())
        store.import_contacts(people(1), "me")
    return first.generation


def check_goes_on(data_dir: Path, generation: str) -> None:
    """The index is the old one, and the next re-index makes a new one of everybody."""
    assert current_name(data_dir / "index") == generation
    with Store(data_dir) as store:
        assert reindex(store, WordEncoder()).contacts == 2 * PEOPLE_A_FILE


@pytest.mark.parametrize("limit", LIMITS)
def test_a_write_that_does_not_fit_leaves_the_old_index(tmp_path: Path, limit: int) -> None:
    first = behind(tmp_path)
    assert "the index cannot be written" in told_by(indexing_on_a_full_disk, tmp_path, limit)
    check_goes_on(tmp_path, first)


def test_a_folder_that_may_not_be_written_leaves_the_old_index() -> None:
    with tempfile.TemporaryDirectory() as name:  # a test's own folder lets nobody else in
        data_dir, first = Path(name), behind(Path(name))
        for path in (data_dir, *data_dir.iterdir()):
            path.chmod(0o777 if path.is_dir() else 0o666)
        (data_dir / "index").chmod(0o555)
        assert "the index cannot be written (Permission denied)" in told_by(indexing_as_nobody, data_dir)
        (data_dir / "index").chmod(0o755)
        check_goes_on(data_dir, first)


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """Puts a disk of two megabytes in the place of a folder."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk may be mounted here: that takes root, and more in a container")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill_up(folder: Path, *, but: int = 0) -> Path:
    """Takes all that is free on a disk, but for some bytes."""
    path, free = folder / "filler", os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    path.write_bytes(b"\0" * (free - but))
    return path


def test_a_full_disk_is_told_before_a_reindex_begins(tmp_path: Path) -> None:
    with disk(tmp_path / "index"):
        first = behind(tmp_path)
        filler = fill_up(tmp_path / "index", but=8_192)
        with Store(tmp_path) as store:
            assert "Nothing was changed" in said(store)
        filler.unlink()
        check_goes_on(tmp_path, first)


def test_a_disk_that_fills_up_meanwhile_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with disk(tmp_path / "index"):
        first = behind(tmp_path)
        filler = fill_up(tmp_path / "index", but=16_384)
        with Store(tmp_path) as store, monkeypatch.context() as patch:
            patch.setattr(run, "check_space", lambda *_: None)  # as if it was free a moment before
            assert "the index cannot be written (No space left on device)" in said(store)
        filler.unlink()
        check_goes_on(tmp_path, first)


def import_files(store: Store, files: range) -> int:
    """Gives how many people were new."""
    return sum(store.import_contacts(people(file), "me").new for file in files)


def test_an_import_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    with disk(tmp_path / "data"), Store(tmp_path / "data") as store:
        import_files(store, range(1))
        filler = fill_up(tmp_path / "data")
        with pytest.raises(StoreUnavailable, match="disk is full. Nothing was changed"):
            import_files(store, range(1, 50))
        held = len(store.network("me").contact_ids)
        filler.unlink()
        assert held % PEOPLE_A_FILE == 0
        assert import_files(store, range(held // PEOPLE_A_FILE + 1)) == PEOPLE_A_FILE
