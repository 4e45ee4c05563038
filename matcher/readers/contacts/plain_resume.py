"""A resume in plain text: what its headings, dates and lists tell; what they do not is kept as summary."""

import re
from dataclasses import replace
from pathlib import Path

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity.phones import phone_keys
from matcher.network import HowKnown
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.keys import person_keys
from matcher.readers.contacts.resume_portal import read_portal
from matcher.readers.contacts.resume_positions import read_positions
from matcher.readers.contacts.resume_sections import (
    BULLET,
    MAIL,
    Part,
    clean_lines,
    phone_numbers,
    private_details,
    split_parts,
)
from matcher.readers.contacts.resume_top import read_top
from matcher.readers.contacts.resume_words import Section
from matcher.readers.report import ContactRow, Reading

KIND = "plain-resume"
_LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/[^\s|,;)]+", re.IGNORECASE)
_ITEM_END = re.compile(r"[,;|•▪■●◦‣·\t](?![^()]{0,80}\))|\s+[-–—*]\s+|\n")
_LABEL_END = re.compile(r"(?<=\w) ?:\s+")
_LONGEST_ITEM = 60
_LONGEST_ENTRY = 5_000
_WRAPPED = 80  # a longer line was broken by the page's width, not by its author


def looks_like_resume(text: str) -> bool:
    """Whether the text has a resume's headings, or positions with dates."""
    parts = split_parts(clean_lines(text))
    return len(parts) > 1 or any(position.title for position in read_positions(parts[0].lines)[0])


def read_plain_resume(text: str, path: Path, *, kind: str = KIND) -> Reading[ContactRow]:
    """Reads one resume; a person whose name is not found is called by the file's stem.

    Raises:
        UnreadableFile: If the text does not look like a resume.
    """
    profile = read_resume_text(text, path.stem) if looks_like_resume(text) else None
    if profile is None or not (profile.positions or profile.skills or profile.summary or profile.headline):
        expected = "expected a resume with headings such as Experience and Skills, found other text"
        raise UnreadableFile(path, expected, line=1)
    mail, urls = MAIL.findall(text), _LINKEDIN.findall(text)
    phones = phone_keys(phone_numbers(text)[:1], place=profile.location, mails=mail[:1])
    keys = person_keys(profile.name, urls=urls[:1], mails=mail[:1], phones=phones, company=profile.company)
    dropped = {found.value: 1 for found in sorted(private_details(text) | _left_behind(text))}
    return Reading(kind, path.name, (ContactRow(profile, 1, keys, HowKnown.RESUME),), dropped=dropped)


def _left_behind(text: str) -> set[Dropped]:
    parts = split_parts(clean_lines(text))
    interests = any(part.section is Section.INTERESTS and any(part.lines) for part in parts)
    return {Dropped.INTERESTS} if interests else set()


def read_resume_text(text: str, name: str) -> Profile:
    """Reads the text of one resume.

    Mails, phone numbers, street addresses, birth dates and hobbies are left out; every other text of the
    body is somewhere in the profile.

    Args:
        text: The whole resume.
        name: What to call the person where the text does not tell.
    """
    text, exported = read_portal(text)
    parts = split_parts(clean_lines(text))
    top = read_top(parts[0].lines)
    parts[0].lines = top.rest
    positions, summary = _positions(parts)
    positions = _cleaned(exported) + positions
    skills, languages = (_items_of(parts, section) for section in (Section.SKILLS, Section.LANGUAGES))
    summary += [long for item in (skills, languages) for long in item if len(long) > _LONGEST_ITEM]
    return Profile(
        name=top.name or name,
        headline=top.headline,
        positions=tuple(_latest_first(positions)),
        location=top.location,
        languages=tuple(item for item in languages if len(item) <= _LONGEST_ITEM),
        skills=tuple(item for item in skills if len(item) <= _LONGEST_ITEM),
        summary="\n".join(summary),
    )


def _cleaned(positions: list[Position]) -> list[Position]:
    return [replace(p, summary="\n".join(line for line in clean_lines(p.summary) if line)) for p in positions]


def _positions(parts: list[Part]) -> tuple[list[Position], list[str]]:
    """Gives the positions, and the lines that belong to none."""
    told = any(part.section is Section.EXPERIENCE for part in parts)
    dated = (Section.EXPERIENCE,) if told else (Section.TOP, Section.SUMMARY)
    positions: list[Position] = []
    summary: list[str] = []
    for part in parts:
        if part.section is Section.INTERESTS:
            continue
        rest = part.lines
        if part.section in dated:
            found, rest = read_positions(part.lines)
            positions += found
        if part.section not in (Section.SKILLS, Section.LANGUAGES):
            kept = [line for line in rest if line]
            summary += [part.heading, *kept] if kept and part.section is Section.OTHER else kept
    return positions, summary


def _latest_first(positions: list[Position]) -> list[Position]:
    if any(position.started is None for position in positions):
        return positions
    return sorted(positions, key=lambda p: (p.ended is None, p.ended or "", p.started or ""), reverse=True)


def _items_of(parts: list[Part], section: Section) -> list[str]:
    """Gives the entries of the lists in a section, each once; prose comes back as one long entry."""
    lines = [line for part in parts if part.section is section for line in part.lines if line]
    items = _split_items(lines)
    if section is Section.SKILLS:
        items = [part for item in items for part in _LABEL_END.split(item)]
    cleaned = (BULLET.sub("", item.strip()).strip(" .;:-–*") for item in items)
    return list({item.casefold(): item for item in reversed([c for c in cleaned if c])}.values())[::-1]


def _split_items(lines: list[str]) -> list[str]:
    entries: list[str] = []
    width = 0
    for line in lines:
        if width > _WRAPPED and not BULLET.match(line) and len(entries[-1]) < _LONGEST_ENTRY:
            entries[-1] += f" {line}"
        else:
            entries.append(line)
        width = len(line)
    items: list[str] = []
    for entry in entries:
        prose = (
            len(entry) > _LONGEST_ITEM
            and entry.count(",") * 40 < len(entry)
            and not re.search("[•|;]", entry)
        )
        items += [entry] if prose else _ITEM_END.split(entry)
    return items
