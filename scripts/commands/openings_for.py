"""`coopt openings-for`."""

from typing import TYPE_CHECKING, Annotated

import typer

from scripts.commands.feedback import ContactId
from scripts.console import print_json
from scripts.options import AsJson, DataDir, Employee, open_workspace

if TYPE_CHECKING:
    from matcher.openings_for import OpeningSuggestion

K = Annotated[int, typer.Option("-k", min=1, max=50, help="At most this many openings.")]
UNKNOWNS_SHOWN = 6


def openings_for(
    employee: Employee, contact: ContactId, k: K = 5, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Find the few openings that would be good for a contact, with the evidence for each."""
    from matcher.openings_for import OpeningsFor, openings_to_json

    with open_workspace(data_dir) as workspace:
        found = OpeningsFor.over(workspace).openings_for(contact, employee, k=k)
    if as_json:
        print_json(openings_to_json(contact, found))
        return
    if not found:
        typer.echo("No opening stands out for this contact.")
    for place, one in enumerate(found, start=1):
        _print_opening(place, one)


def _print_opening(place: int, found: "OpeningSuggestion") -> None:
    from matcher.evidence import Grade

    opening, suggestion = found.opening, found.suggestion
    heading = ", ".join(part for part in (opening.title, opening.company, opening.location) if part)
    fit = f"score {suggestion.score:.2f}"
    if suggestion.probability is not None:
        fit = f"fit {suggestion.probability:.0%}"
    typer.echo(f"{place}. {heading}  ({fit}; opening {opening.id})")
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
