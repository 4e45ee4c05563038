"""The experience in a LinkedIn profile saved as PDF: letters are larger for companies than for titles."""

import re
from dataclasses import dataclass, field

from matcher.contact import Position
from matcher.identity import fold
from matcher.readers.dates import DATE, read_month
from matcher.readers.pdf import Line

_NOW = r"present|aujourd['’]hui|actualidad|heute|presente|ce jour"
_DATES = re.compile(
    rf"(?P<started>{DATE})\s*[-–—]\s*(?P<ended>{DATE}|{_NOW})\s*(?:\(.{{0,40}}\)?)?", re.IGNORECASE
)
_DURATION = re.compile(  # how long at one company in all, where it had several titles
    r"(?:\d+ (?:years?|ans?|anos?|jahre?|ann[io]|months?|mois|mes(?:es|i)?|monate?)\s*){1,2}"
    r"|(?:less than a year|moins d['’]un an)",
    re.IGNORECASE,
)
_CLOSE = 0.2  # in points: sizes that differ by less are the same
_LONGEST_PLACE = 80


@dataclass(slots=True)
class _Job:
    company: str
    title: str = ""
    started: str | None = None
    ended: str | None = None
    dated: bool = False
    body: list[str] = field(default_factory=list)

    def position(self) -> Position:
        place = self.body[0] if self.body and _is_place(self.body[0], alone=len(self.body) == 1) else ""
        summary = "\n".join(self.body[1:] if place else self.body)
        return Position(self.title, self.company, place, self.started, self.ended, summary)


def read_jobs(lines: list[Line]) -> list[Position]:
    """Reads the lines below the heading: companies in the largest letters, titles in smaller ones."""
    if not lines:
        return []
    company_size = max(line.size for line in lines)
    title_size = _title_size(lines, company_size)
    jobs: list[_Job] = []
    company, before = "", 0.0
    for line in lines:
        if line.size > company_size - _CLOSE > title_size:
            company = f"{company} {line.text}" if before > company_size - _CLOSE else line.text
        elif match := _DATES.fullmatch(line.text):
            _date(jobs, company, match)
        elif abs(line.size - title_size) < _CLOSE and _is_title(line, jobs, before, title_size):
            _title(jobs, company, line.text, wrapped=abs(before - title_size) < _CLOSE)
        elif jobs and not _DURATION.fullmatch(fold(line.text)):
            jobs[-1].body.append(line.text)
        before = line.size
    return [job.position() for job in jobs]


def _title_size(lines: list[Line], company_size: float) -> float:
    """Gives the size of the line above the first dates: titles stand there."""
    for above, line in zip(lines, lines[1:], strict=False):
        if _DATES.fullmatch(line.text) and above.size < company_size - _CLOSE:
            return above.size
    return company_size - 2 * _CLOSE


def _is_title(line: Line, jobs: list[_Job], before: float, title_size: float) -> bool:
    body = bool(jobs) and jobs[-1].dated and abs(before - title_size) < _CLOSE
    return bool(line.text) and not body and not _DURATION.fullmatch(fold(line.text))


def _title(jobs: list[_Job], company: str, text: str, *, wrapped: bool) -> None:
    if wrapped and jobs and not jobs[-1].dated:
        jobs[-1].title += f" {text}"
    else:
        jobs.append(_Job(company, text))


def _date(jobs: list[_Job], company: str, match: re.Match[str]) -> None:
    if not jobs or jobs[-1].dated:
        jobs.append(_Job(company))
    job = jobs[-1]
    job.dated, job.started = True, read_month(match["started"])
    job.ended = None if re.fullmatch(_NOW, match["ended"], re.IGNORECASE) else read_month(match["ended"])


def _is_place(text: str, *, alone: bool) -> bool:
    """Whether the first line below the dates is a town, rather than the beginning of what was done."""
    if len(text) > _LONGEST_PLACE or text.endswith((".", ";", ":", "!")) or not text[0].isupper():
        return False
    parts = [word for part in text.split(",") for word in part.split()[:1]]
    shaped = all(part[0].isupper() or not part[0].isalpha() for part in parts)
    return shaped and ("," in text or (alone and len(text.split()) <= 5) or len(text.split()) <= 3)
