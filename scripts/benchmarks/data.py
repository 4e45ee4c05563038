"""A data folder of invented contacts: filled once, kept where that is told, and measured again and again."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path

from matcher.errors import IndexMismatch, StoreUnavailable
from matcher.workspace import Workspace
from scripts.benchmarks.synthetic import OWN_TITLES, fill
from scripts.console import progress

EMPLOYEE = "me"  # who asks: the first network is this one's, the others are colleagues'
NETWORK = 5_000  # contacts of a network
FILLED = "benchmark.json"  # tells what a folder was filled with, once that is done


@contextmanager
def filled(
    size: int, *, network: int = NETWORK, keep: Path | None = None, indexed: bool = False
) -> Iterator[Path]:
    """Gives a data folder of `size` contacts in networks of `network`.

    Args:
        keep: Where it is made and stays; one that is there already is used as it is. Elsewhere it goes with
            the block.
        indexed: Whether its index is made true as well.

    Raises:
        StoreUnavailable: If `keep` holds anything else.
    """
    wanted = {"contacts": size, "network": min(network, size), "own_titles": OWN_TITLES}
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        _fill_once(folder, wanted)
        if indexed:
            _aside(_index, folder)
        yield folder


def _fill_once(folder: Path, wanted: dict[str, float]) -> None:
    told = folder / FILLED
    if told.is_file():
        held = json.loads(told.read_text(encoding="utf-8"))
        if held != wanted:
            raise StoreUnavailable(f"{folder}: expected {_words(wanted)}, found {_words(held)}.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise StoreUnavailable(
            f"{folder}: expected an empty folder, or one that a benchmark filled to its end."
        )
    _aside(_fill, folder, wanted)
    told.write_text(json.dumps(wanted) + "\n", encoding="utf-8")


def _aside(work: Callable[..., None], folder: Path, *arguments: object) -> None:
    """Works in a process of its own, whose memory is not what is measured afterwards."""
    process = get_context("spawn").Process(target=work, args=(folder, *arguments))
    process.start()
    process.join()
    if process.exitcode:
        raise StoreUnavailable(f"{folder}: cannot be filled")


def _fill(folder: Path, wanted: dict[str, int]) -> None:
    with Workspace(folder) as workspace, progress("contacts") as told:
        fill(
            workspace.store,
            wanted["contacts"],
            inside=wanted["network"],
            employee=EMPLOYEE,
            progress=told,
        )


def _words(filled_with: dict[str, float]) -> str:
    own = filled_with.get("own_titles", 0)
    return (
        f"{filled_with['contacts']:,} contacts in networks of {filled_with['network']:,}, {own:.0%} of the "
        "titles their own"
    )


def _index(folder: Path) -> None:
    """Makes the index true, afresh where another encoder or version made it."""
    with Workspace(folder) as workspace, progress("indexing") as told:
        try:
            workspace.reindex(progress=told)
        except IndexMismatch:
            workspace.reindex(full=True, progress=told)
