"""Answers as plain JSON values: the one shape that the command line and the API both give."""

from typing import Any

from matcher.evidence import Evidence
from matcher.suggestion import Shortlist, Suggestion


def shortlist_to_json(shortlist: Shortlist) -> dict[str, Any]:
    """Writes a shortlist; scores are rounded to four digits, which is more than they mean."""
    opening = shortlist.opening
    return {
        "opening": {"id": opening.id, "title": opening.title, "language": opening.language},
        "considered": shortlist.considered,
        "nobody_stands_out": shortlist.nobody_stands_out,
        "close": shortlist.close,
        "missing": list(shortlist.missing),
        "suggestions": [_suggestion(suggestion) for suggestion in shortlist.suggestions],
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    contact, tie, probability = suggestion.contact, suggestion.tie, suggestion.probability
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
        "tie": {
            "how_known": tie.how_known.value,
            "connected_on": tie.connected_on,
            "strength": tie.strength.value,
        },
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "requirement": evidence.requirement.text,
        "grade": evidence.grade.value,
        "quote": evidence.quote,
        "source": evidence.source,
        "date": evidence.date,
    }
