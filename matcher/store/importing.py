"""An import of contacts: finds who is known already, keeps what the file tells of each, renews profiles."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from matcher.identity import counted_keys
from matcher.network import Strength
from matcher.readers.report import NAME_KEY, Reading, SkippedRow
from matcher.readers.report import ContactRow as ReadRow
from matcher.store.codec import content_hash, profile_to_json
from matcher.store.duplicates import File, Recognised, keep_marks, keep_pairs, recognise
from matcher.store.journal import add_import, finish_import
from matcher.store.profiles import Progress, renew_profiles, touch_index
from matcher.store.report import Import, ImportKind, ImportReport
from matcher.store.statements import insert_all, parts, rows_in
from matcher.store.tables import ContactRow, EmployeeRow, KeyRow, MentionRow, ProfileVersionRow, TieRow

TieFacts = tuple[str, str | None]  # how known, connected on


@dataclass(slots=True)
class _Told:
    """One row, and whom it tells of."""

    row: ReadRow
    contact_id: str
    digests: list[str]
    profile: dict[str, Any]
    content_hash: str


@dataclass(slots=True)
class _Plan:
    """What an import is going to write."""

    recognised: Recognised
    told: dict[str, _Told] = field(default_factory=dict)  # by contact id
    created: list[str] = field(default_factory=list)  # contacts whom nobody knew
    merged: set[str] = field(default_factory=set)  # contacts recognised without an exact key
    keys: dict[str, str] = field(default_factory=dict)  # digests that nobody had, to contact id
    places: dict[int, str] = field(default_factory=dict)  # of rows in the file, to contact id
    skipped: list[SkippedRow] = field(default_factory=list)


def import_contacts(
    connection: Connection, reading: Reading[ReadRow], employee: str, *, progress: Progress | None = None
) -> ImportReport:
    """Adds a file's people to an employee's network, inside the caller's transaction."""
    this = add_import(connection, reading, employee=employee, what=ImportKind.CONTACTS)
    if connection.scalar(select(EmployeeRow.id).where(EmployeeRow.id == employee)) is None:
        connection.execute(insert(EmployeeRow).values(id=employee, created_at=this.imported_at))
    plan = _plan(connection, reading, employee)
    _write_contacts(connection, plan)
    changed = _write_versions(connection, plan, this)
    introduced, tied = _write_ties(connection, plan, employee)
    _write_mentions(connection, plan, this)
    _write_recognition(connection, plan, employee)
    if changed:
        renew_profiles(connection, changed, by=this, progress=progress)
    elif introduced:
        touch_index(connection)
    updated = (set(changed) | tied) - introduced - plan.merged
    report = ImportReport(
        kind=reading.kind,
        name=reading.name,
        read=len(reading.items) + len(reading.skipped),
        new=len(introduced - plan.merged),
        updated=len(updated),
        unchanged=len(plan.told.keys() - introduced - updated - plan.merged),
        merged=len(plan.merged),
        skipped=tuple(sorted((*reading.skipped, *plan.skipped), key=lambda row: row.line)),
        dropped=reading.dropped,
        id=this.id,
    )
    finish_import(connection, this, report)
    return report


def _plan(connection: Connection, reading: Reading[ReadRow], employee: str) -> _Plan:
    digests = [digests_of(row, employee) for row in reading.items]
    known = _known_keys(connection, [digest for row in digests for digest in row])
    file = File(reading.items, reading.kind, employee, partial(stored_key, employee=employee))
    plan = _Plan(recognised=recognise(connection, file, known))
    for place, (row, own) in enumerate(zip(reading.items, digests, strict=True)):
        here = (plan.keys[digest] for digest in own if digest in plan.keys)
        contact_id = plan.recognised.exact.get(place) or next(here, None)
        if contact_id in plan.told:
            first = plan.told[contact_id].row.line
            plan.skipped.append(SkippedRow(row.line, f"the same person as on line {first}"))
            continue
        if contact_id is None:
            contact_id = _recognised(place, plan)
        plan.places[place] = contact_id
        plan.keys |= {digest: contact_id for digest in own if digest not in known and digest not in plan.keys}
        # A number that is another contact's too, such as a switchboard's, stays theirs.
        owned = [digest for digest in own if plan.keys.get(digest, known.get(digest)) == contact_id]
        profile = profile_to_json(row.profile)
        plan.told[contact_id] = _Told(row, contact_id, owned, profile, content_hash(profile))
    return plan


def _recognised(place: int, plan: _Plan) -> str:
    """Gives the contact whom a row without a known key tells of: a probable one, or a new one."""
    contact_id = plan.recognised.probable.get(place)
    if contact_id is not None and contact_id not in plan.told:
        plan.merged.add(contact_id)
        return contact_id
    contact_id = secrets.token_hex(8)
    plan.created.append(contact_id)
    return contact_id


