"""`coopt benchmark`: figures, each beside the floor that was measured in the same run."""

from typing import Annotated

import typer

from scripts.console import print_json
from scripts.options import AsJson

app = typer.Typer(help="Measure speed and memory on this machine.", no_args_is_help=True)

ManyRows = Annotated[int, typer.Option("--size", min=1, help="Rows of the invented file.")]
Size = Annotated[int, typer.Option("--size", min=1, help="Contacts in the invented network.")]

ManyOpenings = Annotated[int, typer.Option("--openings", min=1, help="Invented openings.")]


@app.command("suggest")
def suggest(size: Size = 5_000, as_json: AsJson = False) -> None:
    """How long a running server takes to answer, against encode, gather and multiply alone."""
    from scripts.benchmarks.suggest import benchmark_suggest

    show(benchmark_suggest(size), as_json=as_json)


@app.command("encode")
def encode(as_json: AsJson = False) -> None:
    """Texts a second, load time and memory of the shipped encoders and of all-MiniLM-L6-v2."""
    from scripts.benchmarks.encode import benchmark_encode

    show(benchmark_encode(), as_json=as_json)


@app.command("import")
def imports(size: ManyRows = 30_000, as_json: AsJson = False) -> None:
    """How long a large Connections.csv takes to import, to import again and to undo; the memory."""
    from scripts.benchmarks.imports import benchmark_import

    show(benchmark_import(size), as_json=as_json)


@app.command("batch")
def batch(size: Size = 20_000, openings: ManyOpenings = 200, as_json: AsJson = False) -> None:
    """How many openings a second are answered over all networks, against the bare matrix products."""
    from scripts.benchmarks.batch import benchmark_batch

    show(benchmark_batch(size, openings), as_json=as_json)


def show(figures: dict[str, object], *, as_json: bool) -> None:
    """Prints figures, a line each."""
    if as_json:
        print_json(figures)
    else:
        typer.echo("\n".join(f"{name:20}{value}" for name, value in figures.items()))
