from typing import get_args
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from icalendar import Calendar

from matcher.catalogue import Tongue
from matcher.drafts import Greeting, NoteLanguage, Register
from matcher.introduction import Party, Stage
from matcher.reminder_feed import Naming
from matcher.reminders import ReminderAnswer
from scripts.commands import introductions as commands
from scripts.commands import reminders

CAMILLE = "camille-fabre.json"


@pytest.fixture
def started(coopt, sample):
    """An introduction of Camille Fabre that `me` considers."""
    coopt("import", "contacts", sample / "profiles" / CAMILLE, "--employee", "me")
    opening = coopt("import", "openings", sample / "openings" / "ingenieur-de-donnees.md").err.split()[0]
    (suggestion,) = coopt("suggest", "--employee", "me", "--opening", opening, "--json").json["suggestions"]
    about = ("--contact", suggestion["contact_id"], "--opening", opening)
    return coopt("introductions", "start", "--employee", "me", *about, "--json").json


@pytest.fixture
def run(coopt, started):
    """Runs a command for `me` on that introduction."""

    def ran(command, *arguments):
        return coopt("introductions", command, started["id"], *arguments, "--employee", "me")

    return ran


def test_the_choices_are_those_of_the_values():
    assert get_args(commands.StageName) == tuple(stage.value for stage in Stage)
    assert set(get_args(commands.PartyName)) == {p.value for p in Party} - {"contact"}
    assert get_args(commands.LanguageName) == tuple(language.value for language in NoteLanguage)
    assert get_args(commands.RegisterName) == tuple(register.value for register in Register)
    assert get_args(commands.GreetingName) == tuple(greeting.value for greeting in Greeting)
    assert get_args(reminders.AnswerName) == (*(answer.value for answer in ReminderAnswer), "undo")
    assert get_args(reminders.NamingName) == tuple(naming.value for naming in Naming)
    assert {tongue.value for tongue in Tongue} == {"en", "fr"}


def test_start_list_step_and_undo(coopt, run, started):
    assert (started["stage"], started["name"]) == ("considering", "Camille Fabre")
    assert "Asked, no answer yet" in run("step", "asked").out
    listed = coopt("introductions", "list", "--employee", "me", "--language", "fr").out
    assert "Demande faite" in listed
    assert started["id"] in listed
    undone = run("undo", "--json").json
    assert (undone["stage"], undone["version"]) == ("considering", 3)
    run("step", "suggested")
    assert "No introduction is under way" in coopt("introductions", "list", "--employee", "me").out
    everything = coopt("introductions", "list", "--employee", "me", "--all", "--json").json
    assert [one["id"] for one in everything["items"]] == [started["id"]]


def test_mistakes_are_one_clear_line(coopt, run, started):
    for arguments, said in (
        (("step", "hired"), "You may take it to: asked, suggested"),
        (("step", "asked", "--version", "9"), "you saw version 9, it is at version 1"),
        (("draft", "--to", "nobody"), "expected an e-mail address"),
        (("draft", "--server", "nowhere"), "expected a web address"),
    ):
        result = run(*arguments)
        assert (result.code, said in result.err, result.err.count("\n")) == (1, True, 1), arguments
    result = coopt("introductions", "undo", started["id"], "--employee", "you")
    assert (result.code, "No introduction" in result.err) == (1, True)
    assert run("step", "asked", "--day", "2026-12-01").code == 2


def test_the_recruiters_side(coopt, run, started):
    for stage in ("asked", "accepted", "introduced"):
        run("step", stage)
    assert "step of the recruiter" in run("step", "in-process").err
    begun = run("step", "in-process", "--as", "recruiter", "--day", "2020-01-01", "--json").json
    assert begun["steps"][-1]["by"] == "recruiter"
    due = coopt("introductions", "reminders", "--employee", "me").out
    assert due.startswith("• 2020-01-02  Camille Fabre had an interview")


def test_a_draft_is_printed_to_be_sent_by_oneself(coopt, started):
    draft = ("draft", started["id"], "--employee", "me", "--register", "informal", "--sender", "Noé")
    result = coopt("introduce", *draft)
    assert "Bonjour Camille," in result.out
    assert "ton expérience comme Ingénieure de données senior chez Hexalane" in result.out
    assert result.out.endswith("À bientôt,\nNoé\n\n")
    assert "Nothing was sent" in result.err
    made = coopt("introduce", *draft, "--json").json
    assert set(made) == {"language", "register", "subject", "body", "mailto"}
    linked = coopt("introduce", *draft, "--in", "de", "--server", "https://coopt.example.org", "--json").json
    assert "https://coopt.example.org/my-data/" in linked["body"]
    assert "du" in linked["body"].split()


def test_a_draft_opens_in_the_users_own_mail_program(run, monkeypatch):
    opened = []
    monkeypatch.setattr(typer, "launch", lambda link: opened.append(link) or 0)
    assert run("draft", "--open", "--to", "camille@example.org").code == 0
    (link,) = opened
    assert (urlsplit(link).scheme, urlsplit(link).path) == ("mailto", "camille@example.org")
    assert "Camille Fabre" in parse_qs(urlsplit(link).query)["body"][0]


def test_reminders_are_listed_and_answered(coopt, run, started):
    run("step", "asked")
    reminder = f"{started['id']}-2"

    def answer(*arguments):
        return coopt("introductions", "reminder", reminder, *arguments, "--employee", "me")

    listed = coopt("introductions", "reminders", "--employee", "me", "--language", "fr")
    assert "Camille Fabre : pas encore de réponse" in listed.out
    assert answer("done", "--json").json["answer"] == "done"
    assert "Nothing to think of" in coopt("introductions", "reminders", "--employee", "me").out
    assert answer("undo", "--json").json["answer"] is None
    assert "2030-01-01" in answer("snoozed", "--until", "2030-01-01").out
    assert answer("done", "--until", "2030-01-01").code == 2
    result = coopt("introductions", "reminder", "x-1", "done", "--employee", "me")
    assert (result.code, "No reminder" in result.err) == (1, True)


def test_the_calendar_is_an_address_that_is_told_once_or_a_file(coopt, run, tmp_path):
    run("step", "asked")
    told = coopt("introductions", "calendar", "--employee", "me")
    assert told.out.startswith("/calendar/")
    assert told.out.endswith(".ics\n")
    file = tmp_path / "reminders.ics"
    coopt("introductions", "calendar", "--employee", "me", "--file", file, "--naming", "nobody")
    (entry,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert entry["SUMMARY"] == "A word to someone?"
    assert coopt("introductions", "calendar", "--employee", "me", "--end", "--json").json == {"ended": True}
    assert "There was no calendar" in coopt("introductions", "calendar", "--employee", "me", "--end").out
    result = coopt("introductions", "calendar", "--employee", "me", "--file", tmp_path / "no" / "where.ics")
    assert (result.code, "cannot be written" in result.err) == (1, True)


def test_what_is_printed_measures_no_employee(coopt, run, started):
    run("step", "asked")
    shown = [
        coopt("introductions", command, "--employee", "me", "--json").json
        for command in ("list", "reminders")
    ]
    keys = {key for one in shown for item in one["items"] for key in item} | {"items"}
    assert not keys & {"score", "rank", "points", "count", "total", "hires"}
