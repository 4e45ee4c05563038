"""Openings of France Travail: the API's answers in JSON, and their flat columns separated by `|`."""

import ast
import csv
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from matcher.errors import CooptError, InvalidOpening, UnreadableFile
from matcher.opening import Opening, Posting, Requirement, RequirementKind
from matcher.readers.json_rows import day_of, find_rows
from matcher.readers.openings.france_travail_facts import StatedFacts, with_stated_facts
from matcher.readers.openings.markup import plain_description
from matcher.readers.openings.plain_text import build_opening
from matcher.readers.report import Reading, SkippedRow

SOURCE = "france-travail"
TITLE, DESCRIPTION = "intitule", "description"
COLUMNS = ("id", TITLE, DESCRIPTION)
DELIMITERS = "|;,\t"  # the first is its own; spreadsheets save the others
LONGEST_FIELD = 10 << 20  # characters; the csv module's own limit, 131,072, is less than some descriptions
LONGEST_LIST = 100_000  # characters
MOST_LINES_OF_ROW = 2000
MOST_MENDED_ROWS = 100  # after so many broken rows, the search for the next good one costs too much
REQUIRED = "E"
OBLIGATIONS = {
    RequirementKind.MUST: "Compétences exigées :",
    RequirementKind.NICE: "Compétences souhaitées :",
}
# The lists that an opening holds, and the key of each item's label.
LISTS = {"competences": "libelle", "formations": "niveauLibelle", "langues": "libelle", "permis": "libelle"}
LIST_LABELS = {"formations": "Formation : ", "langues": "Langue : ", "permis": "Permis "}


