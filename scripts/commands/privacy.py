"""`coopt privacy`: what contacts may ask for, and what is owed to them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import typer

from scripts.commands import privacy_duties
from scripts.console import note, print_json, progress
from scripts.options import AsJson, DataDir, open_workspace

OFFICER = "officer"  # the actor in the log where no employee is named

app = typer.Typer(
    help="Links to contacts' own pages, objections, erasure, notices, the register.", no_args_is_help=True
)
app.add_typer(privacy_duties.app)

ContactId = Annotated[str, typer.Argument(metavar="CONTACT", help="Id of a contact.")]
MaybeEmployee = Annotated[
    str | None,
    typer.Option("--employee", help="Only a contact of this employee, who is noted as the author."),
]
BasisName = Literal["legitimate-interest", "consent", "request"]


@app.command("link")
def link(
    contact: ContactId,
    employee: MaybeEmployee = None,
    server: Annotated[
        str | None,
        typer.Option("--server", help="Where contacts reach the server [default: COOPT_PUBLIC_URL]."),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make the link to a contact's own page, to hand to them: it names nobody, and expires."""
    from api.settings import Settings
    from matcher.privacy.links import make_link

    settings = Settings.read()
    with open_workspace(data_dir) as workspace:
        made = make_link(
            workspace.store,
            contact,
            made_by=employee or OFFICER,
            lifetime=settings.link_lifetime,
            employee=employee,
        )
    base = server or settings.base_url
    if as_json:
        print_json({"url": made.address(base), "expires_at": made.link.expires_at})
        return
    typer.echo(made.address(base))
    note(
        f"Works until {made.link.expires_at[:10]}. Whoever has it can see, correct and erase: "
        "hand it to nobody else."
    )
    if not (server or settings.public_url):
        note("This address opens on this machine alone: COOPT_PUBLIC_URL names the one that contacts reach.")