def _write_recognition(connection: Connection, plan: _Plan, employee: str) -> None:
    """Keeps what contacts are recognised by later, and puts doubtful rows on the list to review."""
    told = {key: plan.told[key].row for key in {*plan.created, *plan.merged, *plan.keys.values()}}
    keep_marks(connection, told, partial(stored_key, employee=employee))
    keep_pairs(connection, employee, plan.recognised, plan.places)


def digests_of(row: ReadRow, employee: str) -> list[str]:
    """Hides a row's keys. A key made from a name alone counts only where no other stands alone."""
    return [stored_key(key, employee) for key in counted_keys(row.keys)]


def stored_key(key: str, employee: str) -> str:
    """Gives what a key is stored as; one made from a name counts within one employee's network only."""
    return _digest(key, employee if key.startswith(NAME_KEY) else "")


def _digest(key: str, employee: str) -> str:
    return hashlib.blake2b(f"{employee}\n{key}".encode(), digest_size=16).hexdigest()


def _known_keys(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    query = select(KeyRow.digest, KeyRow.contact_id)
    return {row.digest: row.contact_id for row in rows_in(connection, query, KeyRow.digest, digests)}


def _write_contacts(connection: Connection, plan: _Plan) -> None:
    new = [{"id": contact_id, "profile": plan.told[contact_id].profile} for contact_id in plan.created]
    insert_all(connection, ContactRow, new)
    insert_all(connection, KeyRow, [{"digest": d, "contact_id": key} for d, key in plan.keys.items()])


def _current(connection: Connection, this: Import) -> dict[str, tuple[str, int]]:
    """Gives the hash and the id of what this source told last of each contact."""
    query = select(ProfileVersionRow.contact_id, ProfileVersionRow.content_hash, ProfileVersionRow.id)
    query = query.filter_by(is_current=True, employee_id=this.employee, source_kind=this.kind)
    return {row.contact_id: (row.content_hash, row.id) for row in connection.execute(query)}


def _write_versions(connection: Connection, plan: _Plan, this: Import) -> list[str]:
    """Adds a version of each profile that the source tells otherwise than before; gives whose they are."""
    current = _current(connection, this)
    changed = [key for key, told in plan.told.items() if current.get(key, ("", 0))[0] != told.content_hash]
    source = {"employee_id": this.employee, "source_kind": this.kind}
    outdated = update(ProfileVersionRow).values(is_current=False).filter_by(**source)
    for part in parts([key for key in changed if key in current]):
        connection.execute(outdated.where(ProfileVersionRow.contact_id.in_(part)))
    source |= {"source_name": this.name, "imported_at": this.imported_at}
    versions = ((key, plan.told[key]) for key in changed)
    rows = [
        {"contact_id": key, "content_hash": told.content_hash, "profile": told.profile, "is_current": True}
        | source
        for key, told in versions
    ]
    insert_all(connection, ProfileVersionRow, rows)
    return changed


def _write_ties(connection: Connection, plan: _Plan, employee: str) -> tuple[set[str], set[str]]:
    """Adds and corrects ties; gives the contacts who are new to the employee, and those known otherwise."""
    query = select(TieRow.contact_id, TieRow.how_known, TieRow.connected_on).filter_by(employee_id=employee)
    known: dict[str, TieFacts] = {
        row.contact_id: (row.how_known, row.connected_on) for row in connection.execute(query)
    }
    introduced = plan.told.keys() - known.keys()
    tied = {key for key, told in plan.told.items() if key in known and _corrects(told.row, known[key])}
    rewrite = update(TieRow).where(TieRow.employee_id == employee, TieRow.contact_id == bindparam("key"))
    rewrite = rewrite.values(how_known=bindparam("how"), connected_on=bindparam("day"))
    written = introduced | tied
    rows = [(key, told.row) for key, told in plan.told.items() if key in written]
    if tied:
        values = [
            {"key": key, "how": row.how_known, "day": row.connected_on} for key, row in rows if key in tied
        ]
        connection.execute(rewrite, values)
    new = [
        {
            "employee_id": employee,
            "contact_id": key,
            "how_known": row.how_known,
            "connected_on": row.connected_on,
            "strength": Strength.UNKNOWN,
        }
        for key, row in rows
        if key in introduced
    ]
    insert_all(connection, TieRow, new)
    return introduced, tied


def _corrects(row: ReadRow, known: TieFacts) -> bool:
    """A day is what makes a file know a tie; one without leaves it alone."""
    return row.connected_on is not None and (row.how_known.value, row.connected_on) != known


def _write_mentions(connection: Connection, plan: _Plan, this: Import) -> None:
    current = _current(connection, this)
    rows = [
        {
            "import_number": this.number,
            "contact_id": key,
            "version_id": current[key][1],
            "keys": " ".join(told.digests),
            "how_known": told.row.how_known,
            "connected_on": told.row.connected_on,
        }
        for key, told in plan.told.items()
    ]
    insert_all(connection, MentionRow, rows)
