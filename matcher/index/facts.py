"""What profiles tell as facts, as one table: a question compares thousands without opening a profile."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.facts import FactBlock, ProfileFacts
from matcher.identity import fold
from matcher.index.known import Hashes, Places

# Numbers are NaN and texts empty where a profile does not tell. `languages` holds `en:5 fr:0`, the levels of
# `LanguageLevel` with 0 for one that is not told; `place` the first part of the place, folded.
FACT = np.dtype(
    [
        ("years", np.float32),
        ("seniority", np.float32),
        ("age_years", np.float32),
        ("languages", "S48"),
        ("place", "S32"),
    ]
)

MOST_ROWS = 65_536  # kept in memory: most who have no dates share theirs

FactTable = NDArray[Any]  # of FACT, (n_contacts,)


@dataclass(frozen=True, slots=True)
class FactsBefore:
    """The facts of an earlier generation, taken over for profiles that are what they were.

    Attributes:
        hashes: Of the profile of each contact, see `profile_hash`; 0 where it is not known.
        same_day: Whether they were read today: what follows from dates grows day by day.
    """

    contact_ids: NDArray[np.bytes_]
    table: FactTable
    hashes: Hashes
    same_day: bool

    def rows(self, ids: NDArray[np.bytes_], hashes: Hashes) -> tuple[FactTable, NDArray[np.bool_]]:
        """Gives a row for each contact, and which of them hold."""
        at, known = _places(self.contact_ids, ids)
        rows = self.table[at]
        known &= (self.hashes[at] == hashes) & (hashes != 0)
        return rows, known if self.same_day else known & np.isnan(rows["age_years"])


def told_facts(facts: Mapping[str, ProfileFacts]) -> FactBlock:
    """Makes a block of facts that are known already."""
    told = list(facts.values())
    return FactBlock(list(facts), [""] * len(told), lambda places: [told[place] for place in places])


def fact_table(
    contact_ids: NDArray[np.bytes_], blocks: Iterable[FactBlock], before: FactsBefore | None = None
) -> tuple[FactTable, Hashes]:
    """Writes facts as rows of `FACT`, in the order of these ids; a contact who is missing tells nothing.

    Returns:
        The rows, and the hash of each contact's profile.
    """
    table = np.full(len(contact_ids), np.array([_row(ProfileFacts())], FACT), FACT)
    hashes = np.zeros(len(contact_ids), np.uint64)
    for block in blocks:
        ids = np.array([contact_id.encode() for contact_id in block.ids], np.bytes_)
        told = np.array([profile_hash(text) for text in block.texts], np.uint64)
        rows, same = np.empty(len(ids), FACT), np.zeros(len(ids), np.bool_)
        if before is not None and len(before.contact_ids):
            rows, same = before.rows(ids, told)
        at, known = _places(contact_ids, ids)
        kept, changed = known & same, np.flatnonzero(known & ~same)
        table[at[kept]], hashes[at[known]] = rows[kept], told[known]
        table[at[changed]] = np.array([_row(facts) for facts in block.read(changed.tolist())], FACT)
    return table, hashes


def profile_hash(text: str) -> int:
    """Gives 64 bits of a profile's BLAKE2b, others in another version of Coopt: it may read otherwise."""
    if not text:
        return 0
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, person=_version()).digest(), "little")


@cache
def _version() -> bytes:
    try:
        return version("coopt").encode()[: hashlib.blake2b.PERSON_SIZE]
    except PackageNotFoundError:
        return b""


def _places(contact_ids: NDArray[np.bytes_], ids: NDArray[np.bytes_]) -> tuple[Places, NDArray[np.bool_]]:
    """Finds ids among ascending ones: where each stands, and whether it is there."""
    at = np.minimum(np.searchsorted(contact_ids, ids), max(len(contact_ids) - 1, 0))
    return at, contact_ids[at] == ids if len(contact_ids) else np.zeros(len(ids), np.bool_)


@lru_cache(maxsize=MOST_ROWS)
def _row(facts: ProfileFacts) -> tuple[float, float, float, bytes, bytes]:
    languages = " ".join(f"{spoken.code}:{spoken.level or 0:d}" for spoken in facts.languages)
    return (
        _number(facts.years),
        _number(facts.seniority),
        _number(facts.age_years),
        languages.encode(),
        place_key(facts.place).encode(),
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def place_key(place: str) -> str:
    """Gives what two places are compared by: `Lyon, France` and `LYON (69)` become `lyon`."""
    words = fold(place.partition(",")[0].partition("(")[0]).replace("-", " ").split()
    return " ".join(word for word in words if not word.isdigit())
