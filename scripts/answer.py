"""A shortlist as a person reads it in a terminal."""

from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from matcher.automation_note import automation_note
from matcher.availability_note import availability_note
from matcher.evidence import Evidence, Grade
from matcher.freshness import freshness
from matcher.network import HowKnown, Strength, Tie
from matcher.suggestion import Shortlist, Suggestion
from scripts.console import reader_languages

if TYPE_CHECKING:
    from matcher.opening import Opening

MARKS = {Grade.MET: "[green]✓[/]", Grade.PARTLY: "[yellow]~[/]"}
KNOWN = {
    HowKnown.LINKEDIN: "connected on LinkedIn",
    HowKnown.RESUME: "you hold their resume",
    HowKnown.ADDRESS_BOOK: "in your address book",
}
UNKNOWNS_SHOWN = 6
MOST_CERTAIN = 0.9


def print_shortlist(shortlist: Shortlist, console: Console | None = None) -> None:
    """Prints the few with their evidence, or that nobody stands out."""
    console = console or Console(highlight=False, soft_wrap=True)
    _head(console, shortlist.opening, shortlist.considered)
    if shortlist.nobody_stands_out:
        console.print("Nobody stands out in this network. That is an answer too: pass the opening on.")
        _print_why(console, shortlist)
    for place, suggestion in enumerate(shortlist.suggestions, start=1):
        _print_suggestion(console, place, suggestion)
    console.print(f"[dim]{automation_note(reader_languages())}[/]")


def _head(console: Console, opening: "Opening", considered: int) -> None:
    console.print(f"\n[bold]{escape(opening.title)}[/] ({considered:,} contacts considered)\n")
    if mind := availability_note(opening.posting, date.today(), reader_languages()):
        console.print(f"[yellow]Mind:[/] {escape(mind)}\n")


def _print_why(console: Console, shortlist: Shortlist) -> None:
    """Says what nobody tells of, and how many came close."""
    if shortlist.missing:
        shown = "; ".join(_one_line(text) for text in shortlist.missing[:UNKNOWNS_SHOWN])
        console.print(f"   [dim]nobody tells of:[/] {escape(shown)}{_and_more(shortlist.missing)}")
    if shortlist.close:
        console.print(f"   [dim]close:[/] {shortlist.close} (--all shows them)\n")


def _print_suggestion(console: Console, place: int, suggestion: Suggestion) -> None:
    contact = suggestion.contact
    fit = f"score {suggestion.score:.2f}"
    if suggestion.probability is not None:
        # Near certainty the ranker is too sure, and nobody fits for certain.
        certain = suggestion.probability > MOST_CERTAIN
        fit = f"fit {'over ' if certain else ''}{min(suggestion.probability, MOST_CERTAIN):.0%}"
    console.print(f"[bold]{place}. {escape(contact.name)}[/], {escape(contact.headline)}  [dim]{fit}[/]")
    for evidence in suggestion.evidence:
        if evidence.grade is not Grade.UNKNOWN:
            _print_evidence(console, evidence)
    if suggestion.unknowns:
        shown = "; ".join(_one_line(text) for text in suggestion.unknowns[:UNKNOWNS_SHOWN])
        console.print(f"   [dim]to ask:[/] {escape(shown)}{_and_more(suggestion.unknowns)}")
    if suggestion.considered_recently:
        console.print("   [dim]mind:[/] already considered for another opening in the last 90 days")
    age = freshness(contact, today=date.today())
    console.print(f"   [dim]profile:[/] {age.words}" + (f", as of {age.as_of}" if age.as_of else ""))
    console.print(f"   [dim]tie:[/] {escape(tie_in_words(suggestion.tie))}\n")


def _print_evidence(console: Console, evidence: Evidence) -> None:
    where = ", ".join(part for part in (evidence.source, evidence.date or "") if part)
    console.print(f"   {MARKS[evidence.grade]} {escape(_one_line(evidence.requirement.text))}")
    console.print(f"     “{escape(_one_line(evidence.quote))}” [dim]({escape(where)})[/]")


def _and_more(texts: tuple[str, ...]) -> str:
    return f" … and {len(texts) - UNKNOWNS_SHOWN} more" if len(texts) > UNKNOWNS_SHOWN else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def tie_in_words(tie: Tie) -> str:
    """Says how an employee knows a contact, how strong the tie is, and why."""
    since = f" since {tie.connected_on}" if tie.connected_on else ""
    strength = "" if tie.strength is Strength.UNKNOWN else f", {tie.strength.value} tie"
    why = f" ({'; '.join(tie.reasons)})" if tie.reasons else ""
    return f"{KNOWN.get(tie.how_known, 'how you know each other is not recorded')}{since}{strength}{why}"
