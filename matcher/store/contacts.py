"""Contacts in the store: an import finds who is known already, keeps versions, and renews fragments."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from matcher.contact import Contact, Profile, Source
from matcher.fragments import fragments_of
from matcher.merge import merge_profiles
from matcher.network import Strength
from matcher.readers.report import NAME_KEY, Reading, SkippedRow
from matcher.readers.report import ContactRow as ReadRow
from matcher.store.codec import content_hash, profile_from_json, profile_to_json
from matcher.store.report import ImportReport
from matcher.store.statements import parts, rows_in
from matcher.store.tables import (
    Base,
    ContactRow,
    EmployeeRow,
    FragmentRow,
    KeyRow,
    ProfileVersionRow,
    StateRow,
    TieRow,
)


@dataclass(slots=True)
class _Changes:
    """What an import is going to write."""

    people: dict[str, ReadRow] = field(default_factory=dict)  # contact id to the row that tells of them
    created: list[str] = field(default_factory=list)  # contacts whom nobody knew
    changed: list[str] = field(default_factory=list)  # of whom this source tells something new
    introduced: list[str] = field(default_factory=list)  # contacts who are new to this employee
    keys: dict[str, str] = field(default_factory=dict)  # digests that nobody had, to contact id
    skipped: list[SkippedRow] = field(default_factory=list)


def import_contacts(connection: Connection, reading: Reading[ReadRow], employee: str) -> ImportReport:
    """Adds a file's people to an employee's network, inside the caller's transaction."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _add_employee(connection, employee, now)
    changes = _compare(connection, reading, employee)
    _write_contacts(connection, changes)
    _write_versions(connection, changes, reading, employee=employee, now=now)
    _write_ties(connection, changes, employee)
    if changes.changed:
        _renew_profiles(connection, changes.changed)
        connection.execute(update(StateRow).values(version=StateRow.version + 1))
    skipped = sorted((*reading.skipped, *changes.skipped), key=lambda row: row.line)
    updated = len(set(changes.changed) - set(changes.introduced))
    return ImportReport(
        kind=reading.kind,
        name=reading.name,
        read=len(reading.items) + len(reading.skipped),
        new=len(changes.introduced),
        updated=updated,
        unchanged=len(changes.people) - len(changes.introduced) - updated,
        skipped=tuple(skipped),
        dropped=reading.dropped,
    )


def contacts_by_id(connection: Connection, contact_ids: Sequence[str]) -> dict[str, Contact]:
    """Gives contacts with their merged profile and their sources."""
    versions = select(
        ProfileVersionRow.contact_id,
        ProfileVersionRow.source_kind,
        ProfileVersionRow.source_name,
        ProfileVersionRow.imported_at,
    ).where(ProfileVersionRow.is_current)
    sources: dict[str, list[Source]] = {}
    for row in rows_in(
        connection, versions.order_by(ProfileVersionRow.id), ProfileVersionRow.contact_id, contact_ids
    ):
        source = Source(row.source_kind, row.source_name, row.imported_at[:10])
        sources.setdefault(row.contact_id, []).append(source)
    query = select(ContactRow.id, ContactRow.profile)
    return {
        row.id: Contact(row.id, profile_from_json(row.profile), tuple(sources.get(row.id, ())))
        for row in rows_in(connection, query, ContactRow.id, contact_ids)
    }


def _add_employee(connection: Connection, employee: str, now: str) -> None:
    if connection.scalar(select(EmployeeRow.id).where(EmployeeRow.id == employee)) is None:
        connection.execute(insert(EmployeeRow).values(id=employee, created_at=now))


def _compare(connection: Connection, reading: Reading[ReadRow], employee: str) -> _Changes:
    digests = [_digests(row, employee) for row in reading.items]
    known = _known_keys(connection, [digest for row in digests for digest in row])
    hashes = _current_hashes(connection, employee, reading.kind)
    ties = set(connection.scalars(select(TieRow.contact_id).where(TieRow.employee_id == employee)))
    changes = _Changes()
    for row, row_digests in zip(reading.items, digests, strict=True):
        contact_id = next((known[digest] for digest in row_digests if digest in known), None)
        if contact_id is None:
            contact_id = secrets.token_hex(8)
            changes.created.append(contact_id)
        elif contact_id in changes.people:
            first = changes.people[contact_id].line
            changes.skipped.append(SkippedRow(row.line, f"the same person as on line {first}"))
            continue
        new_keys = {digest: contact_id for digest in row_digests if digest not in known}
        known |= new_keys
        changes.keys |= new_keys
        changes.people[contact_id] = row
        if contact_id not in ties:
            changes.introduced.append(contact_id)
        if hashes.get(contact_id) != content_hash(profile_to_json(row.profile)):
            changes.changed.append(contact_id)
    return changes


