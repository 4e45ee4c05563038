"""The `coopt` command line. Nothing heavy is imported until a command needs it."""

import sys

import typer

from scripts.commands import (
    audit,
    batch,
    benchmark,
    demo,
    duplicates,
    evaluate,
    events,
    feedback,
    imports,
    introductions,
    keys,
    network,
    openings_for,
    privacy,
    reach,
    reindex,
    retention,
    serve,
    share,
    store,
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
app.command("reach")(reach.reach)
app.command("batch")(batch.batch)
app.add_typer(network.app, name="network")
app.command("reindex")(reindex.reindex)
app.command("suggest")(suggest.suggest)
app.command("openings-for")(openings_for.openings_for)
app.add_typer(feedback.app, name="feedback")
app.add_typer(introductions.app, name="introductions")
app.add_typer(share.app, name="share")
app.add_typer(introductions.app, name="introduce", hidden=True)  # what one says: `coopt introduce draft`
app.add_typer(duplicates.app, name="duplicates")
app.command("evaluate")(evaluate.evaluate)
app.command("audit")(audit.audit)
app.add_typer(benchmark.app, name="benchmark")
app.add_typer(keys.app, name="keys")
app.add_typer(privacy.app, name="privacy")
app.add_typer(events.app, name="events")
app.add_typer(retention.app, name="retention")
app.add_typer(store.app, name="store")
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
