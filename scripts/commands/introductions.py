"""`coopt introductions`: what becomes of suggestions, step by step, each taken by a human."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scripts.commands import reminders
from scripts.commands.feedback import ContactId, OpeningId
from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, Employee, Language, chosen_tongue, open_workspace

if TYPE_CHECKING:
    from matcher.introduction import Actor, Introduction
    from matcher.workspace import Workspace

app = typer.Typer(
    help="Take a suggestion up, note each step, draft a note to send yourself, be reminded afterwards.",
    no_args_is_help=True,
)

# The values of matcher.introduction and matcher.drafts, which are not imported for the sake of a help text.
StageName = Literal[
    "suggested",
    "considering",
    "asked",
    "accepted",
    "declined",
    "introduced",
    "in-process",
    "hired",
    "not-hired",
    "settled",
    "left",
]
PartyName = Literal["employee", "recruiter"]
LanguageName = Literal["fr", "en", "es", "de"]
RegisterName = Literal["informal", "formal"]
GreetingName = Literal["first-name", "full-name"]

IntroductionId = Annotated[str, typer.Argument(help="Id of an introduction of yours.")]
Stage = Annotated[StageName, typer.Argument(help="Where it goes; `suggested` lets it rest.")]
As = Annotated[PartyName, typer.Option("--as", help="For whom you act: the recruiters note the process.")]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--day",
        formats=["%Y-%m-%d"],
        help="Of the interview (in-process), the end of the trial period (hired), the departure (left).",
    ),
]
Version = Annotated[
    int | None,
    typer.Option("--version", min=0, help="The version that you saw; refused if it changed since."),
]
Everything = Annotated[bool, typer.Option("--all", help="Those that rest or have ended too.")]
NoteLanguage = Annotated[LanguageName | None, typer.Option("--in", help="Instead of the contact's language.")]
Speech = Annotated[
    RegisterName | None,
    typer.Option("--register", help="tu, du, tú, or vous, Sie, usted; formal unless the tie is close."),
]
Greeting = Annotated[GreetingName | None, typer.Option("--greeting", help="By which name to greet.")]
Called = Annotated[str, typer.Option("--called", help="The very name to greet by.")]
Sender = Annotated[str, typer.Option("--sender", help="What stands under the note.")]
To = Annotated[str, typer.Option("--to", help="The contact's address, which Coopt does not keep.")]
Server = Annotated[
    str | None,
    typer.Option(
        "--server", help="Where contacts reach the server, for the link to their page; COOPT_PUBLIC_URL."
    ),
]
Open = Annotated[
    bool, typer.Option("--open", help="Open the note in your mail program, to change and to send.")
]


@app.command("list")
def list_introductions(
    employee: Employee,
    everything: Everything = False,
    acting: As = "employee",
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List your introductions, the latest changed first, with what you may do next."""
    from matcher.introduction import UNDER_WAY, Stage
    from matcher.introduction_wire import introductions_to_json

    with open_workspace(data_dir) as workspace:
        store, actor = workspace.store, _actor(acting, employee)
        stages = tuple(Stage) if everything else UNDER_WAY
        found = store.introductions.introductions(actor, stages=stages, k=200)
        shown = introductions_to_json(store, found, actor.party, chosen_tongue(language))
    if as_json:
        print_json({"items": shown})
        return
    if not shown:
        typer.echo("No introduction is under way.")
    for one in shown:
        _print_introduction(one)


@app.command("start")
def start(
    employee: Employee,
    contact: ContactId,
    opening: OpeningId,
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take a suggestion up: you think about it, and nobody hears of it."""
    with open_workspace(data_dir) as workspace:
        found = workspace.store.introductions.start(employee, contact, opening)
        shown = _told(workspace, found, _actor("employee", employee), language)
    _print(shown, as_json)


@app.command("step")
def step(
    introduction: IntroductionId,
    stage: Stage,
    employee: Employee,
    day: Day = None,
    version: Version = None,
    acting: As = "employee",
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Note a step: you asked, the contact said yes or no to you, you introduced them, and so on."""
    from matcher.introduction import Move, Stage

    actor = _actor(acting, employee)
    try:
        move = Move(Stage(stage), actor, None if day is None else day.date())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with open_workspace(data_dir) as workspace:
        found = workspace.store.introductions.step(introduction, move, version=version)
        shown = _told(workspace, found, actor, language)
    _print(shown, as_json)


@app.command("undo")
def undo(
    introduction: IntroductionId,
    employee: Employee,
    version: Version = None,
    acting: As = "employee",
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take your latest step back, within 30 days; what a contact answered is theirs alone."""
    actor = _actor(acting, employee)
    with open_workspace(data_dir) as workspace:
        found = workspace.store.introductions.undo(introduction, actor, version=version)
        shown = _told(workspace, found, actor, language)
    _print(shown, as_json)


@app.command("draft")
def draft(
    introduction: IntroductionId,
    employee: Employee,
    in_language: NoteLanguage = None,
    register: Speech = None,
    greeting: Greeting = None,
    called: Called = "",
    sender: Sender = "",
    to: To = "",
    server: Server = None,
    opens: Open = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Draft a short note to the contact, to change and to send from your own mailbox. Coopt sends nothing."""
    from api.settings import Settings
    from matcher import drafts
    from matcher.introduction import Actor, Party

    wishes = drafts.Wishes(
        language=None if in_language is None else drafts.NoteLanguage(in_language),
        register=None if register is None else drafts.Register(register),
        greeting=None if greeting is None else drafts.Greeting(greeting),
        called=called,
        sender=sender,
        to=to,
    )
    with open_workspace(data_dir) as workspace:
        found = workspace.store.introductions.introduction(introduction, Actor(Party.EMPLOYEE, employee))
        settings = Settings.read()
        base = server or settings.public_url
        pages = drafts.OwnPages(base, settings.link_lifetime) if base else None
        made = drafts.draft_for(workspace, found, wishes=wishes, pages=pages)
    if as_json:
        print_json(drafts.draft_to_json(made))
    else:
        typer.echo(f"{made.subject}\n\n{made.body}")
        note("Nothing was sent: change it as you like, and send it yourself, or not.")
        note(f"Once you did: coopt introductions step {introduction} asked --employee {employee}")
    if opens:
        _open(made.mailto)


app.command("reminders")(reminders.list_reminders)
app.command("reminder")(reminders.answer_reminder)
app.command("calendar")(reminders.open_calendar)


def _open(mailto: str | None) -> None:
    """Hands the note to the mail program of this machine's user, who sends it or not."""
    from matcher.errors import CooptError

    if mailto is None:
        raise CooptError("The note is too long for a mail program's link: copy the text instead.")
    if typer.launch(mailto) != 0:
        raise CooptError("No mail program could be opened: copy the text instead.")


def _actor(acting: PartyName, employee: str) -> "Actor":
    from matcher.introduction import Actor, Party

    return Actor(Party(acting), employee)


def _told(
    workspace: "Workspace", found: "Introduction", actor: "Actor", language: str | None
) -> dict[str, Any]:
    from matcher.introduction_wire import introduction_to_json

    return introduction_to_json(workspace.store, found, actor.party, chosen_tongue(language))


def _print(shown: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(shown)
    else:
        _print_introduction(shown)


def _print_introduction(one: dict[str, Any]) -> None:
    typer.echo(f"{one['name'] or one['contact_id']} · {one['title'] or one['opening_id']}  [{one['id']}]")
    typer.echo(f"   {one['text']}. {one['hint']}".rstrip())
    if one["next"]:
        typer.echo(f"   next: {', '.join(one['next'])}")
