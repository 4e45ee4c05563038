"""Imports in the store: each one is kept, shown, and can be undone."""

from sqlalchemy import select, update

from matcher.errors import AlreadyUndone
from matcher.store.journal import find_import, import_of, now
from matcher.store.report import Import, ImportKind
from matcher.store.repository import Repository
from matcher.store.tables import ImportRow
from matcher.store.undo import undo_contacts, undo_openings


class ImportRepository(Repository):
    """The imports, shown and undone."""

    def list(self, employee: str | None = None, *, before: str = "", k: int = 50) -> tuple[Import, ...]:
        """Gives the `k` latest imports, latest first.

        Args:
            employee: Only theirs; None takes those of everyone.
            before: Only imports that are older than the one of this id.

        Raises:
            UnknownImport: If there is no import of the id `before`.
        """
        query = select(ImportRow).order_by(ImportRow.number.desc()).limit(k)
        with self._reading() as connection:
            if employee is not None:
                query = query.where(ImportRow.employee_id == employee)
            if before:
                query = query.where(ImportRow.number < find_import(connection, before, employee).number)
            return tuple(import_of(row) for row in connection.execute(query))

    def find(self, import_id: str, employee: str | None = None) -> Import:
        """Gives one import.

        Args:
            employee: Whose import it has to be; None takes anyone's.

        Raises:
            UnknownImport: If there is none of this id, or it is somebody else's.
        """
        with self._reading() as connection:
            return find_import(connection, import_id, employee)

    def undo(self, import_id: str, employee: str | None = None) -> Import:
        """Restores the state before an import, and what later imports told since.

        What a file told counts as long as an import of it stands. An undo therefore takes away what this
        import alone told: contacts, ties, keys, versions of profiles, openings. What a later import told too,
        or told otherwise, stays. A contact of whom no import tells any more goes, with all that was said of
        them since, such as verdicts; so does an employee of whom nothing else is left. The import itself is
        kept, marked as undone.

        Args:
            employee: Whose import it has to be; None takes anyone's.

        Raises:
            UnknownImport: If there is none of this id, or it is somebody else's.
            AlreadyUndone: If it was undone before.
        """
        with self._writing() as connection:
            this = find_import(connection, import_id, employee)
            if this.undone_at is not None:
                raise AlreadyUndone(import_id, this.undone_at)
            undo = undo_contacts if this.what is ImportKind.CONTACTS else undo_openings
            undo(connection, this)
            marked = update(ImportRow).where(ImportRow.number == this.number).values(undone_at=now())
            return import_of(connection.execute(marked.returning(ImportRow)).one())