class BrokenRow(CooptError):
    """A row that cannot be used, and why; it never leaves the readers."""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A record of the file: `fields` is None where it is broken."""

    line: int
    fields: Mapping[str, str] | None
    found: int


def is_france_travail(value: object) -> bool:
    """Says whether a JSON value is an opening of France Travail."""
    return isinstance(value, Mapping) and TITLE in value and DESCRIPTION in value


def rows_in(value: object) -> Iterator[object]:
    """Finds the openings in an answer of the API: alone, in a list, or under `resultats`."""
    return find_rows(value, is_france_travail)


def opening_of(row: Mapping[str, object]) -> Opening:
    """Makes an opening of a row, whether from JSON or from the flat columns.

    The competences, formations, languages and licences that the row lists are written under the description,
    so that each requirement is a span of the text.

    Raises:
        BrokenRow: If it lacks a title or a description, or a list in it cannot be read.
        InvalidOpening: If its text is too long, or holds no word.
    """
    title, description = _text(row, TITLE), _description(row)
    if not title or not description:
        raise BrokenRow(f"expected a value for {TITLE if not title else DESCRIPTION}")
    base = build_opening(
        title,
        description,
        source=SOURCE,
        company=_text(row, "entreprise.nom") or _text(row, "entreprise"),
        location=_text(row, "lieuTravail.libelle") or _text(row, "departement"),
    )
    text, listed = _with_lists(base.text, row)
    known = {r.text.casefold() for r in base.requirements}
    added = tuple(r for r in listed if r.text.casefold() not in known)
    return replace(
        base,
        id=_text(row, "id") or base.id,
        text=text,
        requirements=base.requirements + added,
        facts=with_stated_facts(base.facts, _stated(row)),
        posting=Posting(
            url=_text(row, "origineOffre.urlOrigine"),
            pay=_text(row, "salaire.libelle") or _text(row, "salaire.commentaire") or _text(row, "salaire"),
            published_on=day_of(row.get("dateCreation")),
        ),
    )


def is_france_travail_csv(text: str) -> bool:
    """Says whether the first line names the flat columns of France Travail."""
    return any({TITLE, DESCRIPTION} <= set(_header(text, delimiter)) for delimiter in DELIMITERS)


def _header(text: str, delimiter: str) -> list[str]:
    line = text[:LONGEST_LIST].partition("\n")[0].lstrip("\ufeff")
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


def read_csv(text: str, path: Path) -> Reading[Opening]:
    """Reads the flat columns; a broken row is left out and reported, and does not hide the ones after it.

    Raises:
        UnreadableFile: If a column is missing or no row is good.
    """
    lines = [f"{line}\n" for line in text.split("\n")]
    delimiter = max(DELIMITERS, key=lambda sign: len(_header(text, sign)))
    header = _header(text, delimiter)
    if missing := [column for column in COLUMNS if column not in header]:
        raise UnreadableFile(
            path, f"expected the columns {', '.join(COLUMNS)}; {', '.join(missing)} missing", line=1
        )
    items, skipped = [], []
    for row in _rows(lines, header, delimiter):
        try:
            if row.fields is None:
                raise BrokenRow(
                    f"expected {len(header)} fields separated by {delimiter!r}, found {row.found}"
                )
            items.append(opening_of(row.fields))
        except (BrokenRow, InvalidOpening) as error:
            skipped.append(SkippedRow(row.line, str(error)))
    return Reading("france-travail-csv", path.name, tuple(items), tuple(skipped))


def _rows(lines: list[str], header: list[str], delimiter: str) -> Iterator[CsvRow]:
    """Gives the records; after a broken one of several lines, goes on from its second line.

    A quote that is never closed swallows the rows after it: they are found again.
    """
    at, mended, searching = 1, 0, False
    while at < len(lines):
        fields, taken = _record(lines, at, delimiter)
        good = len(fields) == len(header)
        if good:
            yield CsvRow(at + 1, dict(zip(header, fields, strict=True)), len(fields))
        elif fields and not searching:
            yield CsvRow(at + 1, None, len(fields))
        mend = not good and taken > 1 and mended < MOST_MENDED_ROWS
        searching = mend or (searching and not good)
        mended += mend
        at += 1 if mend else taken


def _record(lines: list[str], at: int, delimiter: str) -> tuple[list[str], int]:
    """Reads the record that begins at a line: its fields, and how many lines it takes."""
    if csv.field_size_limit() < LONGEST_FIELD:
        csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(islice(lines, at, at + MOST_LINES_OF_ROW), delimiter=delimiter)
    try:
        fields = next(reader, [])
    except csv.Error:
        return ["?"], max(1, reader.line_num)
    return fields, max(1, reader.line_num)


def _text(row: Mapping[str, object], key: str) -> str:
    """Gives a text of the row, under its flat name or inside the objects that a dotted name goes through."""
    value: object = row.get(key)
    if value is None and "." in key:
        outer, _, inner = key.partition(".")
        nested = row.get(outer)
        value = nested.get(inner) if isinstance(nested, Mapping) else None
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _stated(row: Mapping[str, object]) -> StatedFacts:
    languages = _list_of(row.get("langues"), "langues")
    return StatedFacts(
        experience=_text(row, "experienceLibelle"),
        contract=_text(row, "typeContrat"),
        nature=_text(row, "natureContrat"),
        apprentice=_text(row, "alternance").casefold() == "true",
        languages=tuple(_text(item, "libelle") for item in languages if item.get("exigence") == REQUIRED),
    )


def _description(row: Mapping[str, object]) -> str:
    value = row.get(DESCRIPTION)
    # Some descriptions were hurt on the way: "c¿"ur" for "cœur", "l\'énergie" for "l'énergie".
    mended = value.replace('¿"u', "œu").replace("\\'", "'") if isinstance(value, str) else ""
    return plain_description(mended)


def _with_lists(text: str, row: Mapping[str, object]) -> tuple[str, list[Requirement]]:
    """Writes what the row lists under the text, and tells where each thing stands."""
    wanted = dict.fromkeys(item for key in LISTS for item in _listed(row, key))
    if row.get("experienceExige") == REQUIRED and _text(row, "experienceLibelle"):
        wanted[f"Expérience : {_text(row, 'experienceLibelle')}", RequirementKind.MUST] = None
    requirements = []
    for kind, heading in OBLIGATIONS.items():
        labels = [label for label, obligation in wanted if obligation is kind]
        text += f"\n\n{heading}" if labels else ""
        for label in labels:
            start = len(text) + len("\n- ")
            text += f"\n- {label}"
            requirements.append(Requirement(label, kind, start, len(text)))
    return text, requirements


def _listed(row: Mapping[str, object], key: str) -> Iterator[tuple[str, RequirementKind]]:
    for item in _list_of(row.get(key), key):
        label = _text(item, LISTS[key])
        domain = _text(item, "domaineLibelle")
        if label:
            kind = RequirementKind.MUST if item.get("exigence") == REQUIRED else RequirementKind.NICE
            yield f"{LIST_LABELS.get(key, '')}{label}{f' ({domain})' if domain else ''}"[:300].rstrip(), kind


def _list_of(value: object, key: str) -> list[Mapping[str, object]]:
    """Gives the objects of a list; the flat columns write it as Python does."""
    if isinstance(value, str):
        value = _literal(value, key) if value.strip() else None
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise BrokenRow(f"{key}: expected a list of objects")
    return value


def _literal(text: str, key: str) -> object:
    if len(text) > LONGEST_LIST:
        raise BrokenRow(f"{key}: expected at most {LONGEST_LIST:,} characters, found {len(text):,}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "invalid escape sequence": data, not code
            return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        raise BrokenRow(f"{key}: expected a list such as [{{'libelle': '…'}}]") from None
