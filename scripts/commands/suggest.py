"""`coopt suggest`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.console import print_json, reader_languages
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.opening import Opening
    from matcher.workspace import Workspace

OpeningId = Annotated[str | None, typer.Option("--opening", help="Id of an imported opening.")]
Text = Annotated[
    str | None, typer.Option("--text", help="A file with the opening's text, or - for standard input.")
]
K = Annotated[int, typer.Option("-k", min=1, max=50, help="At most this many contacts.")]
All = Annotated[bool, typer.Option("--all", help="Fill the list with those who do not stand out.")]


def suggest(
    employee: Employee,
    opening: OpeningId = None,
    text: Text = None,
    k: K = 5,
    everyone: All = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Find the few contacts who fit an opening, with the evidence for each."""
    from matcher.wire import shortlist_to_json
    from scripts.answer import print_shortlist

    if (opening is None) == (text is None):
        raise typer.BadParameter("give either --opening ID or --text PATH")
    with open_workspace(data_dir) as workspace:
        network = workspace.store.network(employee)
        asked = _opening(workspace, opening, text)
        shortlist = workspace.suggest(asked, network, by=employee, k=k, include_below_bar=everyone)
    if as_json:
        print_json(shortlist_to_json(shortlist, languages=reader_languages()))
    else:
        print_shortlist(shortlist)


def _opening(workspace: "Workspace", opening_id: str | None, text: str | None) -> "Opening":
    if opening_id is not None:
        return workspace.store.opening(opening_id)
    from matcher.errors import UnreadableFile
    from matcher.readers.files import MAX_DOCUMENT, decode
    from matcher.readers.openings import read_openings
    from matcher.readers.openings.plain_text import opening_from_text

    if text == "-":
        data = sys.stdin.buffer.read(MAX_DOCUMENT + 1)
        if len(data) > MAX_DOCUMENT:
            raise UnreadableFile("standard input", f"expected at most {MAX_DOCUMENT >> 20} MiB")
        return opening_from_text(decode(data, "standard input"))
    path = Path(text or "")
    items = read_openings(path).items
    if len(items) != 1:
        raise UnreadableFile(
            path, f"expected one opening, found {len(items)}: import it and use --opening ID"
        )
    return items[0]
