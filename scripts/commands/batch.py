"""`coopt batch`."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import note, print_json, progress
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from matcher.batch.engine import EngineMaker
    from matcher.batch.run import BatchReport
    from matcher.opening import Opening
    from matcher.workspace import Workspace


class Engine(StrEnum):
    """Where work is done."""

    LOCAL = "local"
    RAY = "ray"


Asked = Annotated[
    list[str] | None,
    typer.Argument(metavar="OPENINGS", help="Ids of imported openings, or files that hold openings."),
]
All = Annotated[bool, typer.Option("--all", help="Every imported opening that is open today.")]
Output = Annotated[
    Path, typer.Option("--output", dir_okay=False, help="File for the results: JSON Lines, one an opening.")
]
Restart = Annotated[bool, typer.Option("--restart", help="Begin anew, in place of going on with the file.")]
On = Annotated[
    Engine, typer.Option("--engine", help="Where the work is done: `local`, or on a `ray` cluster.")
]
Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="HOST:PORT",
        help="Head of the Ray cluster, whose machines see the data folder under the same path; "
        "without it, one is started on this machine.",
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Ray actors at most; without it, one a processor.")
]
ACTOR = "recruiter"  # the log's word for whoever asks on the machine itself


def batch(
    output: Output,
    openings: Asked = None,
    everything: All = False,
    restart: Restart = False,
    engine: On = Engine.LOCAL,
    address: Address = None,
    workers: Workers = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Find for many openings how many people fit over all networks, and which colleagues to ask.

    Each line is what `coopt reach` tells of one opening, without names. The file grows while the work goes
    on; the same command goes on after an interruption, and never answers an opening twice. The lines are the
    same, whichever engine works them out.
    """
    from matcher.batch.run import Asker, Watch, run_batch

    if bool(openings) == everything:
        raise typer.BadParameter("give either openings or --all")
    check_engine(engine, address, workers)
    with open_workspace(data_dir) as workspace, progress("openings") as told:
        asked = _every_open(workspace) if everything else _openings(workspace, openings or [])
        try:
            watch, made = Watch(progress=told), engine_of(engine, address, workers)
            report = run_batch(
                workspace, asked, output, Asker(ACTOR), restart=restart, watch=watch, engine=made
            )
        except KeyboardInterrupt:
            note(f"{output} holds what was done so far; the same command goes on.")
            raise
    if as_json:
        print_json(_to_json(report, output))
    else:
        _print(report, output)


def check_engine(engine: Engine, address: str | None, workers: int | None) -> None:
    """Makes sure that what tells of a cluster comes with one.

    Raises:
        typer.BadParameter: Otherwise.
    """
    if engine is Engine.LOCAL and (address or workers):
        raise typer.BadParameter("--address and --workers go with --engine ray")


def engine_of(engine: Engine, address: str | None, workers: int | None) -> "EngineMaker":
    """Gives what makes the engine that was asked for."""
    from matcher.batch.engine import LocalEngine
    from matcher.batch.ray_engine import on_ray

    return LocalEngine if engine is Engine.LOCAL else on_ray(address, workers=workers)


def _every_open(workspace: "Workspace") -> "list[Opening]":
    from matcher.batch.openings import every_open

    return every_open(workspace.store, date.today())


def _openings(workspace: "Workspace", asked: list[str]) -> "list[Opening]":
    """Gives the openings in the order they were asked for, each once."""
    from matcher.errors import UnknownOpening
    from matcher.readers.openings import read_openings

    known = workspace.store.openings_by_id(asked)
    found: dict[str, Opening] = {}
    for one in asked:
        if one in known:
            found[one] = known[one]
        elif Path(one).is_file():
            found |= {opening.id: opening for opening in read_openings(Path(one)).items}
        else:
            raise UnknownOpening(one)
    return list(found.values())


def _to_json(report: "BatchReport", output: Path) -> dict[str, Any]:
    written = report.tally.done - report.before
    return {
        "output": str(output),
        "openings": report.openings,
        "done_before": report.before,
        "done": report.tally.done,
        "stopped": report.tally.stopped,
        "nobody_fits": report.tally.nobody,
        "seconds": round(report.seconds, 3),
        "per_second": round(written / max(report.seconds, 1e-3), 2),
    }


def _print(report: "BatchReport", output: Path) -> None:
    tally, written = report.tally, report.tally.done - report.before
    before = f", {report.before:,} of them before" if report.before else ""
    typer.echo(f"{output}: {tally.done:,} openings{before}, in {report.seconds:.1f} s.")
    typer.echo(f"For {tally.done - tally.nobody - tally.stopped:,} of them somebody fits.")
    if tally.stopped:
        typer.echo(f"{tally.stopped:,} were not looked at: suggestions are stopped for them.")
    if not report.openings:
        typer.echo("No opening is open; `coopt import openings` adds some.")
    elif not written:
        typer.echo("Nothing was left to do; --restart begins anew.")
