"""`coopt introductions reminders`, `reminder` and `calendar`: what to think of afterwards."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, Employee, Language, chosen_tongue, open_workspace

if TYPE_CHECKING:
    from matcher.reminder_feed import Feed
    from matcher.store import Store

# The values of matcher.reminders and matcher.reminder_feed, and what takes an answer back.
AnswerName = Literal["done", "dismissed", "snoozed", "undo"]
NamingName = Literal["initials", "first-name", "nobody"]

ReminderId = Annotated[str, typer.Argument(help="Id of a reminder of yours.")]
Answer = Annotated[AnswerName, typer.Argument(help="What you did with it; `undo` brings it back.")]
Until = Annotated[
    datetime | None,
    typer.Option(
        "--until", formats=["%Y-%m-%d"], help="With snoozed: when it comes back; a week later unless told."
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="Those that were done or dismissed too.")]
Naming = Annotated[NamingName, typer.Option("--naming", help="What the calendar tells of a contact's name.")]
File = Annotated[Path | None, typer.Option("--file", help="Write the calendar there once, and no address.")]
End = Annotated[bool, typer.Option("--end", help="End the calendar: its address opens nothing any more.")]


def list_reminders(
    employee: Employee,
    everything: Everything = False,
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List what you may want to think of: no answer yet, an interview, a trial period's end, a departure."""
    from matcher.introduction_wire import reminders_to_json

    today = datetime.now(UTC).date()
    with open_workspace(data_dir) as workspace:
        store = workspace.store
        found = [one for one in store.reminders.reminders(employee) if everything or one.is_open]
        shown = reminders_to_json(store, found, chosen_tongue(language), today=today)
    if as_json:
        print_json({"items": shown})
        return
    if not shown:
        typer.echo("Nothing to think of.")
    for one in shown:
        _print_reminder(one)


def answer_reminder(
    reminder: ReminderId,
    answer: Answer,
    employee: Employee,
    until: Until = None,
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Note that a reminder is done or dismissed, put it off, or take that back."""
    from matcher.introduction_wire import reminders_to_json
    from matcher.reminders import ReminderAnswer

    if until is not None and answer != "snoozed":
        raise typer.BadParameter("expected --until only with snoozed")
    today = datetime.now(UTC).date()
    with open_workspace(data_dir) as workspace:
        reminders = workspace.store.reminders
        if answer == "undo":
            found = reminders.take_back(employee, reminder)
        else:
            day = None if until is None else until.date()
            found = reminders.answer(employee, reminder, ReminderAnswer(answer), until=day)
        (shown,) = reminders_to_json(workspace.store, [found], chosen_tongue(language), today=today)
    if as_json:
        print_json(shown)
    else:
        _print_reminder(shown)


def open_calendar(
    employee: Employee,
    naming: Naming = "initials",
    file: File = None,
    end: End = False,
    language: Language = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Give your calendar program an address to read your reminders from; a new one ends the one before.

    Whoever keeps your calendar reads it too: an entry tells a day, a few words and, of a name, the initials
    unless you say otherwise; never the opening or how it went.
    """
    from matcher.reminder_feed import Feed
    from matcher.reminder_feed import Naming as Names

    feed = Feed(employee, Names(naming), chosen_tongue(language))
    with open_workspace(data_dir) as workspace:
        if file is not None:
            _write(workspace.store, feed, file)
            told: dict[str, Any] = {"file": str(file)}
        elif end:
            told = {"ended": workspace.store.reminders.close_feed(employee)}
        else:
            told = {"path": f"/calendar/{workspace.store.reminders.open_feed(feed)}.ics"}
    if as_json:
        print_json(told)
        return
    for value in told.values():
        typer.echo(_ended(value) if end and file is None else value)
    if "path" in told:
        note(
            "Put your server's address before it, subscribe to it, and share it with nobody: it is told once."
        )


def _write(store: "Store", feed: "Feed", file: Path) -> None:
    from matcher.errors import CooptError
    from matcher.introduction_wire import contact_names
    from matcher.reminder_feed import calendar

    found = store.reminders.reminders(feed.employee)
    names = contact_names(store, (reminder.contact_id for reminder in found))
    try:
        file.write_bytes(calendar(feed, found, names))
    except OSError as error:
        raise CooptError(f"{file}: cannot be written ({error.strerror})") from error


def _ended(was_there: bool) -> str:
    return "The calendar's address opens nothing any more." if was_there else "There was no calendar."


def _print_reminder(one: dict[str, Any]) -> None:
    mark = "•" if one["is_due"] else " "
    answer = f" ({one['answer']})" if one["answer"] else ""
    typer.echo(f"{mark} {one['due_on']}  {one['text']}{answer}  [{one['id']}]")
