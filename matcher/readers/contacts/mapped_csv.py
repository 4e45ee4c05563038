"""Any table of people, once somebody says which column holds what."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.readers.contacts.columns import Column, Detail, Field, read_columns
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.files import MAX_ROWS_FILE, decode, read_bytes
from matcher.readers.report import ContactRow, Reading
from matcher.readers.tables import Header, find_table, read_headers

KIND = "mapped-csv"
MAPPED_FIELDS = tuple(field.value for field in Field)
# Names that people and programs give such columns, in en, fr, es, de and it; all of them folded.
_NAMES = {
    Field.NAME: "name|full name|fullname|contact|contact name|person|nom complet|nom et prenom|nom prenom"
    "|prenom et nom|nombre completo|nombre y apellidos|vollstandiger name|nome completo|nome e cognome"
    "|display name|formatted name|collaborateur|candidate|candidat|candidate name",
    Field.FIRST: "first name|firstname|given name|givenname|first|forename|prenom|nombre|vorname|nome",
    Field.MIDDLE: "middle name|middlename|deuxieme prenom|segundo nombre|secondo nome",
    Field.LAST: "last name|lastname|family name|familyname|surname|last|nom|nom de famille|apellidos|apellido"
    "|nachname|familienname|cognome",
    Field.TITLE: "title|job title|jobtitle|position|role|job|function|occupation|current title"
    "|current position|poste|fonction|metier|intitule|intitule du poste|titre|puesto|cargo|profesion"
    "|funktion|beruf|posizione|ruolo|qualifica|mansione",
    Field.COMPANY: "company|company name|organization|organisation|organization name|employer|account"
    "|account name|current company|entreprise|societe|employeur|empresa|organizacion|compania|firma"
    "|unternehmen|arbeitgeber|azienda|societa|datore di lavoro",
    Field.DEPARTMENT: "department|team|division|business unit|service|equipe|direction|departamento|abteilung"
    "|reparto",
    Field.HEADLINE: "headline|tagline|accroche",
    Field.LOCATION: "location|city|town|place|office|site|ville|lieu|localisation|ciudad|lugar|ubicacion"
    "|stadt|ort|standort|citta|luogo",
    Field.COUNTRY: "country|country/region|pays|pais|land|paese",
    Field.SKILLS: "skills|skill|competencies|expertise|technologies|keywords|competences|competencias"
    "|habilidades|kenntnisse|fahigkeiten|competenze",
    Field.LANGUAGES: "languages|spoken languages|langues|langues parlees|idiomas|sprachen|lingue",
    Field.SUMMARY: "summary|about|bio|biography|experience|profile|resume|description|profil|resumen",
    Field.MAIL: "email|e-mail|mail|email address|e-mail address|work email|emailaddress|primary email"
    "|courriel|adresse mail|adresse e-mail|adresse email|correo|correo electronico"
    "|e-mail-adresse|indirizzo email",
    Field.MOBILE: "mobile|mobile phone|cell|cell phone|cellphone|portable|tel. mobile|movil|telefono movil"
    "|handy|mobiltelefon|cellulare",
    Field.URL: "linkedin|linkedin url|linkedin profile|linkedinurl|url|profile url|profile|profil linkedin",
    Field.CONNECTED_ON: "connected on|connected|known since|connecte le|connu depuis|verbunden am",
}
_MEANINGS = {name: field for field, names in reversed(_NAMES.items()) for name in names.split("|")}
_SEPARATORS = str.maketrans("_-.", "   ")


def suggest_mapping(header: Sequence[str]) -> dict[str, str]:
    """Suggests what each column holds, for somebody to confirm: `{"Full name": "name", "Job": "title"}`.

    Columns whose names tell nothing are left out, and would be dropped.
    """
    suggested: dict[str, str] = {}
    for cell in header:
        name = fold(cell)
        meaning = _MEANINGS.get(name) or _MEANINGS.get(" ".join(name.translate(_SEPARATORS).split()))
        if meaning and (meaning is Field.MAIL or meaning not in suggested.values()):
            suggested[cell] = meaning.value
    return suggested


def read_mapped_csv(path: Path, mapping: Mapping[str, str]) -> Reading[ContactRow]:
    """Reads a table of people.

    Args:
        mapping: From a column's name to one of `MAPPED_FIELDS`; columns that it does not name are dropped
            and counted.

    Raises:
        UnreadableFile: If it is no such table, a column or a field of the mapping does not exist, the mapping
            gives nobody a name, or no row can be used.
    """
    unknown = sorted(set(mapping.values()) - set(MAPPED_FIELDS))
    if unknown:
        raise UnreadableFile(path, f"expected fields among {', '.join(MAPPED_FIELDS)}, found {unknown[0]!r}")
    if not {Field.NAME, Field.FIRST, Field.LAST} & set(mapping.values()):
        raise UnreadableFile(path, "expected a mapping with a name, or a first and a last one, found neither")
    lines = decode(read_bytes(path, max_bytes=MAX_ROWS_FILE), path).split("\n")
    header = _header(lines, mapping, path)
    columns = [_column(cell, mapping) for cell in header.cells]
    return read_columns(lines, path, KIND, header=header, columns=columns)


def _header(lines: list[str], mapping: Mapping[str, str], path: Path) -> Header:
    for header in read_headers(lines):
        if mapping.keys() <= set(header.cells):
            return header
    table = find_table(lines)
    missing = sorted(mapping.keys() - set(table.cells if table else ())) or sorted(mapping)
    line = table.line if table else 1
    raise UnreadableFile(path, f"expected the column {missing[0]!r}, found no such one", line=line)


def _column(cell: str, mapping: Mapping[str, str]) -> Column:
    if cell in mapping:
        return Column(Field(mapping[cell]))
    return Column(Dropped.OTHER if cell else Detail.NOTHING)
