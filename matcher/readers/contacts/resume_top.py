"""What stands at the top of a resume: the name, the headline and the town."""

import re
from dataclasses import dataclass

from matcher.identity import fold
from matcher.readers.contacts.resume_words import HEADINGS, names_role

_NAME_LABEL = re.compile(r"^(?:full name|name|nom|nombre)\s*:\s*", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_PARTICLES = {
    "de",
    "la",
    "le",
    "du",
    "des",
    "da",
    "di",
    "do",
    "dos",
    "van",
    "von",
    "der",
    "den",
    "el",
    "al",
    "bin",
    "y",
}
_NO_NAMES = {"curriculum vitae", "resume", "cv", "company name", "curriculum"}
_STREET = re.compile(
    r"\d.*\b(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|bd|lane|ln|drive|dr|way|court|ct|rue|impasse|allée|chemin"
    r"|place|quai|cours|route|square|suite|apt)\b|^(?:calle|avenida|plaza|paseo|c/|rue|via)\b.*\d"
    r"|(?:straße|strasse|str\.|weg|platz|gasse) ?\d|^p\.? ?o\.? box",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{4,5}(?:-\d{4})?\b\s*")
_TOP_LINES = 8
_LONGEST_HEADLINE = 100


@dataclass(slots=True)
class Top:
    """What the lines before the first heading tell; `rest` is what they tell besides."""

    name: str
    headline: str
    location: str
    rest: list[str]


def read_top(lines: list[str]) -> Top:
    """Reads the lines before the first heading; street addresses are left out."""
    top = Top("", "", "", [])
    for i, line in enumerate(lines):
        text = line.strip(" |,·•-–")
        if i > _TOP_LINES or not text or len(text) > _LONGEST_HEADLINE:
            top.rest.append(line)
        elif not top.name and _is_name(text):
            top.name = _NAME_LABEL.sub("", text)
        elif _STREET.search(text):
            top.location = top.location or _without_street(text)
        elif top.name and not top.location and _is_town(text):
            top.location = _POSTCODE.sub("", text).strip(" ,")
        elif top.name and not top.headline and _is_headline(text):
            top.headline = text
        else:
            top.rest.append(line)
    return top


def _is_name(text: str) -> bool:
    told = _NAME_LABEL.sub("", text)
    words = told.split()
    if not 2 <= len(words) <= 5 or fold(told) in _NO_NAMES or fold(told) in HEADINGS:
        return False
    proper = [word for word in words if word.casefold() not in _PARTICLES]
    shaped = all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in proper)
    return shaped and len(proper) >= 2 and not names_role(told)


def _is_town(text: str) -> bool:
    words = _POSTCODE.sub("", text).split()
    shaped = 1 <= len(words) <= 5 and all(word[0].isupper() for word in words if word[0].isalpha())
    return shaped and ("," in text or _POSTCODE.search(text) is not None) and not names_role(text)


def _is_headline(text: str) -> bool:
    return names_role(text) and not text.endswith(".")


def _without_street(text: str) -> str:
    """Gives the town after a street: `12 rue Haute, 75002 Paris` gives `Paris`."""
    parts = [part.strip() for part in text.split(",") if not _STREET.search(part)]
    return ", ".join(town for part in parts if (town := _POSTCODE.sub("", part).strip()))
