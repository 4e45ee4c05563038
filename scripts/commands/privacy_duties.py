"""`coopt privacy notices` and `coopt privacy notice`: the notice that is owed to contacts."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from matcher.privacy.duties import Notice
    from matcher.store import Store

SHOWN = 50
app = typer.Typer()


@app.command("notices")
def notices(
    due: Annotated[bool, typer.Option("--due", help="Only those that are owed still.")] = False,
    employee: Annotated[str | None, typer.Option("--employee", help="Only contacts of this one.")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List who is owed the notice of article 14 of the GDPR, and until when; Coopt itself sends nothing."""
    from api.settings import Settings

    today = datetime.now(UTC).date().isoformat()
    with open_workspace(data_dir) as workspace:
        store = workspace.store
        found = store.duties.notices(within=Settings.read().notice_within, employee=employee)
        listed = [one for one in found if not (due and one.given_at)]
        names = _names(store, listed if as_json else listed[:SHOWN])
    if as_json:
        print_json([_to_json(one, names, today) for one in listed])
        return
    if not listed:
        typer.echo("No notice is owed.")
    for one in listed[:SHOWN]:
        typer.echo(f"{_state(one, today):<20} {one.contact_id}  {names.get(one.contact_id, '')}")
    if len(listed) > SHOWN:
        note(f"… and {len(listed) - SHOWN:,} more (--json lists all)")


@app.command("notice")
def notice(
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help="Id of a contact.")],
    language: Annotated[
        Literal["fr", "en", "es", "de"] | None,
        typer.Option("--language", help="Of the notice [default: the contact's, as far as known]."),
    ] = None,
    sender: Annotated[str, typer.Option("--from", help="Your name, as the contact knows it.")] = "",
    given: Annotated[bool, typer.Option("--given", help="Note that the contact was given it.")] = False,
    employee: Annotated[str | None, typer.Option("--employee", help="Only a contact of this one.")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Print the notice for a contact, to send yourself, with a link to their page; or note it as given."""
    from api.settings import Settings
    from matcher.drafts.language import NoteLanguage
    from matcher.privacy.handing_out import notice_with_link

    settings = Settings.read()
    author = employee or "officer"
    with open_workspace(data_dir) as workspace:
        if given:
            workspace.store.duties.give_notice(contact, by=author, employee=employee)
            print_json({"contact_id": contact, "given": True}) if as_json else typer.echo("Noted as given.")
            return
        text = notice_with_link(
            workspace.store,
            contact,
            settings.handing_out,
            by=author,
            employee=employee,
            language=None if language is None else NoteLanguage(language),
            sender=sender,
        )
    if as_json:
        print_json({"language": text.language.value, "subject": text.subject, "body": text.body})
    else:
        typer.echo(f"{text.subject}\n\n{text.body}")
        note("\nOnce you have sent it: add --given to this command.")


def _names(store: "Store", listed: "list[Notice]") -> dict[str, str]:
    found = store.contacts_by_id([one.contact_id for one in listed])
    return {key: contact.name for key, contact in found.items()}


def _state(one: "Notice", today: str) -> str:
    if one.given_at:
        return f"given {one.given_at[:10]}"
    return f"{'OVERDUE' if one.due_on < today else 'due'} {one.due_on}"


def _to_json(one: "Notice", names: dict[str, str], today: str) -> dict[str, Any]:
    return {
        "contact_id": one.contact_id,
        "name": names.get(one.contact_id, ""),
        "collected_on": one.collected_on,
        "due_on": one.due_on,
        "given_at": one.given_at,
        "overdue": one.given_at is None and one.due_on < today,
    }
