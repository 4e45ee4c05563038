"""Gathers what the store holds of one contact."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, select

from matcher.errors import UnknownContact
from matcher.events import EventKind
from matcher.introduction import Stage
from matcher.network import HowKnown, Strength, Tie
from matcher.privacy.dossier import Dossier, ForOpening, OwnIntroduction, Told
from matcher.privacy.retention import Delays, keeping_of
from matcher.store.codec import profile_from_json
from matcher.store.contacts import contacts_by_id
from matcher.store.duties import DutyRepository
from matcher.store.privacy import PrivacyRepository
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import (
    EventOpeningRow,
    EventRow,
    EventSubjectRow,
    IntroductionRow,
    OpeningRow,
    ProfileVersionRow,
    ShareRow,
    TieRow,
    VerdictRow,
)

MOST_SUGGESTED = 500  # events looked at, the latest ones


class DossierRepository(Repository):
    """What is held of one contact, gathered."""

    def __init__(self, engine: Engine, privacy: PrivacyRepository, duties: DutyRepository) -> None:
        super().__init__(engine)
        self._privacy, self._duties = privacy, duties

    def read(
        self, contact_id: str, *, delays: Delays, notice_within: timedelta, with_notes: bool = False
    ) -> Dossier:
        """Gathers what is held of a contact.

        Args:
            with_notes: Whether employees' own words on suggestions are in it. They may be about the employee
                as well as the contact: whoever hands them out reads them first.

        Raises:
            UnknownContact: If there is no such contact.
        """
        with self._reading() as connection:
            contact = contacts_by_id(connection, [contact_id]).get(contact_id)
            if contact is None:
                raise UnknownContact(contact_id)
            told, ties = _told(connection, contact_id), _ties(connection, contact_id)
            suggested, introductions = (
                _suggested(connection, contact_id),
                _introductions(connection, contact_id),
            )
            shared = _of_openings(connection, _shares(contact_id))
            verdicts = _of_openings(connection, _verdicts(contact_id, with_notes))
        notices = self._duties.notices(within=notice_within, contact_ids=[contact_id])
        lives = self._duties.lives([contact_id])
        return Dossier(
            contact,
            told,
            ties,
            basis=self._duties.basis(contact_id),
            notice=notices[0] if notices else None,
            keeping=keeping_of(lives[0], delays) if lives else None,
            objection=self._privacy.objection(contact_id),
            statement=self._privacy.statement(contact_id),
            suggested=suggested,
            shared=shared,
            verdicts=verdicts,
            introductions=introductions,
        )


def _told(connection: Connection, contact_id: str) -> tuple[Told, ...]:
    query = select(ProfileVersionRow).filter_by(contact_id=contact_id)
    return tuple(
        Told(
            row.source_kind,
            row.source_name,
            row.employee_id,
            row.imported_at,
            row.is_current,
            profile_from_json(row.profile),
        )
        for row in connection.execute(query.order_by(ProfileVersionRow.id.desc()))
    )


def _ties(connection: Connection, contact_id: str) -> tuple[Tie, ...]:
    query = select(TieRow).filter_by(contact_id=contact_id).order_by(TieRow.employee_id)
    return tuple(
        Tie(
            row.employee_id,
            contact_id,
            HowKnown(row.how_known),
            connected_on=row.connected_on,
            strength=Strength(row.strength),
        )
        for row in connection.execute(query)
    )


def _suggested(connection: Connection, contact_id: str) -> tuple[ForOpening, ...]:
    """Finds the openings in the log; an event names the opening first, and then who was suggested."""
    query = select(EventRow.at, EventRow.subjects).join(EventSubjectRow, EventSubjectRow.seq == EventRow.seq)
    query = query.where(EventSubjectRow.subject == contact_id, EventRow.kind == EventKind.SUGGESTED)
    rows = connection.execute(query.order_by(EventRow.seq.desc()).limit(MOST_SUGGESTED)).all()
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        opening_id = json.loads(row.subjects)[0]
        first.setdefault((opening_id, row.at[:10]), row.at)
    titles = _titles(connection, sorted({opening_id for opening_id, _ in first}))
    return tuple(ForOpening(key, titles.get(key, ""), at) for (key, _), at in first.items())


def _shares(contact_id: str) -> Select[*tuple[Any, ...]]:
    query = select(ShareRow.opening_id, ShareRow.shared_at.label("at"))
    query = query.where(ShareRow.contact_id == contact_id)
    return query.order_by(ShareRow.shared_at.desc())


def _verdicts(contact_id: str, with_notes: bool) -> Select[*tuple[Any, ...]]:
    columns = [VerdictRow.opening_id, VerdictRow.given_at.label("at"), VerdictRow.kind.label("what")]
    notes = [VerdictRow.note] if with_notes else []
    query = select(*columns, *notes).where(VerdictRow.contact_id == contact_id)
    return query.order_by(VerdictRow.id.desc())


def _introductions(connection: Connection, contact_id: str) -> tuple[OwnIntroduction, ...]:
    query = select(IntroductionRow).filter_by(contact_id=contact_id)
    asked_of = query.where(IntroductionRow.stage.not_in([Stage.SUGGESTED, Stage.CONSIDERING]))
    rows = connection.execute(asked_of.order_by(IntroductionRow.changed_at.desc())).all()
    titles = _titles(connection, [row.opening_id for row in rows])
    return tuple(
        OwnIntroduction(
            row.id,
            row.version,
            Stage(row.stage),
            ForOpening(row.opening_id, titles.get(row.opening_id, ""), row.changed_at),
        )
        for row in rows
    )


def _of_openings(connection: Connection, query: Select[*tuple[Any, ...]]) -> tuple[ForOpening, ...]:
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    titles = _titles(connection, [row.opening_id for row in rows])
    return tuple(
        ForOpening(
            row.opening_id,
            titles.get(row.opening_id, ""),
            row.at,
            getattr(row, "what", ""),
            getattr(row, "note", ""),
        )
        for row in rows
    )


def _titles(connection: Connection, opening_ids: Sequence[str]) -> dict[str, str]:
    """Gives titles by opening id: of those that are imported, and of texts that were asked about."""
    query = select(OpeningRow.id, OpeningRow.title)
    found = {row.id: row.title for row in rows_in(connection, query, OpeningRow.id, opening_ids)}
    missing = set(opening_ids) - found.keys()
    for text in connection.scalars(select(EventOpeningRow.opening)) if missing else ():
        opening = json.loads(text)
        if opening["id"] in missing:
            found.setdefault(opening["id"], opening["title"])
    return found
