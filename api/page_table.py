"""Every page for people who sign in, with what it asks of them: the counterpart of `api.policy_table`.

To add a page, add one row here: its method and path, the permission that it takes and whose data it shows;
None lets everybody see it. A page without a row is shown to nobody. `NAVIGATION` names those that stand at
the top of every page; people see those that they may open.
"""

from api.policy_table import Rule, Whose
from matcher.policy import Permission

_OWN, _COMMON, _ANONYMOUS, _OVERSIGHT = Whose

PAGE_RULES: dict[str, Rule | None] = {
    "GET /sign-in": None,
    "POST /sign-in": None,
    "POST /sign-out": None,
    "POST /language": None,
    "GET /": Rule(Permission.SUGGESTIONS_READ, _OWN),
    "POST /ask": Rule(Permission.SUGGESTIONS_READ, _OWN),
    "GET /ask/{question_id}": Rule(Permission.SUGGESTIONS_READ, _OWN),
    "POST /ask/{question_id}": Rule(Permission.SUGGESTIONS_READ, _OWN),
    "GET /ask/{question_id}/answer": Rule(Permission.SUGGESTIONS_READ, _OWN),
    "POST /ask/{question_id}/verdicts": Rule(Permission.FEEDBACK_WRITE, _OWN),
    "POST /ask/{question_id}/undo": Rule(Permission.FEEDBACK_WRITE, _OWN),
    "GET /board": Rule(Permission.REACH_READ, _ANONYMOUS),
    "POST /board/openings": Rule(Permission.OPENINGS_WRITE, _COMMON),
    "POST /board/batches": Rule(Permission.REACH_READ, _ANONYMOUS),
    "GET /board/{batch_id}": Rule(Permission.REACH_READ, _ANONYMOUS),
    "GET /board/{batch_id}/table": Rule(Permission.REACH_READ, _ANONYMOUS),
    "POST /board/{batch_id}/cancel": Rule(Permission.REACH_READ, _ANONYMOUS),
    "GET /board/{batch_id}/{place}": Rule(Permission.REACH_READ, _ANONYMOUS),
    "POST /board/{batch_id}/{place}": Rule(Permission.REACH_READ, _ANONYMOUS),
    "GET /oversight": Rule(Permission.LOG_READ, _OVERSIGHT),
    "POST /oversight/stops": Rule(Permission.OVERSIGHT_WRITE, _OVERSIGHT),
    "POST /oversight/stops/{stop_id}/end": Rule(Permission.OVERSIGHT_WRITE, _OVERSIGHT),
    "POST /oversight/check": Rule(Permission.LOG_READ, _OVERSIGHT),
    "POST /oversight/export": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /oversight/events": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /oversight/events/{seq}": Rule(Permission.LOG_READ, _OVERSIGHT),
    "POST /oversight/events/{seq}/replay": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /oversight/audit": Rule(Permission.LOG_READ, _OVERSIGHT),
    "POST /oversight/audit": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /oversight/audit/{report_id}/{kind}": Rule(Permission.LOG_READ, _OVERSIGHT),
    "GET /oversight/duties": Rule(Permission.DUTIES_READ, _OVERSIGHT),
    "POST /oversight/duties/find": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /oversight/duties/export": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /oversight/duties/link": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /oversight/duties/objection": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /oversight/duties/erasure": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
    "POST /oversight/duties/retention": Rule(Permission.DUTIES_WRITE, _OVERSIGHT),
}

# Address, and key of its name in section `navigation` of the catalogue.
NAVIGATION: tuple[tuple[str, str], ...] = (("/", "ask"), ("/board", "board"), ("/oversight", "oversight"))
