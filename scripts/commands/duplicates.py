"""`coopt duplicates`: contacts who may be one person, merged or taken apart, and each change taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import note, print_json, progress
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.identity.review import IdentityChange
    from matcher.store.duplicates import DuplicateRepository

app = typer.Typer(
    help="Contacts who may be one person: review, merge, split, undo.", invoke_without_command=True
)

SHOWN = 20
FIELDS = {
    "connected_on": "day of the tie",
    "profile_address": "LinkedIn address",
    "list": "two rows of one export",
}

Keep = Annotated[str, typer.Argument(help="Id of the contact who stays.")]
Gone = Annotated[str, typer.Argument(help="Id of the contact who becomes part of the other.")]
ContactId = Annotated[str, typer.Argument(help="Id of a contact of yours.")]
OtherId = Annotated[str, typer.Argument(help="Id of another contact of yours.")]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help="Format or name of a file that tells of the other person; repeat it. "
        "Without it, the file that was imported last.",
    ),
]
ChangeId = Annotated[
    int | None,
    typer.Argument(help="Id of a change, as `coopt duplicates changes` lists them; the latest without."),
]
MaybeEmployee = Annotated[str, typer.Option("--employee", help="Whose network it is, such as `me`.")]
Find = Annotated[bool, typer.Option("--find", help="First compare everyone in the network with each other.")]
Most = Annotated[int, typer.Option("-k", min=1, max=1_000, help="How many pairs to show.")]


@app.callback()
def list_pairs(
    context: typer.Context,
    employee: MaybeEmployee = "",
    find: Find = False,
    k: Most = SHOWN,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List pairs of contacts who may be one person, the likeliest first, and why.

    An import joins whom it is sure of, and puts who is doubtful here. Give the merged contact's ids to
    `merge`, or to `keep-apart` where they are two people; `undo` takes either back.
    """
    if context.invoked_subcommand:
        return
    if not employee:
        raise typer.BadParameter("expected whose network it is", param_hint="--employee")
    from matcher.identity.review import pairs_to_json

    with open_workspace(data_dir) as workspace:
        store = workspace.store
        store.network(employee)  # tells an employee whom nobody knows from a list that is empty
        if find:
            note(f"{store.duplicates.find(employee):,} new pairs found.")
        pairs = store.duplicates.pairs(employee, k=k)
        ids = sorted({contact_id for pair in pairs for contact_id in (pair.first_id, pair.second_id)})
        found = pairs_to_json(pairs, store.contacts_by_id(ids))
    if as_json:
        print_json({"pairs": found})
    else:
        _print_pairs(found, employee)


@app.command("merge")
def merge(
    keep: Keep, gone: Gone, employee: Employee, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Make one contact of two: sources, keys, ties and verdicts of the second become the first's."""
    with _changing(data_dir) as duplicates:
        change = duplicates.merge(employee, keep, gone)
    _tell(change, f"Merged: {gone} is part of {keep} now.", as_json=as_json)


@app.command("split")
def split(
    contact: ContactId,
    employee: Employee,
    source: Sources = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a contact of its own of what one of your files tells of another person."""
    with _changing(data_dir) as duplicates:
        change = duplicates.split(employee, contact, source or ())
    _tell(change, f"Split: {change.other_id} is a contact of their own now.", as_json=as_json)


@app.command("keep-apart")
def keep_apart(
    contact: ContactId, other: OtherId, employee: Employee, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Say that two contacts are two people: the pair is not shown again."""
    with _changing(data_dir) as duplicates:
        change = duplicates.keep_apart(employee, contact, other)
    _tell(change, "Kept apart.", as_json=as_json)


@app.command("undo")
def undo(
    employee: Employee, change: ChangeId = None, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Take back a merge, a split or a pair kept apart: everything is where it was."""
    with _changing(data_dir) as duplicates:
        undone = duplicates.undo(employee, change)
    if as_json:
        from matcher.identity.review import change_to_json

        print_json(change_to_json(undone))
    else:
        typer.echo(f"Undone: {undone.kind} {undone.id}.")


@app.command("changes")
def changes(employee: Employee, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List what you merged, split and kept apart, latest first."""
    from matcher.identity.review import change_to_json
    from scripts.tables import print_table

    with open_workspace(data_dir) as workspace:
        made = [change_to_json(change) for change in workspace.store.duplicates.changes(employee)]
    if as_json:
        print_json({"changes": made})
    elif made:
        print_table(list(made[0]), [list(change.values()) for change in made])
    else:
        typer.echo("Nothing was merged, split or kept apart yet.")


@contextmanager
def _changing(data_dir: Path | None) -> Iterator["DuplicateRepository"]:
    """Opens the duplicates, and makes the index follow what was changed."""
    with open_workspace(data_dir) as workspace:
        yield workspace.store.duplicates
        with progress("encoding") as told:
            workspace.reindex(progress=told)


def _tell(change: "IdentityChange", said: str, *, as_json: bool) -> None:
    if as_json:
        from matcher.identity.review import change_to_json

        print_json(change_to_json(change))
    else:
        typer.echo(f"{said} `coopt duplicates undo {change.id} --employee {change.employee}` takes it back.")


def _print_pairs(found: list[dict[str, Any]], employee: str) -> None:
    if not found:
        typer.echo("No two contacts are in doubt. `--find` compares everyone with each other.")
        return
    for number, pair in enumerate(found, start=1):
        for i, contact in enumerate(pair["contacts"]):
            sources = ", ".join(f"{source['kind']} ({source['name']})" for source in contact["sources"])
            told = ", ".join(part for part in (contact["name"], contact["headline"]) if part)
            typer.echo(f"{f'{number}.' if i == 0 else '':<4}{told}  [{contact['id']}]  from {sources}")
        reasons = (f"{word}: {_fields(pair[word])}" for word in ("agree", "near", "differ") if pair[word])
        typer.echo(f"    one person with {pair['probability']:.0%}; {'; '.join(reasons)}")
    first, second = (contact["id"] for contact in found[0]["contacts"])
    note(f"One person: coopt duplicates merge {first} {second} --employee {employee}")
    note(f"Two people: coopt duplicates keep-apart {first} {second} --employee {employee}")


def _fields(names: list[str]) -> str:
    return ", ".join(FIELDS.get(name, name) for name in names)
