"""One open store: the only object through which the rest of Coopt reads and writes it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import bindparam, func, select

from matcher.contact import Contact, Profile
from matcher.errors import EmptyNetwork, UnknownEmployee, UnknownOpening
from matcher.fragments import Fragment, FragmentKind
from matcher.network import Network, Tie
from matcher.opening import Availability, Opening
from matcher.privacy.secret import Secret
from matcher.readers.report import ContactRow as ReadContact
from matcher.readers.report import Reading
from matcher.store import contacts, openings
from matcher.store.access import AccessRepository
from matcher.store.census import CensusRepository
from matcher.store.codec import profile_from_json
from matcher.store.compaction import CompactionRepository
from matcher.store.dossiers import DossierRepository
from matcher.store.duplicates import DuplicateRepository
from matcher.store.duties import DutyRepository
from matcher.store.engine import derived_dir, open_engine
from matcher.store.events import EventRepository
from matcher.store.feedback import FeedbackRepository
from matcher.store.importing import import_contacts
from matcher.store.imports import ImportRepository
from matcher.store.indexing import IndexingRepository
from matcher.store.introductions import IntroductionRepository
from matcher.store.jobs import JobRepository
from matcher.store.links import LinkRepository
from matcher.store.people import PeopleRepository
from matcher.store.privacy import PrivacyRepository
from matcher.store.profiles import Progress
from matcher.store.reach import ReachRepository
from matcher.store.relations import RelationRepository, ties_of
from matcher.store.reminders import ReminderRepository
from matcher.store.report import ImportReport
from matcher.store.repository import Repository, together
from matcher.store.statements import rows_in
from matcher.store.stops import StopRepository
from matcher.store.suggested import SuggestedRepository
from matcher.store.tables import ContactRow, EmployeeRow, FragmentRow, StateRow, TieRow
from matcher.store.vectors import VectorRepository

NETWORKS_KEPT = 32
_FRAGMENTS, _VERSION = select(FragmentRow), select(StateRow.version)
_EMPLOYEE = select(EmployeeRow.id).where(EmployeeRow.id == bindparam("employee"))
# One long text: SQLite's driver gives way to other threads at every row, which costs 50 ms for 5,000.
_NETWORK = select(func.aggregate_strings(TieRow.contact_id, " ")).where(
    TieRow.employee_id == bindparam("employee")
)


class Store(Repository):
    """Contacts, ties and openings in one data folder or database; each write is one transaction.

    Attributes:
        data_dir: Where the index and its lock belong: the data folder, with PostgreSQL a folder in it.
        access: API keys, and the names that employees share.
        reach: Who knows whom, across networks.
        census: The same of everybody at once, and whether it still holds.
        feedback: What employees said of suggestions.
        imports: The files that were brought in, and how to undo one.
        relations: What employees say of their ties and of their own work.
        introductions: What became of suggestions, step by step.
        people: Contacts by name.
        reminders: What follows from the steps, and what employees did with it.
        events: What happened, in a log that only grows.
        indexing: What an index is made of, in large blocks.
        jobs: Work that several processes share.
        stops: Where officers stopped suggestions.
        suggested: Who was suggested for what, and what changed since.
        privacy: What contacts asked for: objections, own statements, erasure.
        links: Links to contacts' own pages.
        duties: Legal bases, notices, and until when contacts are kept.
        compaction: The rewriting of the files after an erasure.
        duplicates: Who may be one person; merges and splits, and how to undo one.
        dossiers: What is held of one contact, gathered.
        vectors: Of the index, where PostgreSQL searches them.
        secret: Signs links and keys hashes; made when it is first needed.

    Args:
        data_dir: The folder; it is made where it is missing.
        secret_key: In place of the secret that is kept in the folder.
        database_url: Of a PostgreSQL database, in place of the folder's own.

    Raises:
        StoreUnavailable: If the folder or its database cannot be opened.
        MissingExtra: If what PostgreSQL needs is not installed.
    """

    def __init__(
        self, data_dir: Path, *, secret_key: str | None = None, database_url: str | None = None
    ) -> None:
        super().__init__(open_engine(data_dir, database_url))
        self._networks = lru_cache(NETWORKS_KEPT)(self._read_network)
        self.data_dir = derived_dir(self._engine, data_dir)
        self.access = AccessRepository(self._engine)
        self.reach = ReachRepository(self._engine)
        self.census = CensusRepository(self._engine)
        self.feedback = FeedbackRepository(self._engine)
        self.imports = ImportRepository(self._engine)
        self.relations = RelationRepository(self._engine)
        self.introductions = IntroductionRepository(self._engine)
        self.people = PeopleRepository(self._engine)
        self.reminders = ReminderRepository(self._engine)
        self.events = EventRepository(self._engine)
        self.indexing = IndexingRepository(self._engine)
        self.jobs = JobRepository(self._engine)
        self.vectors = VectorRepository(self._engine)
        self.stops = StopRepository(self._engine)
        self.suggested = SuggestedRepository(self._engine)
        self.secret = Secret(data_dir, secret_key)
        self.privacy = PrivacyRepository(self._engine, self.secret)
        self.links = LinkRepository(self._engine)
        self.duties = DutyRepository(self._engine)
        self.compaction = CompactionRepository(self._engine)
        self.duplicates = DuplicateRepository(self._engine)
        self.dossiers = DossierRepository(self._engine, self.privacy, self.duties)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    # --- imports ---

    def import_contacts(
        self, reading: Reading[ReadContact], employee: str, *, progress: Progress | None = None
    ) -> ImportReport:
        """Adds a file's contacts to an employee's network; what did not change is left alone."""
        with self._writing() as connection:
            reading = self.privacy.without_suppressed(connection, reading, employee)
            return import_contacts(connection, reading, employee, progress=progress)

    def import_openings(
        self, reading: Reading[Opening], employee: str = "", *, owner: str = ""
    ) -> ImportReport:
        """Adds a file's openings; one that is known already is updated by its id.

        Args:
            owner: The recruiter who brings them in: of what comes of them, other recruiters see nothing.
        """
        with self._writing() as connection:
            return openings.import_openings(connection, reading, employee=employee, owner=owner)

    # --- openings ---

    def opening(self, opening_id: str) -> Opening:
        """Gives one opening.

        Raises:
            UnknownOpening: If no opening has this id.
        """
        with self._reading() as connection:
            found = openings.opening(connection, opening_id)
        if found is None:
            raise UnknownOpening(opening_id)
        return found

    def openings(self, *, after: str = "", k: int = 50) -> tuple[Opening, ...]:
        """Gives `k` openings by id, from the first whose id comes after `after`."""
        with self._reading() as connection:
            return openings.page(connection, after=after, k=k)

    def opening_titles(self) -> dict[str, str]:
        """Gives the title of every opening by id, in the order of the ids."""
        with self._reading() as connection:
            return openings.titles(connection)

    def openings_not_open(self, day: date) -> dict[str, Availability]:
        """Gives the state of every opening that is not open on a day, by id."""
        with self._reading() as connection:
            return openings.not_open(connection, day)

    def openings_by_id(self, opening_ids: Sequence[str]) -> dict[str, Opening]:
        """Gives these openings by id; ids that nobody has are left out."""
        with self._reading() as connection:
            return openings.by_id(connection, opening_ids)

    # --- networks ---

    def employees(self) -> tuple[str, ...]:
        """Gives every employee's id, in order."""
        with self._reading() as connection:
            return tuple(connection.scalars(select(EmployeeRow.id).order_by(EmployeeRow.id)))

    def network(self, employee: str) -> Network:
        """Gives an employee's network; the latest few are kept until the store's version grows.

        Raises:
            UnknownEmployee: If nothing was ever imported for the employee.
            EmptyNetwork: If it holds no contact.
        """
        return self._networks(employee, self.version)

    def _read_network(self, employee: str, _: int) -> Network:
        with self._reading() as connection:
            ids = connection.scalar(_NETWORK, {"employee": employee})
            known = ids or connection.scalar(_EMPLOYEE, {"employee": employee})
        if known is None:
            raise UnknownEmployee(employee)
        if not ids:
            raise EmptyNetwork(employee)
        return Network(employee, tuple(sorted(ids.split())))

    def ties(self, employee: str, contact_ids: Sequence[str]) -> dict[str, Tie]:
        """Gives the employee's tie to each of these contacts, by contact id."""
        with self._reading() as connection:
            return ties_of(connection, employee, contact_ids)

    def contacts(self, employee: str, *, after: str = "", k: int = 50) -> tuple[Contact, ...]:
        """Gives `k` contacts of an employee by id, from the first whose id comes after `after`.

        Raises:
            UnknownEmployee: If nothing was ever imported for the employee.
            EmptyNetwork: If the network holds no contact.
        """
        ids = self.network(employee).contact_ids
        first = bisect_right(ids, after)
        found = self.contacts_by_id(ids[first : first + k])
        return tuple(found[contact_id] for contact_id in ids[first : first + k] if contact_id in found)

    def contacts_by_id(self, contact_ids: Sequence[str]) -> dict[str, Contact]:
        """Gives these contacts by id; ids that nobody has are left out."""
        with self._reading() as connection:
            return contacts.contacts_by_id(connection, contact_ids)

    def fragments_by_id(self, fragment_ids: Sequence[int]) -> dict[int, Fragment]:
        """Gives these fragments by id; ids that are gone are left out."""
        with self._reading() as connection:
            rows = rows_in(connection, _FRAGMENTS, FragmentRow.id, fragment_ids)
        return {row.id: Fragment(FragmentKind(row.kind), row.text, row.place, row.date) for row in rows}

    def reading_together(self) -> AbstractContextManager[None]:
        """Lets what this thread reads meanwhile share one transaction."""
        return together(self._engine)

    # --- what the index follows ---

    @property
    def version(self) -> int:
        """Grows with every change to fragments, and to who is in a network."""
        with self._reading() as connection:
            return connection.scalar(_VERSION) or 0

    def fragments(self) -> Iterator[tuple[int, str, FragmentKind, str]]:
        """Gives every fragment as (id, contact id, kind, text), by contact and then by id."""
        query = select(FragmentRow.id, FragmentRow.contact_id, FragmentRow.kind, FragmentRow.text)
        query = query.order_by(FragmentRow.contact_id, FragmentRow.id)
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=5_000).execute(query):
                yield row.id, row.contact_id, FragmentKind(row.kind), row.text

    def profiles(self) -> Iterator[tuple[str, Profile]]:
        """Gives every contact's id and profile."""
        query = select(ContactRow.id, ContactRow.profile)
        with self._reading() as connection:
            for row in connection.execution_options(yield_per=1_000).execute(query):
                yield row.id, profile_from_json(row.profile)

    def fragment_count(self) -> int:
        """Gives the number of fragments."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(FragmentRow)) or 0
