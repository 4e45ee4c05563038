"""A fairness report as tables for a spreadsheet."""

import io
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from matcher.fairness.report import Report, report_to_json
from matcher.spreadsheet import write_csv


def report_tables(report: Report) -> dict[str, str]:
    """Gives each table as CSV, by name."""
    told = report_to_json(report)
    stamp = {
        "made_at": told["made_at"],
        "encoder_revision": told["models"]["encoder"]["revision"],
        "ranker_revision": told["models"]["ranker"]["revision"],
    }
    tables = {}
    if told["audit"] is not None:
        tables["groups"] = _csv(_groups(told["audit"]), stamp)
    if told["counterfactual"] is not None:
        tables["changes"] = _csv(told["counterfactual"]["changes"], stamp)
        if told["counterfactual"]["failures"]:
            tables["failures"] = _csv(told["counterfactual"]["failures"], stamp)
    return tables


def _groups(audit: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for table in audit["tables"]:
        place = {"measure": table["measure"], "dimensions": " x ".join(table["dimensions"])}
        for group in table["groups"]:
            yield {**place, **group, "group": ", ".join(group["group"])}
        unknown = dict.fromkeys(table["groups"][0] if table["groups"] else ("group", "finding"), None)
        yield {**place, **unknown, **table["unknown"], "group": "", "finding": "unknown"}


def _csv(rows: Iterable[Mapping[str, Any]], stamp: Mapping[str, str]) -> str:
    flat = [{**_flat(row), **stamp} for row in rows]
    header = list(dict.fromkeys(chain.from_iterable(flat)))
    written = io.StringIO()
    write_csv(written, header, ([row.get(name) for name in header] for row in flat))
    return written.getvalue()


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Gives an interval two columns, and makes a text of what a signal adds."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if name.endswith("_interval"):
            flat[f"{name}_low"], flat[f"{name}_high"] = value or (None, None)
        elif isinstance(value, Mapping):
            flat[name] = "; ".join(f"{key} {part:+.2f}" for key, part in value.items())
        else:
            flat[name] = value
    return flat
