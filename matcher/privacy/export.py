"""A contact's data as one JSON document: their copy, to keep or to take elsewhere."""

from typing import Any

from matcher.network import Tie
from matcher.privacy.dossier import Dossier, ForOpening, Told
from matcher.privacy.duties import PURPOSE
from matcher.store.codec import profile_to_json


def dossier_to_json(dossier: Dossier) -> dict[str, Any]:
    """Writes a dossier as plain JSON values: the copy of article 15(3) of the GDPR, for article 20 too."""
    notice, objection, keeping = dossier.notice, dossier.objection, dossier.keeping
    return {
        "profile": profile_to_json(dossier.contact.profile),
        "sources": [_told(told) for told in dossier.told],
        "known_by": [_tie(tie) for tie in dossier.ties],
        "purpose": PURPOSE,
        "legal_basis": dossier.basis.value,
        "collected_on": notice and notice.collected_on,
        "notice": notice and {"due_on": notice.due_on, "given_at": notice.given_at},
        "kept": keeping and {"for": keeping.purpose.value, "until": keeping.until.isoformat()},
        "objection": objection
        and {"at": objection.objected_at, "by": objection.recorded_by, "reason": objection.reason},
        "own_statement": dossier.statement,
        "suggested_for": [_for_opening(one) for one in dossier.suggested],
        "name_shared_for": [_for_opening(one) for one in dossier.shared],
        "verdicts": [_for_opening(one) for one in dossier.verdicts],
        "introductions": [
            {"stage": one.stage.value, **_for_opening(one.opening)} for one in dossier.introductions
        ],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "file": told.file,
        "given_by": told.employee,
        "at": told.told_at,
        "is_current": told.is_current,
        "profile": profile_to_json(told.profile),
    }


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "employee": tie.employee,
        "how_known": tie.how_known.value,
        "connected_on": tie.connected_on,
        "strength": tie.strength.value,
    }


def _for_opening(one: ForOpening) -> dict[str, Any]:
    told = {"opening": one.title or one.opening_id, "at": one.at, "what": one.what, "note": one.note}
    return {key: value for key, value in told.items() if value}
