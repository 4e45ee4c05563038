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
}

# Address, and key of its name in section `navigation` of the catalogue.
NAVIGATION: tuple[tuple[str, str], ...] = (("/", "ask"),)
