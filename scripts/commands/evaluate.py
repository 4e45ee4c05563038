"""`coopt evaluate`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import note, print_json
from scripts.options import AsJson

if TYPE_CHECKING:
    from matcher.evaluation import Collection, Comparison, QueryMetrics
    from matcher.evaluation.systems import EvaluatedSystem

SYSTEMS = ("dense", "lexical", "hybrid", "whole", "ranked")

Folder = Annotated[Path, typer.Argument(help="A test collection: queries, corpus and relevance judgements.")]
Name = Annotated[str, typer.Option("--system", help=f"One of {', '.join(SYSTEMS)}.")]
Run = Annotated[Path | None, typer.Option("--run", help="Write the ranking as a TREC run file.")]
Against = Annotated[
    str | None, typer.Option("--against", help="Compare with another system, or with a run file.")
]


def evaluate(
    folder: Folder, system: Name = "ranked", run: Run = None, against: Against = None, as_json: AsJson = False
) -> None:
    """Measure how well a system ranks a test collection, and whether it beats another."""
    from matcher.evaluation import mean_metrics, read_collection
    from scripts.comparison import comparison_to_json, measure_queries, print_comparison

    if system not in SYSTEMS:
        raise typer.BadParameter(f"expected one of {', '.join(SYSTEMS)}", param_hint="--system")
    collection = read_collection(folder)
    evaluated = _system(system, collection)
    by_query = measure_queries(collection, evaluated, run=run, tag=system)
    metrics = mean_metrics(by_query, n_queries=len(collection.queries))
    report: dict[str, Any] = {
        "dataset": collection.name,
        "system": system,
        "queries": metrics.queries,
        "corpus": len(collection.corpus),
        **{name: round(value, 4) for name, value in metrics.report().items()},
        "texts_per_second": round(evaluated.texts_per_second),
    }
    comparison = _compare(by_query, collection, against) if against else None
    if as_json:
        told = {} if comparison is None else {"comparison": comparison_to_json(comparison, against or "")}
        print_json(report | told)
    else:
        typer.echo("\n".join(f"{name:18}{value}" for name, value in report.items()))
        if comparison is not None:
            print_comparison(comparison, against or "", collection)
    if metrics.skipped_queries:
        note(f"{metrics.skipped_queries} queries without a relevant contact were left out of the means")


def _system(name: str, collection: "Collection") -> "EvaluatedSystem":
    from api.settings import Settings
    from matcher.encoder import load_encoder
    from matcher.evaluation.systems import EvaluatedSystem, System

    settings = Settings.read()
    encoder = load_encoder(settings.encoder, allow_download=settings.allow_download)
    return EvaluatedSystem(System(name), encoder, documents=collection.documents)


def _compare(by_query: "dict[str, QueryMetrics]", collection: "Collection", against: str) -> "Comparison":
    from scripts.comparison import compare_systems, compare_with_run, measure_queries

    if against in SYSTEMS:
        return compare_systems(by_query, measure_queries(collection, _system(against, collection)))
    return compare_with_run(by_query, collection, Path(against))
