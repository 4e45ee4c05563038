"""Looking for somebody in one's own network by name."""

from sqlalchemy import select

from matcher.contact import Contact
from matcher.identity import fold
from matcher.store.contacts import contacts_by_id
from matcher.store.repository import Repository
from matcher.store.tables import ContactRow, ObjectionRow, TieRow


class PeopleRepository(Repository):
    """The contacts of an employee, by name."""

    def named(self, employee: str, words: str, *, k: int) -> tuple[tuple[Contact, ...], int]:
        """Finds contacts whose names hold each of the words, whatever the case and the accents.

        Who asked not to be suggested is left out.

        Returns:
            At most `k` of them by name, and how many there are.
        """
        wanted = fold(words).split()
        name = ContactRow.profile["name"].as_string().label("name")
        query = select(ContactRow.id, name).join(TieRow, TieRow.contact_id == ContactRow.id)
        query = query.where(TieRow.employee_id == employee)
        query = query.where(ContactRow.id.not_in(select(ObjectionRow.contact_id)))
        with self._reading() as connection:
            names = [(fold(row.name), row.id) for row in connection.execute(query)]
            found = sorted(one for one in names if all(word in one[0] for word in wanted))
            ids = [contact_id for _, contact_id in found[:k]]
            contacts = contacts_by_id(connection, ids)
        return tuple(contacts[contact_id] for contact_id in ids), len(found)
