"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): one person or a whole address book in a file."""

import re
from collections.abc import Iterator
from pathlib import Path

from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.person import Job, Person, read_people
from matcher.readers.contacts.vcard_lines import Property, read_cards
from matcher.readers.report import ContactRow, Reading
from matcher.readers.tables import BadRow

KIND = "vcard"
_START = re.compile(r"\s*(?:[\w-]+\.)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:\n|$)", re.IGNORECASE)
_CITY, _COUNTRY = 3, 6  # in ADR
_DROPPED = {
    "BDAY": Dropped.BIRTHDAY,
    "ANNIVERSARY": Dropped.EVENTS,
    "X-ANNIVERSARY": Dropped.EVENTS,
    "X-ABDATE": Dropped.EVENTS,
    "DEATHDATE": Dropped.EVENTS,
    "BIRTHPLACE": Dropped.BIRTHDAY,
    "PHOTO": Dropped.PHOTO,
    "NOTE": Dropped.NOTES,
    "GENDER": Dropped.GENDER,
    "X-GENDER": Dropped.GENDER,
    "RELATED": Dropped.RELATIONS,
    "AGENT": Dropped.RELATIONS,
    "X-SPOUSE": Dropped.RELATIONS,
    "X-ABRELATEDNAMES": Dropped.RELATIONS,
    "CATEGORIES": Dropped.LABELS,
    "NICKNAME": Dropped.NICKNAME,
    "HOBBY": Dropped.INTERESTS,
    "INTEREST": Dropped.INTERESTS,
    "LABEL": Dropped.HOME_ADDRESS,
    "GEO": Dropped.HOME_ADDRESS,
    "IMPP": Dropped.OTHER,
}


def looks_like_vcard(text: str) -> bool:
    """Whether the text begins as a vCard does."""
    return _START.match(text) is not None


def read_vcards(text: str, path: Path) -> Reading[ContactRow]:
    """Reads every person; groups and companies are skipped and reported.

    Raises:
        UnreadableFile: If no card can be used.
    """
    return read_people(_people(text), path, KIND)


def _people(text: str) -> Iterator[tuple[int, Person | BadRow]]:
    for line, properties in read_cards(text):
        if properties is None:
            yield line, BadRow("expected END:VCARD, found the next card or the end of the file")
        elif _is_organization(properties):
            yield line, BadRow("expected a person, found a company or a group")
        else:
            yield line, _person(properties)


def _is_organization(properties: list[Property]) -> bool:
    told = {prop.name: prop.value.casefold() for prop in properties}
    return told.get("KIND") in ("group", "org", "location") or told.get("X-ABSHOWAS") == "company"


def _person(properties: list[Property]) -> Person:
    person = Person()
    names: list[str] = []
    titles: list[str] = []
    companies: list[list[str]] = []
    for prop in properties:
        if prop.name == "N":
            family, given, middle = (*prop.fields(), "", "", "")[:3]
            names.append(" ".join(part for part in (given, middle, family) if part))
        elif prop.name == "FN":
            names.insert(0, prop.text())
        elif prop.name in ("TITLE", "ROLE"):
            titles.append(prop.text())
        elif prop.name == "ORG":
            companies.append(prop.fields())
        else:
            _add(person, prop)
    person.name = next((name for name in names if name), "")
    person.jobs = _jobs(titles, companies)
    return person


def _jobs(titles: list[str], companies: list[list[str]]) -> list[Job]:
    """Pairs the first title with the first company; a ROLE beside a TITLE tells the same once more."""
    title = next((title for title in titles if title), "")
    if not companies:
        return [Job(title)]
    return [
        Job(title if i == 0 else "", fields[0], ", ".join(part for part in fields[1:] if part))
        for i, fields in enumerate(companies)
    ]


def _add(person: Person, prop: Property) -> None:
    if not prop.value and prop.name != "PHOTO":  # a photo's lines were passed over
        return
    if prop.name == "EMAIL":
        person.mails.append(prop.text().removeprefix("mailto:"))
    elif prop.name in ("URL", "X-SOCIALPROFILE", "SOCIALPROFILE"):
        person.urls.append(prop.text())
    elif prop.name == "TEL":
        _add_phone(person, prop)
    elif prop.name == "ADR":
        _add_address(person, prop)
    elif prop.name == "LANG":
        person.languages.append(prop.text())
    elif prop.name in ("EXPERTISE", "SKILL"):
        person.skills += prop.items()
    elif prop.name in _DROPPED:
        person.dropped.add(_DROPPED[prop.name])


def _add_phone(person: Person, prop: Property) -> None:
    if prop.parameters & {"CELL", "IPHONE", "MOBILE"}:
        person.mobiles.append(prop.text().removeprefix("tel:"))
    else:
        person.dropped.add(Dropped.PHONE)


def _add_address(person: Person, prop: Property) -> None:
    """Keeps the town and the country of an address at work."""
    fields = prop.fields()
    if "WORK" not in prop.parameters:
        person.dropped.add(Dropped.HOME_ADDRESS)
    elif len(fields) > _CITY and not person.location:
        person.location = ", ".join(part for part in (fields[_CITY], *fields[_COUNTRY:][:1]) if part)
