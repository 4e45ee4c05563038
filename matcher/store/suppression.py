"""Who asked to be erased never comes back: keyed hashes that an import is checked against."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, select, update

from matcher.contact import Profile
from matcher.errors import WrongSecret
from matcher.identity import fold, stands_alone
from matcher.privacy.secret import Secret
from matcher.readers.report import ContactRow as ReadRow
from matcher.readers.report import Reading, SkippedRow
from matcher.store.codec import profile_from_json
from matcher.store.statements import insert_all, parts, rows_in
from matcher.store.tables import ContactRow, KeyRow, PrivacyStateRow, ProfileVersionRow, SuppressionRow

ASKED_NOT_TO_BE = "asked not to be imported"
NOT_KEPT = "(name not kept)"  # of a file that tells of nobody else
_PURPOSE, _CHECK = "suppression", "suppression:check"
_NO_WORD = re.compile(r"[\W_]+")


def suppress(connection: Connection, secret: Secret, contact_ids: Sequence[str], *, for_good: bool) -> None:
    """Keeps the keyed hashes of what identifies contacts.

    Args:
        for_good: Whether they block every import from now on; otherwise once the contact is held no more.

    Raises:
        WrongSecret: If the hashes that are there were made with another secret.
    """
    owners = {secret.digest(_PURPOSE, text): owner for owner, text in _identifying(connection, contact_ids)}
    if for_good:
        release(connection, contact_ids)
    _keep(connection, secret, {key: None if for_good else owner for key, owner in owners.items()})


def suppress_stranger(connection: Connection, secret: Secret, told: Profile, digests: Sequence[str]) -> None:
    """Keeps the keyed hashes of somebody who asks never to be held.

    Args:
        told: Their name and companies, as far as they tell them.
        digests: What their keys would be stored as.

    Raises:
        WrongSecret: If the hashes that are there were made with another secret.
    """
    texts = (text for text in identifying_texts(told, digests) if told.name or text in digests)
    _keep(connection, secret, dict.fromkeys(secret.digest(_PURPOSE, text) for text in texts))


def _keep(connection: Connection, secret: Secret, owners: dict[str, str | None]) -> None:
    _check(connection, secret)
    known = rows_in(connection, select(SuppressionRow.digest), SuppressionRow.digest, list(owners))
    new = owners.keys() - {row.digest for row in known}
    rows = [{"digest": digest, "objector": owners[digest]} for digest in sorted(new)]
    insert_all(connection, SuppressionRow, rows)


def release(connection: Connection, contact_ids: Sequence[str]) -> None:
    """Forgets the keyed hashes of contacts who are held and objected."""
    for part in parts(contact_ids):
        connection.execute(delete(SuppressionRow).where(SuppressionRow.objector.in_(part)))


def identifying_texts(profile: Profile, digests: Iterable[str]) -> Iterator[str]:
    """Gives what tells one person from others: each key, the name with each key, and with each company.

    Args:
        digests: What the person's keys are stored as.
    """
    # Files write a name either way round.
    name = " ".join(sorted(_words(profile.name)))
    for digest in digests:
        yield digest
        yield f"{name}\n{digest}"
    for company in {" ".join(_words(position.company)) for position in profile.positions} - {""}:
        yield f"{name}\n{company}"


def without_suppressed(
    connection: Connection, secret: Secret, reading: Reading[ReadRow], digest: Callable[[str], str]
) -> Reading[ReadRow]:
    """Leaves out the people who asked not to be imported, and counts them among the skipped rows.

    A key that several people may have, such as a switchboard's number, counts only together with the name.

    Args:
        digest: Gives what a key is stored as.

    Raises:
        WrongSecret: If the hashes were made with another secret; nobody could be recognised.
    """
    held = select(ContactRow.id).where(ContactRow.id == SuppressionRow.objector)
    suppressed = frozenset(connection.scalars(select(SuppressionRow.digest).where(~held.exists())))
    if not suppressed:
        return reading
    _check(connection, secret)
    kept: list[ReadRow] = []
    skipped: list[ReadRow] = []
    for row in reading.items:
        shared = {digest(key) for key in row.keys if not stands_alone(key)}
        texts = identifying_texts(row.profile, map(digest, row.keys))
        asked = any(secret.digest(_PURPOSE, text) in suppressed for text in texts if text not in shared)
        (skipped if asked else kept).append(row)
    told = (SkippedRow(row.line, ASKED_NOT_TO_BE) for row in skipped)
    name = reading.name if kept or not skipped else NOT_KEPT
    return replace(reading, name=name, items=tuple(kept), skipped=(*reading.skipped, *told))


def _identifying(connection: Connection, contact_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    digests: dict[str, list[str]] = {}
    keys = select(KeyRow.digest, KeyRow.contact_id)
    for row in rows_in(connection, keys, KeyRow.contact_id, contact_ids):
        digests.setdefault(row.contact_id, []).append(row.digest)
    merged = select(ContactRow.id, ContactRow.profile)
    versions = select(ProfileVersionRow.contact_id.label("id"), ProfileVersionRow.profile)
    for row in (
        *rows_in(connection, merged, ContactRow.id, contact_ids),
        *rows_in(connection, versions, ProfileVersionRow.contact_id, contact_ids),
    ):
        texts = identifying_texts(profile_from_json(row.profile), digests.get(row.id, ()))
        yield from ((row.id, text) for text in texts)


def _check(connection: Connection, secret: Secret) -> None:
    found, expected = connection.scalar(select(PrivacyStateRow.key_check)), secret.digest(_CHECK, "")
    if found is None:
        connection.execute(update(PrivacyStateRow).values(key_check=expected))
    elif found != expected:
        raise WrongSecret


def _words(text: str) -> list[str]:
    return [word for word in _NO_WORD.split(fold(text)) if word]
