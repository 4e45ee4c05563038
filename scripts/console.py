"""What commands print: answers on stdout, everything else on stderr."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from matcher.index import Progress

LONG = 1_000  # from which on a rate tells something
LINES_A_RUN = 10  # plain progress lines where there is no terminal


def print_json(value: Any) -> None:  # noqa: ANN401
    """Prints one JSON document."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def reader_languages() -> tuple[str, ...]:
    """Gives the language that the terminal is set to."""
    found = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return tuple(language for language in found if language)


def note(text: str) -> None:
    """Tells something beside the answer."""
    typer.echo(text, err=True)


@contextmanager
def progress(what: str) -> Iterator["Progress"]:
    """Shows progress on stderr: a bar on a terminal, a few plain lines elsewhere.

    Yields:
        A function that is told (done, total).
    """
    if sys.stderr.isatty():
        yield from _bar(what)
    else:
        yield _lines(what)


def _bar(what: str) -> Iterator["Progress"]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        began = time.monotonic()

        def tell(done: int, total: int) -> None:
            rate = done / max(time.monotonic() - began, 1e-3)
            bar.update(task, completed=done, total=total, description=f"{what} ({rate:,.0f} a second)")

        yield tell


def _lines(what: str) -> "Progress":
    told, began = -1, time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        tenth = LINES_A_RUN * done // max(total, 1)
        if tenth > told:
            told = tenth
            rate = done / max(time.monotonic() - began, 1e-3)
            note(f"{what}: {done:,} of {total:,}" + (f", {rate:,.0f} a second" if total >= LONG else ""))

    return tell
