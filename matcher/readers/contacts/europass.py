"""Europass as XML, alone or inside its PDF: the older SkillsPassport and today's Candidate."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity.phones import phone_keys
from matcher.network import HowKnown
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.europass_words import LANGUAGES
from matcher.readers.contacts.keys import person_keys
from matcher.readers.openings.markup import plain_description
from matcher.readers.report import ContactRow, Reading
from matcher.readers.xml import block_at, parse_xml, text_at, texts_at

KIND = "europass-xml"
ROOTS = ("SkillsPassport", "Candidate")
_DROPPED = {
    "BirthDate": Dropped.BIRTHDAY,
    "Birthdate": Dropped.BIRTHDAY,
    "GenderCode": Dropped.GENDER,
    "Gender": Dropped.GENDER,
    "NationalityCode": Dropped.NATIONALITY,
    "Nationality": Dropped.NATIONALITY,
    "Photo": Dropped.PHOTO,
    "ProfilePicture": Dropped.PHOTO,
    "Visa": Dropped.NATIONALITY,
    "DialNumber": Dropped.PHONE,
    "Telephone": Dropped.PHONE,
    "AddressLine": Dropped.HOME_ADDRESS,
    "PostalCode": Dropped.HOME_ADDRESS,
    "HobbyOrInterest": Dropped.INTERESTS,
}


def read_europass(data: bytes, path: Path, *, kind: str = KIND) -> Reading[ContactRow]:
    """Reads one person's Europass.

    Raises:
        UnreadableFile: If it is no sound Europass XML.
    """
    root = parse_xml(data, path)
    if root.tag not in ROOTS:
        raise UnreadableFile(path, f"expected Europass XML, found XML with another root: {root.tag[:40]!a}")
    profile = _candidate(root, path) if root.tag == "Candidate" else _passport(root, path)
    # A photo is a picture among the attachments of the older form, and whole base64 in the newer one.
    names = {node.tag for node in root.iter() if node.text or len(node) or node.attrib}
    dropped = {kind.value: 1 for name, kind in _DROPPED.items() if name in names}
    row = ContactRow(profile, 1, _keys(root, profile), HowKnown.RESUME)
    return Reading(kind, path.name, (row,), dropped=dropped)


def _keys(root: Element, profile: Profile) -> tuple[str, ...]:
    addresses = [*texts_at(root, ".//URI", ".//ContactInfo//Contact", ".//Website//Contact")]
    mails = [address.removeprefix("mailto:") for address in addresses if "@" in address]
    urls = [address for address in addresses if "linkedin.com/in/" in address.casefold()]
    phones = phone_keys(_numbers(root), place=profile.location, mails=mails, region=_region(root))
    return person_keys(profile.name, urls=urls[:1], mails=mails[:1], phones=phones, company=profile.company)


def _numbers(root: Element) -> list[str]:
    """Gives the telephone numbers, each with the code of its country where that stands beside it."""
    numbers = list(texts_at(root, ".//Telephone/Contact"))
    for node in root.iterfind(".//Communication"):
        if number := text_at(node, "DialNumber"):
            code = text_at(node, "CountryDialing").lstrip("+0")
            numbers.append(f"+{code}{number.removeprefix('0')}" if code else number)
    return numbers


def _region(root: Element) -> str | None:
    codes = texts_at(root, ".//ContactInfo//Country/Code", ".//CandidatePerson//Address/CountryCode")
    return next((code.upper() for code in codes if len(code) == 2), None)


def _candidate(root: Element, path: Path) -> Profile:
    person = root.find("CandidatePerson")
    person = root if person is None else person
    histories = list(root.iterfind("CandidateProfile/EmploymentHistory/EmployerHistory"))
    native = [_language(code) for code in texts_at(person, "PrimaryLanguageCode")]
    return Profile(
        name=_name(person, "PersonName/GivenName", "PersonName/FamilyName") or path.stem,
        headline=_plain(text_at(root, "CandidateProfile/Headline")),
        positions=_latest_first(job for history in histories for job in _candidate_jobs(history)),
        location=_joined(person, ".//Address/CityName", ".//Address/CountryCode"),
        languages=tuple(dict.fromkeys([*native, *_candidate_languages(root)])),
        skills=tuple(dict.fromkeys(_candidate_skills(root))),
        summary="\n".join(_candidate_summary(root)),
    )


def _candidate_jobs(history: Element) -> Iterator[Position]:
    company = text_at(history, "OrganizationName")
    place = _joined(history, ".//OrganizationContact//CityName", ".//OrganizationContact//CountryCode")
    for node in history.iterfind("PositionHistory"):
        current = text_at(node, ".//CurrentIndicator").casefold() == "true"
        yield Position(
            title=_plain(text_at(node, "PositionTitle")),
            company=company,
            location=_joined(node, "City", "Country") or place,
            started=_iso(text_at(node, ".//StartDate/FormattedDateTime")),
            ended=None if current else _iso(text_at(node, ".//EndDate/FormattedDateTime")),
            summary=_plain(block_at(node, "Description")),
        )


def _candidate_languages(root: Element) -> Iterator[str]:
    for node in root.iterfind(".//PersonQualifications/PersonCompetency"):
        if text_at(node, "TaxonomyID").casefold() == "language":
            yield _language(text_at(node, "CompetencyID") or text_at(node, "CompetencyName"))


def _candidate_skills(root: Element) -> Iterator[str]:
    for node in root.iterfind(".//PersonQualifications/PersonCompetency"):
        if text_at(node, "TaxonomyID").casefold() != "language":
            yield _plain(text_at(node, "CompetencyName"))
    for text in texts_at(root, ".//Skills//SkillName", ".//Skills//Description"):
        yield from (line for line in _plain(text).split("\n") if line)


def _candidate_summary(root: Element) -> Iterator[str]:
    yield from map(_plain, texts_at(root, "CandidateProfile/ExecutiveSummary"))
    for node in root.iterfind(".//EducationHistory/EducationOrganizationAttendance"):
        parts = [text_at(node, "EducationDegree/DegreeName"), text_at(node, "OrganizationName")]
        yield ", ".join(_plain(part) for part in parts if part)
    for name in ("Certifications", "Licenses", "PublicationHistory", "Projects", "Others"):
        yield from map(_plain, texts_at(root, f"CandidateProfile/{name}//Title", f".//{name}//Description"))


def _passport(root: Element, path: Path) -> Profile:
    learner = root.find("LearnerInfo")
    learner = root if learner is None else learner
    identity = "Identification"
    return Profile(
        name=_name(learner, f"{identity}/PersonName/FirstName", f"{identity}/PersonName/Surname")
        or path.stem,
        headline=text_at(learner, "Headline/Description/Label", "Headline/Description"),
        positions=_latest_first(map(_passport_job, learner.iterfind("WorkExperienceList/WorkExperience"))),
        location=_joined(
            learner, f"{identity}//Address//Municipality", f"{identity}//Address//Country/Label"
        ),
        languages=tuple(dict.fromkeys(_passport_languages(learner))),
        skills=tuple(dict.fromkeys(_passport_skills(learner))),
        summary="\n".join(_passport_summary(learner)),
    )


def _passport_job(node: Element) -> Position:
    current = text_at(node, "Period/Current").casefold() == "true"
    employer = ("Employer//Address//Municipality", "Employer//Address//Country/Label")
    return Position(
        title=text_at(node, "Position/Label", "Position"),
        company=text_at(node, "Employer/Name"),
        location=_joined(node, *employer),
        started=_period(node.find("Period/From")),
        ended=None if current else _period(node.find("Period/To")),
        summary=_plain(block_at(node, "Activities")),
    )


def _period(node: Element | None) -> str | None:
    """Reads `<From year="2019" month="--03" day="---01"/>`."""
    if node is None:
        return None
    parts = [node.get(name, "").strip("-") for name in ("year", "month", "day")]
    return _iso("-".join(part for part in parts if part) or (node.text or "").strip())


def _passport_languages(learner: Element) -> Iterator[str]:
    path = "Skills/Linguistic/{}List/{}"
    for node in learner.iterfind(path.format("MotherTongue", "MotherTongue")):
        yield text_at(node, "Description/Label", "Description/Code")
    for node in learner.iterfind(path.format("ForeignLanguage", "ForeignLanguage")):
        level = text_at(node, "ProficiencyLevel/SpokenInteraction", "ProficiencyLevel/Listening")
        name = text_at(node, "Description/Label", "Description/Code")
        yield f"{name} ({level})" if name and level else name


def _passport_skills(learner: Element) -> Iterator[str]:
    for node in learner.iterfind("Skills/*"):
        if node.tag != "Linguistic":
            yield from (
                line.strip("- ") for line in _plain(block_at(node, "Description")).split("\n") if line
            )


def _passport_summary(learner: Element) -> Iterator[str]:
    for node in learner.iterfind("EducationList/Education"):
        parts = [
            text_at(node, "Title"),
            text_at(node, "Organisation/Name"),
            _plain(block_at(node, "Activities")),
        ]
        yield ", ".join(part for part in parts if part)
    for node in learner.iterfind("AchievementList/Achievement"):
        yield _plain(block_at(node, "Description"))


def _name(node: Element, *paths: str) -> str:
    return " ".join(text for path in paths if (text := text_at(node, path)))


def _joined(node: Element, *paths: str) -> str:
    return ", ".join(text for path in paths if (text := text_at(node, path)))


def _plain(text: str) -> str:
    return plain_description(text) if "<" in text or "&" in text else text


def _iso(text: str) -> str | None:
    parts = text[:10].split("-")
    sound = len(parts[0]) == 4 and all(part.isascii() and part.isdigit() for part in parts)
    return "-".join(f"{int(part):02}" for part in parts) if sound and len(parts) <= 3 else None


def _latest_first(positions: Iterable[Position]) -> tuple[Position, ...]:
    kept = [job for job in positions if job.title or job.company or job.summary]
    return tuple(sorted(kept, key=lambda p: (p.ended is None, p.ended or "", p.started or ""), reverse=True))


def _language(code: str) -> str:
    return LANGUAGES.get(code.casefold(), code)
