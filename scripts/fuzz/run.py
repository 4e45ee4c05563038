"""Reads broken files, and counts what came of each."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from matcher.errors import InvalidOpening, UnreadableFile
from matcher.opening import Opening
from matcher.readers import pdf, pdf_worker
from matcher.readers.contacts import read_contacts
from matcher.readers.openings import read_openings
from matcher.readers.report import ContactRow
from scripts.fuzz.mutation import broken_like
from scripts.fuzz.seeds import CONTACTS, OPENINGS

Reader = Callable[[Path, str | None], Counter[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """A reader with a sound file for it.

    Attributes:
        room: `contacts` or `openings`.
        kind: The format of the seed.
        read: Reads a file, checks what comes out, and counts it as `read` or `refused`.
    """

    room: str
    kind: str
    seed: bytes
    read: Reader


def targets() -> Iterator[Target]:
    """Gives every format with its seed."""
    for kind, seed in CONTACTS.items():
        yield Target("contacts", kind, seed, _read_contacts)
    for kind, seed in OPENINGS.items():
        yield Target("openings", kind, seed, _read_openings)


def fuzz(target: Target, examples: int, *, derandomize: bool = False) -> Counter[str]:
    """Reads `examples` broken files twice each: as what they seem to be, and as what they were.

    Returns:
        How many were `read` and how many `refused`.

    Raises:
        Exception: Whatever a reader raised that it should not; hypothesis prints the smallest file for it.
    """
    counts: Counter[str] = Counter()
    with TemporaryDirectory(prefix="coopt-fuzz-") as folder, pdf_in_process():
        path = Path(folder) / "broken"

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=derandomize,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(content=broken_like(target.seed))
        def read_both_ways(content: bytes) -> None:
            path.write_bytes(content)
            for format in (None, format_of(target.kind)):
                counts.update(target.read(path, format))

        read_both_ways()
    return counts


def format_of(kind: str) -> str:
    """Gives the name under which a format is asked for: a file of lines is read as its format is."""
    return "france-travail-api" if kind == "france-travail-jsonl" else kind


@contextmanager
def pdf_in_process() -> Iterator[None]:
    """Reads PDF documents here for a while: a process for each would be slow."""
    ask = pdf._ask_worker
    pdf._ask_worker = lambda data, path: pdf_worker.read(data)
    try:
        yield
    finally:
        pdf._ask_worker = ask


def _read_contacts(path: Path, format: str | None) -> Counter[str]:
    try:
        items = read_contacts(path, format).items
    except UnreadableFile:
        return Counter(refused=1)
    if not items or not all(map(_is_sound_contact, items)):
        raise AssertionError("a contact without a name or a key")
    return Counter(read=1)


def _is_sound_contact(item: ContactRow) -> bool:
    return bool(item.profile.name and item.keys)


def _read_openings(path: Path, format: str | None) -> Counter[str]:
    try:
        items = read_openings(path, format).items
    except (UnreadableFile, InvalidOpening):
        return Counter(refused=1)
    if not items or not all(map(_is_sound_opening, items)):
        raise AssertionError("an opening without a title or text, or a requirement that is not in its text")
    return Counter(read=1)


def _is_sound_opening(opening: Opening) -> bool:
    spans = all(opening.text[r.start : r.end] == r.text for r in opening.requirements)
    return bool(opening.id and opening.title and opening.text) and spans
