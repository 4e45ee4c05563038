"""Invented careers for the counterfactual tests, and the forms in which a person may write one down."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from matcher.contact import Position, Profile

FOLDER = Path(__file__).parent
FORMS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
LANGUAGES = ("fr", "en")


class Form(IntEnum):
    """The grammatical gender in which a text is written."""

    MASCULINE = 1
    FEMININE = 2
    INCLUSIVE = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A position of a career.

    Attributes:
        started: Years before today; `ended` likewise, 0 where it is held still.
    """

    title: str
    company: str
    started: float
    ended: float
    summary: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Career:
    """A career that nobody had; its texts hold `{masculine|feminine|inclusive}` forms.

    Attributes:
        school: What stands for `SCHOOL` in the summary, with the year of leaving it.
        graduated: Years before today.
        openings: Texts of advertisements, the career's own first.
    """

    id: str
    language: str
    place: str
    summary: str
    school: str
    graduated: float
    skills: tuple[str, ...]
    jobs: tuple[Job, ...]
    openings: tuple[str, ...]

    def row(self) -> "Career":
        """Gives the career as a list of connections tells it: the latest title and company alone."""
        latest = Job(self.jobs[0].title, self.jobs[0].company, 0, 0)
        return replace(self, summary="", skills=(), place="", jobs=(latest,))


def read_careers() -> tuple[Career, ...]:
    """Gives the careers that come with Coopt."""
    return tuple(career for language in LANGUAGES for career in _careers(language))


def in_form(text: str, form: Form) -> str:
    """Writes a text in one form."""
    return FORMS.sub(lambda match: match[form], text)


def profile_of(career: Career, name: str, *, form: Form, today: date) -> Profile:
    """Writes a career down as a profile; a row of connections has no dates."""
    return Profile(
        name=name,
        positions=tuple(_position(job, form, today) for job in career.jobs),
        location=career.place,
        skills=career.skills,
        summary=in_form(career.summary, form).replace("SCHOOL", _school(career, today)),
    )


def _position(job: Job, form: Form, today: date) -> Position:
    return Position(
        title=in_form(job.title, form),
        company=job.company,
        location=job.location,
        started=_ago(today, job.started) if job.started else None,
        ended=_ago(today, job.ended) if job.ended else None,
        summary=in_form(job.summary, form),
    )


def _school(career: Career, today: date) -> str:
    return f"{career.school} ({_ago(today, career.graduated)[:4]})"


def _ago(today: date, years: float) -> str:
    months = today.year * 12 + today.month - 1 - round(years * 12)
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


@cache
def read_words(name: str) -> dict[str, Any]:
    """Reads one of the lists beside this file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _careers(language: str) -> Iterator[Career]:
    words = read_words(f"careers_{language}")
    for career in words["careers"]:
        yield Career(
            id=career["id"],
            language=language,
            place=career["place"],
            summary=career["summary"],
            school=words["school"],
            graduated=max(job["started"] for job in career["positions"]),
            skills=tuple(career["skills"]),
            jobs=tuple(Job(**job) for job in career["positions"]),
            openings=tuple(career["openings"]),
        )
