"""A contact's own statement: what they corrected wins over every source."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from matcher.contact import Position, Profile
from matcher.errors import InvalidStatement

OWN_STATEMENT = "own-statement"  # the kind of source
LONGEST_TEXT, LONGEST_SUMMARY, MOST_ENTRIES = 500, 5_000, 100
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_LONG = ("summary",)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a contact says of themselves; a field that is None is left to the sources."""

    name: str | None = None
    headline: str | None = None
    positions: tuple[Position, ...] | None = None
    location: str | None = None
    languages: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    summary: str | None = None

    @classmethod
    def of(cls, shown: Profile, said: Profile) -> "Statement":
        """Gives what `said` corrects in the profile that the contact was shown.

        Raises:
            InvalidStatement: If a text is too long, the name is missing, or a date is none.
        """
        check(said)
        names = [field.name for field in fields(Profile)]
        return cls(**{n: getattr(said, n) for n in names if getattr(said, n) != getattr(shown, n)})

    def applied_to(self, profile: Profile) -> Profile:
        """Puts what is stated in place of what the sources tell."""
        return replace(profile, **self._stated())

    def over(self, earlier: "Statement") -> "Statement":
        """Gives this statement together with what an earlier one says beyond it."""
        return replace(earlier, **self._stated())

    def _stated(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def __bool__(self) -> bool:
        return bool(self._stated())


def check(profile: Profile) -> None:
    """Makes sure that a profile can be kept.

    Raises:
        InvalidStatement: If a text is too long, the name is missing, or a date is none.
    """
    if not profile.name.strip():
        raise InvalidStatement("name", "a name")
    for name, texts in _texts(profile).items():
        if len(texts) > MOST_ENTRIES:
            raise InvalidStatement(name, f"at most {MOST_ENTRIES} entries")
        most = LONGEST_SUMMARY if name in _LONG else LONGEST_TEXT
        if any(len(text) > most or "\x00" in text for text in texts):
            raise InvalidStatement(name, f"a text of at most {most} characters")
    for position in profile.positions:
        _check_position(position)


def _texts(profile: Profile) -> dict[str, tuple[str, ...]]:
    return {
        "name": (profile.name,),
        "headline": (profile.headline,),
        "positions": tuple(position.title for position in profile.positions),
        "location": (profile.location,),
        "languages": profile.languages,
        "skills": profile.skills,
        "summary": (profile.summary,),
    }


def _check_position(position: Position) -> None:
    for text in (position.company, position.location):
        if len(text) > LONGEST_TEXT or "\x00" in text:
            raise InvalidStatement("positions", f"a text of at most {LONGEST_TEXT} characters")
    if len(position.summary) > LONGEST_SUMMARY or "\x00" in position.summary:
        raise InvalidStatement("positions", f"a text of at most {LONGEST_SUMMARY} characters")
    for day in (position.started, position.ended):
        if day is not None and not _DATE.fullmatch(day):
            raise InvalidStatement("positions", "dates such as 2022, 2022-01 or 2022-01-31")


def statement_to_json(statement: Statement) -> dict[str, Any]:
    """Writes what is stated as plain JSON values."""
    data = asdict(statement)
    if statement.positions is not None:
        data["positions"] = [
            {key: value for key, value in asdict(p).items() if value} for p in statement.positions
        ]
    return {name: value for name, value in data.items() if value is not None}


def statement_from_json(data: Mapping[str, Any]) -> Statement:
    """Reads what `statement_to_json` wrote."""
    values = dict(data)
    for name in ("languages", "skills"):
        if name in values:
            values[name] = tuple(values[name])
    if "positions" in values:
        values["positions"] = tuple(Position(**position) for position in values["positions"])
    return Statement(**values)
