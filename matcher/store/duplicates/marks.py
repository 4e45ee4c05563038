"""What contacts are recognised by beside exact keys, written and read."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, select

from matcher.identity import is_address
from matcher.identity.names import PersonName, parse_name
from matcher.identity.persons import person_of
from matcher.identity.resolve import Known
from matcher.readers.report import ContactRow
from matcher.store.codec import profile_from_json
from matcher.store.statements import insert_all, rows_in
from matcher.store.tables import ContactRow as ContactTable
from matcher.store.tables import KeyRow, MarkRow, ProfileVersionRow, TieRow

NAME, ADDRESS = "name", "address"
# Exports that tell of every connection, and of each once.
LISTS = {"linkedin-connections": "linkedin", "linkedin-archive": "linkedin"}


def list_of(kind: str) -> tuple[str, ...]:
    """Gives the list that files of this format are issues of, if they are."""
    return (LISTS[kind],) if kind in LISTS else ()


def name_mark(name: PersonName) -> str:
    """Gives what two spellings of one name share, whatever their order."""
    return hashlib.blake2b(name.key.encode(), digest_size=16).hexdigest()


def keep_marks(connection: Connection, told: Mapping[str, ContactRow], digest: Callable[[str], str]) -> None:
    """Adds the marks of contacts.

    Args:
        told: From a contact to the row that tells of them.
        digest: Gives what a key is stored as.
    """
    wanted = set()
    for contact_id, row in told.items():
        wanted.add((contact_id, NAME, name_mark(parse_name(row.profile.name))))
        wanted |= {(contact_id, ADDRESS, digest(key)) for key in filter(is_address, row.keys)}
    query = select(MarkRow.contact_id, MarkRow.kind, MarkRow.digest)
    present = {tuple(row) for row in rows_in(connection, query, MarkRow.contact_id, sorted(told))}
    rows = [{"contact_id": c, "kind": kind, "digest": digest} for c, kind, digest in sorted(wanted - present)]
    insert_all(connection, MarkRow, rows)


def load_network(connection: Connection, employee: str) -> list[Known]:
    """Gives everyone in an employee's network, with what identity compares, in the order of the ids."""
    query = select(ContactTable.id, ContactTable.profile, TieRow.connected_on)
    query = query.join(TieRow, TieRow.contact_id == ContactTable.id).where(TieRow.employee_id == employee)
    rows = connection.execute(query.order_by(ContactTable.id)).all()
    addresses = _addresses(connection, [row.id for row in rows])
    lists = _lists(connection, employee)
    return [
        Known(
            row.id,
            person_of(
                profile_from_json(row.profile),
                connected_on=row.connected_on,
                addresses=addresses.get(row.id, ()),
                lists=lists.get(row.id, ()),
            ),
        )
        for row in rows
    ]


def load_people(connection: Connection, contact_ids: Sequence[str]) -> list[Known]:
    """Gives these contacts, without what one employee alone knows of them."""
    query = select(ContactTable.id, ContactTable.profile).order_by(ContactTable.id)
    rows = rows_in(connection, query, ContactTable.id, contact_ids)
    addresses = _addresses(connection, contact_ids)
    return [
        Known(row.id, person_of(profile_from_json(row.profile), addresses=addresses.get(row.id, ())))
        for row in rows
    ]


def _addresses(connection: Connection, contact_ids: Sequence[str]) -> dict[str, list[str]]:
    """Gives the addresses that identify each contact still; an undo may have taken the key away."""
    stands = and_(KeyRow.digest == MarkRow.digest, KeyRow.contact_id == MarkRow.contact_id)
    query = select(MarkRow.contact_id, MarkRow.digest).join(KeyRow, stands).where(MarkRow.kind == ADDRESS)
    return _grouped(rows_in(connection, query, MarkRow.contact_id, contact_ids))


def _lists(connection: Connection, employee: str) -> dict[str, list[str]]:
    query = select(ProfileVersionRow.contact_id, ProfileVersionRow.source_kind)
    query = query.filter_by(employee_id=employee, is_current=True)
    query = query.where(ProfileVersionRow.source_kind.in_(LISTS))
    return _grouped((row.contact_id, LISTS[row.source_kind]) for row in connection.execute(query))


def _grouped(pairs: Iterable[Collection[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for contact_id, value in pairs:
        found.setdefault(contact_id, []).append(value)
    return found
