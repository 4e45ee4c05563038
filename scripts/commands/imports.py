"""`coopt import`: contacts and openings in, past imports, and one of them undone."""

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import note, print_json, progress
from scripts.import_report import (
    Brought,
    import_each,
    import_to_json,
    show_imports,
    show_outcome,
)
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.opening import Opening
    from matcher.readers.report import ContactRow, Reading
    from matcher.store import ImportReport, Store

OPENINGS_SHOWN = 3
HEADER_BYTES = 65_536
LONG_FILE = 5_000  # rows, from which on it is told how far the import is

app = typer.Typer(help="Bring in a network or openings, see past imports, undo one.", no_args_is_help=True)
Files = Annotated[
    list[Path], typer.Argument(help="The files; the format of each is recognised by its content.")
]
SomeFiles = Annotated[
    list[Path] | None,
    typer.Argument(help="The files; the format of each is recognised by its content.", show_default=False),
]
Url = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="A job board's page, or one with a posting in it.")
]
Format = Annotated[str | None, typer.Option("--format", help="The format, where it is not recognised.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of any other table holds; repeat it."),
]
MaybeEmployee = Annotated[str | None, typer.Option("--employee", help="Only the imports of this employee.")]
K = Annotated[int, typer.Option("-k", min=1, help="At most this many, the latest first.")]
ImportId = Annotated[
    str, typer.Argument(metavar="ID", help="The import's id, which its report and `coopt import list` show.")
]


@app.command("contacts")
def contacts(
    paths: Files,
    employee: Employee,
    format: Format = None,
    columns: Columns = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Import contacts: LinkedIn, Google, Outlook, vCard, JSON Resume, Europass, a resume, any table.

    LinkedIn's Connections.csv, archive or saved profile; resumes in PDF, DOCX, ODT, HTML or text. Each file
    is an import of its own, and none is lost because another one cannot be read.
    """
    with open_workspace(data_dir) as workspace:

        def bring_in(path: Path) -> Brought:
            return Brought(_store(workspace.store, _read_contacts(path, format, columns or ()), employee))

        outcome = import_each(paths, bring_in)
        with progress("encoding") as told:
            workspace.reindex(progress=told)
    show_outcome(outcome, as_json=as_json)


def _store(store: "Store", reading: "Reading[ContactRow]", employee: str) -> "ImportReport":
    if len(reading.items) < LONG_FILE:
        return store.import_contacts(reading, employee)
    with progress("storing") as told:
        return store.import_contacts(reading, employee, progress=told)


def _read_contacts(path: Path, format: str | None, columns: Sequence[str]) -> "Reading[ContactRow]":
    from matcher.errors import UnreadableFile
    from matcher.readers.contacts import read_contacts, read_mapped_csv

    if columns:
        pairs = [column.rpartition("=") for column in columns]
        if any(not name for name, _, _ in pairs):
            raise typer.BadParameter("expected COLUMN=FIELD", param_hint="--map")
        return read_mapped_csv(path, {name: meaning for name, _, meaning in pairs})
    try:
        return read_contacts(path, format)
    except UnreadableFile:
        _suggest_columns(path)
        raise


def _suggest_columns(path: Path) -> None:
    """Tells which `--map` options a table's header calls for; the user confirms them by giving them."""
    from matcher.readers.contacts import suggest_mapping
    from matcher.readers.tables import find_table

    if not path.is_file():
        return
    with path.open("rb") as file:
        lines = file.read(HEADER_BYTES).decode("utf-8-sig", "replace").splitlines()
    table = find_table(lines)
    mapping = suggest_mapping(table.cells) if table else {}
    if {"name", "first", "last"} & set(mapping.values()):
        options = " ".join(f"--map {shlex.quote(f'{name}={meaning}')}" for name, meaning in mapping.items())
        note(f"This table may be read with: {options}")


@app.command("openings")
def openings(
    paths: SomeFiles = None,
    url: Url = None,
    format: Format = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Import openings: job boards, France Travail, JobPosting, PDF, DOCX, ODT, HTML, Markdown, text.

    The boards are Greenhouse, Lever, Ashby, Workable and SmartRecruiters: what their interfaces answer, as a
    file, or the page of a board with --url. Only public addresses are fetched.
    """
    from matcher.opening import count_not_open

    if bool(paths) == (url is not None):
        raise typer.BadParameter("give either a file or --url URL")
    readings: list[tuple[Reading[Opening], dict[str, int]]] = []
    with open_workspace(data_dir) as workspace:

        def bring_in(source: Path | str) -> Brought:
            reading = _read_openings(source, format)
            not_open = count_not_open(reading.items, date.today())
            readings.append((reading, not_open))
            return Brought(workspace.store.import_openings(reading), {"not_open": not_open})

        sources: list[Path | str] = [url] if url is not None else [*(paths or ())]
        outcome = import_each(sources, bring_in)
    show_outcome(outcome, as_json=as_json, details=lambda: _show_all_openings(readings))


def _read_openings(source: Path | str, format: str | None) -> "Reading[Opening]":
    from matcher.readers.openings import read_openings
    from matcher.readers.openings.from_url import read_openings_at

    if isinstance(source, Path):
        return read_openings(source, format)
    return read_openings_at(source, format=format)


def _show_all_openings(readings: "list[tuple[Reading[Opening], dict[str, int]]]") -> None:
    for reading, not_open in readings:
        _show_openings(reading, not_open)


def _show_openings(reading: "Reading[Opening]", not_open: dict[str, int]) -> None:
    if not_open:
        typer.echo(f"Not open: {', '.join(f'{count:,} {state}' for state, count in not_open.items())}")
    today = date.today()
    for opening in reading.items[:OPENINGS_SHOWN]:
        state = opening.posting.availability_on(today).value
        note(f"  {opening.id}  {opening.title}{'' if state == 'open' else f'  ({state})'}")


@app.command("list")
def list_imports(
    employee: MaybeEmployee = None, k: K = 20, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Show past imports, the latest first: what each one brought in, and when it was undone."""
    with open_workspace(data_dir) as workspace:
        found = workspace.store.imports.list(employee, k=k)
    if as_json:
        print_json([import_to_json(one) for one in found])
    elif found:
        show_imports(found)
    else:
        typer.echo("Nothing was imported yet.")


@app.command("undo")
def undo(import_id: ImportId, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Restore the state before an import; what later imports told of the same people or openings stays.

    A contact of whom no other import tells goes, with all that was said of them since.
    """
    with open_workspace(data_dir) as workspace:
        undone = workspace.store.imports.undo(import_id)
        workspace.reindex()
    if as_json:
        print_json(import_to_json(undone))
    else:
        typer.echo(f"Undone: {undone.name or undone.what}, imported on {undone.imported_at[:10]}.")
