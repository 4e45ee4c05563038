"""What is changed in a career to see whether its score changes: name, gender, gaps, dates, origins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, product
from typing import Any

from matcher.fairness.careers import Career, Form, Job, read_words
from matcher.signals import Signal

GAP = 1.5  # years
OLDER = 12.0  # years that someone began earlier
BREAKS = ("leave", "unemployment", "care")
NAMES_A_GROUP = 6
NAMES_A_GROUP_QUICK = 1


class Trait(StrEnum):
    """What is changed; about it a score must not care."""

    NAME = "name"
    GENDER = "gender"
    GAP = "gap"
    AGE = "age"
    ORIGIN = "origin"

    @property
    def both_ways(self) -> bool:
        """Whether a rise is as wrong as a fall."""
        return self in (Trait.NAME, Trait.GENDER)


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a career down.

    Attributes:
        label: What is different, in words.
        allowed: Signals that speak of the work and may differ by this change; all others must not.
        name: The person's, where the name is what differs.
    """

    career: Career
    label: str
    form: Form
    allowed: frozenset[Signal] = frozenset()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A career with its variants, which are compared with the base and not with each other."""

    trait: Trait
    base: Variant
    others: tuple[Variant, ...]


def families_of(career: Career, trait: Trait, form: Form, *, quick: bool = False) -> Iterator[Family]:
    """Gives what is compared for one career.

    Args:
        form: The grammatical gender in which it is written where that is not what is changed.
        quick: Fewer names.
    """
    base = Variant(career, "as it is", form)
    if trait is Trait.NAME:
        names = list(names_by_group(NAMES_A_GROUP_QUICK if quick else NAMES_A_GROUP))
        group, name = names[0]
        others = tuple(replace(base, label=other_group, name=other) for other_group, other in names[1:])
        yield Family(trait, replace(base, label=group, name=name), others)
    elif trait is Trait.GENDER:
        yield from (_genders(career, "whole profile"), _genders(career.row(), "title and company"))
    else:
        changes = {Trait.GAP: _gaps, Trait.AGE: _older, Trait.ORIGIN: _origins}[trait](career)
        yield Family(trait, base, tuple(replace(change, form=form) for change in changes))


def names_by_group(count: int) -> Iterator[tuple[str, str]]:
    """Gives `count` names of women and as many of men for each group, as (group, name)."""
    for group, gender in product(read_words("names")["groups"], ("feminine", "masculine")):
        for first, last in list(zip(group[gender], group["surnames"], strict=True))[:count]:
            yield f"{group['name']}, {gender}", f"{first} {last}"


def _genders(career: Career, what: str) -> Family:
    base, *others = (Variant(career, f"{form.name.lower()}, {what}", form) for form in Form)
    return Family(Trait.GENDER, base, tuple(others))


def _gaps(career: Career) -> Iterator[Variant]:
    latest, *earlier = career.jobs
    ago = tuple(_moved(job) for job in career.jobs)
    before = tuple(_moved(job) for job in earlier)
    yield _changed(career, "untold, between two jobs", jobs=(latest, *before))
    yield _changed(career, "untold, until today", jobs=ago, allowed=Signal.AGE)
    shorter = replace(earlier[0], ended=earlier[0].ended + GAP)
    yield _changed(
        career, "shortens the experience", jobs=(latest, shorter, *earlier[1:]), allowed=Signal.YEARS
    )
    for title in chain.from_iterable(_words(career)[reason] for reason in BREAKS):
        between = Job(title, "", latest.started + GAP, latest.started)
        told = (latest, between, *before)
        yield _changed(career, f"told, between two jobs: {title}", jobs=told)
        now = (Job(title, "", GAP, 0), *ago)
        yield _changed(career, f"told, until today: {title}", jobs=now, allowed=Signal.AGE)


def _older(career: Career) -> Iterator[Variant]:
    *later, first = career.jobs
    longer = replace(first, started=first.started + OLDER)
    another = replace(first, started=first.started + OLDER, ended=first.started, company="Maison Ancelin")
    yield _changed(career, "first job began earlier", jobs=(*later, longer))
    yield _changed(career, "an older job of the same kind", jobs=(*career.jobs, another))
    unrelated = replace(another, title=_words(career)["first_job"], summary="")
    yield _changed(career, "an older job of another kind", jobs=(*career.jobs, unrelated))
    yield Variant(replace(career, graduated=career.graduated + OLDER), "left school earlier", Form.MASCULINE)


def _origins(career: Career) -> Iterator[Variant]:
    abroad = read_words("elsewhere")["abroad"]
    for school in _words(career)["school"]:
        yield Variant(replace(career, school=school), f"school: {school}", Form.MASCULINE)
    for company in abroad["companies"]:
        jobs = tuple(replace(job, company=company) for job in career.jobs)
        yield _changed(career, f"company: {company}", jobs=jobs)
    for place in abroad["places"]:
        latest, *earlier = career.jobs
        jobs = (latest, *(replace(job, location=place) for job in earlier))
        yield _changed(career, f"worked before in: {place}", jobs=jobs)
        moved = replace(career, place=place)
        yield Variant(moved, f"lives in: {place}", Form.MASCULINE, frozenset({Signal.PLACE}))


def _changed(career: Career, label: str, *, jobs: tuple[Job, ...], allowed: Signal | None = None) -> Variant:
    signals = frozenset(() if allowed is None else (allowed,))
    return Variant(replace(career, jobs=jobs), label, Form.MASCULINE, signals)


def _moved(job: Job) -> Job:
    return replace(job, started=job.started + GAP, ended=job.ended + GAP)


def _words(career: Career) -> Any:  # noqa: ANN401 - a table of a TOML file
    return read_words("elsewhere")[career.language]
