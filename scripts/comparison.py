"""Two systems on one collection: which is better, how surely, and on which queries."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import typer

from matcher.evaluation import (
    Collection,
    Comparison,
    QueryDifference,
    QueryMetrics,
    Scorer,
    average_precision,
    compare,
    evaluate_queries,
    read_run,
    record,
)

SHOWN = 10  # of the largest gains, and of the largest losses
LONGEST_TITLE = 60  # characters


def measure_queries(
    collection: Collection, scorer: Scorer, *, run: Path | None = None, tag: str = "coopt"
) -> dict[str, QueryMetrics]:
    """Measures a system on each query that has a relevant contact.

    Args:
        run: Where to write what it answered, as a TREC run file.
        tag: The system's name in that file.
    """
    blocks = scorer.score(list(collection.queries.values()), list(collection.corpus.values()))
    if run is None:
        return evaluate_queries(collection, blocks)
    with closing(record(blocks, collection, run, tag=tag)) as recorded:
        return evaluate_queries(collection, recorded)


def compare_systems(first: Mapping[str, QueryMetrics], second: Mapping[str, QueryMetrics]) -> Comparison:
    """Compares two systems measured on the same collection."""
    return compare(_precisions(first), _precisions(second))


def compare_with_run(first: Mapping[str, QueryMetrics], collection: Collection, path: Path) -> Comparison:
    """Compares a system with what another tool, or an earlier version, wrote in a run file.

    Raises:
        UnreadableFile: If it is no run file.
    """
    run = read_run(path)
    second = {}
    for query_id in first:
        scores = run.get(query_id, {})
        ranking = sorted(scores, key=lambda contact_id: (-scores[contact_id], contact_id))
        second[query_id] = average_precision(ranking, collection.qrels[query_id])
    return compare(_precisions(first), second)


def comparison_to_json(comparison: Comparison, against: str) -> dict[str, Any]:
    """Writes a comparison, with every query, gains first."""
    signs = [(one.difference > 0) - (one.difference < 0) for one in comparison.by_query]
    return {
        "against": against,
        "difference_in_MAP": round(comparison.difference, 4),
        "p_value": round(comparison.p_value, 4),
        "better": signs.count(1),
        "equal": signs.count(0),
        "worse": signs.count(-1),
        "queries": [
            {
                "query": one.query_id,
                "average_precision": round(one.first, 4),
                "against": round(one.second, 4),
                "difference": round(one.difference, 4),
            }
            for one in comparison.by_query
        ],
    }


def print_comparison(comparison: Comparison, against: str, collection: Collection, *, k: int = SHOWN) -> None:
    """Prints the difference, its p, and the largest gains and losses."""
    told = comparison_to_json(comparison, against)
    typer.echo(
        f"\nMAP {comparison.difference:+.4f} against {against} (p {comparison.p_value:.4f}, paired "
        f"randomisation test); {told['better']} queries better, {told['equal']} equal, {told['worse']} worse"
    )
    for title, rows in (("Largest gains", comparison.gains(k)), ("Largest losses", comparison.losses(k))):
        if rows:
            typer.echo(f"{title}:")
        for row in rows:
            typer.echo(_row(row, collection))


def _precisions(by_query: Mapping[str, QueryMetrics]) -> dict[str, float]:
    return {query_id: metrics.average_precision for query_id, metrics in by_query.items()}


def _row(row: QueryDifference, collection: Collection) -> str:
    title = collection.queries[row.query_id].strip().partition("\n")[0][:LONGEST_TITLE]
    return f"  {row.difference:+.4f}  {row.second:.4f} → {row.first:.4f}  {row.query_id}  {title}"
