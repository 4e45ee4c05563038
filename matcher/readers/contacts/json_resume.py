"""JSON Resume 1.0.0 (https://jsonresume.org/schema): one resume, or a list of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity.phones import phone_keys
from matcher.network import HowKnown
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.keys import person_keys
from matcher.readers.json_values import parse_json
from matcher.readers.report import ContactRow, Reading, SkippedRow

KIND = "json-resume"
_START = re.compile(r'\s*(\{\s*["}]|\[\s*[{\]])')  # a resume in plain text may begin with `[URL]`
_BLANK = re.compile(r"[\s,]*")
_PLAIN_KEY = re.compile(r"[A-Za-z_$][\w-]{0,30}", re.ASCII)
_MAX_ISO_DATE = 10
_FURTHER = {
    "education": ("studyType", "area", "institution", "courses"),
    "certificates": ("name", "issuer"),
    "projects": ("name", "description", "highlights", "keywords"),
    "volunteer": ("position", "organization", "summary", "highlights"),
    "publications": ("name", "summary"),
    "awards": ("title", "summary"),
}
_DROPPED = {
    Dropped.BIRTHDAY: ("basics.birth", "basics.birthday", "basics.birthdate", "basics.dateOfBirth"),
    Dropped.PHOTO: ("basics.image", "basics.picture"),
    Dropped.PHONE: ("basics.phone",),
    Dropped.HOME_ADDRESS: ("basics.location.address", "basics.location.postalCode"),
    Dropped.GENDER: ("basics.gender",),
    Dropped.NATIONALITY: ("basics.nationality", "basics.nationalities"),
    Dropped.INTERESTS: ("interests",),
    Dropped.RELATIONS: ("references",),
}
Kind = TypeVar("Kind")
_TYPES: dict[type, str] = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}


class _WrongType(ValueError):
    """A value that is not what the schema says; its text names the JSON path and holds no value."""


def looks_like_json(text: str) -> bool:
    """Whether the text begins as a JSON object, or a list of objects, does."""
    return _START.match(text) is not None


def read_json_resume(text: str, path: Path) -> Reading[ContactRow]:
    """Reads the resumes; in a list, one that is wrong is skipped and reported.

    Birthdays, photos and street addresses are not kept.

    Raises:
        UnreadableFile: If the JSON is malformed, is no resume, or holds none that can be used.
    """
    items: list[ContactRow] = []
    skipped: list[SkippedRow] = []
    dropped: Counter[str] = Counter()
    for line, where, value in _resumes(text, path):
        try:
            items.append(_contact_row(value, where, line, path))
        except _WrongType as problem:
            skipped.append(SkippedRow(line, str(problem)))
        else:
            dropped.update({kind.value for kind, keys in _DROPPED.items() if _holds(value, keys)})
    if not items:
        reason = skipped[0].reason if skipped else "expected at least one resume, found an empty list"
        raise UnreadableFile(path, reason, line=skipped[0].line if skipped else 1)
    return Reading(KIND, path.name, tuple(items), tuple(skipped), dict(sorted(dropped.items())))


def _holds(resume: Any, keys: tuple[str, ...]) -> bool:  # noqa: ANN401 - a JSON value
    """Whether a resume that was read has a value at one of the keys; `a.b` is one inside another."""
    for key in keys:
        value = resume
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value:
            return True
    return False


def _resumes(text: str, path: Path) -> Iterator[tuple[int, str, Any]]:
    """Gives each resume with its line and its JSON path."""
    try:
        value = parse_json(text)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            path, f"expected JSON: {error.msg}", line=error.lineno, column=error.colno
        ) from error
    except (RecursionError, ValueError) as error:  # such as a number of 5,000 digits
        raise UnreadableFile(path, "expected JSON of reasonable depth and size", line=1) from error
    if not isinstance(value, list):
        yield text.count("\n", 0, len(text) - len(text.lstrip())) + 1, "$", value
        return
    decoder, at, line, counted = json.JSONDecoder(), text.index("[") + 1, 1, 0
    for i, item in enumerate(value):
        at = _end_of(_BLANK, text, at)
        line, counted = line + text.count("\n", counted, at), at
        yield line, f"$[{i}]", item
        at = decoder.raw_decode(text, at)[1]


def _end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _contact_row(value: object, where: str, line: int, path: Path) -> ContactRow:
    resume = _Node(value, where).mapping()
    if not resume.keys() & {"basics", "work"}:
        raise _WrongType(f"{where}: expected a JSON Resume with basics or work, found {_shown_keys(resume)}")
    basics = _Node(resume.get("basics"), f"{where}.basics")
    profile = _profile(resume, basics, where, path.stem)
    # A site of one's own may be an employer's too, which two people share: only LinkedIn's name one person.
    addresses = [basics.text("url"), *(node.text("url") for node in basics.nodes("profiles"))]
    urls = [address for address in addresses if "linkedin.com/in/" in address.casefold()]
    mails = [basics.text("email")]
    phones = phone_keys(_phones(basics), place=profile.location, mails=mails, region=_region(basics))
    keys = person_keys(profile.name, urls=urls, mails=mails, phones=phones, company=profile.company)
    return ContactRow(profile, line, keys, HowKnown.RESUME)


def _phones(basics: "_Node") -> list[str]:
    number = basics.mapping().get("phone")
    return [number] if isinstance(number, str) else []


def _region(basics: "_Node") -> str | None:
    code = basics.node("location").mapping().get("countryCode")
    return code.strip().upper() if isinstance(code, str) and len(code.strip()) == 2 else None


def _shown_keys(resume: dict[str, Any]) -> str:
    keys = [key for key in resume if _PLAIN_KEY.fullmatch(key)]
    return ", ".join(keys[:8]) or "no known key"


class _Node:
    """A JSON value and where it stands; null counts as absent."""

    __slots__ = ("value", "where")

    def __init__(self, value: object, where: str) -> None:
        self.value, self.where = value, where

    def mapping(self) -> dict[str, Any]:
        return {} if self.value is None else self._checked(dict)

    def text(self, key: str) -> str:
        node = self._child(key)
        return "" if node.value is None else node._checked(str).strip()

    def node(self, key: str) -> "_Node":
        child = self._child(key)
        child.mapping()
        return child

    def nodes(self, key: str) -> "list[_Node]":
        child = self._child(key)
        values = [] if child.value is None else child._checked(list)
        return [_Node(value, f"{child.where}[{i}]") for i, value in enumerate(values)]

    def texts(self, key: str) -> "list[str]":
        return [node._checked(str).strip() for node in self.nodes(key) if node.value is not None]

    def _child(self, key: str) -> "_Node":
        return _Node(self.mapping().get(key), f"{self.where}.{key}")

    def _checked(self, kind: type[Kind]) -> Kind:
        if not isinstance(self.value, kind):
            found = _TYPES.get(type(self.value), "null" if self.value is None else "a number")
            raise _WrongType(f"{self.where}: expected {_TYPES[kind]}, found {found}")
        return self.value


def _profile(resume: dict[str, Any], basics: _Node, where: str, stem: str) -> Profile:
    root = _Node(resume, where)
    work = [_position(node) for node in root.nodes("work")]
    place = basics.node("location")
    parts = [place.text(key) for key in ("city", "region", "countryCode")]
    return Profile(
        name=basics.text("name") or stem,
        headline=basics.text("label"),
        positions=tuple(sorted(work, key=_latest_first, reverse=True)),
        location=", ".join(part for part in parts if part),
        languages=tuple(text for node in root.nodes("languages") if (text := _language(node))),
        skills=_skills(root.nodes("skills")),
        summary="\n".join([*_lines(basics, "summary"), *_further(root)]),
    )


def _position(node: _Node) -> Position:
    return Position(
        title=node.text("position"),
        company=node.text("name") or node.text("company"),
        location=node.text("location"),
        started=_date(node, "startDate"),
        ended=_date(node, "endDate"),
        summary="\n".join([*_lines(node, "summary"), *_lines(node, "highlights")]),
    )


def _lines(node: _Node, key: str) -> list[str]:
    texts = node.texts(key) if isinstance(node.mapping().get(key), list) else [node.text(key)]
    return [text for text in texts if text]


def _further(root: _Node) -> Iterator[str]:
    """Gives a line for each entry of the sections that a Profile has no field for."""
    for section, keys in _FURTHER.items():
        for node in root.nodes(section):
            if parts := [line for key in keys for line in _lines(node, key)]:
                yield ", ".join(parts)


def _date(node: _Node, key: str) -> str | None:
    # The schema allows the reduced precision that Position keeps; whatever else stands there is unknown.
    text = node.text(key)[:_MAX_ISO_DATE]
    return text if re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII) else None


def _latest_first(position: Position) -> tuple[bool, str, str]:
    return position.ended is None, position.ended or "", position.started or ""


def _language(node: _Node) -> str:
    language, fluency = node.text("language"), node.text("fluency")
    return f"{language} ({fluency})" if language and fluency else language


def _skills(nodes: list[_Node]) -> tuple[str, ...]:
    names = [name for node in nodes for name in (node.text("name"), *node.texts("keywords")) if name]
    return tuple(dict.fromkeys(names))
