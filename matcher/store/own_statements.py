"""What contacts state of themselves, as the merging of profiles needs it."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from matcher.privacy.statement import Statement, statement_from_json
from matcher.store.statements import rows_in
from matcher.store.tables import StatementRow


def statements_of(connection: Connection, contact_ids: Sequence[str]) -> dict[str, Statement]:
    """Gives the statements of those contacts who made one."""
    query = select(StatementRow.contact_id, StatementRow.fields)
    rows = rows_in(connection, query, StatementRow.contact_id, contact_ids)
    return {row.contact_id: statement_from_json(row.fields) for row in rows}
