"""Resumes as job portals export them: `Skill Details`, `Company Details`, `company - …`."""

import re

from matcher.contact import Position

_DETAILS = re.compile(r"[ \t]*((?:Education|Skill|Company) Details)[ \t]*$", re.MULTILINE)
_TITLE = re.compile(
    r"^(?P<title>[^\n]{2,80})\n\s*\n(?P<again>[^\n]{2,160})\n+(?=Skill Details$)", re.MULTILINE
)
_COMPANY = re.compile(r"^company - (?P<company>[^\n]{0,200})\ndescription - ?", re.MULTILINE)
_MONTHS = re.compile(r"- Experience - (?P<time>[^\n]{1,30}?)[ \t]*$", re.MULTILINE)


def read_portal(text: str) -> tuple[str, list[Position]]:
    """Takes the positions out of a portal's export.

    Returns:
        The rest of the text, and the positions; the text itself and no position if it is no such export.
    """
    if "Skill Details" not in text:
        return text, []
    text = _DETAILS.sub(r"\n\1", text)
    text = _MONTHS.sub(lambda match: f" ({match['time'].replace('year months', 'year')})", text)
    title = _TITLE.search(text)
    companies = list(_COMPANY.finditer(text))
    ends = [match.start() for match in companies[1:]] + [len(text)][: len(companies)]
    positions = [
        Position(company=match["company"].strip(), summary=text[match.end() : end].strip())
        for match, end in zip(companies, ends, strict=True)
    ]
    rest = text[: companies[0].start()] if companies else text
    return (_TITLE.sub("", rest, count=1), _with_title(title, positions)) if title else (rest, positions)


def _with_title(title: re.Match[str], positions: list[Position]) -> list[Position]:
    """Gives the first position the title that the export states once for all of them."""
    name, again = title["title"].strip(), title["again"].strip()
    _, _, company = again.partition(" - ")
    first = positions[0] if positions else Position(company=company)
    return [Position(name, first.company or company, summary=first.summary), *positions[1:]]
