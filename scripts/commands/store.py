"""`coopt store`: the database itself."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import note, print_json, progress
from scripts.options import AsJson, DataDir

if TYPE_CHECKING:
    from matcher.moving import MoveReport

app = typer.Typer(help="Move the store between SQLite and PostgreSQL.", no_args_is_help=True)

ADDRESSES = (
    "`sqlite:///FOLDER/coopt.sqlite3` (four slashes where FOLDER begins with one) or "
    "`postgresql+psycopg://USER@HOST/DATABASE`"
)


@app.callback()
def store() -> None:
    """Move the store between SQLite and PostgreSQL."""


@app.command("copy")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=f"The store: {ADDRESSES}.")],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO",
            help="Where to copy it, written alike. It must be empty; a PostgreSQL database must exist. "
            "Leave its password out: PGPASSWORD or ~/.pgpass hold it where no list of processes shows it.",
        ),
    ],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Copy a store to another database, all of it or nothing, and compare every table afterwards.

    Stop servers first: what is written to FROM meanwhile is not copied. FROM stays as it is. Then set
    COOPT_DATABASE_URL to the address of the PostgreSQL database, or unset it to go back to SQLite.
    """
    from api.settings import Settings
    from matcher.moving import move_store

    settings = Settings.read() if data_dir is None else Settings.read(data_dir=data_dir)
    with progress("copying rows") as told:
        report = move_store(source, target, settings.data_dir, progress=told)
    if as_json:
        print_json(_to_json(report))
        return
    for table in report.tables:
        if table.rows:
            typer.echo(f"{table.rows:>12,}  {table.name}  {table.digest[:12]}")
    typer.echo(
        f"{report.rows:,} rows copied and compared, table by table, in {report.seconds:.1f} s; "
        f"the index {'came along' if report.index else 'is made by the next question'}."
    )
    if report.secret:
        note("The secret of contacts' links was copied too: remove `secret.key` where it is no longer used.")


def _to_json(report: "MoveReport") -> dict[str, Any]:
    return {
        "rows": report.rows,
        "tables": {table.name: {"rows": table.rows, "sha256": table.digest} for table in report.tables},
        "index_copied": report.index,
        "secret_copied": report.secret,
        "seconds": round(report.seconds, 3),
    }
