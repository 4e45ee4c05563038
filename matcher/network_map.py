"""A network as a map: which trades, which companies, how full and how old the profiles are."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from matcher.breaks import is_break
from matcher.companies import company_key
from matcher.contact import Contact
from matcher.freshness import Depth, depth, freshness, helps, missing
from matcher.identity import fold
from matcher.store import Store

CONTACTS_A_PART = 1_000
MOST_SHOWN = 15  # trades, and companies
_AGES = (("under 1 year", 1.0), ("1 to 3 years", 3.0), ("3 to 5 years", 5.0))
_OLDER, _UNKNOWN = "over 5 years", "unknown"
AGE_GROUPS = (*(name for name, _ in _AGES), _OLDER, _UNKNOWN)
OLD = ("3 to 5 years", _OLDER)  # profiles that may no longer be true
# A title's own words end where the employer, a speciality or a second title begins.
_TITLE_END = re.compile(r"\s+(?:at|chez|bei|en|@|[-–—|/•·])\s.*|\s*[,;|(@].*", re.DOTALL)
_LEVEL = re.compile(
    r"\b(?:senior|sr|junior|jr|lead|principal|staff|confirme|experimente|intern|stagiaire|alternante?|trainee"
    r"|apprentie?|werkstudent|praktikantin|praktikant|debutante?)\b\.?"
)


@dataclass(frozen=True, slots=True)
class NetworkMap:
    """What an employee's network holds, in numbers.

    Attributes:
        contacts: How many there are.
        depths: How many profiles tell how much.
        sources: How many contacts each format of file told of.
        ages: How many profiles are how old.
        trades: The most common ones, with how many have them now or had them last.
        companies: The same, of employers.
    """

    contacts: int
    depths: Mapping[str, int]
    sources: Mapping[str, int]
    ages: Mapping[str, int]
    trades: Mapping[str, int]
    companies: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Thin:
    """A contact of whom too little is known to be found.

    Attributes:
        missing: `title`, `company`.
        helps: What would complete the profile, in words, the least effort first.
    """

    contact: Contact
    missing: tuple[str, ...]
    helps: tuple[str, ...]


def contacts_of(store: Store, employee: str, *, after: str = "") -> Iterator[Contact]:
    """Gives an employee's contacts by id, from the first whose id comes after `after`.

    Raises:
        UnknownEmployee: If nothing was ever imported for the employee.
        EmptyNetwork: If the network holds no contact.
    """
    ids = store.network(employee).contact_ids
    for start in range(bisect_right(ids, after), len(ids), CONTACTS_A_PART):
        part = ids[start : start + CONTACTS_A_PART]
        found = store.contacts_by_id(part)
        yield from (found[contact_id] for contact_id in part if contact_id in found)


def thin_contacts(store: Store, employee: str, *, after: str = "", k: int = 50) -> tuple[Thin, ...]:
    """Gives `k` contacts with a title or a company alone, by id, with what would help.

    Raises:
        UnknownEmployee: If nothing was ever imported for the employee.
        EmptyNetwork: If the network holds no contact.
    """
    everyone = contacts_of(store, employee, after=after)
    found = (contact for contact in everyone if depth(contact.profile) is Depth.THIN)
    return tuple(thin_of(contact) for contact in islice(found, k))


def thin_of(contact: Contact) -> Thin:
    """Tells what a contact's profile lacks, and what would help."""
    return Thin(contact, missing(contact.profile), helps(contact))


def map_network(contacts: Iterable[Contact], *, today: date) -> NetworkMap:
    """Counts a network; each contact is looked at once, so they may come from a generator."""
    count = 0
    depths: Counter[str] = Counter({level.value: 0 for level in Depth})
    sources: Counter[str] = Counter()
    ages: Counter[str] = Counter(dict.fromkeys(AGE_GROUPS, 0))
    trades, companies = _Names(), _Names()
    for contact in contacts:
        count += 1
        depths[depth(contact.profile).value] += 1
        sources.update({source.kind for source in contact.sources})
        ages[age_group(freshness(contact, today=today).age_years)] += 1
        title, company = latest_of(contact)
        trades.add(trade_key(title), bare_title(title))
        companies.add(company_key(company), company)
    most = trades.most(), companies.most()
    return NetworkMap(count, dict(depths), dict(sources.most_common()), dict(ages), *most)


def age_group(age_years: float | None) -> str:
    """Gives the group that an age belongs to."""
    if age_years is None:
        return _UNKNOWN
    return next((name for name, most in _AGES if age_years < most), _OLDER)


def bare_title(title: str) -> str:
    """Gives a title without employer, speciality or second title: `Senior Data Engineer`."""
    return " ".join(_TITLE_END.sub("", title).split())


def trade_key(title: str) -> str:
    """Gives what titles of one trade share: `Senior Data Engineer, R&D` becomes `data engineer`."""
    return " ".join(_LEVEL.sub(" ", fold(bare_title(title))).split())


def latest_of(contact: Contact) -> tuple[str, str]:
    """Gives a contact's title and company, now or last; a leave is neither."""
    at_work = (position for position in contact.profile.positions if not is_break(position))
    latest = next(at_work, None)
    if latest is None:
        return contact.profile.headline, ""
    return latest.title or contact.profile.headline, latest.company


class _Names:
    """Counts under a key what is shown as the most common way to write it."""

    def __init__(self) -> None:
        self._written: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, key: str, written: str) -> None:
        if key:
            self._written[key][" ".join(written.split())] += 1

    def most(self) -> dict[str, int]:
        sizes = {key: sum(written.values()) for key, written in self._written.items()}
        most = sorted(sizes, key=lambda key: (-sizes[key], key))[:MOST_SHOWN]
        return {self._written[key].most_common(1)[0][0]: sizes[key] for key in most}
