"""`coopt import contacts` and `coopt import openings`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import note, print_json, progress
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.store import ImportReport

SKIPPED_SHOWN = 20

app = typer.Typer(help="Bring in a network or openings.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="The file; its format is recognised by its content.")]


@app.command("contacts")
def contacts(path: File, employee: Employee, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Import contacts: LinkedIn's Connections.csv or archive, JSON Resume, a plain text resume."""
    from matcher.readers.contacts import read_contacts

    reading = read_contacts(path)
    with open_workspace(data_dir) as workspace:
        report = workspace.store.import_contacts(reading, employee)
        with progress("encoding") as told:
            workspace.reindex(progress=told)
    show_report(report, as_json=as_json)


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
    for row in report.skipped[:SKIPPED_SHOWN]:
        typer.echo(f"  line {row.line}: {row.reason}")
    if len(report.skipped) > SKIPPED_SHOWN:
        typer.echo(f"  … and {len(report.skipped) - SKIPPED_SHOWN:,} more (--json lists all)")
