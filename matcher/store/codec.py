"""Values to JSON and back, and the hash of what they say."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from matcher.contact import Position, Profile
from matcher.facts import Contract, LanguageLevel, OpeningFacts, Remote, Seniority, SpokenLanguage
from matcher.opening import Availability, Opening, Posting, Requirement, RequirementKind

Made = TypeVar("Made")


def profile_to_json(profile: Profile) -> dict[str, Any]:
    """Writes a profile as plain JSON values; fields that say nothing are left out."""
    data = _said(profile)
    data["positions"] = [_said(position) for position in profile.positions]
    return data


def _said(value: Profile | Position) -> dict[str, Any]:
    """Gives the fields that say something; `asdict` would copy every text of a large network."""
    return {name: found for name in value.__dataclass_fields__ if (found := getattr(value, name))}


def profile_from_json(data: dict[str, Any]) -> Profile:
    """Reads what `profile_to_json` wrote."""
    return Profile(
        name=data["name"],
        headline=data.get("headline", ""),
        positions=tuple(Position(**position) for position in data.get("positions", ())),
        location=data.get("location", ""),
        languages=tuple(data.get("languages", ())),
        skills=tuple(data.get("skills", ())),
        summary=data.get("summary", ""),
    )


def opening_to_json(opening: Opening) -> dict[str, Any]:
    """Writes an opening as plain JSON values."""
    facts = _all(opening.facts) | {"languages": [_all(spoken) for spoken in opening.facts.languages]}
    requirements = [_all(requirement) for requirement in opening.requirements]
    parts = {"requirements": requirements, "facts": facts, "posting": _all(opening.posting)}
    return _all(opening) | parts


def _all(value: Opening | OpeningFacts | Posting | Requirement | SpokenLanguage) -> dict[str, Any]:
    """Gives all fields as they are; `asdict` would copy them, at every question."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def opening_from_json(data: dict[str, Any]) -> Opening:
    """Reads what `opening_to_json` wrote."""
    requirements = tuple(
        Requirement(r["text"], RequirementKind(r["kind"]), r["start"], r["end"]) for r in data["requirements"]
    )
    facts = _facts_from_json(data.get("facts", {}))  # openings stored by earlier versions have none
    posting = _posting_from_json(data.get("posting", {}))  # nor this
    return Opening(**{**data, "requirements": requirements, "facts": facts, "posting": posting})


def _posting_from_json(data: dict[str, Any]) -> Posting:
    return Posting(**{**data, "stated": Availability(data.get("stated", Availability.OPEN))})


def _facts_from_json(data: dict[str, Any]) -> OpeningFacts:
    return OpeningFacts(
        years_min=data.get("years_min"),
        years_max=data.get("years_max"),
        languages=tuple(
            SpokenLanguage(spoken["code"], _made(LanguageLevel, spoken["level"]))
            for spoken in data.get("languages", ())
        ),
        seniority=_made(Seniority, data.get("seniority")),
        place=data.get("place", ""),
        remote=_made(Remote, data.get("remote")),
        contract=_made(Contract, data.get("contract")),
    )


def _made(kind: Callable[[Any], Made], value: object) -> Made | None:
    return None if value is None else kind(value)


def content_hash(data: dict[str, Any]) -> str:
    """Gives the SHA-256 (hex) of JSON values, whatever the order of their keys."""
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
