"""LinkedIn's `Connections.csv`: a header in the owner's language, and a row for each connection."""

from dataclasses import dataclass
from pathlib import Path

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.network import HowKnown
from matcher.readers.contacts.keys import person_keys
from matcher.readers.dates import read_day
from matcher.readers.report import ContactRow, Reading, SkippedRow
from matcher.readers.tables import DELIMITERS, HEADER_LINES, BadRow, Header, check_cells, read_records

KIND = "linkedin-connections"
EXPECTED = "First Name, Last Name, URL, Email Address, Company, Position, Connected On"
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


@dataclass(frozen=True, slots=True)
class _Header:
    row: Header
    columns: dict[str, int]


def find_header(lines: list[str]) -> _Header | None:
    """Finds LinkedIn's header in the first lines of a file."""
    for number, line in enumerate(lines[:HEADER_LINES], start=1):
        for delimiter in DELIMITERS:
            cells = [cell.strip().strip('"') for cell in line.rstrip().split(delimiter)]
            fields = [_FIELDS.get(fold(cell)) for cell in cells]
            columns = {field: i for i, field in enumerate(fields) if field}
            if {"first", "last"} <= columns.keys() and len(columns) >= 4:
                return _Header(Header(number, delimiter, tuple(cells)), columns)
    return None


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
        return UnreadableFile(path, "expected connections below the header, found none", line=header.row.line)
    first = skipped[0]
    return UnreadableFile(path, f"none of {len(skipped)} rows can be used: {first.reason}", line=first.line)


def _read_rows(lines: list[str], header: _Header) -> tuple[list[ContactRow], list[SkippedRow]]:
    items: list[ContactRow] = []
    skipped: list[SkippedRow] = []
    first_seen: dict[str, int] = {}
    for line, cells in read_records(lines, header.row):
        try:
            row = _contact_row(cells, header, line)
            first = first_seen.setdefault(row.keys[0], line)
            if first != line:
                raise BadRow(f"same person as line {first}")
            items.append(row)
        except BadRow as reason:
            skipped.append(SkippedRow(line, str(reason)))
    return items, skipped


def _contact_row(cells: list[str], header: _Header, line: int) -> ContactRow:
    check_cells(cells, header.row)
    values = {field: " ".join(cells[i].split()) for field, i in header.columns.items()}
    name = f"{values['first']} {values['last']}".strip()
    if not name:
        raise BadRow("no name: LinkedIn leaves such rows for members who left")
    connected_on = _connected_on(values.get("connected_on", ""))
    positions = _positions(values.get("title", ""), values.get("company", ""))
    return ContactRow(
        profile=Profile(name, positions=positions),
        line=line,
        keys=_keys(name, values, connected_on),
        how_known=HowKnown.LINKEDIN,
        connected_on=connected_on,
    )


def _connected_on(cell: str) -> str | None:
    if not cell:
        return None
    day = read_day(cell)
    if day is None:
        raise BadRow("the day of the connection is not readable: expected one such as 12 Mar 2024")
    return day


def _keys(name: str, values: dict[str, str], connected_on: str | None) -> tuple[str, ...]:
    urls, mails = [values.get("url", "")], [values.get("mail", "")]
    return person_keys(
        name, urls=urls, mails=mails, connected_on=connected_on, company=values.get("company", "")
    )


def _positions(title: str, company: str) -> tuple[Position, ...]:
    return (Position(title, company),) if title or company else ()
