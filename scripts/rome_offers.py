"""Writes a test collection: real French offers as openings, the appellations of ROME as contacts.

A contact is a title alone; relevant are the appellations of the offer's own ROME code. `coopt evaluate` reads
the folder. Source of the appellations: ROME 4.0, France Travail, Licence Ouverte.

    python -m scripts.rome_offers DATA OUT [--without-title]

DATA holds `rome/appellations.csv` and `openings/france_travail_150.csv`, `openings/france_travail_api.jsonl`.
"""

import csv
import json
from pathlib import Path
from typing import Annotated, Any

import typer

csv.field_size_limit(10_000_000)  # an offer's text stands in one cell


def main(
    data: Path,
    out: Path,
    without_title: Annotated[bool, typer.Option(help="Leave the offer's title out of its text.")] = False,
) -> None:
    """Writes openings.jsonl, contacts.jsonl and qrels.tsv into OUT."""
    with (data / "rome" / "appellations.csv").open(encoding="utf-8-sig", newline="") as file:
        appellations = [
            (row["code_ogr"], row["code_rome"], row["libelle_appellation_long"])
            for row in csv.DictReader(file)
        ]
    known = {code for _, code, _ in appellations}
    offers = [offer for offer in _offers(data / "openings") if offer["romeCode"] in known]
    out.mkdir(parents=True)
    _write_lines(
        out / "openings.jsonl",
        [{"opening_id": offer["id"], "text": _text(offer, without_title)} for offer in offers],
    )
    _write_lines(
        out / "contacts.jsonl",
        [
            {"contact_id": key, "text": f"Expérience\n{title}\nJanvier 2020 - Présent"}
            for key, _, title in appellations
        ],
    )
    pairs = (
        f"{offer['id']}\t0\t{key}\t1\n"
        for offer in offers
        for key, code, _ in appellations
        if code == offer["romeCode"]
    )
    (out / "qrels.tsv").write_text("".join(pairs), encoding="utf-8")
    typer.echo(f"{len(offers)} offers, {len(appellations)} appellations in {out}")


def _offers(folder: Path) -> list[dict[str, Any]]:
    with (folder / "france_travail_150.csv").open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file, delimiter="|"))
    lines = (folder / "france_travail_api.jsonl").read_text(encoding="utf-8").splitlines()
    offers = {row["id"]: row for row in [*rows, *map(json.loads, lines)]}
    return [offer for offer in offers.values() if offer["description"]]


def _text(offer: dict[str, Any], without_title: bool) -> str:
    description = str(offer["description"])
    return description if without_title else f"{offer['intitule']}\n\n{description}"


def _write_lines(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
