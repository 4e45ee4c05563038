"""Every route that asks who is calling, with what it asks for: the table that the door goes by.

To add a route, add one row here: its method and its path as the router declares it, the permission that it
takes (one of `matcher.policy.Permission`, which `matcher.policy.GRANTS` gives to roles), and whose data it is
about. Then add a sample call to `CALLS` in `tests/api/test_policy_table.py`, which tries it as every role,
with ids of the caller's own and of somebody else. A route without a row answers 403 to everybody, and the
test names it.

Routes without any caller (health, documentation, a contact's own page behind a signed link) have no row.

Pages for people who sign in go by `api.page_table`, in the same way.
"""

from dataclasses import dataclass
from enum import StrEnum

from matcher.policy import Permission


class Whose(StrEnum):
    """Whose data a route is about, hence what an id of somebody else gets."""

    OWN = "own"  # the caller's: another's id is answered as one that nobody has
    COMMON = "common"  # the company's, the same for all who may
    ANONYMOUS = "anonymous"  # all networks, as far as `matcher.policy.sight_of` allows
    OVERSIGHT = "oversight"  # ids and figures about everybody, for those who answer for it


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route asks of its callers."""

    permission: Permission
    whose: Whose


_OWN, _COMMON, _ANONYMOUS, _OVERSIGHT = Whose

RULES: dict[str, Rule] = {
    "POST /v1/imports/contacts": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/imports/openings": Rule(Permission.OPENINGS_WRITE, _COMMON),
    "POST /v1/imports/openings/url": Rule(Permission.OPENINGS_WRITE, _COMMON),
    "GET /v1/imports": Rule(Permission.NETWORK_READ, _OWN),
    "DELETE /v1/imports/{import_id}": Rule(Permission.NETWORK_WRITE, _OWN),
    "GET /v1/network": Rule(Permission.NETWORK_READ, _OWN),
    "GET /v1/network/thin": Rule(Permission.NETWORK_READ, _OWN),
    "PUT /v1/network/ties/{contact_id}": Rule(Permission.NETWORK_WRITE, _OWN),
    "DELETE /v1/network/ties/{contact_id}": Rule(Permission.NETWORK_WRITE, _OWN),
    "GET /v1/contacts": Rule(Permission.NETWORK_READ, _OWN),
    "GET /v1/contacts/{contact_id}/openings": Rule(Permission.NETWORK_READ, _OWN),
    "GET /v1/duplicates": Rule(Permission.NETWORK_READ, _OWN),
    "POST /v1/duplicates/searches": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/duplicates/merges": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/duplicates/splits": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/duplicates/kept-apart": Rule(Permission.NETWORK_WRITE, _OWN),
    "GET /v1/duplicates/changes": Rule(Permission.NETWORK_READ, _OWN),
    "DELETE /v1/duplicates/changes/{change_id}": Rule(Permission.NETWORK_WRITE, _OWN),
    "GET /v1/openings": Rule(Permission.OPENINGS_READ, _COMMON),
    "POST /v1/openings": Rule(Permission.OPENINGS_WRITE, _COMMON),
    "GET /v1/openings/{opening_id:path}": Rule(Permission.OPENINGS_READ, _COMMON),
    "POST /v1/suggestions": Rule(Permission.SUGGESTIONS_READ, _OWN),
    "POST /v1/feedback": Rule(Permission.FEEDBACK_WRITE, _OWN),
    "GET /v1/feedback": Rule(Permission.FEEDBACK_READ, _OWN),
    "DELETE /v1/feedback": Rule(Permission.FEEDBACK_WRITE, _OWN),
    "DELETE /v1/feedback/{contact_id}": Rule(Permission.FEEDBACK_WRITE, _OWN),
    "GET /v1/contacts/{contact_id}/privacy": Rule(Permission.NETWORK_READ, _OWN),
    "POST /v1/contacts/{contact_id}/link": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/contacts/{contact_id}/objection": Rule(Permission.NETWORK_WRITE, _OWN),
    "PUT /v1/contacts/{contact_id}/basis": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/contacts/{contact_id}/notice": Rule(Permission.NETWORK_WRITE, _OWN),
    "POST /v1/contacts/{contact_id}/notice/text": Rule(Permission.NETWORK_WRITE, _OWN),
    "GET /v1/notices": Rule(Permission.NETWORK_READ, _OWN),
    "GET /v1/duties/notices": Rule(Permission.DUTIES_READ, _OVERSIGHT),
    "GET /v1/duties/register": Rule(Permission.DUTIES_READ, _OVERSIGHT),
    "POST /v1/duties/retention": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /v1/duties/searches": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /v1/duties/contacts/{contact_id}/export": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /v1/duties/contacts/{contact_id}/link": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /v1/duties/contacts/{contact_id}/objection": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "DELETE /v1/duties/contacts/{contact_id}/objection": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /v1/duties/contacts/{contact_id}/erasure": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "GET /v1/events": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /v1/events/head": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /v1/events/export": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /v1/events/{seq}/replay": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /v1/stops": Rule(Permission.LOG_READ, _OVERSIGHT),
    "POST /v1/stops": Rule(Permission.OVERSIGHT_WRITE, _OVERSIGHT),
    "DELETE /v1/stops/{stop_id}": Rule(Permission.OVERSIGHT_WRITE, _OVERSIGHT),
    "POST /v1/reach": Rule(Permission.REACH_READ, _ANONYMOUS),
    "POST /v1/batches": Rule(Permission.REACH_READ, _ANONYMOUS),
    "GET /v1/batches/{batch_id}": Rule(Permission.REACH_READ, _ANONYMOUS),
    "GET /v1/batches/{batch_id}/results": Rule(Permission.REACH_READ, _ANONYMOUS),
    "DELETE /v1/batches/{batch_id}": Rule(Permission.REACH_READ, _ANONYMOUS),
    "POST /v1/reindex": Rule(Permission.INDEX_WRITE, _COMMON),
    "GET /v1/reindex": Rule(Permission.INDEX_WRITE, _COMMON),
    "POST /v1/shares": Rule(Permission.SHARES_WRITE, _OWN),
    "GET /v1/shares": Rule(Permission.SHARES_READ, _OWN),
    "DELETE /v1/shares/{share_id}": Rule(Permission.SHARES_WRITE, _OWN),
    "POST /v1/introductions": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "GET /v1/introductions": Rule(Permission.INTRODUCTIONS_READ, _OWN),
    "GET /v1/introductions/{introduction_id}": Rule(Permission.INTRODUCTIONS_READ, _OWN),
    "POST /v1/introductions/{introduction_id}/steps": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "DELETE /v1/introductions/{introduction_id}/steps/latest": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "POST /v1/introductions/{introduction_id}/draft": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "GET /v1/processes": Rule(Permission.PROCESSES_READ, _COMMON),
    "POST /v1/processes/{introduction_id}/steps": Rule(Permission.PROCESSES_WRITE, _COMMON),
    "DELETE /v1/processes/{introduction_id}/steps/latest": Rule(Permission.PROCESSES_WRITE, _COMMON),
    "GET /v1/reminders": Rule(Permission.INTRODUCTIONS_READ, _OWN),
    "PUT /v1/reminders/{reminder_id}": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "DELETE /v1/reminders/{reminder_id}": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "POST /v1/calendar": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
    "DELETE /v1/calendar": Rule(Permission.INTRODUCTIONS_WRITE, _OWN),
}
