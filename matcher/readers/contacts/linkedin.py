"""LinkedIn's `Connections.csv`: a header in the owner's language, and a row for each connection."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.network import HowKnown
from matcher.readers.contacts.keys import person_keys
from matcher.readers.dates import read_day
from matcher.readers.report import ContactRow, Reading, SkippedRow

KIND = "linkedin-connections"
EXPECTED = "First Name, Last Name, URL, Email Address, Company, Position, Connected On"
HEADER_LINES = 20  # the `Notes:` preamble takes three
DELIMITERS = ",;\t"  # LinkedIn writes commas; spreadsheets save the others
_MAX_RECORD_LINES = 20
_MAX_CELL = 10_000
# Column names as LinkedIn writes them in en, fr, es, de, it, nl and pt, with those of older exports.
_COLUMN_NAMES = {
    "first": "First Name|Prénom|Nombre|Vorname|Nome|Voornaam|Primeiro nome",
    "last": "Last Name|Nom|Nom de famille|Apellidos|Apellido|Nachname|Cognome|Achternaam|Sobrenome|Apelido",
    "url": "URL|Profile URL|URL du profil|URL del perfil|Profil-URL|URL profilo|Profiel-URL|URL do perfil",
    "mail": "Email Address|E-mail Address|Adresse e-mail|E-mail|Email|Dirección de correo electrónico|"
    "Correo electrónico|Dirección de email|E-Mail-Adresse|Indirizzo email|Indirizzo e-mail|E-mailadres|"
    "Endereço de e-mail|Endereço de email",
    "company": "Company|Entreprise|Société|Empresa|Unternehmen|Firma|Azienda|Bedrijf",
    "title": "Position|Poste|Fonction|Cargo|Puesto|Posición|Posizione|Qualifica|Functie|Cargo atual",
    "connected_on": "Connected On|Connecté le|Connectée le|Connexion le|Date de connexion|Conectado el|"
    "Fecha de conexión|Verbunden am|Vernetzt am|Kontakt seit|Collegato il|Collegato in data|"
    "Data di collegamento|Verbonden op|Gekoppeld op|Conectado em|Data da conexão",
}
_FIELDS = {fold(name): field for field, names in _COLUMN_NAMES.items() for name in names.split("|")}


class _BadRow(ValueError):
    """A row that cannot be used; its text is the reason and holds nothing of the row."""


@dataclass(frozen=True, slots=True)
class _Header:
    line: int
    delimiter: str
    columns: dict[str, int]
    width: int


def find_header(lines: list[str]) -> _Header | None:
    """Finds LinkedIn's header in the first lines of a file."""
    for number, line in enumerate(lines[:HEADER_LINES], start=1):
        for delimiter in DELIMITERS:
            cells = [fold(cell.strip().strip('"')) for cell in line.rstrip().split(delimiter)]
            columns = {_FIELDS[cell]: i for i, cell in enumerate(cells) if cell in _FIELDS}
            if {"first", "last"} <= columns.keys() and len(columns) >= 4:
                return _Header(number, delimiter, columns, len(cells))
    return None


def count_known_columns(cells: list[str]) -> int:
    """Counts the cells that are names of LinkedIn columns."""
    return sum(fold(cell) in _FIELDS for cell in cells)


def read_connections(text: str, path: Path | str, *, name: str, kind: str = KIND) -> Reading[ContactRow]:
    """Reads the connections; bad rows are skipped and reported.

    Args:
        text: The whole file, decoded by `matcher.readers.files`.
        path: What errors call the file.
        name: The name of the file that the contacts are said to come from.
        kind: The format that the contacts are said to come from.

    Raises:
        UnreadableFile: If the header is not LinkedIn's, or no row can be used.
    """
    lines = text.split("\n")
    header = find_header(lines)
    if header is None:
        raise UnreadableFile(path, f"expected the columns {EXPECTED}", line=1)
    items, skipped = _read_rows(lines, header)
    if not items:
        raise _nothing_read(path, header, skipped)
    return Reading(kind, name, tuple(items), tuple(skipped))


