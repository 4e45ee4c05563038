"""`coopt demo`."""

import os
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from matcher.workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "sample"
EMPLOYEE = "me"

Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages and the API afterwards.")]
# Not of the environment: a demonstration never touches a real store unless it is told to.
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Keep the sample's data in this folder.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")]
OpenBrowser = Annotated[
    bool | None,
    typer.Option(
        "--open/--no-open",
        help="Open the pages in your browser, signed in; done in a terminal with a screen unless told.",
    ),
]


def demo(
    serve: Serve = True, port: Port = 8000, data_dir: DataDir = None, open_browser: OpenBrowser = None
) -> None:
    """Import a sample network, ask two questions of it, and serve the pages and the API over it."""
    from api.settings import Settings
    from matcher.workspace import Workspace
    from scripts.commands.serve import run_server

    temporary = (
        tempfile.TemporaryDirectory(prefix="coopt-demo-") if data_dir is None else nullcontext(data_dir)
    )
    with temporary as folder:
        settings = Settings.read(data_dir=Path(folder), database_url=None, port=port, employee=EMPLOYEE)
        with Workspace(
            settings.data_dir, encoder=settings.encoder, allow_download=settings.allow_download
        ) as workspace:
            _import(workspace)
            _ask(workspace)
        if serve:
            run_server(settings, open_browser=_has_screen() if open_browser is None else open_browser)


def _has_screen() -> bool:
    """Whether somebody sits before it: in a script, or far away, no browser is of use."""
    screen = sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return sys.stdout.isatty() and screen


def _import(workspace: "Workspace") -> None:
    from matcher.readers.contacts import read_contacts
    from matcher.readers.openings import read_openings
    from scripts.console import progress
    from scripts.import_report import show_report

    typer.echo("Importing a sample network; every person and company in it is invented.\n")
    for path in (SAMPLE / "Connections.csv", *sorted((SAMPLE / "profiles").iterdir())):
        show_report(workspace.store.import_contacts(read_contacts(path), EMPLOYEE), undo=False)
    for path in sorted((SAMPLE / "openings").iterdir()):
        show_report(workspace.store.import_openings(read_openings(path)), undo=False)
    with progress("encoding") as told:
        report = workspace.reindex(progress=told)
    typer.echo(f"{report.contacts} contacts indexed in {report.seconds:.1f} s")


def _ask(workspace: "Workspace") -> None:
    from scripts.answer import print_shortlist

    network = workspace.store.network(EMPLOYEE)
    for opening in workspace.store.openings():
        print_shortlist(workspace.suggest(opening, network, by=EMPLOYEE, k=3))