def _digests(row: ReadRow, employee: str) -> list[str]:
    """Hides a row's keys. A key made from a name alone counts only where there is no better one."""
    exact = [key for key in row.keys if not key.startswith(NAME_KEY)]
    return [_digest(key, "") for key in exact] or [_digest(key, employee) for key in row.keys]


def _digest(key: str, employee: str) -> str:
    return hashlib.blake2b(f"{employee}\n{key}".encode(), digest_size=16).hexdigest()


def _known_keys(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    query = select(KeyRow.digest, KeyRow.contact_id)
    return {row.digest: row.contact_id for row in rows_in(connection, query, KeyRow.digest, digests)}


def _current_hashes(connection: Connection, employee: str, kind: str) -> dict[str, str]:
    query = select(ProfileVersionRow.contact_id, ProfileVersionRow.content_hash).where(
        ProfileVersionRow.is_current,
        ProfileVersionRow.employee_id == employee,
        ProfileVersionRow.source_kind == kind,
    )
    return {row.contact_id: row.content_hash for row in connection.execute(query)}


def _write_contacts(connection: Connection, changes: _Changes) -> None:
    people = [(contact_id, changes.people[contact_id].profile) for contact_id in changes.created]
    _insert(
        connection, ContactRow, [{"id": key, "profile": profile_to_json(profile)} for key, profile in people]
    )
    _insert(connection, KeyRow, [{"digest": d, "contact_id": key} for d, key in changes.keys.items()])


def _write_versions(
    connection: Connection, changes: _Changes, reading: Reading[ReadRow], *, employee: str, now: str
) -> None:
    source = {"employee_id": employee, "source_kind": reading.kind}
    outdated = update(ProfileVersionRow).values(is_current=False).filter_by(**source)
    for part in parts(changes.changed):
        connection.execute(outdated.where(ProfileVersionRow.contact_id.in_(part)))
    source |= {"source_name": reading.name, "imported_at": now}
    profiles = ((key, profile_to_json(changes.people[key].profile)) for key in changes.changed)
    rows = [
        {"contact_id": key, "content_hash": content_hash(data), "profile": data, "is_current": True, **source}
        for key, data in profiles
    ]
    _insert(connection, ProfileVersionRow, rows)


def _write_ties(connection: Connection, changes: _Changes, employee: str) -> None:
    for contact_id in set(changes.changed) - set(changes.introduced):
        row = changes.people[contact_id]
        if row.connected_on is not None:
            tie = update(TieRow).filter_by(employee_id=employee, contact_id=contact_id)
            connection.execute(tie.values(how_known=row.how_known, connected_on=row.connected_on))
    rows = [
        {
            "employee_id": employee,
            "contact_id": contact_id,
            "how_known": changes.people[contact_id].how_known,
            "connected_on": changes.people[contact_id].connected_on,
            "strength": Strength.UNKNOWN,
        }
        for contact_id in changes.introduced
    ]
    _insert(connection, TieRow, rows)


def _renew_profiles(connection: Connection, contact_ids: Sequence[str]) -> None:
    """Merges the current versions of each contact again and cuts the result into new fragments."""
    versions: dict[str, list[Profile]] = {}
    query = select(ProfileVersionRow.contact_id, ProfileVersionRow.profile).filter_by(is_current=True)
    query = query.order_by(ProfileVersionRow.imported_at.desc(), ProfileVersionRow.id.desc())
    for row in rows_in(connection, query, ProfileVersionRow.contact_id, contact_ids):
        versions.setdefault(row.contact_id, []).append(profile_from_json(row.profile))
    merged = {contact_id: merge_profiles(profiles) for contact_id, profiles in versions.items()}
    for part in parts(contact_ids):
        connection.execute(delete(FragmentRow).where(FragmentRow.contact_id.in_(part)))
    profiles = [{"key": key, "data": profile_to_json(profile)} for key, profile in merged.items()]
    rewrite = update(ContactRow).where(ContactRow.id == bindparam("key")).values(profile=bindparam("data"))
    connection.execute(rewrite, profiles)
    fragments = [
        {"contact_id": key, "kind": f.kind, "text": f.text, "place": f.place, "date": f.date}
        for key, profile in merged.items()
        for f in fragments_of(profile)
    ]
    _insert(connection, FragmentRow, fragments)


def _insert(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    for part in parts(rows):
        connection.execute(insert(table), part)
