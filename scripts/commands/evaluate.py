"""`coopt evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.console import note, print_json
from scripts.options import AsJson

SYSTEMS = ("dense", "lexical", "hybrid")

Folder = Annotated[Path, typer.Argument(help="A test collection: queries, corpus and relevance judgements.")]
Name = Annotated[str, typer.Option("--system", help=f"One of {', '.join(SYSTEMS)}.")]


def evaluate(folder: Folder, system: Name = "hybrid", as_json: AsJson = False) -> None:
    """Measure how well a system ranks a test collection."""
    from api.settings import Settings
    from matcher.encoder import load_encoder
    from matcher.evaluation import evaluate as measure
    from matcher.evaluation import read_collection
    from matcher.evaluation.systems import EvaluatedSystem, System

    if system not in SYSTEMS:
        raise typer.BadParameter(f"expected one of {', '.join(SYSTEMS)}", param_hint="--system")
    settings = Settings()
    collection = read_collection(folder)
    encoder = load_encoder(settings.encoder, allow_download=settings.allow_download)
    evaluated = EvaluatedSystem(System(system), encoder, documents=collection.documents)
    blocks = evaluated.score(list(collection.queries.values()), list(collection.corpus.values()))
    metrics = measure(collection, blocks)
    report = {
        "dataset": collection.name,
        "system": system,
        "queries": metrics.queries,
        "corpus": len(collection.corpus),
        **{name: round(value, 4) for name, value in metrics.report().items()},
        "texts_per_second": round(evaluated.texts_per_second),
    }
    if as_json:
        print_json(report)
    else:
        typer.echo("\n".join(f"{name:18}{value}" for name, value in report.items()))
    if metrics.skipped_queries:
        note(f"{metrics.skipped_queries} queries without a relevant contact were left out of the means")
