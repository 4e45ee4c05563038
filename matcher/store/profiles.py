"""Merged profiles and their fragments: both follow from the current versions, and are renewed with them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from matcher.contact import Profile
from matcher.fragments import fragments_of
from matcher.merge import merge_profiles
from matcher.privacy.statement import Statement
from matcher.store.codec import profile_from_json, profile_to_json
from matcher.store.own_statements import statements_of
from matcher.store.report import Import
from matcher.store.statements import delete_all, insert_all, rows_in
from matcher.store.tables import ContactRow, FragmentRow, ProfileVersionRow, RetiredFragmentRow, StateRow

Progress = Callable[[int, int], None]  # told (done, total)
CONTACTS_A_PART = 2_000
Content = tuple[str, str, str, str | None]  # kind, text, place, date
Known = dict[str, dict[Content, int]]  # a contact's fragments with their ids


def renew_profiles(
    connection: Connection,
    contact_ids: Sequence[str],
    *,
    by: Import | None = None,
    undoing: Import | None = None,
    progress: Progress | None = None,
) -> None:
    """Merges the current versions of each contact again, cuts the result into fragments, tells the index.

    A fragment that stays keeps its id, as long as ids grow in the order of the profile.

    Args:
        by: The import that is at work, so that its undo brings back the fragments that go, with their ids.
        undoing: The import that is undone.
    """
    rewrite = update(ContactRow).where(ContactRow.id == bindparam("key")).values(profile=bindparam("data"))
    for start in range(0, len(contact_ids), CONTACTS_A_PART):
        part = contact_ids[start : start + CONTACTS_A_PART]
        merged = _merged(connection, part)
        profiles = [{"key": key, "data": profile_to_json(profile)} for key, profile in merged.items()]
        if profiles:
            connection.execute(rewrite, profiles)
        _renew_fragments(connection, merged, by=by, undoing=undoing)
        if progress is not None:
            progress(start + len(part), len(contact_ids))
    touch_index(connection)


def touch_index(connection: Connection) -> None:
    """Makes the index follow what changed."""
    connection.execute(update(StateRow).values(version=StateRow.version + 1))


def _merged(connection: Connection, contact_ids: Sequence[str]) -> dict[str, Profile]:
    versions: dict[str, list[Profile]] = {}
    query = select(ProfileVersionRow.contact_id, ProfileVersionRow.profile).filter_by(is_current=True)
    query = query.order_by(ProfileVersionRow.imported_at.desc(), ProfileVersionRow.id.desc())
    for row in rows_in(connection, query, ProfileVersionRow.contact_id, contact_ids):
        versions.setdefault(row.contact_id, []).append(profile_from_json(row.profile))
    stated = statements_of(connection, contact_ids)
    return {
        contact_id: stated.get(contact_id, Statement()).applied_to(merge_profiles(profiles))
        for contact_id, profiles in versions.items()
    }


def _renew_fragments(
    connection: Connection, profiles: dict[str, Profile], *, by: Import | None, undoing: Import | None
) -> None:
    live = _live(connection, profiles)
    retired = {} if undoing is None else _retired(connection, profiles, undoing)
    added: list[dict[str, Any]] = []
    leaving: list[dict[str, Any]] = []
    for contact_id, profile in profiles.items():
        here, gone = live.get(contact_id, {}), retired.get(contact_id, {})
        wanted = [(f.kind.value, f.text, f.place, f.date) for f in fragments_of(profile)]
        ids = _ids(wanted, here | gone)
        stay = set(ids) & set(here.values())
        leaving += [_row(contact_id, content, id_) for content, id_ in here.items() if id_ not in stay]
        new = zip(wanted, ids, strict=True)
        added += [_row(contact_id, content, id_) for content, id_ in new if id_ not in stay]
    delete_all(connection, FragmentRow.id, [row["id"] for row in leaving])
    if by is not None:
        insert_all(connection, RetiredFragmentRow, [{**row, "import_number": by.number} for row in leaving])
    insert_all(connection, FragmentRow, [row for row in added if "id" in row])
    insert_all(connection, FragmentRow, [row for row in added if "id" not in row])


def forget_retired(connection: Connection, undone: Import, contact_ids: Sequence[str]) -> None:
    """Drops what an undone import put aside, and what no version of these contacts says any more."""
    connection.execute(delete(RetiredFragmentRow).where(RetiredFragmentRow.import_number == undone.number))
    said: set[tuple[str, str]] = set()
    versions = select(ProfileVersionRow.contact_id, ProfileVersionRow.profile)
    for row in rows_in(connection, versions, ProfileVersionRow.contact_id, contact_ids):
        said |= {(row.contact_id, fragment.text) for fragment in fragments_of(profile_from_json(row.profile))}
    retired = select(RetiredFragmentRow.id, RetiredFragmentRow.contact_id, RetiredFragmentRow.text)
    rows = rows_in(connection, retired, RetiredFragmentRow.contact_id, contact_ids)
    unsaid = [row.id for row in rows if (row.contact_id, row.text) not in said]
    delete_all(connection, RetiredFragmentRow.id, unsaid)


def _live(connection: Connection, contact_ids: Iterable[str]) -> Known:
    return _known(rows_in(connection, select(FragmentRow), FragmentRow.contact_id, list(contact_ids)))


def _retired(connection: Connection, contact_ids: Iterable[str], by: Import) -> Known:
    query = select(RetiredFragmentRow).filter_by(import_number=by.number)
    return _known(rows_in(connection, query, RetiredFragmentRow.contact_id, list(contact_ids)))


def _known(rows: Iterable[Row[Any]]) -> Known:
    known: Known = {}
    for row in rows:
        known.setdefault(row.contact_id, {})[row.kind, row.text, row.place, row.date] = row.id
    return known


def _ids(wanted: Sequence[Content], known: dict[Content, int]) -> list[int | None]:
    """Gives each fragment the id that it has or had; None from the first on that would break the order."""
    ids: list[int | None] = []
    last = 0
    for content in wanted:
        known_id = known.get(content)
        if known_id is None or known_id < last:
            break
        ids.append(known_id)
        last = known_id
    return ids + [None] * (len(wanted) - len(ids))


def _row(contact_id: str, content: Content, id_: int | None) -> dict[str, Any]:
    kind, text, place, date = content
    row = {"contact_id": contact_id, "kind": kind, "text": text, "place": place, "date": date}
    return row if id_ is None else {**row, "id": id_}
