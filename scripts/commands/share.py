"""`coopt share`: the names that you let recruiters see, each for one opening."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.commands.feedback import ContactId, OpeningId
from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.access import Share
    from matcher.store import Store

app = typer.Typer(
    help="Let recruiters see a contact's name for an opening, see what you share, take it back.",
    no_args_is_help=True,
)

ShareId = Annotated[str, typer.Argument(metavar="ID", help="As `coopt share list` shows it.")]


@app.command("give")
def give(
    employee: Employee,
    contact: ContactId,
    opening: OpeningId,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let recruiters see a contact's name for one opening; details follow only once the contact agrees."""
    with open_workspace(data_dir) as workspace:
        store = workspace.store
        share, is_new = store.access.share(employee, contact, opening)
        (told,) = _to_json(store, [share])
    if as_json:
        print_json(told)
        return
    typer.echo(f"{told['name']} · {told['title']}: {'shared' if is_new else 'shared already'}.")
    note(f"`coopt share withdraw {share.id} --employee {employee}` takes it back.")


@app.command("list")
def list_shares(employee: Employee, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the names that you share, latest first."""
    with open_workspace(data_dir) as workspace:
        store = workspace.store
        told = _to_json(store, store.access.shares(employee))
    if as_json:
        print_json(told)
        return
    if not told:
        typer.echo("You share no name.")
    for one in told:
        typer.echo(f"{one['id']}  {one['name']} · {one['title']}, since {one['shared_at'][:10]}")


@app.command("withdraw")
def withdraw(
    share_id: ShareId, employee: Employee, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Take a share back: from now on recruiters see an anonymous line at most."""
    with open_workspace(data_dir) as workspace:
        store = workspace.store
        (told,) = _to_json(store, [store.access.withdraw_share(employee, share_id)])
    if as_json:
        print_json(told)
    else:
        typer.echo(f"{told['name']} · {told['title']}: taken back.")


def _to_json(store: "Store", shares: "Iterable[Share]") -> list[dict[str, Any]]:
    """Writes shares with names and titles, which are the employee's own to read."""
    listed = list(shares)
    contacts = store.contacts_by_id(sorted({share.contact_id for share in listed}))
    openings = store.openings_by_id(sorted({share.opening_id for share in listed}))
    return [
        {
            "id": share.id,
            "contact_id": share.contact_id,
            "name": contacts[share.contact_id].name if share.contact_id in contacts else "",
            "opening_id": share.opening_id,
            "title": openings[share.opening_id].title if share.opening_id in openings else share.opening_id,
            "shared_at": share.shared_at,
        }
        for share in listed
    ]
