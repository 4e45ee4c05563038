"""`coopt openings-for`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from scripts.commands.feedback import ContactId
from scripts.console import print_json, reader_languages
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.openings_for import OpeningSuggestion

ClosedToo = Annotated[
    bool, typer.Option("--closed-too", help="Look at expired, closed and unlisted openings too.")
]
K = Annotated[int, typer.Option("-k", min=1, max=50, help="At most this many openings.")]
UNKNOWNS_SHOWN = 6


def openings_for(
    employee: Employee,
    contact: ContactId,
    k: K = 5,
    closed_too: ClosedToo = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Find the few openings that would be good for a contact, with the evidence for each.

    Openings that expired, are closed at their source or are not listed publicly are passed over.
    """
    from matcher.automation_note import automation_note
    from matcher.openings_for import OpeningsFor, openings_to_json

    with open_workspace(data_dir) as workspace:
        found = OpeningsFor.asked_of(workspace, contact, employee, by=employee, k=k, closed_too=closed_too)
        passed_over = 0 if closed_too else len(workspace.store.openings_not_open(date.today()))
    if as_json:
        languages = reader_languages()
        print_json(openings_to_json(contact, found, languages=languages, passed_over=passed_over))
        return
    if not found:
        typer.echo("No opening stands out for this contact.")
    for place, one in enumerate(found, start=1):
        _print_opening(place, one)
    if passed_over:
        typer.echo(
            f"Passed over, being open no longer or unlisted: {passed_over:,} (--closed-too shows them)"
        )
    typer.echo(automation_note(reader_languages()))


def _print_opening(place: int, found: "OpeningSuggestion") -> None:
    from matcher.availability_note import availability_note
    from matcher.evidence import Grade

    opening, suggestion = found.opening, found.suggestion
    heading = ", ".join(part for part in (opening.title, opening.company, opening.location) if part)
    fit = f"score {suggestion.score:.2f}"
    if suggestion.probability is not None:
        fit = f"fit {suggestion.probability:.0%}"
    typer.echo(f"{place}. {heading}  ({fit}; opening {opening.id})")
    if mind := availability_note(opening.posting, date.today(), reader_languages()):
        typer.echo(f"   mind: {mind}")
    for evidence in suggestion.evidence:
        if evidence.grade is not Grade.UNKNOWN:
            mark = "✓" if evidence.grade is Grade.MET else "~"
            typer.echo(f"   {mark} {_one_line(evidence.requirement.text)}: “{_one_line(evidence.quote)}”")
    if suggestion.unknowns:
        shown = "; ".join(map(_one_line, suggestion.unknowns[:UNKNOWNS_SHOWN]))
        more = len(suggestion.unknowns) - UNKNOWNS_SHOWN
        typer.echo(f"   to ask: {shown}" + (f" … and {more} more" if more > 0 else ""))


def _one_line(text: str) -> str:
    return " ".join(text.split())
