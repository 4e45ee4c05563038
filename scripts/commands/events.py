"""`coopt events`: the log of who was suggested to whom, by what, and what was done about it."""

import os
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.events.event import EventKind
from scripts.commands import events_oversight
from scripts.commands.events_oversight import By
from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.events import Event
    from matcher.events.verification import Verification

DAY = "%Y-%m-%d"
SUBJECTS_SHOWN = 3

app = typer.Typer(
    help="Read, check and export the log; replay a suggestion; stop suggestions.", no_args_is_help=True
)
app.command("replay")(events_oversight.replay)
app.command("stop")(events_oversight.stop)
app.command("resume")(events_oversight.resume)
app.command("stops")(events_oversight.stops)

Kind = Annotated[EventKind | None, typer.Option("--kind", help="Only events of this kind.")]
Since = Annotated[
    datetime | None, typer.Option("--since", formats=[DAY, "%Y-%m-%dT%H:%M:%S"], help="From then on, UTC.")
]
About = Annotated[str | None, typer.Option("--about", help="Only events about this contact or opening.")]
After = Annotated[int, typer.Option("--after", min=0, help="Only events after this number.")]
K = Annotated[int, typer.Option("-k", min=1, max=10_000, help="At most this many.")]
Log = Annotated[Path | None, typer.Argument(help="A log that was exported; the store's own unless given.")]
Heads = Annotated[
    list[Path] | None,
    typer.Option("--head", help="What `coopt events head --json` printed earlier; repeat it."),
]
Target = Annotated[str, typer.Argument(metavar="FILE", help="Where to write, or - for standard output.")]
Before = Annotated[datetime, typer.Option("--before", formats=[DAY], help="Keep the events of this day on.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell how many that would be.")]


@app.command("list")
def list_events(
    kind: Kind = None,
    since: Since = None,
    about: About = None,
    after: After = 0,
    k: K = 50,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List events, oldest first: number, time, kind, who, and the ids of whom or what they are about."""
    from matcher.events.jsonl import event_to_json

    began = "" if since is None else since.replace(tzinfo=UTC).isoformat(timespec="milliseconds")
    with open_workspace(data_dir) as workspace:
        found = workspace.store.events.page(after=after, kind=kind, since=began, about=about, k=k)
    if as_json:
        print_json([event_to_json(event) for event in found])
        return
    for event in found:
        typer.echo(_line(event))
    if len(found) == k:
        note(f"There may be more: --after {found[-1].seq}")


@app.command("head")
def head(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show where the log ends. Kept elsewhere, it shows later whether the log was cut off or written anew."""
    with open_workspace(data_dir) as workspace:
        found = workspace.store.events.head
    if as_json:
        print_json(asdict(found))
    else:
        typer.echo(f"{found.seq} {found.hash}")


@app.command("verify")
def verify(log: Log = None, heads: Heads = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Check that no event was altered, removed or put in; exit code 1 where one was."""
    from matcher.events.jsonl import read_head, read_log
    from matcher.events.verification import verify as verify_events
    from matcher.events.wire import verification_to_json

    expected = tuple(read_head(path) for path in heads or ())
    if log is not None:
        found = verify_events(read_log(log), expected=expected)
    else:
        with open_workspace(data_dir) as workspace:
            found = workspace.store.events.verify(expected=expected)
    if as_json:
        print_json(verification_to_json(found))
    else:
        _print_verification(found, compared=bool(expected))
    if not found.ok:
        raise typer.Exit(1)


@app.command("export")
def export(target: Target, by: By = "officer", data_dir: DataDir = None) -> None:
    """Write the whole log as JSON Lines, one event a line; `coopt events verify FILE` checks it anywhere."""
    from matcher.events.jsonl import lines_of

    with open_workspace(data_dir) as workspace:
        events = workspace.store.events
        last = events.append(EventKind.LOG_EXPORTED, by).seq
        lines = lines_of(event for event in events.all() if event.seq <= last)
        if target == "-":
            for line in lines:
                typer.echo(line, nl=False)
            return
        _write(Path(target), lines)
    note(f"{last:,} events up to now: {target}")


@app.command("prune")
def prune(before: Before, dry_run: DryRun = False, by: By = "officer", data_dir: DataDir = None) -> None:
    """Remove old events, of six months ago or more; what is left still verifies."""
    with open_workspace(data_dir) as workspace:
        count = workspace.store.events.prune(before.replace(tzinfo=UTC), actor=by, dry_run=dry_run)
    typer.echo(f"{count:,} events {'would be' if dry_run else 'were'} removed.")


def _write(path: Path, lines: "Iterator[str]") -> None:
    """Writes a file that is whole or is not there."""
    from matcher.errors import CooptError

    if path.is_dir():
        raise CooptError(f"{path}: expected a file to write to, found a folder")
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.writelines(lines)
        os.replace(file.name, path)
    except OSError as error:
        raise CooptError(f"{path}: cannot be written ({error.strerror})") from error


def _line(event: "Event") -> str:
    shown = " ".join(event.subjects[:SUBJECTS_SHOWN])
    more = (
        f" … and {len(event.subjects) - SUBJECTS_SHOWN} more" if len(event.subjects) > SUBJECTS_SHOWN else ""
    )
    return f"{event.seq:>6}  {event.at[:19].replace('T', ' ')}  {event.kind:18} {event.actor}  {shown}{more}"


def _print_verification(found: "Verification", *, compared: bool) -> None:
    for problem in found.problems:
        typer.echo(f"Event {problem.seq} {problem.what}.")
    if found.clock_went_back:
        shown = ", ".join(map(str, found.clock_went_back[:SUBJECTS_SHOWN]))
        note(f"The machine's clock went back before event {shown}.")
    if not found.ok:
        typer.echo("This log is not as it was written.")
        return
    pruned = f", those before {found.first} were pruned" if found.first > 1 else ""
    typer.echo(
        f"{found.events:,} events, each as it was written{pruned}. Head: {found.head.seq} {found.head.hash}"
    )
    if not compared:
        note(
            "Keep the head elsewhere (`coopt events head --json`) and give it back with --head: "
            "only that shows a log that was written anew from beginning to end."
        )
