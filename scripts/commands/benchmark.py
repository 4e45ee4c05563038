"""`coopt benchmark`: figures, each beside the floor that was measured in the same run."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.commands.batch import Address, Engine, On, Workers, engine_of
from scripts.console import print_json
from scripts.options import AsJson
from scripts.threads import use_one_thread

app = typer.Typer(help="Measure speed and memory on this machine.", no_args_is_help=True)

ManyRows = Annotated[int, typer.Option("--size", min=1, help="Rows of the invented file.")]
Size = Annotated[int, typer.Option("--size", min=1, help="Contacts in the invented network.")]
Fragments = Annotated[int, typer.Option("--size", min=1, help="Invented fragments of profiles.")]
Distinct = Annotated[
    bool, typer.Option("--distinct", help="No two fragments alike; otherwise half of them share titles.")
]
Kind = Annotated[str, typer.Option("--index", help="auto, flat, ivf or hnsw, as COOPT_INDEX.")]
Inside = Annotated[
    int | None, typer.Option("--inside", min=1, help="Contacts of the whole store, the network's among them.")
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FOLDER", help="Keep the invented data here, and use it when it is there."
    ),
]
ManyOpenings = Annotated[int, typer.Option("--openings", min=1, help="Invented openings.")]


@app.command("suggest")
def suggest(size: Size = 5_000, inside: Inside = None, data: Data = None, as_json: AsJson = False) -> None:
    """How long a running server takes to answer, against encode, gather and multiply alone."""
    use_one_thread()  # as the server does
    from scripts.benchmarks.suggest import benchmark_suggest

    show(benchmark_suggest(size, inside=inside, keep=data), as_json=as_json)


@app.command("reindex")
def reindex(size: Size = 10_000, data: Data = None, as_json: AsJson = False) -> None:
    """How long indexing takes, all, nothing and a little of it, against the encoder alone; the memory."""
    from scripts.benchmarks.reindex import benchmark_reindex

    show(benchmark_reindex(size, keep=data), as_json=as_json)


@app.command("encode")
def encode(size: Size = 3_000, as_json: AsJson = False) -> None:
    """Texts a second against the tokenizer alone, load time and memory: the shipped encoders and MiniLM."""
    from scripts.benchmarks.encode import benchmark_encode

    show(benchmark_encode(size), as_json=as_json)


@app.command("import")
def imports(size: ManyRows = 30_000, as_json: AsJson = False) -> None:
    """How long a large Connections.csv takes to import, to import again and to undo; the memory."""
    from scripts.benchmarks.imports import benchmark_import

    show(benchmark_import(size), as_json=as_json)


@app.command("batch")
def batch(
    size: Size = 20_000,
    openings: ManyOpenings = 200,
    engine: On = Engine.LOCAL,
    address: Address = None,
    workers: Workers = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """How many openings a second are answered over all networks, against the bare matrix products.

    With another engine, also how fast that is beside the local one, and whether it gives the same lines.
    """
    from scripts.benchmarks.batch import benchmark_batch

    elsewhere = None if engine is Engine.LOCAL else engine_of(engine, address, workers)
    show(benchmark_batch(size, openings, elsewhere=elsewhere, keep=data), as_json=as_json)


@app.command("search")
def search(
    size: Fragments = 100_000, kind: Kind = "auto", distinct: Distinct = False, as_json: AsJson = False
) -> None:
    """How quickly everybody is searched at once, how many of the true best are found; the memory."""
    from scripts.benchmarks.search import benchmark_search

    show(benchmark_search(size, kind=kind, own_words=1.0 if distinct else 0.5), as_json=as_json)


def show(figures: dict[str, object], *, as_json: bool) -> None:
    """Prints figures, a line each."""
    if as_json:
        print_json(figures)
    else:
        typer.echo("\n".join(f"{name:20}{value}" for name, value in figures.items()))
