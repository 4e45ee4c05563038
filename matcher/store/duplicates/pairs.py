"""The list of pairs to review: of each employee their own, and only contacts of theirs."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update
from sqlalchemy.orm import aliased

from matcher.store.statements import insert_all, rows_in
from matcher.store.tables import PairRow, TieRow


def add_pairs(connection: Connection, employee: str, pairs: Iterable[tuple[str, str, float]]) -> int:
    """Puts pairs of contacts on the list; one that is there, or that is kept apart, stays as it is.

    A pair with a contact whom the employee does not know is left out.

    Returns:
        How many were added.
    """
    found = {ordered(a, b): probability for a, b, probability in pairs if a != b}
    if not found:
        return 0
    query = select(PairRow.first_id, PairRow.second_id).filter_by(employee_id=employee)
    present = {(row.first_id, row.second_id) for row in connection.execute(query)}
    ids = sorted({contact_id for pair in found for contact_id in pair})
    ties = select(TieRow.contact_id).where(TieRow.employee_id == employee)
    own = {row.contact_id for row in rows_in(connection, ties, TieRow.contact_id, ids)}
    rows = [
        pair_values(employee, pair, probability)
        for pair, probability in sorted(found.items())
        if pair not in present and own.issuperset(pair)
    ]
    insert_all(connection, PairRow, rows)
    return len(rows)


def keep_apart(connection: Connection, employee: str, first: str, second: str) -> None:
    """Notes that two contacts are two people."""
    pair = ordered(first, second)
    marked = update(PairRow).filter_by(employee_id=employee, first_id=pair[0], second_id=pair[1])
    if not connection.execute(marked.values(kept_apart=True)).rowcount:
        connection.execute(insert(PairRow), [pair_values(employee, pair, 0.0) | {"kept_apart": True}])


def pairs_of(employee: str) -> Select[PairRow]:
    """The pairs of an employee whose contacts both are in the network still."""
    first, second = aliased(TieRow), aliased(TieRow)
    return (
        select(PairRow)
        .join(first, (first.contact_id == PairRow.first_id) & (first.employee_id == PairRow.employee_id))
        .join(second, (second.contact_id == PairRow.second_id) & (second.employee_id == PairRow.employee_id))
        .where(PairRow.employee_id == employee)
    )


def move_pairs(connection: Connection, keep: str, gone: str) -> None:
    """Makes what was said of pairs with one contact count for another; what it was said of the two goes."""
    involved = select(PairRow).where(or_(PairRow.first_id == gone, PairRow.second_id == gone))
    for row in connection.execute(involved).all():
        other = row.second_id if row.first_id == gone else row.first_id
        _move(connection, row, ordered(keep, other))


def _move(connection: Connection, row: Row[PairRow], pair: tuple[str, str]) -> None:
    same = select(PairRow.id).filter_by(employee_id=row.employee_id, first_id=pair[0], second_id=pair[1])
    if pair[0] == pair[1] or connection.scalar(same) is not None:
        connection.execute(delete(PairRow).where(PairRow.id == row.id))
    else:
        moved = update(PairRow).where(PairRow.id == row.id)
        connection.execute(moved.values(first_id=pair[0], second_id=pair[1]))


def ordered(first: str, second: str) -> tuple[str, str]:
    """Gives two ids in the order in which a pair holds them."""
    return (first, second) if first < second else (second, first)


def pair_values(employee: str, pair: tuple[str, str], probability: float) -> dict[str, object]:
    """Gives the row of a pair that was found just now."""
    return {
        "employee_id": employee,
        "first_id": pair[0],
        "second_id": pair[1],
        "probability": probability,
        "found_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "kept_apart": False,
    }
