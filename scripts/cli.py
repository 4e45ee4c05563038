"""The `coopt` command line. Nothing heavy is imported until a command needs it."""

import sys

import typer

from scripts.commands import (
    benchmark,
    demo,
    evaluate,
    feedback,
    imports,
    openings_for,
    reindex,
    serve,
    suggest,
)

app = typer.Typer(
    name="coopt",
    help="Who in my network fits this role? A few contacts with the reasons, on your own machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(imports.app, name="import")
app.command("reindex")(reindex.reindex)
app.command("suggest")(suggest.suggest)
app.command("openings-for")(openings_for.openings_for)
app.add_typer(feedback.app, name="feedback")
app.command("evaluate")(evaluate.evaluate)
app.add_typer(benchmark.app, name="benchmark")
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)


def main() -> None:
    """Runs the command line; an error that a user can mend is one line on stderr and exit code 1."""
    from matcher.errors import CooptError

    try:
        app()
    except CooptError as error:
        typer.secho(f"Error: {error}", err=True, fg=typer.colors.RED)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("Interrupted; nothing was left half done.", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