def _nothing_read(path: Path | str, header: _Header, skipped: list[SkippedRow]) -> UnreadableFile:
    if not skipped:
        return UnreadableFile(path, "expected connections below the header, found none", line=header.line)
    first = skipped[0]
    return UnreadableFile(path, f"none of {len(skipped)} rows can be used: {first.reason}", line=first.line)


def _read_rows(lines: list[str], header: _Header) -> tuple[list[ContactRow], list[SkippedRow]]:
    items: list[ContactRow] = []
    skipped: list[SkippedRow] = []
    first_seen: dict[str, int] = {}
    for line, cells in _records(lines, header):
        try:
            row = _contact_row(cells, header, line)
            first = first_seen.setdefault(row.keys[0], line)
            if first != line:
                raise _BadRow(f"same person as line {first}")
            items.append(row)
        except _BadRow as reason:
            skipped.append(SkippedRow(line, str(reason)))
    return items, skipped


def _records(lines: list[str], header: _Header) -> Iterator[tuple[int, list[str]]]:
    """Gives each record with its first line; blank lines are no records."""
    at = header.line
    while at < len(lines):
        if '"' not in lines[at]:
            cells, taken = lines[at].split(header.delimiter), 1
        else:
            cells, taken = _quoted_record(lines, at, header)
        if len(cells) > 1 or cells[0].strip():
            yield at + 1, cells
        at += taken


def _quoted_record(lines: list[str], at: int, header: _Header) -> tuple[list[str], int]:
    """Reads a record that may span lines; a quote that is never closed costs its own line and no other."""
    end = _closing_line(lines, at)
    cells = _parse(lines[at : end + 1], header.delimiter, strict=end > at)
    if end > at and len(cells) != header.width:
        return _parse(lines[at : at + 1], header.delimiter, strict=False), 1
    return cells, end - at + 1


def _closing_line(lines: list[str], at: int) -> int:
    """Gives the line where the quotes are balanced, the first one if none is near."""
    quotes = 0
    for i in range(at, min(at + _MAX_RECORD_LINES, len(lines))):
        quotes += lines[i].count('"')
        if quotes % 2 == 0:
            return i
    return at


def _parse(lines: list[str], delimiter: str, *, strict: bool) -> list[str]:
    # Over several lines only a strict reading is safe: two unclosed quotes would close each other.
    try:
        return next(csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=strict))
    except csv.Error:  # also for a cell beyond the csv module's own bound
        return ["", ""]


def _contact_row(cells: list[str], header: _Header, line: int) -> ContactRow:
    _check_cells(cells, header)
    values = {field: " ".join(cells[i].split()) for field, i in header.columns.items()}
    name = f"{values['first']} {values['last']}".strip()
    if not name:
        raise _BadRow("no name: LinkedIn leaves such rows for members who left")
    connected_on = _connected_on(values.get("connected_on", ""))
    positions = _positions(values.get("title", ""), values.get("company", ""))
    return ContactRow(
        profile=Profile(name, positions=positions),
        line=line,
        keys=_keys(name, values, connected_on),
        how_known=HowKnown.LINKEDIN,
        connected_on=connected_on,
    )


def _check_cells(cells: list[str], header: _Header) -> None:
    # A spreadsheet may pad a row with empty cells: they are no columns.
    if len(cells) < header.width or any(cell.strip() for cell in cells[header.width :]):
        hint = " (is a quote unclosed?)" if header.delimiter in cells[-1] else ""
        raise _BadRow(f"expected {header.width} columns, found {len(cells)}{hint}")
    if any(len(cell) > _MAX_CELL for cell in cells):
        raise _BadRow(f"expected cells of at most {_MAX_CELL:,} characters")


def _connected_on(cell: str) -> str | None:
    if not cell:
        return None
    day = read_day(cell)
    if day is None:
        raise _BadRow("the day of the connection is not readable: expected one such as 12 Mar 2024")
    return day


def _keys(name: str, values: dict[str, str], connected_on: str | None) -> tuple[str, ...]:
    urls, mail = [values.get("url", "")], values.get("mail", "")
    return person_keys(
        name, urls=urls, mail=mail, connected_on=connected_on, company=values.get("company", "")
    )


def _positions(title: str, company: str) -> tuple[Position, ...]:
    return (Position(title, company),) if title or company else ()
