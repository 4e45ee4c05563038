"""`coopt reindex`."""

from dataclasses import asdict
from typing import Annotated

import typer

from scripts.console import print_json, progress
from scripts.options import AsJson, DataDir, open_workspace

Full = Annotated[bool, typer.Option("--full", help="Encode every text again, for another model.")]


def reindex(full: Full = False, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Make the index true again: encode what changed since the last time."""
    with open_workspace(data_dir) as workspace, progress("encoding") as told:
        report = workspace.reindex(full=full, progress=told)
    if as_json:
        print_json(asdict(report))
    elif report.changed:
        typer.echo(
            f"{report.fragments:,} fragments of {report.contacts:,} contacts, "
            f"{report.encoded:,} texts encoded in {report.seconds:.1f} s (generation {report.generation})"
        )
    else:
        typer.echo(f"The index is up to date (generation {report.generation}).")
