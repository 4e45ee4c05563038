"""Answers as plain JSON values: the one shape that the command line and the API both give."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from matcher.automation_note import automation_note
from matcher.evidence import Evidence
from matcher.freshness import freshness
from matcher.network import Tie
from matcher.opening import Opening
from matcher.suggestion import Shortlist, Suggestion


def shortlist_to_json(shortlist: Shortlist, *, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Writes a shortlist; scores are rounded to four digits, which is more than they mean.

    Args:
        languages: Those of the reader, the best first, for the note.
    """
    opening = shortlist.opening
    return {
        "opening": {"id": opening.id, "title": opening.title, "language": opening.language}
        | {"availability": opening.posting.availability_on(date.today()).value},
        "considered": shortlist.considered,
        "nobody_stands_out": shortlist.nobody_stands_out,
        "close": shortlist.close,
        "missing": list(shortlist.missing),
        "suggestions": [_suggestion(suggestion) for suggestion in shortlist.suggestions],
        "note": automation_note(languages),
        "event": shortlist.event,
    }


def opening_to_json(opening: Opening) -> dict[str, Any]:
    """Writes an opening without its text; whether it is open is judged today."""
    posting = opening.posting
    return {
        "id": opening.id,
        "title": opening.title,
        "company": opening.company,
        "location": opening.location,
        "language": opening.language,
        "source": opening.source,
        "availability": posting.availability_on(date.today()).value,
        "url": posting.url,
        "department": posting.department,
        "pay": posting.pay,
        "published_on": posting.published_on,
        "valid_through": posting.valid_through,
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    contact, tie, probability = suggestion.contact, suggestion.tie, suggestion.probability
    age = freshness(contact, today=date.today())
    return {
        "contact_id": contact.id,
        "name": contact.name,
        "headline": contact.headline,
        "score": round(suggestion.score, 4),
        "probability": None if probability is None else round(probability, 4),
        "contributions": {name: round(value, 4) for name, value in suggestion.contributions.items()},
        "evidence": [_evidence(evidence) for evidence in suggestion.evidence],
        "unknowns": list(suggestion.unknowns),
        "considered_recently": suggestion.considered_recently,
        "tie": tie_to_json(tie),
        "profile_as_of": age.as_of,
        "profile_age_years": age.age_years,
    }


def tie_to_json(tie: Tie) -> dict[str, Any]:
    """Writes how an employee knows a contact."""
    return {
        "how_known": tie.how_known.value,
        "connected_on": tie.connected_on,
        "strength": tie.strength.value,
        "relation": tie.relation.value,
        "last_exchange": tie.last_exchange,
        "reasons": list(tie.reasons),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "requirement": evidence.requirement.text,
        "grade": evidence.grade.value,
        "quote": evidence.quote,
        "source": evidence.source,
        "date": evidence.date,
    }
