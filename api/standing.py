"""Where a contact stands with an employee who holds their data."""

from datetime import UTC, datetime

from api.privacy_schemas import NoticeOut, Standing
from api.settings import Settings
from matcher.errors import UnknownContact
from matcher.privacy.retention import keeping_of
from matcher.store import Store


def standing_of(store: Store, settings: Settings, contact_id: str, employee: str) -> Standing:
    """Gives legal basis, notice, objection, and until when a contact of an employee is kept.

    Raises:
        UnknownContact: If the contact is not in the employee's network.
    """
    if contact_id not in store.ties(employee, [contact_id]):
        raise UnknownContact(contact_id)
    today = datetime.now(UTC).date().isoformat()
    notices = store.duties.notices(within=settings.notice_within, employee=employee, contact_ids=[contact_id])
    keepings = [keeping_of(life, settings.delays) for life in store.duties.lives([contact_id])]
    objection = store.privacy.objection(contact_id)
    return Standing(
        contact_id=contact_id,
        legal_basis=store.duties.basis(contact_id),
        objected_at=None if objection is None else objection.objected_at,
        notice=NoticeOut.of(notices[0], today) if notices else None,
        kept_for=keepings[0].purpose if keepings else None,
        kept_until=keepings[0].until.isoformat() if keepings else None,
    )
