"""What an index is made of, read in large blocks: a million contacts at the speed of the database."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import Text, cast, func, select

from matcher.contact import Position, Profile
from matcher.facts import FactBlock, ProfileFacts
from matcher.fragments import FragmentBlock
from matcher.profile_facts import profile_facts
from matcher.store.repository import Repository
from matcher.store.tables import ContactRow, FragmentRow

ROWS_A_BLOCK = 32_768
MOST_PROFILES = 65_536  # kept in memory by what their facts follow from: many hold one title, undated
_DECODE = json.JSONDecoder().raw_decode


class IndexingRepository(Repository):
    """Fragments and facts of everybody, in no order."""

    def counts(self) -> tuple[int, int]:
        """Gives the number of fragments and that of contacts."""
        with self._reading() as connection:
            fragments = connection.scalar(select(func.count()).select_from(FragmentRow)) or 0
            contacts = connection.scalar(select(func.count()).select_from(ContactRow)) or 0
        return fragments, contacts

    def fragments(self) -> Iterator[FragmentBlock]:
        """Gives every fragment, in the order of the database: sorting them is quicker outside it."""
        query = select(FragmentRow.id, FragmentRow.contact_id, FragmentRow.kind, FragmentRow.text)
        with self._reading() as connection:
            rows = connection.execution_options(yield_per=ROWS_A_BLOCK).execute(query)
            for block in rows.partitions():
                yield FragmentBlock(*zip(*block, strict=True))

    def facts(self) -> Iterator[FactBlock]:
        """Gives every contact's id, with the profile and what it tells as facts today, some at a time."""
        today = date.today()
        query = select(ContactRow.id, cast(ContactRow.profile, Text))
        with self._reading() as connection:
            rows = connection.execution_options(yield_per=ROWS_A_BLOCK).execute(query)
            for block in rows.partitions():
                ids, profiles = zip(*block, strict=True)
                yield FactBlock(ids, profiles, partial(_read, profiles, today))


def _read(profiles: Sequence[str], today: date, places: Sequence[int]) -> list[ProfileFacts]:
    return [facts_of(_DECODE(profiles[place])[0], today) for place in places]


def facts_of(data: dict[str, Any], today: date) -> ProfileFacts:
    """Gives what `profile_facts` does of a stored profile; what no fact follows from is not looked at."""
    positions = tuple([_of_position(position.get) for position in data.get("positions", ())])
    rest = data.get("headline", ""), data.get("location", ""), tuple(data.get("languages", ()))
    return _facts_of(positions, rest, today)


def _of_position(get: Callable[[str], Any]) -> tuple[Any, ...]:
    return get("title"), get("location"), get("started"), get("ended"), bool(get("company"))


@lru_cache(maxsize=MOST_PROFILES)
def _facts_of(
    positions: tuple[tuple[Any, ...], ...], rest: tuple[str, str, tuple[str, ...]], today: date
) -> ProfileFacts:
    held = tuple(
        Position(title or "", "a company" if company else "", location or "", started, ended)
        for title, location, started, ended, company in positions
    )
    headline, location, languages = rest
    return profile_facts(Profile("", headline, held, location, languages), today=today)
