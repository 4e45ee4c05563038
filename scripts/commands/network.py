"""`coopt network`: what it holds, who is thin, how you know each other, your own history."""

import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.commands import network_ties
from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, Employee, open_workspace
from scripts.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.contact import Contact
    from matcher.network_map import NetworkMap
    from matcher.store import Store

app = typer.Typer(help="See your network: trades, ages, what is missing, how you know each other.")

HEADER = (
    "id", "name", "title", "company", "location", "as_of", "age_years", "depth", "sources", "how_known",
    "connected_on", "relation", "strength", "last_exchange", "reasons", "objected",
)  # fmt: skip
ROWS_A_PART = 1_000

MaybeEmployee = Annotated[str | None, typer.Option("--employee", help="Whose network it is, such as `me`.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a row for each contact into this file.")]
K = Annotated[int, typer.Option("-k", min=1, help="At most this many.")]
After = Annotated[str, typer.Option("--after", help="Only ids that come after this one.")]


@app.callback(invoke_without_command=True)
def network(
    context: typer.Context,
    employee: MaybeEmployee = None,
    csv: Csv = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """See your network: trades, companies, how full and how old the profiles are."""
    if context.invoked_subcommand is not None:
        return
    if employee is None:
        raise typer.BadParameter("expected whose network it is, such as --employee me")
    from matcher.network_map import contacts_of, map_network

    with open_workspace(data_dir) as workspace:
        if csv is not None:
            count = _write_csv(csv, workspace.store, employee)
            note(f"{count:,} contacts written to {csv}; the file holds personal data.")
        found = map_network(contacts_of(workspace.store, employee), today=date.today())
    if as_json:
        print_json(asdict(found))
    else:
        _show_map(found)


@app.command("list")
def list_contacts(
    employee: Employee, k: K = 50, after: After = "", data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """List contacts by id, with the age of each profile and the tie."""
    with open_workspace(data_dir) as workspace:
        contacts = workspace.store.contacts(employee, after=after, k=k)
        rows = list(_rows(workspace.store, employee, list(contacts)))
    if as_json:
        print_json(rows)
    else:
        shown = ("id", "name", "title", "company", "age", "tie")
        print_table(shown, [_shown(row) for row in rows])


@app.command("thin")
def thin(
    employee: Employee, k: K = 50, after: After = "", data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """List the contacts with a title or a company alone, and what would help to find them."""
    from matcher.network_map import thin_contacts

    with open_workspace(data_dir) as workspace:
        found = thin_contacts(workspace.store, employee, after=after, k=k)
    if as_json:
        print_json(
            [
                {
                    "id": one.contact.id,
                    "name": one.contact.name,
                    "missing": list(one.missing),
                    "helps": list(one.helps),
                }
                for one in found
            ]
        )
    elif found:
        rows = [
            (one.contact.id, one.contact.name, " and ".join(one.missing), "; or ".join(one.helps))
            for one in found
        ]
        print_table(("id", "name", "lacks", "what would help"), rows)
    else:
        typer.echo("No contact is thin.")


app.command("tie")(network_ties.tie)
app.command("me")(network_ties.me)


def _show_map(found: "NetworkMap") -> None:
    depths = found.depths
    typer.echo(
        f"{found.contacts:,} contacts: {depths['history']:,} with a history, {depths['row']:,} with a title "
        f"and a company, {depths['thin']:,} thin (`coopt network thin` lists them)"
    )
    ages = (f"{count:,} {name}" for name, count in found.ages.items() if count)
    typer.echo(f"Profiles by age: {', '.join(ages)}")
    typer.echo(f"From: {', '.join(f'{kind} ({count:,})' for kind, count in found.sources.items())}\n")
    print_table(("trade, now or last", "contacts"), list(found.trades.items()))
    typer.echo("")
    print_table(("company, now or last", "contacts"), list(found.companies.items()))


def _rows(store: "Store", employee: str, contacts: "list[Contact]") -> "Iterator[dict[str, Any]]":
    from matcher.freshness import depth, freshness

    today = date.today()
    ties = store.ties(employee, [contact.id for contact in contacts])
    objected = store.privacy.objected()
    for contact in contacts:
        if contact.id not in ties:
            continue
        age, known = freshness(contact, today=today), ties[contact.id]
        positions = contact.profile.positions
        title = positions[0].title if positions else ""
        yield {
            "id": contact.id,
            "name": contact.name,
            "title": title or contact.profile.headline,
            "company": positions[0].company if positions else "",
            "location": contact.profile.location,
            "as_of": age.as_of,
            "age_years": age.age_years,
            "depth": depth(contact.profile).value,
            "sources": sorted({source.kind for source in contact.sources}),
            "how_known": known.how_known.value,
            "connected_on": known.connected_on,
            "relation": known.relation.value,
            "strength": known.strength.value,
            "last_exchange": known.last_exchange,
            "reasons": list(known.reasons),
            "objected": contact.id in objected,
        }


def _shown(row: dict[str, Any]) -> tuple[object, ...]:
    age = "" if row["age_years"] is None else f"{row['age_years']:.1f} years"
    tie = row["strength"] if row["relation"] == "unknown" else f"{row['relation']}, {row['strength']}"
    if row["objected"]:
        tie = f"{tie}; asked not to be suggested"
    return row["id"], row["name"], row["title"], row["company"], age, tie


def _write_csv(path: Path, store: "Store", employee: str) -> int:
    from matcher.errors import CooptError
    from matcher.network_map import contacts_of
    from matcher.spreadsheet import write_csv

    everyone = list(contacts_of(store, employee))
    parts = (everyone[start : start + ROWS_A_PART] for start in range(0, len(everyone), ROWS_A_PART))
    rows = (row for part in parts for row in _rows(store, employee, part))
    cells = ([_cell(row[name]) for name in HEADER] for row in rows)
    try:
        with open(path, "w", encoding="utf-8-sig", newline="", opener=_own_file) as file:
            return write_csv(file, HEADER, cells)
    except OSError as error:
        raise CooptError(f"{path}: cannot be written ({error.strerror})") from error


def _own_file(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)  # it holds personal data


def _cell(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value
