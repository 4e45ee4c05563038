"""`coopt retention`: contacts are not kept for ever."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, open_workspace

SHOWN = 20

app = typer.Typer(help="Find and erase the contacts whose time has come.", no_args_is_help=True)


@app.callback()
def retention() -> None:
    """Find and erase the contacts whose time has come."""


@app.command("run")
def run(
    apply: Annotated[
        bool, typer.Option("--apply", help="Erase them; otherwise they are only listed.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the contacts whose time has come, by what they were kept for; with --apply, erase them.

    The delays are COOPT_RETENTION_NEVER_APPROACHED_DAYS, _DECLINED_DAYS, _HIRED_DAYS and _LEFT_DAYS.
    """
    from api.settings import Settings
    from matcher.privacy.compaction import compact_if_due
    from matcher.privacy.retention import count_by_purpose, retention_to_json, run_retention

    with open_workspace(data_dir) as workspace:
        report = run_retention(workspace.store, Settings.read().delays, _today(), by="officer", apply=apply)
        if report.applied:
            compact_if_due(workspace, only_if_cheap=True)
    if as_json:
        print_json(retention_to_json(report))
        return
    done = "erased" if report.applied else "to erase"
    typer.echo(f"{len(report.expired):,} contacts {done}, {report.kept:,} kept")
    for purpose, count in count_by_purpose(report.expired).items():
        if count:
            typer.echo(f"  {purpose}: {count:,}")
    for keeping in report.expired[:SHOWN]:
        typer.echo(
            f"  {keeping.contact_id}  {keeping.purpose}, since {keeping.since}, kept until {keeping.until}"
        )
    if len(report.expired) > SHOWN:
        note(f"… and {len(report.expired) - SHOWN:,} more (--json lists all)")
    if report.expired and not report.applied:
        note("Nothing was erased: --apply erases them.")


def _today() -> date:
    return datetime.now(UTC).date()
