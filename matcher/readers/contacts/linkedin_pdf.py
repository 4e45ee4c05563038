"""A LinkedIn profile saved as PDF: contact, skills and languages stand in a column beside the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.identity.phones import phone_keys
from matcher.network import HowKnown
from matcher.readers.contacts.keys import person_keys
from matcher.readers.contacts.linkedin_pdf_jobs import read_jobs
from matcher.readers.contacts.resume_sections import MAIL
from matcher.readers.pdf import Document, Line
from matcher.readers.report import ContactRow, Reading

KIND = "linkedin-pdf"
_SIDE = 0.33  # of the width: the column beside the text begins left of it and the text right of it
_FOOTER = re.compile(r"page \d+ (?:of|sur|de|von|di) \d+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:www\.)?linkedin\.com/in/[^\s()]+")
_MARK = "(linkedin)"
# Headings as LinkedIn writes them in en, fr, es, de and it; all of them folded.
_HEADINGS = {
    "contact": "contact|coordonnees|contactar|kontakt|contatta",
    "skills": "top skills|skills|principales competences|competences principales|aptitudes principales"
    "|top-kenntnisse|competenze principali",
    "languages": "languages|langues|idiomas|sprachen|lingue",
    "further": "certifications|licenses & certifications|honors-awards|publications|patents|projects|courses"
    "|distinctions|certificaciones|zertifizierungen|certificazioni|education|formation|educacion|ausbildung"
    "|formazione|volunteer experience|benevolat",
    "summary": "summary|about|resume|a propos|extracto|zusammenfassung|info|riepilogo",
    "experience": "experience|experiencia|berufserfahrung|esperienza",
}
_SECTIONS = {name: section for section, names in _HEADINGS.items() for name in names.split("|")}


@dataclass(slots=True)
class _Profile:
    """The lines of each section, headings of the further ones included."""

    top: list[Line] = field(default_factory=list)
    sections: dict[str, list[Line]] = field(default_factory=dict)

    def lines(self, section: str) -> list[Line]:
        return self.sections.get(section, [])

    def texts(self, section: str) -> list[str]:
        return [line.text for line in self.lines(section)]


def looks_like_linkedin(document: Document) -> bool:
    """Whether the document is laid out as LinkedIn does: its mark beside the text, and its headings."""
    side, _ = _columns(document)
    folded = [fold(line.text) for line in side]
    marked = any(text.endswith(_MARK) for text in folded) or "linkedin.com/in/" in "".join(folded)
    return marked and any(_SECTIONS.get(text) in ("contact", "skills") for text in folded)


def read_linkedin_pdf(document: Document, path: Path) -> Reading[ContactRow]:
    """Reads the profile.

    Raises:
        UnreadableFile: If it names nobody.
    """
    side, text = (_by_section(lines) for lines in _columns(document))
    if not text.top:
        raise UnreadableFile(path, "expected a name at the top of the LinkedIn profile, found none")
    name, headline, location = _top(text.top)
    profile = Profile(
        name,
        headline=headline,
        positions=tuple(read_jobs(text.lines("experience"))) or _now(headline),
        location=location,
        languages=tuple(_joined(side.texts("languages"))),
        skills=tuple(side.texts("skills")),
        summary="\n".join(text.texts("summary") + text.texts("further") + side.texts("further")),
    )
    contact = side.texts("contact")
    urls = _ADDRESS.findall("".join(contact).split("(LinkedIn)")[0])
    mails = MAIL.findall("\n".join(contact))
    numbers = [line.partition("(Mobile)")[0] for line in contact if "(Mobile)" in line]
    phones = phone_keys(numbers, place=location, mails=mails[:1])
    keys = person_keys(name, urls=urls[-1:], mails=mails[:1], phones=phones, company=profile.company)
    row = ContactRow(profile, 1, keys, HowKnown.RESUME)
    dropped = {"phone number": 1} if any("(Mobile)" in line or "(Home)" in line for line in contact) else {}
    return Reading(KIND, path.name, (row,), dropped=dropped)


def _columns(document: Document) -> tuple[list[Line], list[Line]]:
    lines = [line for line in document.lines if not _FOOTER.fullmatch(line.text)]
    return [line for line in lines if line.x < _SIDE], [line for line in lines if line.x >= _SIDE]


def _by_section(lines: list[Line]) -> _Profile:
    profile = _Profile()
    current = profile.top
    for line in lines:
        # A heading is larger than the text around it; "Experience" in a sentence of its own is not.
        section = _SECTIONS.get(fold(line.text))
        if section and line.size >= _body_size(lines):
            current = profile.sections.setdefault(section, [])
            if section == "further":
                current.append(line)
        else:
            current.append(line)
    return profile


def _body_size(lines: Iterable[Line]) -> float:
    sizes = sorted(line.size for line in lines)
    return sizes[len(sizes) // 2] + 0.1 if sizes and sizes[0] < sizes[-1] else 0


def _top(lines: list[Line]) -> tuple[str, str, str]:
    """Gives the name, the headline and the place: the largest letters, what follows, and the last line."""
    largest = max(line.size for line in lines)
    name = " ".join(line.text for line in lines if line.size == largest) if largest > lines[-1].size else ""
    rest = [line.text for line in lines if not name or line.size < largest]
    if not name:
        name, rest = rest[0], rest[1:]
    place = rest.pop() if len(rest) > 1 else ""
    return name, " ".join(rest), place


def _now(headline: str) -> tuple[Position, ...]:
    """Gives the position that a headline such as `Engineer at Acme` names, for profiles without any other."""
    title, at, company = re.sub(r"\s+(?:chez|bei|presso)\s+", " at ", headline).partition(" at ")
    return (Position(title, company),) if at else ()


def _joined(texts: list[str]) -> Iterator[str]:
    """Puts a language and its level together where the narrow column broke them."""
    entry = ""
    for text in texts:
        if entry and (text.startswith("(") or entry.count("(") > entry.count(")")):
            entry += f" {text}"
        else:
            if entry:
                yield entry
            entry = text
    if entry:
        yield entry
