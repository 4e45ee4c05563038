"""A fairness report as one HTML page: no script, nothing fetched, readable in the light and in the dark."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from matcher.catalogue import Tongue
from matcher.fairness.audit import Finding
from matcher.fairness.report import Report
from matcher.fairness.summary import by_change, by_trait, failures

FOLDER = Path(__file__).parent
MOST_FAILURES = 40  # rows of the page; all are in the other files
BAR = 100  # pixels of a ratio of 1
WIDEST = 1.25  # ratios beyond are cut off in the drawing


def report_page(report: Report, tongue: Tongue) -> str:
    """Writes the page."""
    words = words_of(tongue)
    failed = failures(report.differences)
    made = report.audit
    groups = [] if made is None else [g for table in made.audit.tables for g in table.groups]
    page = _environment(tongue).get_template("report.html.j2")
    return page.render(
        report=report,
        t=words,
        ratios=sum(group.ratio is not None for group in groups),
        flags=sum(group.finding.flagged for group in groups),
        sure=sum(group.finding is Finding.FLAG for group in groups),
        traits=by_trait(report.differences),
        changes=by_change(report.differences),
        failed=failed[:MOST_FAILURES],
        more=max(0, len(failed) - MOST_FAILURES),
        careers=len({(d.language, d.career) for d in report.differences}),
    )


@cache
def words_of(tongue: Tongue) -> Mapping[str, Any]:
    """Gives what a report says in a language."""
    return tomllib.loads((FOLDER / f"texts_{tongue}.toml").read_text(encoding="utf-8"))


@cache
def _environment(tongue: Tongue) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value, digits=3: _number(value, digits, tongue)
    environment.filters["count"] = lambda value: f"{value:,}".replace(",", "\u202f")
    environment.filters["change"] = lambda label: _change(label, tongue)
    environment.filters["pixels"] = lambda value: round(min(value, WIDEST) * BAR, 1)
    return environment


def _number(value: float | None, digits: int, tongue: Tongue) -> str:
    if value is None:
        return "–"
    written = f"{value:.{digits}f}"
    written = written.lstrip("-") if not float(written) else written.replace("-", "−")
    return written.replace(".", ",") if tongue is Tongue.FRENCH else written


def _change(label: str, tongue: Tongue) -> str:
    """Writes a change in the page's language; what follows the colon is quoted as it is."""
    kind, colon, detail = label.partition(": ")
    known: Mapping[str, str] = words_of(tongue)["change_labels"]
    blank = "\u00a0" if colon and tongue is Tongue.FRENCH else ""
    return known.get(kind, kind) + blank + colon + detail
