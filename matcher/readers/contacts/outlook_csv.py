"""Outlook's contacts as CSV: the same columns in every language, named in the language of the program."""

import re
from collections.abc import Iterator
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.readers.contacts.columns import Column, Detail, Field, Meaning, read_columns
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.report import ContactRow, Reading
from matcher.readers.tables import Header, read_headers

KIND = "outlook-csv"
# Column names as Outlook writes them in en, fr, es, de and it; numbers (`E-mail 2 Address`) are taken out.
_COLUMN_NAMES: dict[Meaning, str] = {
    Field.FIRST: "First Name|Prénom|Nombre|Vorname|Nome",
    Field.MIDDLE: "Middle Name|Deuxième prénom|Segundo nombre|Weitere Vornamen|Secondo nome",
    Field.LAST: "Last Name|Nom|Apellidos|Apellido|Nachname|Cognome",
    Field.COMPANY: "Company|Société|Organización|Compañía|Empresa|Firma|Società",
    Field.DEPARTMENT: "Department|Service|Departamento|Abteilung|Reparto",
    Field.TITLE: "Job Title|Fonction|Puesto|Cargo|Position|Posizione",
    Field.MAIL: "E-mail Address|Email Address|Adresse de messagerie|Adresse de courrier|Adresse e-mail|"
    "Dirección de correo electrónico|Dirección de correo|E-Mail-Adresse|E-Mail: Adresse|"
    "Indirizzo posta elettronica|Indirizzo di posta elettronica",
    Field.MOBILE: "Mobile Phone|Tél. mobile|Téléphone mobile|Teléfono móvil|Móvil|Mobiltelefon|Cellulare",
    Field.URL: "Web Page|Personal Web Page|Page Web|Página Web|Webseite|Pagina Web",
    Field.CITY: "Business City|Ville (bureau)|Ciudad del trabajo|Ort geschäftlich|Città (uff.)",
    Field.COUNTRY: "Business Country/Region|Business Country|Pays/Région (bureau)|Pays (bureau)|"
    "País o región del trabajo|País/región del trabajo|País del trabajo|Land/Region geschäftlich|"
    "Paese/area geografica (uff.)",
}
_FIELDS = {fold(name): meaning for meaning, names in _COLUMN_NAMES.items() for name in names.split("|")}
_HONORIFIC_OR_JOB = {"titre", "titulo", "titolo", "title"}  # before the name the one, behind it the other
_NUMBER = re.compile(r" ?\b[2-9]\b")
_LONGEST_NAME = 100
# What the other columns hold: the first pattern that is found in the folded name.
_DROPPED: tuple[tuple[str, Meaning], ...] = (
    (r"mariage|anniversary|aniversario|jahrestag|anniversario", Dropped.EVENTS),
    (r"birthday|anniversaire|cumpleanos|geburtstag|compleanno", Dropped.BIRTHDAY),
    (r"photo|picture|bild$|foto", Dropped.PHOTO),
    (r"fax|telecopie|phone|tel\.|telefon|pager|isdn|rnis|telex|rappel|callback|ufficio|abitazione",
     Dropped.PHONE),
    (r"spouse|children|referred|conjoint|enfants|conyuge|hijos|partner|kinder|coniuge|figli",
     Dropped.RELATIONS),
    (r"^home |\(domicile\)|domicilio|particular|privat$|\(ab\.\)|other (?:street|city|state|po|country)"
     r"|\(autre\)|^otr[ao] |weiter\w+ (?:stra|ort|land|postl)|^altr[aoi] ", Dropped.HOME_ADDRESS),
    (r"^notes$|^notas$|^notizen$|^note$|^remarques$", Dropped.NOTES),
    (r"gender|^sexe$|^sexo$|geschlecht|^sesso$", Dropped.GENDER),
    (r"hobb|passe-temps|aficiones", Dropped.INTERESTS),
    (r"nickname|surnom|apodo|spitzname|soprannome", Dropped.NICKNAME),
    (r"categor|kategorien|keywords|mots cles|palabras clave|stichworter|parole chiave", Dropped.LABELS),
    (r"government id|social security|organizational id|no\. d|sozialvers|cod\. fisc", Dropped.IDENTITY),
    (r"type|typ$|tipo|display|angezeigter|nom complet|nombre para mostrar|visualizzato|priorit|sensitiv"
     r"|vertraulichkeit|confidencialidad|critere de diffusion|private$|^prive$|^privato$|initial|suffi|yomi"
     r"|^language|langue$|anrede|straniero|sufijo|inizial|iniciales", Detail.NOTHING),
)  # fmt: skip
_PATTERNS = [(re.compile(pattern), meaning) for pattern, meaning in _DROPPED]
_MARKS = {
    Field.MIDDLE,
    Field.DEPARTMENT,
    Field.CITY,
    Field.COUNTRY,
    Field.MOBILE,
}  # LinkedIn has none of them


def find_header(lines: list[str]) -> Header | None:
    """Finds Outlook's header: first and last name, and columns that no other program names so."""
    for header in read_headers(lines):
        found = {column.meaning for column in _columns(header.cells)}
        if {Field.FIRST, Field.LAST} <= found and len(found & _MARKS) >= 2:
            return header
    return None


def read_outlook_csv(text: str, path: Path) -> Reading[ContactRow]:
    """Reads the contacts.

    Raises:
        UnreadableFile: If the header is not Outlook's, or no row can be used.
    """
    lines = text.split("\n")
    header = find_header(lines)
    if header is None:
        expected = "expected the columns of Outlook, such as First Name, Last Name and Business City"
        raise UnreadableFile(path, expected, line=1)
    columns = list(_columns(header.cells))
    return read_columns(lines, path, KIND, header=header, columns=columns)


def _columns(cells: tuple[str, ...]) -> Iterator[Column]:
    named = False
    for cell in cells:
        name = fold(_NUMBER.sub("", cell[:_LONGEST_NAME]))
        meaning = _FIELDS.get(name)
        named = named or meaning is Field.LAST
        if meaning is None and name in _HONORIFIC_OR_JOB:
            meaning = Field.TITLE if named else Detail.NOTHING
        yield Column(meaning or _meaning_of_other(name))


def _meaning_of_other(name: str) -> Meaning:
    found = (meaning for pattern, meaning in _PATTERNS if pattern.search(name))
    return next(found, Dropped.OTHER) if name else Detail.NOTHING
