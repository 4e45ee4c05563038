"""Why a contact came to mind, in plain words: from met requirements alone, in the contact's own terms."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from matcher.evidence import Evidence, Grade
from matcher.fragments import FragmentKind
from matcher.identity import fold
from matcher.opening import RequirementKind

WORDS = Path(__file__).parent / "words" / "reasons.toml"
MOST_TOPICS = 2  # a note is no dossier
LONGEST_TOPIC, LONGEST_TITLE = 80, 80  # characters
TOPICAL = (FragmentKind.EXPERIENCE, FragmentKind.SUMMARY, FragmentKind.SKILLS, FragmentKind.HEADLINE)
EDGES = " .,;:!?()[]«»“”„\"'’·-–—"
ADDRESS = re.compile(r"@|https?:|www\.|\d{6,}")


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for a contact.

    Attributes:
        title: One that the contact holds or held, as their profile writes it; empty where none came close.
        company: Where that was.
        topics: What the opening asks for and the profile tells of, in the profile's words.
    """

    title: str = ""
    company: str = ""
    topics: tuple[str, ...] = ()


def reasons_of(evidence: Iterable[Evidence]) -> Reasons:
    """Picks the reasons that may stand in a note; what is sensitive, unmet or met in part is left out."""
    title = company = ""
    topics: list[str] = []
    for one in evidence:
        kind, _, place = one.source.partition(", ")
        if one.grade is not Grade.MET or _is_unfit(one.quote):
            continue
        if one.requirement.kind is RequirementKind.TITLE:
            if kind == FragmentKind.TITLE and len(one.quote) <= LONGEST_TITLE:
                title, company = " ".join(one.quote.split()), " ".join(place.split())
        elif kind in TOPICAL:
            topic = _shared(one.requirement.text, one.quote)
            if topic and len(topic) <= LONGEST_TOPIC and not _is_told(topic, topics):
                topics.append(topic)
    return Reasons(title, "" if _is_unfit(company) else company, tuple(topics[:MOST_TOPICS]))


def _shared(asked: str, told: str) -> str:
    """Gives the longest run of words that a requirement and a quote have in common, as the quote writes it.

    Empty where that says too little: one word counts only if it is a name, such as PostgreSQL.
    """
    words = told.split()
    matcher = SequenceMatcher(None, _folded(asked.split()), _folded(words), autojunk=False)
    runs = (words[block.b : block.b + block.size] for block in matcher.get_matching_blocks())
    best = max((_trimmed(run) for run in runs), key=len, default=[])
    telling = [word for word in best if not _is_empty(word)]
    is_enough = len(telling) > 1 or any(_is_name(word, words[0]) for word in telling)
    return " ".join(best).strip(EDGES) if is_enough else ""


def _folded(words: list[str]) -> list[str]:
    return [fold(word).strip(EDGES) for word in words]


def _trimmed(run: list[str]) -> list[str]:
    while run and _is_empty(run[0]):
        run = run[1:]
    while run and _is_empty(run[-1]):
        run = run[:-1]
    return run


def _is_empty(word: str) -> bool:
    return fold(word).strip(EDGES) in _words()[0] | {""}


def _is_name(word: str, first: str) -> bool:
    """A capital within a sentence, or a word such as `dbt2` or `C++`."""
    bare = word.strip(EDGES)
    inner = bare[1:] if word is first else bare
    return any(c.isupper() for c in inner) or any(c.isdigit() or c in "+#" for c in bare)


def _is_told(topic: str, topics: list[str]) -> bool:
    return any(fold(topic) in fold(other) or fold(other) in fold(topic) for other in topics)


def _is_unfit(quote: str) -> bool:
    folded = fold(quote)
    return bool(ADDRESS.search(folded)) or _words()[1].search(folded) is not None


@cache
def _words() -> tuple[frozenset[str], re.Pattern[str]]:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    stems = "|".join(map(re.escape, words["sensitive"].split()))
    return frozenset(words["empty"].split()), re.compile(rf"\b(?:{stems})")
