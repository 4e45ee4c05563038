"""Which generation is in use, who reads which, and when an old one goes.

`index/CURRENT` names the generation in use; replacing that file is the atomic switch. A reader holds a shared
lock on the manifest of its generation, so no process removes files that another one may still open. Whoever
ends last removes an old generation; what a killed process left goes with the next re-index.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from matcher.arrays import sync
from matcher.index.manifest import MANIFEST

try:
    import fcntl as _fcntl
except ImportError:  # Windows removes no file that is open: the file system does what the lock does
    _fcntl = None  # type: ignore[assignment]

fcntl: ModuleType | None = _fcntl
CURRENT = "CURRENT"
PRIVATE = ("building", "removed-")  # how folders begin that are no generation
LOOK_AGAIN_SECONDS = 0.02


class Reading:
    """A shared lock on a generation, until `end` or the end of the process.

    Raises:
        FileNotFoundError: If the generation is gone, or going.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle = os.open(folder / MANIFEST, os.O_RDONLY)
        if fcntl is None:
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise FileNotFoundError(folder) from error
        if not (folder / MANIFEST).exists():  # removed between the two lines above
            os.close(self._handle)
            raise FileNotFoundError(folder)

    def end(self) -> None:
        """Lets go of the generation, and removes it where it is an old one and nobody else reads it."""
        os.close(self._handle)
        with suppress(OSError):
            name = current_name(self._folder.parent)
            if name is not None and name != self._folder.name:
                remove_unread(self._folder)


def current_name(index_dir: Path) -> str | None:
    """Gives the name of the generation in use, None before the first one."""
    try:
        return (index_dir / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def switch(index_dir: Path, built: Path, name: str) -> None:
    """Puts a finished folder in place under its name and makes it current, once it is safe on the disk."""
    for path in built.rglob("*"):
        sync(path)
    sync(built)
    os.rename(built, index_dir / name)
    pointer = index_dir / f"{CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(pointer, index_dir / CURRENT)
    sync(index_dir)


def old_generations(index_dir: Path) -> list[Path]:
    """Gives the folders of generations that are not in use any more."""
    name = current_name(index_dir)
    found = (path for path in index_dir.iterdir() if path.is_dir() and not path.name.startswith(PRIVATE))
    return sorted(path for path in found if path.name != name)


def sweep(index_dir: Path, *, patience_seconds: float = 0.0) -> bool:
    """Removes the generations that nobody reads any more, and what killed processes left.

    The caller holds the lock of re-indexing.

    Args:
        patience_seconds: How long to wait for readers of old ones.

    Returns:
        Whether no old generation is left.
    """
    for left in index_dir.glob("removed-*"):
        shutil.rmtree(left, ignore_errors=True)
    until = time.monotonic() + patience_seconds
    while True:
        left_over = [folder for folder in old_generations(index_dir) if not remove_unread(folder)]
        if not left_over or time.monotonic() >= until:
            return not left_over
        time.sleep(LOOK_AGAIN_SECONDS)


def remove_unread(folder: Path) -> bool:
    """Removes a generation unless somebody reads it; gives whether it is gone."""
    try:
        handle = os.open(folder / MANIFEST, os.O_RDONLY)
    except FileNotFoundError:
        return _remove(folder)
    try:
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return _remove(folder)
    except OSError:
        return False
    finally:
        os.close(handle)
    return _remove(folder)


def _remove(folder: Path) -> bool:
    """Takes the folder away under its name first: nobody ever opens one that is half removed."""
    gone = folder.with_name(f"removed-{folder.name}")
    try:
        os.rename(folder, gone)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    shutil.rmtree(gone, ignore_errors=True)
    return True
