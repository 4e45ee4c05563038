"""What stands for a contact in an address: an id that only one session understands."""

import hashlib

from fastapi import HTTPException

from api.pages.session import Session

_BYTES = 12


def handle_of(session: Session, contact_id: str) -> str:
    """Gives what stands for a contact; the same in a session, another in every other one."""
    key = hashlib.blake2b(session.id.encode()).digest()
    handle = hashlib.blake2b(contact_id.encode(), key=key, digest_size=_BYTES).hexdigest()
    session.people.put(handle, contact_id)
    return handle


def contact_of(session: Session, handle: str) -> str:
    """Gives the contact whom a handle stands for.

    Raises:
        HTTPException: With status 404, if this session gave no such handle, or long ago.
    """
    contact_id = session.people.find(handle)
    if contact_id is None:
        raise HTTPException(404)
    return contact_id
