"""Google Contacts as CSV: today's columns, and those of its exports until 2022."""

import re
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.readers.contacts.columns import Column, Detail, Field, Meaning, read_columns
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.report import ContactRow, Reading
from matcher.readers.tables import Header, read_headers

KIND = "google-csv"
_SINGLE: dict[str, Meaning] = {
    "First Name": Field.FIRST,
    "Given Name": Field.FIRST,
    "Middle Name": Field.MIDDLE,
    "Additional Name": Field.MIDDLE,
    "Last Name": Field.LAST,
    "Family Name": Field.LAST,
    "Name": Field.NAME,
    "Organization Name": Field.COMPANY,
    "Organization Title": Field.TITLE,
    "Organization Department": Field.DEPARTMENT,
    "Occupation": Field.HEADLINE,
    "Nickname": Dropped.NICKNAME,
    "Short Name": Dropped.NICKNAME,
    "Maiden Name": Dropped.NICKNAME,
    "Birthday": Dropped.BIRTHDAY,
    "Gender": Dropped.GENDER,
    "Notes": Dropped.NOTES,
    "Photo": Dropped.PHOTO,
    "Labels": Dropped.LABELS,
    "Group Membership": Dropped.LABELS,
    "Hobby": Dropped.INTERESTS,
    "Location": Dropped.HOME_ADDRESS,
}
_NUMBERED = re.compile(r"(?P<what>[A-Z][A-Za-z -]*?) (?P<number>\d{1,3}) - (?P<part>[A-Za-z ]+)")
_PARTS: dict[tuple[str, str], Meaning] = {
    ("E-mail", "Value"): Field.MAIL,
    ("Phone", "Value"): Field.MOBILE,
    ("Website", "Value"): Field.URL,
    ("Organization", "Name"): Field.COMPANY,
    ("Organization", "Title"): Field.TITLE,
    ("Organization", "Department"): Field.DEPARTMENT,
    ("Address", "City"): Field.CITY,
    ("Address", "Country"): Field.COUNTRY,
    ("Relation", "Value"): Dropped.RELATIONS,
    ("Event", "Value"): Dropped.EVENTS,
}
_LABELS = ("Label", "Type")
_MARK = ("E-mail 1 - Value", "Phone 1 - Value")
# What says nothing of the person: how to speak or to sort the name, and whole addresses told again in parts.
_TECHNICAL = re.compile(
    r"Name (?:Prefix|Suffix)|File As|.*(?:Phonetic|Yomi) .*|Initials|Priority|Sensitivity|Language|Subject"
)


def find_header(lines: list[str]) -> Header | None:
    """Finds Google's header: numbered mails or phones, beside a name."""
    for header in read_headers(lines):
        named = {"First Name", "Given Name", "Name"} & set(header.cells)
        if named and any(mark in header.cells for mark in _MARK):
            return header
    return None


def read_google_csv(text: str, path: Path) -> Reading[ContactRow]:
    """Reads the contacts.

    Raises:
        UnreadableFile: If the header is not Google's, or no row can be used.
    """
    lines = text.split("\n")
    header = find_header(lines)
    if header is None:
        expected = f"expected the columns of Google Contacts, such as First Name and {_MARK[0]}"
        raise UnreadableFile(path, expected, line=1)
    columns = [_column(cell) for cell in header.cells]
    return read_columns(lines, path, KIND, header=header, columns=columns)


def _column(name: str) -> Column:
    if _TECHNICAL.fullmatch(name) or not name:
        return Column(Detail.NOTHING)
    if match := _NUMBERED.fullmatch(name):
        return _numbered(match["what"], match["number"], match["part"])
    return Column(_SINGLE.get(name, Dropped.OTHER))


def _numbered(what: str, number: str, part: str) -> Column:
    group = f"{what} {number}"
    if part in _LABELS:
        return Column(Detail.LABEL, group)
    meaning = _PARTS.get((what, part))
    if meaning is None:
        meaning = Dropped.HOME_ADDRESS if what == "Address" else Dropped.OTHER
    return Column(meaning, group)
