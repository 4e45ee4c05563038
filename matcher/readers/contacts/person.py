"""One person of an address book: what is about work is kept, the rest is counted and left behind."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from matcher.contact import Position, Profile
from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.identity.phones import common_region, phone_keys
from matcher.network import HowKnown
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.keys import person_keys
from matcher.readers.report import NAME_KEY, ContactRow, Reading, SkippedRow
from matcher.readers.tables import BadRow


@dataclass(slots=True)
class Job:
    """A title, a company and a part of it, as an address book holds them."""

    title: str = ""
    company: str = ""
    department: str = ""


@dataclass(slots=True)
class Person:
    """What a file tells of one person, before it becomes a contact."""

    name: str = ""
    jobs: list[Job] = field(default_factory=list)
    headline: str = ""
    location: str = ""
    skills: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    summary: str = ""
    mails: list[str] = field(default_factory=list)
    mobiles: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    connected_on: str | None = None
    dropped: set[Dropped] = field(default_factory=set)

    def contact_row(
        self, line: int, how_known: HowKnown = HowKnown.ADDRESS_BOOK, *, region: str | None = None
    ) -> ContactRow:
        """Gives the contact.

        Args:
            region: Where national telephone numbers are, unless the person's place tells; ISO 3166.

        Raises:
            BadRow: If the person has no name.
        """
        name = " ".join(self.name.split())
        if not name:
            raise BadRow("expected a person's name, found none")
        profile = Profile(
            name,
            headline=self.headline,
            positions=tuple(_position(job) for job in self.jobs if job.title or job.company),
            location=self.location,
            languages=tuple(dict.fromkeys(self.languages)),
            skills=tuple(dict.fromkeys(self.skills)),
            summary=self.summary,
        )
        keys = person_keys(
            name,
            urls=[url for url in self.urls if "linkedin.com/in/" in url.casefold()],
            mails=self.mails,
            phones=phone_keys(self.mobiles, place=self.location, mails=self.mails, region=region),
            connected_on=self.connected_on,
            company=profile.company,
        )
        return ContactRow(profile, line, keys, how_known, self.connected_on)


def _position(job: Job) -> Position:
    return Position(job.title, job.company, summary=job.department)


def read_people(
    people: Iterable[tuple[int, Person | BadRow]],
    path: Path,
    kind: str,
    how_known: HowKnown = HowKnown.ADDRESS_BOOK,
) -> Reading[ContactRow]:
    """Turns people with their lines into contacts; those who cannot be used are skipped and reported.

    Raises:
        UnreadableFile: If none can be used.
    """
    items: list[ContactRow] = []
    skipped: list[SkippedRow] = []
    dropped: Counter[str] = Counter()
    told = list(people)
    region = common_region(n for _, person in told if isinstance(person, Person) for n in person.mobiles)
    for line, person in told:
        try:
            items.append(_used(person).contact_row(line, how_known, region=region))
        except BadRow as reason:
            skipped.append(SkippedRow(line, str(reason)))
        else:
            dropped.update(kind.value for kind in _used(person).dropped)
    if not items:
        raise _nothing_read(path, skipped)
    return Reading(
        kind, path.name, tuple(_without_shared_keys(items)), tuple(skipped), dict(sorted(dropped.items()))
    )


def _used(person: Person | BadRow) -> Person:
    if isinstance(person, BadRow):
        raise person
    return person


def _nothing_read(path: Path, skipped: list[SkippedRow]) -> UnreadableFile:
    if not skipped:
        return UnreadableFile(path, "expected at least one person, found none", line=1)
    first = skipped[0]
    return UnreadableFile(path, f"none of {len(skipped)} rows can be used: {first.reason}", line=first.line)


def _without_shared_keys(items: list[ContactRow]) -> Iterator[ContactRow]:
    """Takes away keys of two people: a family's mail, or that of a front desk, identifies nobody."""
    names: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for key in item.keys:
            names[key].add(fold(item.profile.name))
    for item in items:
        own = tuple(key for key in item.keys if len(names[key]) == 1 or key.startswith(NAME_KEY))
        yield item if own == item.keys else replace(item, keys=own)
