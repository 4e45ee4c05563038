"""What imports did, as a person reads it."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from scripts.console import note, print_json
from scripts.tables import print_table

if TYPE_CHECKING:
    from matcher.store import Import, ImportReport

Source = TypeVar("Source")
SKIPPED_SHOWN = 20
COUNTS = ("read", "new", "updated", "unchanged", "merged", "skipped")


@dataclass(frozen=True, slots=True)
class Brought:
    """One import that succeeded; `more` goes into its JSON."""

    report: "ImportReport"
    more: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Writes the report, with the command that undoes the import."""
        return {**asdict(self.report), **self.more, "undo": undo_command(self.report.id)}


@dataclass(slots=True)
class Outcome:
    """What became of each of several files."""

    brought: list[Brought] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)  # from a file to what is wrong with it

    def to_json(self) -> Any:  # noqa: ANN401
        """Writes one report for one file, a list for several."""
        if len(self.brought) == 1 and not self.failed:
            return self.brought[0].to_json()
        failed = [{"file": name, "error": error} for name, error in self.failed.items()]
        return [*(one.to_json() for one in self.brought), *failed]


def import_each(sources: Sequence[Source], bring_in: Callable[[Source], Brought]) -> Outcome:
    """Brings in one file after the other; of several, one that cannot be read does not stop the others.

    Raises:
        CooptError: If the only one cannot be read.
    """
    from matcher.errors import CooptError

    if len(sources) == 1:
        return Outcome([bring_in(sources[0])])
    outcome = Outcome()
    for source in sources:
        try:
            outcome.brought.append(bring_in(source))
        except CooptError as error:
            outcome.failed[str(source)] = str(error)
    return outcome


def show_outcome(outcome: Outcome, *, as_json: bool, details: Callable[[], None] | None = None) -> None:
    """Prints what several imports did.

    Args:
        details: Prints more, where it is for a person.

    Raises:
        typer.Exit: With code 1, if one of them failed.
    """
    if as_json:
        print_json(outcome.to_json())
    else:
        _show_reports([one.report for one in outcome.brought])
        if details is not None:
            details()
    for error in outcome.failed.values():
        note(f"Error: {error}")
    if outcome.failed:
        raise typer.Exit(1)


def import_to_json(one: "Import") -> dict[str, Any]:
    """Writes an import as it is listed."""
    return {key: value for key, value in asdict(one).items() if key != "number"}


def undo_command(import_id: str) -> str:
    """Gives the command that undoes an import."""
    return f"coopt import undo {import_id}"


def show_report(report: "ImportReport", *, undo: bool = True) -> None:
    """Prints what one import did, with each row that was left out."""
    if sys.stdout.isatty():
        _show_table([report])
    else:
        _show_line(report)
    show_details(report, undo=undo)


def _show_reports(reports: "list[ImportReport]") -> None:
    if len(reports) == 1:
        show_report(reports[0])
        return
    if sys.stdout.isatty():
        _show_table(reports)
    for report in reports:
        if not sys.stdout.isatty():
            _show_line(report)
        elif report.skipped or report.dropped:
            typer.echo(f"{report.name}:")
        show_details(report)


def _show_line(report: "ImportReport") -> None:
    counts = ", ".join(f"{report.counts[name]:,} {name}" for name in COUNTS)
    typer.echo(f"{report.name} ({report.kind}): {counts}")


def _show_table(reports: "list[ImportReport]") -> None:
    header = ("file", "format", *COUNTS)
    print_table(header, [(r.name, r.kind, *(r.counts[name] for name in COUNTS)) for r in reports])


def show_details(report: "ImportReport", *, undo: bool = True) -> None:
    """Prints what was left out and why, and how to undo the import."""
    if not report.new and not report.updated and not report.merged:
        typer.echo("Nothing changed: everything in this file was known already.")
    if report.dropped:
        kinds = ", ".join(f"{kind} ({people:,})" for kind, people in report.dropped.items())
        typer.echo(f"Not kept, being no matter of work: {kinds}")
    for row in report.skipped[:SKIPPED_SHOWN]:
        typer.echo(f"  line {row.line}: {row.reason}")
    if len(report.skipped) > SKIPPED_SHOWN:
        typer.echo(f"  … and {len(report.skipped) - SKIPPED_SHOWN:,} more (--json lists all)")
    if undo:
        typer.echo(f"To undo it: {undo_command(report.id)}")


def show_imports(imports: "tuple[Import, ...]") -> None:
    """Prints past imports, a row each."""
    header = ("id", "imported", "employee", "what", "file", *COUNTS, "undone")
    rows = [
        (
            one.id,
            f"{one.imported_at[:10]} {one.imported_at[11:16]}",
            one.employee,
            one.what.value,
            one.name,
            *(one.counts.get(name, 0) for name in COUNTS),
            (one.undone_at or "")[:10],
        )
        for one in imports
    ]
    print_table(header, rows)
