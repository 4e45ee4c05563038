"""`coopt feedback`: what you answer to suggestions, and what the ranking learnt from it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scripts.console import print_json
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.store import Store

app = typer.Typer(
    help="Answer suggestions, see what that taught the ranking, take it back.", no_args_is_help=True
)

# The values of matcher.feedback, which is not imported for the sake of a help text.
VerdictName = Literal["consider", "not-for-this-role", "pinned", "dont-know", "wrong-profile"]
ReasonName = Literal[
    "other-trade",
    "too-junior",
    "too-senior",
    "missing-skill",
    "language",
    "place",
    "not-looking",
    "other",
]
SHOWN = 50

Said = Annotated[VerdictName, typer.Argument(help="What you say of the contact for this opening.")]
ContactId = Annotated[str, typer.Option("--contact", help="Id of a contact of yours.")]
OpeningId = Annotated[str, typer.Option("--opening", help="Id of an imported opening.")]
MaybeOpeningId = Annotated[str | None, typer.Option("--opening", help="Only a verdict for this opening.")]
Because = Annotated[ReasonName | None, typer.Option("--reason", help="Only with not-for-this-role.")]
Note = Annotated[str, typer.Option("--note", help="In your own words.")]
Team = Annotated[str, typer.Option("--team", help="Whose ranking it teaches, where there are several teams.")]
MaybeEmployee = Annotated[
    str | None, typer.Option("--employee", help="Only what this employee said, not the whole team.")
]
Everything = Annotated[
    bool, typer.Option("--everything", help="Show hidden contacts again and drop the flags of profiles too.")
]


@app.command("give")
def give(
    said: Said,
    employee: Employee,
    contact: ContactId,
    opening: OpeningId,
    reason: Because = None,
    note: Note = "",
    team: Team = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say what you think of a contact for an opening; it replaces what you said before."""
    from matcher.feedback import Reason, Verdict, VerdictKind, verdict_to_json
    from matcher.openings_for import OpeningsFor

    try:
        verdict = Verdict(
            employee,
            opening,
            contact,
            VerdictKind(said),
            reason=None if reason is None else Reason(reason),
            note=note,
            team=team,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with open_workspace(data_dir) as workspace:
        asked = OpeningsFor.over(workspace, taught=False)
        contributions = asked.contributions(workspace.store.opening(opening), contact)
        given = workspace.store.feedback.give(replace(verdict, contributions=contributions))
    if as_json:
        print_json(verdict_to_json(given))
    else:
        typer.echo(
            f"Noted: {said}. `coopt feedback undo --employee {employee} --contact {contact}` takes it back."
        )


@app.command("show")
def show(employee: Employee, team: Team = "", data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show what you said, and what the ranking made of what the team said."""
    from matcher.feedback import feedback_to_json

    with open_workspace(data_dir) as workspace:
        found = feedback_to_json(workspace.store, employee, k=SHOWN, team=team)
        names = _names(workspace.store, found)
    if as_json:
        print_json(found)
    else:
        _print_feedback(found, names)


@app.command("undo")
def undo(
    employee: Employee,
    contact: ContactId,
    opening: MaybeOpeningId = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take back your latest verdict on a contact; the one before counts again."""
    from matcher.errors import CooptError
    from matcher.feedback import verdict_to_json

    with open_workspace(data_dir) as workspace:
        withdrawn = workspace.store.feedback.undo(employee, contact, opening)
    if withdrawn is None:
        raise CooptError(f"No verdict of employee {employee!r} on contact {contact!r} stands.")
    if as_json:
        print_json(verdict_to_json(withdrawn))
    else:
        typer.echo(f"Taken back: {withdrawn.kind}, for opening {withdrawn.opening_id}.")


@app.command("reset")
def reset(
    employee: MaybeEmployee = None,
    team: Team = "",
    everything: Everything = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make the ranking forget what it was taught; the verdicts are kept and no longer count."""
    with open_workspace(data_dir) as workspace:
        withdrawn = workspace.store.feedback.reset(employee, team=team, everything=everything)
    if as_json:
        print_json({"withdrawn": withdrawn})
    else:
        typer.echo(f"{withdrawn:,} verdicts no longer count.")


def _names(store: "Store", found: dict[str, Any]) -> dict[str, str]:
    """Gives what a person calls the contacts and openings, by id."""
    verdicts = found["verdicts"]
    contact_ids = {*(verdict["contact_id"] for verdict in verdicts), *found["hidden"], *found["outdated"]}
    contacts = store.contacts_by_id(sorted(contact_ids))
    openings = store.openings_by_id([verdict["opening_id"] for verdict in verdicts])
    return {key: contact.name for key, contact in contacts.items()} | {
        key: opening.title for key, opening in openings.items()
    }


def _print_feedback(found: dict[str, Any], names: dict[str, str]) -> None:
    for verdict in found["verdicts"]:
        contact, opening = (_named(verdict[key], names) for key in ("contact_id", "opening_id"))
        reason = f" ({verdict['reason']})" if verdict["reason"] else ""
        typer.echo(f"{verdict['given_at'][:10]}  {contact} for {opening}: {verdict['verdict']}{reason}")
    if not found["verdicts"]:
        typer.echo("Nothing was said yet.")
    for ids, title in (
        (found["hidden"], "Hidden, since you do not know them"),
        (found["outdated"], "Old profile"),
    ):
        if ids:
            typer.echo(f"{title}: {', '.join(_named(contact_id, names) for contact_id in ids)}")
    for signal, multiplier in found["multipliers"].items():
        typer.echo(f"The ranking counts {signal} {multiplier:.2f} times.")


def _named(key: str, names: dict[str, str]) -> str:
    return f"{names[key]} [{key}]" if key in names else f"[{key}]"
