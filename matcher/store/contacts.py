"""Contacts as the store gives them."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from matcher.contact import Contact, Source
from matcher.store.codec import profile_from_json
from matcher.store.statements import rows_in
from matcher.store.tables import ContactRow, ImportRow, MentionRow, ProfileVersionRow

_PROFILES = select(ContactRow.id, ContactRow.profile)
# A file that told the same again was read later than the one that told it first.
_SEEN = (
    select(func.max(ImportRow.imported_at))
    .join(MentionRow, MentionRow.import_number == ImportRow.number)
    .where(
        MentionRow.contact_id == ProfileVersionRow.contact_id, MentionRow.version_id == ProfileVersionRow.id
    )
)
_VERSIONS = (
    select(
        ProfileVersionRow.contact_id,
        ProfileVersionRow.source_kind,
        ProfileVersionRow.source_name,
        func.coalesce(_SEEN.scalar_subquery(), ProfileVersionRow.imported_at).label("seen_at"),
    )
    .where(ProfileVersionRow.is_current)
    .order_by(ProfileVersionRow.id)
)


def contacts_by_id(connection: Connection, contact_ids: Sequence[str]) -> dict[str, Contact]:
    """Gives contacts with their merged profile and their sources."""
    sources = _sources(connection, contact_ids)
    return {
        row.id: Contact(row.id, profile_from_json(row.profile), tuple(sources.get(row.id, ())))
        for row in rows_in(connection, _PROFILES, ContactRow.id, contact_ids)
    }


def _sources(connection: Connection, contact_ids: Sequence[str]) -> dict[str, list[Source]]:
    sources: dict[str, list[Source]] = {}
    for row in rows_in(connection, _VERSIONS, ProfileVersionRow.contact_id, contact_ids):
        source = Source(row.source_kind, row.source_name, row.seen_at[:10])
        sources.setdefault(row.contact_id, []).append(source)
    return sources
