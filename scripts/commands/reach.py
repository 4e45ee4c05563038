"""`coopt reach`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import print_json
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from matcher.anonymity import Line
    from matcher.opening import Opening
    from matcher.reach import Reach
    from matcher.workspace import Workspace

Asked = Annotated[
    str, typer.Argument(metavar="OPENING", help="Id of an imported opening, or a file with one opening.")
]
ACTOR = "recruiter"  # the log's word for whoever asks on the machine itself


def reach(opening: Asked, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Find how many people fit an opening over all networks, and which colleagues to ask.

    Counts are told in bands, so that like questions do not tell one person apart. Of the people it tells what
    at least three contacts of each colleague have in common, and the names that colleagues share for this
    opening.
    """
    from matcher.reach import reach_of, reach_to_json

    with open_workspace(data_dir) as workspace:
        found = reach_of(workspace, _opening(workspace, opening), by=ACTOR, openings_a_day=None)
    if as_json:
        print_json(reach_to_json(found))
    else:
        _print(found)


def _opening(workspace: "Workspace", asked: str) -> "Opening":
    from matcher.errors import UnknownOpening, UnreadableFile
    from matcher.readers.openings import read_openings

    try:
        return workspace.store.opening(asked)
    except UnknownOpening:
        path = Path(asked)
        if not path.is_file():
            raise
    items = read_openings(path).items
    if len(items) != 1:
        raise UnreadableFile(path, f"expected one opening, found {len(items)}: import it and use its id")
    return items[0]


def _print(found: "Reach") -> None:
    typer.echo(f"{found.opening.title}: {_people(found.fits)} fit.")
    if found.colleagues:
        typer.echo(f"Colleagues to ask: {', '.join(found.colleagues)}")
    elif found.withheld:
        typer.echo(
            "No colleague to ask is told: to name one with so few contacts would be to name the contact."
        )
    for line in found.lines:
        typer.echo(f"  {_in_words(line)}")
    if found.withheld:
        typer.echo(f"  {_people(found.withheld)} of whom no more is told: it might tell who they are")
    for named in found.named:
        details = f", {named.contact.headline}" if named.contact is not None else ""
        typer.echo(f"  {named.name}{details}, shared by {named.employee}")


def _in_words(line: "Line") -> str:
    return ", ".join(part for part in (line.trade, line.seniority, line.region) if part)


def _people(least: int) -> str:
    from matcher.bands import band_of

    return f"{band_of(least)} people" if least else "nobody"
