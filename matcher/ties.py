"""What two histories say of a tie: where and when both worked at one company, and what that suggests."""

import re
from dataclasses import dataclass, replace
from datetime import date

from matcher.companies import company_key
from matcher.contact import Position, Profile
from matcher.network import Relation, Strength, Tie, TieStatement

LONG_ENOUGH = 12  # months that colleagues overlap to make more than a weak guess
LATELY = 12  # months since an exchange that still counts as being in touch
_REDUCED = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_FIRST_MONTH, _LAST_MONTH = 1, 12


@dataclass(frozen=True, slots=True)
class SharedWork:
    """A company where both worked at the same time.

    Attributes:
        company: As the contact's profile writes it.
        started: Year of the overlap's beginning, None where no date tells.
        ended: Year of its end, None where both are there still.
        months: That the overlap surely lasts; 0 where no date tells.
    """

    company: str
    started: int | None
    ended: int | None
    months: int = 0

    @property
    def words(self) -> str:
        """In words: `both at Orsena, 2016–2018`."""
        if self.started is None:
            return f"both at {self.company} now"
        if self.ended is None:
            return f"both at {self.company} since {self.started}"
        years = f"{self.started}–{self.ended}" if self.ended != self.started else f"{self.started}"
        return f"both at {self.company}, {years}"


@dataclass(frozen=True, slots=True)
class _Span:
    """When a position was held, in months: surely from `start` to `end`, perhaps from `first` on."""

    first: int
    start: int
    end: int
    open: bool


def shared_work(own: Profile, theirs: Profile, *, today: date) -> tuple[SharedWork, ...]:
    """Finds the companies where both surely worked at the same time, latest first, each once.

    Years alone are read with care: who left in 2018 and who came in 2018 may have missed each other.
    """
    mine: dict[str, list[tuple[Position, bool]]] = {}
    for position, latest in _told(own):
        mine.setdefault(company_key(position.company), []).append((position, latest))
    found: dict[str, SharedWork] = {}
    for position, latest in _told(theirs):
        key = company_key(position.company)
        for other, other_latest in mine.get(key, ()):
            shared = _shared(position, latest, other, other_latest, today)
            if shared is not None and (key not in found or shared.months > found[key].months):
                found[key] = shared
    return tuple(sorted(found.values(), key=_latest_first))


def read_exchange(text: str, *, today: date) -> str:
    """Reads when an employee and a contact were last in touch: `2026`, `2026-05` or `2026-05-03`.

    Raises:
        ValueError: If it is no such date, or one that is yet to come.
    """
    expected = "expected a year, a month or a day, such as 2026-05"
    if not _REDUCED.fullmatch(text):
        raise ValueError(expected)
    try:
        day = date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise ValueError(expected) from error
    if day > today:
        raise ValueError("expected a date that is past")
    return text


def with_facts(
    tie: Tie, statement: TieStatement | None, shared: tuple[SharedWork, ...], *, today: date
) -> Tie:
    """Completes a tie with what the employee states, and else with what both histories suggest.

    Colleagues for a year or more, or an exchange within a year, suggest a medium tie; both, a strong one. The
    suggestion is of no consequence but to be shown, with its reasons.
    """
    said = statement or TieStatement(tie.employee, tie.contact_id)
    reasons = [work.words for work in shared]
    if said.last_exchange:
        reasons.append(f"last exchange {said.last_exchange}, as you said")
    relation, strength = said.relation, said.strength
    if relation is Relation.UNKNOWN and shared:
        relation = Relation.COLLEAGUES
    elif relation is not Relation.UNKNOWN:
        reasons.append(f"{relation.value}, as you said")
    if strength is Strength.UNKNOWN:
        strength = _suggested(shared, said.last_exchange, today)
    else:
        reasons.append(f"{strength.value}, as you said")
    return replace(
        tie, strength=strength, relation=relation, last_exchange=said.last_exchange, reasons=tuple(reasons)
    )


def _told(profile: Profile) -> list[tuple[Position, bool]]:
    """Gives the positions at a company, each with whether it is the latest of the profile."""
    at_work = enumerate(profile.positions)
    return [(position, place == 0) for place, position in at_work if company_key(position.company)]


def _shared(
    position: Position, latest: bool, other: Position, other_latest: bool, today: date
) -> SharedWork | None:
    one, two = _span(position, latest, today), _span(other, other_latest, today)
    if one is None or two is None:
        return None
    start, end = max(one.start, two.start), min(one.end, two.end)
    if start > end:
        return None
    both_open = one.open and two.open
    undated = position.started is None or other.started is None
    if undated:
        return SharedWork(position.company, None, None) if both_open else None
    first = max(one.first, two.first)
    return SharedWork(position.company, first // 12, None if both_open else end // 12, end - start + 1)


def _span(position: Position, latest: bool, today: date) -> _Span | None:
    """Gives when a position was surely held; None where nothing tells.

    Without any date only the latest position of a profile is taken for one that is held now.
    """
    now = today.year * 12 + today.month - 1
    if position.started is None:
        held_now = position.ended is None and latest
        return _Span(now, now, now, open=True) if held_now else None
    first, start = _month(position.started, _FIRST_MONTH), _month(position.started, _LAST_MONTH)
    if position.ended is None:
        return _Span(first, min(start, now), now, open=True)
    return _Span(first, start, min(_month(position.ended, _FIRST_MONTH), now), open=False)


def _month(written: str, otherwise: int) -> int:
    """Counts the months to a date; one that tells the year alone is in the month `otherwise`."""
    year, _, rest = written.partition("-")
    month = int(rest[:2]) if rest else otherwise
    return int(year) * 12 + month - 1


def _latest_first(work: SharedWork) -> tuple[int, str]:
    return (-9999 if work.ended is None else -work.ended, work.company)


def _suggested(shared: tuple[SharedWork, ...], last_exchange: str | None, today: date) -> Strength:
    long = any(work.months >= LONG_ENOUGH for work in shared)
    lately = last_exchange is not None and _months_since(last_exchange, today) <= LATELY
    return (Strength.UNKNOWN, Strength.MEDIUM, Strength.STRONG)[long + lately]


def _months_since(written: str, today: date) -> int:
    return today.year * 12 + today.month - 1 - _month(written, _LAST_MONTH)
