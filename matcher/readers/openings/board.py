"""What the readers of job boards share: what words mean, and the opening that an advertisement makes."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from matcher.errors import InvalidOpening
from matcher.facts import Contract, OpeningFacts, Remote, Seniority
from matcher.opening import Opening, Posting
from matcher.readers.json_rows import LONGEST_TEXT_OF_FIELD, Row, find_rows, joined
from matcher.readers.openings.markup import plain_description
from matcher.readers.openings.plain_text import build_opening
from matcher.requirements.vocabulary import fold

LEARNING = frozenset((Contract.INTERNSHIP, Contract.APPRENTICESHIP))
# What the boards' own lists of kinds say, in English and French; full or part time says nothing of it.
CONTRACTS = (
    (Contract.APPRENTICESHIP, re.compile(r"\bapprenti|\balternance\b|\balternant")),
    (Contract.INTERNSHIP, re.compile(r"\bintern(?:ship)?s?\b|\bstage\b|\bstagiaire")),
    (Contract.TEMPORARY, re.compile(r"\btemp(?:orary)?\b|\binterim\b|\bseasonal\b|\bsaisonnier")),
    (Contract.FIXED_TERM, re.compile(r"\bfixed[ -]?term\b|\bcdd\b")),
    (Contract.PERMANENT, re.compile(r"\bpermanent\b|\bcdi\b|\bindefinite\b")),
    (Contract.FREELANCE, re.compile(r"^contract(?:or)?\b|\bcontractor\b|\bfreelance|\bindependant")),
)
REMOTES = (
    (Remote.HYBRID, re.compile(r"hybrid")),
    (Remote.ON_SITE, re.compile(r"^(?:on[ _-]?site|in[ _-]?office|in[ _-]?person|sur site)$")),
    (Remote.REMOTE, re.compile(r"remote|telecommute|teletravail")),
)
PERIODS = (
    ("year", re.compile(r"year|annu")),
    ("month", re.compile(r"month")),
    ("week", re.compile(r"week")),
    ("day", re.compile(r"day|dai")),
    ("hour", re.compile(r"hour")),
)


@dataclass(frozen=True, slots=True)
class Advertisement:
    """One opening as a board tells it.

    Attributes:
        id: The board's own; empty where it tells none.
        parts: Headings with the texts under them, in HTML or plain; the first usually has no heading.
        described_by: The field that holds the description, for the one whose file lacks it.
    """

    id: str
    title: str
    parts: tuple[tuple[str, str], ...]
    company: str = ""
    location: str = ""
    remote: Remote | None = None
    contract: Contract | None = None
    posting: Posting = Posting()
    described_by: str = "description"


@dataclass(frozen=True, slots=True)
class Board:
    """A format of JSON that holds openings.

    Attributes:
        name: What it is called as a format, and the source of its openings.
        fits: Whether an object is one of its openings, even one that lacks something.
    """

    name: str
    fits: Callable[[Row], bool]
    read: Callable[[Row], Advertisement]

    def rows_in(self, value: object) -> Iterator[object]:
        """Finds its openings in a JSON value."""
        return find_rows(value, self.fits)

    def opening_of(self, row: Row) -> Opening:
        """Makes an opening; the id that it has at the board makes its id here.

        Raises:
            InvalidOpening: If it lacks a title or a description, or its text is too long.
        """
        told = self.read(row)
        title, text = html.unescape(told.title), _whole_text(told.parts)
        if not title or not text:
            alone = f"a description (`{told.described_by}`), found a title alone"
            raise InvalidOpening(f"expected {alone if title else 'a title'}")
        if not any(map(str.isalpha, text)):  # such as `…`
            text = f"{title}\n\n{text}"
        opening = build_opening(title, text, source=self.name, company=told.company, location=told.location)
        opening_id = f"{self.name}-{told.id}" if told.id else opening.id
        return replace(opening, id=opening_id, posting=told.posting, facts=_stated(opening.facts, told))


def _whole_text(parts: Iterable[tuple[str, str]]) -> str:
    pieces: list[str] = []
    for heading, body in parts:
        text = plain_description(body)
        if text and text not in "\n".join(pieces):
            pieces.append(f"{heading.rstrip(' :')}:\n{text}" if heading else text)
    return "\n\n".join(pieces)


def _stated(facts: OpeningFacts, told: Advertisement) -> OpeningFacts:
    """Gives the facts with those that the board states in fields of their own, which win over the text."""
    contract = told.contract or facts.contract
    learning = contract in LEARNING and facts.seniority is None
    return replace(
        facts,
        contract=contract,
        remote=told.remote or facts.remote,
        seniority=Seniority.INTERN if learning else facts.seniority,
    )


def remote_of(*values: object) -> Remote | None:
    """Reads where the work is done from a board's words; the first that says it counts."""
    for text in (fold(value) for value in values if isinstance(value, str)):
        if found := next((remote for remote, pattern in REMOTES if pattern.search(text)), None):
            return found
    return None


def contract_of(*values: object) -> Contract | None:
    """Reads the kind of contract from a board's words; the first that says it counts."""
    for text in (fold(value) for value in values if isinstance(value, str)):
        if found := next((contract for contract, pattern in CONTRACTS if pattern.search(text)), None):
            return found
    return None


def pay_of(low: object, high: object, currency: str = "", period: str = "") -> str:
    """Writes a pay as `35000-45000 EUR a year`; empty where no amount is told."""
    amounts = joined(*(_amount(value) for value in (low, high)), by="-")
    word = next((word for word, pattern in PERIODS if pattern.search(fold(period))), "")
    each = f"{'an' if word == 'hour' else 'a'} {word}" if word else ""
    return " ".join(filter(None, (amounts, currency, each))) if amounts else ""


def _amount(value: object) -> str:
    if isinstance(value, str):
        return value.strip()[:LONGEST_TEXT_OF_FIELD]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:.2f}".removesuffix(".00") if abs(value) < 1e12 else ""


def company_in_url(url: str, *hosts: str) -> str:
    """Gives the company as the address of its board calls it, such as `acme`; empty for another site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    first = parts.path.strip("/").partition("/")[0]
    return first[:LONGEST_TEXT_OF_FIELD] if parts.hostname in hosts else ""
