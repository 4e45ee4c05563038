"""A fairness report: what was audited and tested, when, on which models, and what came out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.catalogue import Tongue
from matcher.fairness.audit import Audit, GroupResult, Table
from matcher.fairness.difference import Difference
from matcher.fairness.observed import Observed
from matcher.fairness.rates import Interval
from matcher.fairness.summary import Summary, by_change, by_trait, failures

DIGITS = 6


@dataclass(frozen=True, slots=True)
class Models:
    """What was tested.

    Attributes:
        coopt: Version of the program.
        encoder_revision: SHA-256 (hex) of the encoder's files, as its manifest names them.
        ranker_revision: SHA-256 (hex) of the ranker's kind and numbers, as the event log writes it.
    """

    coopt: str
    encoder: str
    encoder_revision: str
    ranker: str
    ranker_revision: str


@dataclass(frozen=True, slots=True)
class LogAudit:
    """A bias audit with what it was made from.

    Attributes:
        log: Name of the log, without its folders; `groups` likewise.
        first: When the first question was asked, ISO 8601, UTC; `last` likewise.
        log_problems: Places where the log's chain of hashes does not hold.
        repeated: Questions that were asked again later: the last one counts.
        everyone: Questions that are left out, since they asked for those below the bar too.
        versions: The models that answered, each once.
    """

    log: str
    groups: str
    first: str
    last: str
    log_problems: int
    repeated: int
    everyone: int
    versions: tuple[Mapping[str, str], ...]
    observed: Observed
    audit: Audit


@dataclass(frozen=True, slots=True)
class Report:
    """A report; one of `audit` and `differences` at least is there.

    Attributes:
        made_at: ISO 8601, UTC.
        background: Contacts among whom the tested careers stood.
    """

    made_at: str
    models: Models
    audit: LogAudit | None = None
    differences: tuple[Difference, ...] = ()
    background: int = 0
    quick: bool = False

    @property
    def flagged(self) -> bool:
        """Whether an impact ratio is under four fifths, or a counterfactual test failed."""
        audited = self.audit is not None and self.audit.audit.flagged
        return audited or any(difference.failed for difference in self.differences)


def write_report(report: Report, folder: Path, *, tongue: Tongue = Tongue.ENGLISH) -> tuple[Path, ...]:
    """Writes the report as HTML, CSV and JSON into a folder, which is made where it is missing.

    Returns:
        The files, named after the day of the report.
    """
    from matcher.fairness.page import report_page
    from matcher.fairness.tables import report_tables

    folder.mkdir(parents=True, exist_ok=True)
    stem = f"fairness-{report.made_at[:10]}"
    texts = {
        f"{stem}.html": report_page(report, tongue),
        f"{stem}.json": json.dumps(report_to_json(report), ensure_ascii=False, indent=2) + "\n",
        **{f"{stem}-{name}.csv": text for name, text in report_tables(report).items()},
    }
    for name, text in texts.items():
        # With a byte order mark spreadsheets read a table as UTF-8.
        encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
        (folder / name).write_text(text, encoding=encoding, newline="")
    return tuple(folder / name for name in texts)


def report_to_json(report: Report) -> dict[str, Any]:
    """Writes a report as JSON values."""
    models = report.models
    return {
        "report": "fairness",
        "made_at": report.made_at,
        "flagged": report.flagged,
        "models": {
            "coopt": models.coopt,
            "encoder": {"name": models.encoder, "revision": models.encoder_revision},
            "ranker": {"name": models.ranker, "revision": models.ranker_revision},
        },
        "audit": None if report.audit is None else _audit(report.audit),
        "counterfactual": _counterfactual(report) if report.differences else None,
    }


def _audit(made: LogAudit) -> dict[str, Any]:
    observed, audit = made.observed, made.audit
    return {
        "log": made.log,
        "groups": made.groups,
        "first": made.first,
        "last": made.last,
        "log_problems": made.log_problems,
        "questions": observed.answered,
        "left_out": {"repeated": made.repeated, "everyone": made.everyone, "gone": observed.gone},
        "unscored_questions": observed.unscored,
        "changed_networks": observed.changed,
        "versions": [dict(versions) for versions in made.versions],
        "rescored": observed.rescored,
        "contacts": audit.contacts,
        "assessments": audit.assessments,
        "scored": audit.scored,
        "median_score": _rounded(audit.median),
        "tables": [_table(table) for table in audit.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "measure": table.measure.value,
        "dimensions": list(table.dimensions),
        "groups": [_group(group) for group in table.groups],
        "unknown": {"contacts": table.unknown, "assessments": table.unknown_assessments},
    }


def _group(group: GroupResult) -> dict[str, Any]:
    rate = group.rate
    return {
        "group": list(group.key),
        "finding": group.finding.value,
        "flagged": group.finding.flagged,
        "contacts": group.contacts,
        "assessments": None if rate is None else rate.trials,
        "hits": None if rate is None else rate.hits,
        "rate": None if rate is None else _rounded(rate.value),
        "rate_interval": None if rate is None else _interval(rate.interval),
        "effective_assessments": None if rate is None else _rounded(rate.effective),
        "impact_ratio": _rounded(group.ratio),
        "ratio_interval": _interval(group.interval),
        "p_value": _rounded(group.p_value),
    }


def _counterfactual(report: Report) -> dict[str, Any]:
    differences = report.differences
    return {
        "quick": report.quick,
        "background": report.background,
        "careers": len({(d.language, d.career) for d in differences}),
        "traits": [summary_to_json(summary) for summary in by_trait(differences)],
        "changes": [summary_to_json(summary) for summary in by_change(differences)],
        "failures": [difference_to_json(difference) for difference in failures(differences)],
    }


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """Writes a summary as JSON values."""
    return {
        "trait": summary.trait.value,
        "change": summary.label,
        "compared": summary.compared,
        "failed": summary.failed,
        "tolerance": summary.tolerance,
        "mean": _rounded(summary.mean),
        "worst": _rounded(summary.worst),
        "allowed": _rounded(summary.allowed),
        "rank_shift": summary.rank_shift,
        "shown_changed": summary.shown_changed,
    }


def difference_to_json(difference: Difference) -> dict[str, Any]:
    """Writes a difference as JSON values."""
    return {
        "trait": difference.trait.value,
        "career": difference.career,
        "language": difference.language,
        "change": difference.label,
        "opening": difference.opening,
        "opening_language": difference.opening_language,
        "base": _rounded(difference.base),
        "variant": _rounded(difference.variant),
        "allowed": _rounded(difference.allowed),
        "unexplained": _rounded(difference.unexplained),
        "rank_shift": difference.rank_shift,
        "shown_changed": difference.shown_changed,
        "causes": {name: _rounded(part) for name, part in difference.causes},
    }


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [round(interval.low, DIGITS), round(interval.high, DIGITS)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS) + 0.0  # never -0.0
