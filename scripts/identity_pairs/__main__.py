"""Builds 2,000 labelled pairs and prints precision and recall: `python -m scripts.identity_pairs`."""

from pathlib import Path
from typing import Annotated

import typer

from scripts.console import print_json
from scripts.identity_pairs.labelled import build
from scripts.identity_pairs.measure import measure
from scripts.identity_pairs.people import connections, read_pools

ROOT = Path(__file__).parents[2]


def main(
    data: Annotated[Path, typer.Option(help="Folder of the sample data.")] = ROOT.parent / "shared" / "data",
    seed: Annotated[int, typer.Option(help="Of the random choices.")] = 1,
    pairs: Annotated[int, typer.Option(help="How many, half of them of one person.")] = 2_000,
    wrong: Annotated[bool, typer.Option(help="Show the wrong joins and the missed ones.")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Prints precision and recall of what is joined without asking."""
    people = connections(data / "network_synthetic" / "Connections.csv")
    labelled = build(people, read_pools(data / "resumes" / "resumes_166.csv"), seed=seed, pairs=pairs)
    figures, matches = measure(labelled)
    if as_json:
        print_json(
            {"precision": round(figures.precision, 4), "recall": round(figures.recall, 4),
             "joined": figures.joined, "listed": figures.listed, "by_kind": figures.by_kind}
        )  # fmt: skip
        return
    typer.echo(
        f"precision {figures.precision:.4f} ({figures.right} of {figures.joined}), "
        f"recall {figures.recall:.4f} ({figures.right} of {figures.same}); "
        f"{figures.reviewed} more to review, in a list of {figures.listed}"
    )
    for kind, (count, found) in figures.by_kind.items():
        typer.echo(f"  {kind}: {found} of {count} joined")
    if wrong:
        same = {(pair.contact, pair.row): pair for pair in labelled.pairs if pair.same}
        for match in matches:
            pair = same.get((int(match.contact_id), match.row))
            if (match.outcome == "certain") != (pair is not None):
                contact, row = labelled.contacts[int(match.contact_id)], labelled.rows[match.row]
                typer.echo(f"{match.outcome} {match.probability:.3f} {pair is not None} {contact} | {row}")


if __name__ == "__main__":
    typer.run(main)
