"""HR Open candidates in JSON: a person, and profiles with their employment, education and qualifications.

https://schemas.hropenstandards.org/4.4/recruiting/json/CandidateType.json
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.json_languages import languages_of
from matcher.readers.contacts.json_resume import looks_like_json
from matcher.readers.contacts.keys import person_keys
from matcher.readers.json_rows import block_at, find_rows, items_at, joined, text_at, value_at
from matcher.readers.json_values import parse_json
from matcher.readers.openings.markup import plain_description
from matcher.readers.report import ContactRow, Reading, SkippedRow

KIND = "hr-open"
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_SECTIONS = ("certifications", "licenses", "publications", "patents", "affiliations")
_SUMMARIES = ("executiveSummary", "objective", "summary")
_LANGUAGES = ("languages", "language", "languageSkills", "spokenLanguages")
_QUALIFICATIONS = ("qualifications", "personCompetencies", "competencies", "skills")
_EMPLOYMENT = ("employment", "employmentHistory", "employers")
_DROPPED = {
    Dropped.BIRTHDAY: ("birthDate", "birth", "dateOfBirth", "age"),
    Dropped.PHOTO: ("photo", "picture", "image"),
    Dropped.GENDER: ("gender", "genderCode", "pronouns"),
    Dropped.NATIONALITY: ("citizenship", "citizenShip", "nationality", "residency", "visa"),
    Dropped.IDENTITY: ("legalId", "legalIds", "passport", "socialSecurityNumber", "taxId"),
    Dropped.PRIVATE: (
        "maritalStatus",
        "maritalStatusCode",
        "disability",
        "religion",
        "ethnicity",
        "dependents",
    ),
    Dropped.HOME_ADDRESS: ("communication.address",),
    Dropped.PHONE: ("communication.phone",),
}


def looks_like_candidates(text: str) -> bool:
    """Whether the text is JSON that holds a candidate: a person, and profiles beside it."""
    if not looks_like_json(text):
        return False
    try:
        return next(iter(_candidates(parse_json(text))), None) is not None
    except (ValueError, RecursionError):
        return False


def read_candidates(text: str, path: Path) -> Reading[ContactRow]:
    """Reads the candidates; a `line` in the result is a candidate's number, from 1.

    Raises:
        UnreadableFile: If it is no JSON, or no candidate can be used.
    """
    try:
        candidates = list(_candidates(parse_json(text)))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path, "expected JSON of reasonable depth and size", line=1) from error
    items, skipped, dropped = [], [], Counter[str]()
    for number, candidate in enumerate(candidates, start=1):
        name = _name(candidate)
        if not name:
            skipped.append(SkippedRow(number, "expected a person's name at person.name, found none"))
            continue
        items.append(_contact_row(name, candidate, number))
        dropped.update(kind.value for kind in _dropped(candidate))
    if not items:
        reason = skipped[0].reason if skipped else "expected a `person` with `profiles`, found none"
        raise UnreadableFile(path, reason, line=1)
    return Reading(KIND, path.name, tuple(items), tuple(skipped), dict(sorted(dropped.items())))


def _candidates(value: object) -> Iterator[object]:
    return find_rows(value, _is_candidate)


def _is_candidate(row: Mapping[str, object]) -> bool:
    person = row.get("person")
    if not isinstance(person, Mapping) or not {"name", "communication"} & person.keys():
        return False
    return isinstance(row.get("profiles"), list) or "communication" in person


def _name(candidate: object) -> str:
    parts = [text_at(candidate, f"person.name.{key}") for key in ("given", "middle", "family")]
    return text_at(candidate, "person.name.formattedName", "person.name") or " ".join(filter(None, parts))


def _contact_row(name: str, candidate: object, number: int) -> ContactRow:
    profiles = items_at(candidate, "profiles")
    positions = [job for profile in profiles for job in _positions(profile)]
    profile = Profile(
        name,
        headline=next(filter(None, (text_at(profile, "headline", "jobTitle") for profile in profiles)), ""),
        positions=tuple(sorted(dict.fromkeys(positions), key=_latest_first, reverse=True)),
        location=_place(next(iter(items_at(candidate, "person.communication.address")), None)),
        languages=tuple(dict.fromkeys(_languages(candidate))),
        skills=tuple(dict.fromkeys(skill for profile in profiles for skill in _skills(profile))),
        summary="\n".join(dict.fromkeys(line for profile in profiles for line in _summary(profile))),
    )
    mails = [text_at(mail, "address") for mail in items_at(candidate, "person.communication.email")]
    webs = [text_at(web, "url") for web in items_at(candidate, "person.communication.web")]
    urls = [url for url in webs if "linkedin.com/in/" in url.casefold()]
    keys = person_keys(name, urls=urls, mails=mails, company=profile.company)
    return ContactRow(profile, number, keys, HowKnown.RESUME)


def _positions(profile: object) -> Iterator[Position]:
    """Gives the positions; an employer of whom no position is told is one."""
    for employer in items_at(profile, *_EMPLOYMENT):
        company = text_at(employer, "organization.name", "employer.name", "organization", "employer")
        for job in items_at(employer, "positionHistories", "positions") or [employer]:
            title = text_at(job, "title", "positionTitle", "positionTitles")
            title = title or joined(
                *(text for text in items_at(job, "positionTitles") if isinstance(text, str))
            )
            if title or company:
                yield Position(
                    title=title,
                    company=company,
                    location=_place(value_at(job, "location.address") or value_at(job, "location")),
                    started=_date(job, "start") or _date(employer, "start"),
                    ended=None if _is_current(job) else _date(job, "end") or _date(employer, "end"),
                    summary="\n".join(_descriptions(job)),
                )


def _is_current(job: object) -> bool:
    return any(value_at(job, key) is True for key in ("current", "currentIndicator"))


def _descriptions(job: object) -> Iterator[str]:
    told = [block_at(job, "description"), *items_at(job, "descriptions")]
    yield from (plain_description(text) for text in told if isinstance(text, str) and text.strip())


def _date(row: object, key: str) -> str | None:
    text = text_at(row, key, f"{key}Date", f"{key}.formattedDateTime", f"{key}.value")
    match = _DATE.match(text)
    return match[0] if match else None


def _latest_first(position: Position) -> tuple[bool, str, str]:
    return position.ended is None, position.ended or "", position.started or ""


def _place(address: object) -> str:
    """Gives a town, a region and a country; the street is left behind."""
    regions = (text_at(part, "value", "name") for part in items_at(address, "countrySubdivisions"))
    return joined(text_at(address, "city"), *regions, text_at(address, "countryCode", "country"))


def _languages(candidate: object) -> Iterator[str]:
    for place in (candidate, value_at(candidate, "person"), *items_at(candidate, "profiles")):
        for key in (*_LANGUAGES, "primaryLanguageCodes"):
            yield from languages_of(value_at(place, key))
        for competency in _competencies(place):
            if _is_language(competency):
                yield from languages_of(competency)


def _skills(profile: object) -> Iterator[str]:
    for competency in _competencies(profile):
        told = text_at(competency, "competencyName", "name", "value")
        name = competency.strip() if isinstance(competency, str) else told
        if name and not _is_language(competency):
            yield name


def _competencies(place: object) -> Iterator[object]:
    for key in _QUALIFICATIONS:
        yield from items_at(place, key)


def _is_language(competency: object) -> bool:
    schemes = [text_at(one, "schemeId") for one in items_at(competency, "competencyIds")]
    told = [*schemes, text_at(competency, "taxonomyId", "type", "category", "taxonomyId.value")]
    return any("lang" in text.casefold() for text in told)


def _summary(profile: object) -> Iterator[str]:
    for key in _SUMMARIES:
        if text := block_at(profile, key):
            yield plain_description(text)
    for school in items_at(profile, "education"):
        degrees = items_at(school, "educationDegrees", "degrees") or [school]
        yield from filter(None, (_degree(school, degree) for degree in degrees))
    for key in _SECTIONS:
        for item in items_at(profile, key):
            named = text_at(item, "name", "title", "organization.name")
            if told := joined(named, text_at(item, "issuingAuthority.name", "issuer")):
                yield told


def _degree(school: object, degree: object) -> str:
    majors = (text_at(one, "name") for one in items_at(degree, "specializations"))
    levels = (text_at(one, "name") for one in items_at(school, "educationLevelCodes"))
    name = text_at(degree, "name") or joined(*levels)
    return joined(name, *majors, text_at(school, "institution.name", "school", "institution"))


def _dropped(candidate: object) -> Iterator[Dropped]:
    for kind, paths in _DROPPED.items():
        if any(value_at(candidate, f"person.{path}") for path in paths):
            yield kind
