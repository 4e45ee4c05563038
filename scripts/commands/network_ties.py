"""`coopt network tie` and `coopt network me`: how you know somebody, and your own history."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scripts.console import print_json
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.contact import Profile
    from matcher.network import Tie
    from matcher.store import Store

# The values of matcher.network, which is not imported for the sake of a help text.
StrengthName = Literal["strong", "medium", "weak", "unknown"]
RelationName = Literal["colleagues", "studies", "business", "community", "private", "unknown"]
ContactId = Annotated[str, typer.Argument(metavar="CONTACT", help="Id of a contact of yours.")]
How = Annotated[RelationName | None, typer.Option("--how", help="What you are to each other.")]
HowStrong = Annotated[StrengthName | None, typer.Option("--strength", help="How strong the tie is.")]
LastExchange = Annotated[
    str | None, typer.Option("--last-exchange", metavar="DATE", help="When you last spoke, such as 2026-05.")
]
TieUndo = Annotated[bool, typer.Option("--undo", help="Take back what you said last of this tie.")]
MeUndo = Annotated[bool, typer.Option("--undo", help="Forget it; the one before counts again.")]
OwnFile = Annotated[
    Path | None,
    typer.Argument(help="Your own resume, or your LinkedIn profile saved as PDF.", show_default=False),
]
Format = Annotated[str | None, typer.Option("--format", help="The format, where it is not recognised.")]


def tie(
    contact: ContactId,
    employee: Employee,
    strength: HowStrong = None,
    how: How = None,
    last_exchange: LastExchange = None,
    undo: TieUndo = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """See how you know a contact, or say it. It is shown beside a fit and never changes it.

    What you do not say is left to facts: what you said before, or where you both worked at the same time.
    """
    said = (strength, how, last_exchange) != (None, None, None)
    if undo and said:
        raise typer.BadParameter("--undo says nothing new: give it alone")
    with open_workspace(data_dir) as workspace:
        if undo:
            _undo_tie(workspace.store, employee, contact)
        elif said:
            _say(workspace.store, employee, contact, strength=strength, how=how, last_exchange=last_exchange)
        found = _tie_of(workspace.store, employee, contact)
    if as_json:
        from matcher.wire import tie_to_json

        print_json({"contact_id": contact, **tie_to_json(found)})
    else:
        from scripts.answer import tie_in_words

        typer.echo(tie_in_words(found))


def me(
    employee: Employee,
    path: OwnFile = None,
    format: Format = None,
    undo: MeUndo = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Give your own history, so that Coopt sees with whom you worked. It is never suggested to anyone.

    Without a file it shows what there is.
    """
    from matcher.errors import CooptError

    if undo and path is not None:
        raise typer.BadParameter("give either a file or --undo")
    with open_workspace(data_dir) as workspace:
        relations = workspace.store.relations
        if path is not None:
            profile, kind = _read_own(path, format)
            relations.set_own_profile(employee, profile, kind=kind, name=path.name)
        elif undo and not relations.undo_own_profile(employee):
            raise CooptError(f"Employee {employee!r} gave no history.")
        found = relations.own_profile(employee)
    own = None if found is None else {"positions": len(found[0].positions), **asdict(found[1])}
    if as_json:
        print_json(own)
    elif own is None:
        typer.echo("You gave no history of your own: `coopt network me FILE` takes one.")
    else:
        typer.echo(f"Your own history: {own['positions']} positions, from {own['name']} of {own['seen_on']}.")


def _say(
    store: "Store",
    employee: str,
    contact: str,
    *,
    strength: str | None,
    how: str | None,
    last_exchange: str | None,
) -> None:
    """Adds to what the employee said before."""
    from matcher.network import Relation, Strength, TieStatement
    from matcher.ties import read_exchange

    before = store.relations.stated(employee, contact) or TieStatement(employee, contact)
    try:
        told = None if last_exchange is None else read_exchange(last_exchange, today=date.today())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--last-exchange") from error
    store.relations.state(
        TieStatement(
            employee,
            contact,
            strength=before.strength if strength is None else Strength(strength),
            relation=before.relation if how is None else Relation(how),
            last_exchange=told or before.last_exchange,
        )
    )


def _undo_tie(store: "Store", employee: str, contact: str) -> None:
    from matcher.errors import CooptError

    if store.relations.undo(employee, contact) is None:
        raise CooptError(f"You said nothing of the tie to {contact!r}.")


def _tie_of(store: "Store", employee: str, contact: str) -> "Tie":
    from matcher.errors import UnknownContact

    found = store.ties(employee, [contact])
    if contact not in found:
        raise UnknownContact(contact)
    return found[contact]


def _read_own(path: Path, format: str | None) -> "tuple[Profile, str]":
    from matcher.errors import UnreadableFile
    from matcher.readers.contacts import read_contacts

    reading = read_contacts(path, format)
    if len(reading.items) != 1:
        found = f"expected your own resume or profile, found {len(reading.items):,} people"
        raise UnreadableFile(path, found)
    return reading.items[0].profile, reading.kind