@app.command("object")
def object_(
    contact: ContactId,
    reason: Annotated[str, typer.Option("--reason", help="In the contact's words; none is needed.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back one that was recorded by mistake.")
    ] = False,
    employee: MaybeEmployee = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Record that a contact does not want to be suggested; it takes effect at once."""
    from matcher.errors import CooptError
    from matcher.privacy.duties import LONGEST_REASON

    if len(reason) > LONGEST_REASON:
        raise typer.BadParameter(f"expected at most {LONGEST_REASON} characters", param_hint="--reason")
    by = employee or OFFICER
    with open_workspace(data_dir) as workspace:
        privacy = workspace.store.privacy
        if not withdraw:
            privacy.object(contact, by=by, reason=reason, employee=employee)
        elif not privacy.withdraw_objection(contact, by=by, employee=employee):
            raise CooptError(f"The contact {contact!r} did not object.")
    if as_json:
        print_json({"contact_id": contact, "objected": not withdraw})
    else:
        typer.echo("The objection is taken back." if withdraw else "Noted: never suggested from now on.")


@app.command("erase")
def erase(
    contact: ContactId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    employee: MaybeEmployee = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Erase a contact at their request, everywhere and for good; no import brings them back."""
    from matcher.privacy.compaction import compact_if_due

    if not (yes or as_json):
        typer.confirm("Erase everything that is held of this contact? It cannot be undone.", abort=True)
    with open_workspace(data_dir) as workspace:
        workspace.store.privacy.erase(contact, by=employee or OFFICER, employee=employee)
        done = compact_if_due(workspace, only_if_cheap=True)
    if as_json:
        print_json({"contact_id": contact, "erased": True, "compacted": bool(done and done.done)})
        return
    typer.echo("Erased.")
    if not (done and done.done):
        note("Bytes of it may still be on disk: `coopt privacy compact` rewrites the files.")


@app.command("refuse")
def refuse(
    mail: Annotated[list[str] | None, typer.Option("--mail", help="An e-mail address of theirs.")] = None,
    url: Annotated[list[str] | None, typer.Option("--url", help="A profile of theirs on the web.")] = None,
    name: Annotated[str, typer.Option("--name", help="Their name, together with --company.")] = "",
    company: Annotated[list[str] | None, typer.Option("--company", help="Where they work.")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Note that somebody asks never to be held, whether they are or not; it does not tell which."""
    from matcher.contact import Position, Profile
    from matcher.identity import mail_key, url_key
    from matcher.privacy.compaction import compact_if_due

    keys = [*map(mail_key, mail or ()), *map(url_key, url or ())]
    if None in keys or bool(name) != bool(company) or not (keys or name):
        raise typer.BadParameter("expected --mail or --url with an address, or --name with --company")
    told = Profile(name, positions=tuple(Position(company=one) for one in company or ()))
    with open_workspace(data_dir) as workspace:
        workspace.store.privacy.refuse(told, [key for key in keys if key], by=OFFICER)
        compact_if_due(workspace, only_if_cheap=True)
    if as_json:
        print_json({"noted": True})
    else:
        typer.echo("Noted: whoever these addresses are of is not held, and no import brings them in.")


@app.command("find")
def find(
    who: Annotated[str, typer.Argument(help="Their whole name, an e-mail address, or a profile's address.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Find the ids of somebody who asks for their rights; the log does not tell what was looked for."""
    with open_workspace(data_dir) as workspace:
        found = workspace.store.duties.find(who, by=OFFICER)
    if as_json:
        print_json({"items": [asdict(one) for one in found]})
        return
    for one in found:
        typer.echo(f"{one.contact_id}  known by {', '.join(one.employees)}")
    note(f"Found: {len(found)}. Make sure that it is the person who asks." if found else "Nobody is held.")


@app.command("export")
def export(
    contact: ContactId,
    with_notes: Annotated[
        bool,
        typer.Option("--with-notes", help="Employees' own words too: read them before you hand them out."),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Print everything that is held of a contact, as one JSON document."""
    from api.settings import Settings
    from matcher.events import EventKind
    from matcher.privacy.export import dossier_to_json

    settings = Settings.read()
    with open_workspace(data_dir) as workspace:
        dossier = workspace.store.dossiers.read(
            contact, delays=settings.delays, notice_within=settings.notice_within, with_notes=with_notes
        )
        workspace.store.events.append(EventKind.EXPORTED, OFFICER, contact, {"with_notes": with_notes})
    print_json(dossier_to_json(dossier))


@app.command("basis")
def basis(
    contact: ContactId,
    set_to: Annotated[BasisName | None, typer.Argument(metavar="[BASIS]", help="The one to set.")] = None,
    employee: MaybeEmployee = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show or set the legal basis on which a contact is held: legitimate-interest, consent or request."""
    from matcher.privacy.duties import LegalBasis

    with open_workspace(data_dir) as workspace:
        store = workspace.store
        if set_to is not None:
            by = employee or OFFICER
            store.duties.set_basis(contact, LegalBasis(set_to), by=by, employee=employee)
        found = store.duties.basis(contact)
    if as_json:
        print_json({"contact_id": contact, "legal_basis": found.value})
    else:
        typer.echo(found.value)


@app.command("register")
def register(
    language: Annotated[Literal["en", "fr"], typer.Option("--language", help="Of the register.")] = "en",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Print the register of processing activities (article 30 of the GDPR), as Markdown or JSON."""
    from api.settings import Settings
    from matcher.catalogue import Tongue
    from matcher.privacy.notice import Practice
    from matcher.privacy.register import register as make
    from matcher.privacy.register import register_to_markdown

    settings = Settings.read()
    with open_workspace(data_dir) as workspace:
        made: dict[str, Any] = make(
            workspace.store,
            Practice(settings.responsible, settings.delays),
            notice_within=settings.notice_within,
            today=datetime.now(UTC).date(),
            tongue=Tongue(language),
        )
    if as_json:
        print_json(made)
    else:
        typer.echo(register_to_markdown(made), nl=False)


@app.command("compact")
def compact(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Rewrite the index and the database, so that nothing erased is left in their bytes."""
    from matcher.errors import StoreUnavailable
    from matcher.privacy.compaction import compact as run

    with open_workspace(data_dir) as workspace, progress("encoding"):
        report = run(workspace)
    if as_json:
        print_json(asdict(report))
    elif report.done:
        typer.echo("Rewritten: nothing that was erased is left in the files.")
    else:
        raise StoreUnavailable("Other work keeps the old pages; run it again when it has ended.")
