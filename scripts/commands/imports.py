"""`coopt import contacts` and `coopt import openings`."""

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import note, print_json, progress
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.readers.report import ContactRow, Reading
    from matcher.store import ImportReport

SKIPPED_SHOWN = 20
HEADER_BYTES = 65_536

app = typer.Typer(help="Bring in a network or openings.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The file; its format is recognised by its content.")]


Format = Annotated[str | None, typer.Option("--format", help="The format, where it is not recognised.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of any other table holds; repeat it."),
]


@app.command("contacts")
def contacts(
    path: File,
    employee: Employee,
    format: Format = None,
    columns: Columns = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Import contacts: LinkedIn, Google, Outlook, vCard, JSON Resume, Europass, a resume, any table.

    LinkedIn's Connections.csv, archive or saved profile; resumes in PDF, DOCX, ODT, HTML or text.
    """
    reading = _read_contacts(path, format, columns or ())
    with open_workspace(data_dir) as workspace:
        report = workspace.store.import_contacts(reading, employee)
        with progress("encoding") as told:
            workspace.reindex(progress=told)
    show_report(report, as_json=as_json)


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
def openings(path: File, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Import openings: plain text, Markdown, HTML, schema.org JobPosting, France Travail."""
    from matcher.readers.openings import read_openings

    reading = read_openings(path)
    with open_workspace(data_dir) as workspace:
        report = workspace.store.import_openings(reading)
    show_report(report, as_json=as_json)
    if not as_json:
        for opening in reading.items[:3]:
            note(f"  {opening.id}  {opening.title}")


def show_report(report: "ImportReport", *, as_json: bool) -> None:
    """Prints what an import did, with each row that was left out."""
    if as_json:
        print_json(asdict(report))
        return
    typer.echo(
        f"{report.name} ({report.kind}): {report.read:,} read, {report.new:,} new, "
        f"{report.updated:,} updated, {report.unchanged:,} unchanged, {len(report.skipped):,} skipped"
    )
    if not report.new and not report.updated:
        typer.echo("Nothing changed: everything in this file was known already.")
    if report.dropped:
        kinds = ", ".join(f"{kind} ({people:,})" for kind, people in report.dropped.items())
        typer.echo(f"Not kept, being no matter of work: {kinds}")
    for row in report.skipped[:SKIPPED_SHOWN]:
        typer.echo(f"  line {row.line}: {row.reason}")
    if len(report.skipped) > SKIPPED_SHOWN:
        typer.echo(f"  … and {len(report.skipped) - SKIPPED_SHOWN:,} more (--json lists all)")
