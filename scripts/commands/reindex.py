"""`coopt reindex`."""

from contextlib import nullcontext
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.commands.batch import Address, Engine, On, Workers, check_engine
from scripts.console import print_json, progress
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from matcher.reindex import ReindexPlan, ReindexReport
    from matcher.reindex.on_ray import Spread

MEGABYTE = 1 << 20

Full = Annotated[bool, typer.Option("--full", help="Encode every text again.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Tell what would be done, how long it takes, and change nothing.")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME|PATH",
        help="Use this encoder for the data folder from now on, whatever the settings say: `fast`, "
        "`accurate`, a folder or a hub name.",
        show_default=False,
    ),
]


def reindex(
    full: Full = False,
    dry_run: DryRun = False,
    model: Model = None,
    engine: On = Engine.LOCAL,
    address: Address = None,
    workers: Workers = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make the index true again: encode what changed since the last time.

    The index in use answers until the new one is whole; running servers then go over to it by themselves.
    After a run that was killed, this one goes on where it stopped. A cluster reads texts sooner where that
    takes long, as with `accurate`; what is found is the same.
    """
    check_engine(engine, address, workers)
    with open_workspace(data_dir) as workspace:
        if dry_run:
            plan = workspace.plan(full=full, model=model)
            if as_json:
                print_json(asdict(plan))
            else:
                typer.echo(_told_of(plan))
            return
        with progress("indexing") as told:
            spread = _spread(engine, address, workers)
            report = workspace.reindex(full=full, model=model, progress=told, spread=spread)
    if as_json:
        print_json(asdict(report))
    else:
        typer.echo(_told(report))


def _spread(engine: Engine, address: str | None, workers: int | None) -> "Spread":
    from matcher.reindex.on_ray import encoding_on_ray

    return nullcontext if engine is Engine.LOCAL else encoding_on_ray(address, workers=workers)


def _told(report: "ReindexReport") -> str:
    if not report.changed:
        return f"The index is up to date (generation {report.generation})."
    resumed = f", {report.resumed:,} kept of a run that was cut short" if report.resumed else ""
    return (
        f"{report.fragments:,} fragments of {report.contacts:,} contacts, {report.encoded:,} texts encoded"
        f"{resumed} in {report.seconds:.1f} s (generation {report.generation})"
    )


def _told_of(plan: "ReindexPlan") -> str:
    if not plan.needed:
        return "The index is up to date: nothing would be done."
    reason = f" ({plan.reason})" if plan.reason else ""
    return (
        f"{plan.to_encode:,} of {plan.distinct:,} texts would be encoded{reason}: {plan.fragments:,} "
        f"fragments of {plan.contacts:,} contacts, about {timedelta(seconds=round(plan.seconds))} and "
        f"{plan.bytes / MEGABYTE:,.0f} MB; {plan.free_bytes / MEGABYTE:,.0f} MB are free."
    )
