"""Whom the rows of a file tell of: by a key, by likeness, or nobody who is known."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, func, select

from matcher.identity import counted_keys, is_address, stands_alone
from matcher.identity.name_likeness import Likeness, names_agree
from matcher.identity.persons import Person, person_of
from matcher.identity.resolve import CERTAIN_ACROSS, Match, Outcome, resolve
from matcher.identity.shares import Shares
from matcher.readers.report import NAME_KEY, ContactRow
from matcher.store.codec import profile_from_json
from matcher.store.duplicates.marks import list_of, load_network, load_people, name_mark
from matcher.store.duplicates.pairs import add_pairs
from matcher.store.statements import rows_in
from matcher.store.tables import ContactRow as ContactTable
from matcher.store.tables import MarkRow

_TORN = 0.99

Digest = Callable[[str], str]
"""Gives what a key is stored as."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom the rows of a file tell of, by the row's place in the file.

    Attributes:
        exact: Contacts whom a key identifies.
        probable: Contacts whom a row surely tells of though no key says so.
        doubtful: Rows with a contact who may be the same person, and the probability, 0 to 1.
    """

    exact: Mapping[int, str]
    probable: Mapping[int, str] = field(default_factory=dict)
    doubtful: tuple[tuple[int, str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file of contacts, as it is recognised.

    Attributes:
        kind: The format.
        digest: Gives what a key of the employee's is stored as.
    """

    rows: Sequence[ContactRow]
    kind: str
    employee: str
    digest: Digest


def recognise(connection: Connection, file: File, known: Mapping[str, str]) -> Recognised:
    """Finds whom the rows of a file tell of; writes nothing.

    Contacts whom another row identifies by a key are left alone: a file tells of each person once.

    Args:
        known: From the digest of each known key to its contact.
    """
    hits = _hits(connection, file, known)
    exact = {place: contact_ids[0] for place, contact_ids in hits.items()}
    # Keys of one row that are two contacts' say that these are one person; the employee decides.
    torn = [(place, other, _TORN) for place, contact_ids in hits.items() for other in contact_ids[1:]]
    strangers = [place for place in range(len(file.rows)) if place not in exact]
    if not strangers:
        return Recognised(exact, {}, tuple(torn))
    people = {place: _person(file.rows[place], file) for place in strangers}
    own = load_network(connection, file.employee)
    taken = set(exact.values())
    free = [contact for contact in own if contact.contact_id not in taken]
    shares = Shares.of([contact.person for contact in own], people.values())
    matches = resolve(list(people.values()), free, shares=shares)
    probable = {strangers[m.row]: m.contact_id for m in matches if m.outcome is Outcome.CERTAIN}
    joined = set(probable.values())
    doubtful = [
        (strangers[m.row], m.contact_id, m.probability)
        for m in matches
        if strangers[m.row] not in probable and m.contact_id not in joined
    ]
    unsettled = {place for place, _, _ in doubtful} | probable.keys()
    rest = {place: person for place, person in people.items() if place not in unsettled}
    mine = {contact.contact_id for contact in own}
    probable |= _across(connection, rest, mine, shares)
    return Recognised(exact, probable, (*torn, *doubtful))


def keep_pairs(
    connection: Connection, employee: str, recognised: Recognised, told: Mapping[int, str]
) -> None:
    """Puts doubtful rows on the employee's list to review.

    Args:
        told: From the place of each row to the contact whom it was taken to tell of.
    """
    pairs = ((told[place], contact_id, p) for place, contact_id, p in recognised.doubtful if place in told)
    add_pairs(connection, employee, pairs)


def _hits(connection: Connection, file: File, known: Mapping[str, str]) -> dict[int, list[str]]:
    """Gives the contacts whom the keys of each row identify, that of the strongest key first."""
    found: dict[int, list[tuple[str, str]]] = {}
    for place, row in enumerate(file.rows):
        keys = ((key, file.digest(key)) for key in counted_keys(row.keys))
        if hits := [(key, known[digest]) for key, digest in keys if digest in known]:
            found[place] = hits
    names = _names(connection, {c for hits in found.values() for key, c in hits if _needs_name(key)})
    identified: dict[int, list[str]] = {}
    for place, hits in found.items():
        name = file.rows[place].profile.name
        sure = [c for key, c in hits if not _needs_name(key) or names_agree(name, names.get(c, ""))]
        if sure:
            identified[place] = list(dict.fromkeys(sure))
    return identified


def _needs_name(key: str) -> bool:
    return not (stands_alone(key) or key.startswith(NAME_KEY))


def _names(connection: Connection, contact_ids: Collection[str]) -> dict[str, str]:
    query = select(ContactTable.id, ContactTable.profile)
    rows = rows_in(connection, query, ContactTable.id, sorted(contact_ids))
    return {row.id: profile_from_json(row.profile).name for row in rows}


def _person(row: ContactRow, file: File) -> Person:
    return person_of(
        row.profile,
        connected_on=row.connected_on,
        addresses=map(file.digest, filter(is_address, row.keys)),
        lists=list_of(file.kind),
    )


def _across(
    connection: Connection, people: Mapping[int, Person], mine: Collection[str], shares: Shares
) -> dict[int, str]:
    """Finds contacts whom only other employees know: of the same name and job, and next to no doubt."""
    marks = {name_mark(person.name): place for place, person in people.items() if len(person.name.words) > 1}
    query = select(MarkRow.contact_id, MarkRow.digest).filter_by(kind="name")
    found = rows_in(connection, query, MarkRow.digest, sorted(marks))
    others = load_people(connection, sorted({row.contact_id for row in found} - set(mine)))
    if not others:
        return {}
    everyone = connection.scalar(select(func.count()).select_from(ContactTable)) or 0
    places = list(people)
    # The day of a tie is one employee's own; so is what their lists tell.
    rows = [replace(person, connected_on=None, lists=frozenset()) for person in people.values()]
    matches = resolve(rows, others, shares=replace(shares, people=everyone), certain=CERTAIN_ACROSS)
    return {places[match.row]: match.contact_id for match in matches if _same_job(match)}


def _same_job(match: Match) -> bool:
    same = (match.comparison.likeness(field) is Likeness.SAME for field in ("name", "company", "title"))
    return match.outcome is Outcome.CERTAIN and all(same)
