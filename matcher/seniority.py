"""The rung of the ladder that a job title names."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from matcher.facts import Seniority
from matcher.identity import fold

WORDS = Path(__file__).with_name("seniority.toml")
LINE_END = re.compile(r"\n\s*")
LONGEST_TITLE = 200  # characters
MOST_TITLES = 65_536  # kept in memory: networks repeat their titles
EMPLOYER = re.compile(r" (?:at|chez|bei|@) .*")
# The second ending of a word for both genders: "Chef-fe", "Développeur·se", "Directeur(trice)".
ENDING = re.compile(
    r"[·.(/](?:e|ne|se|rice|trice|euse|fe|in|a|x|ere|iere|le)s?\b\)?|-(?:fe|se|rice|trice|euse)s?\b"
)
JOINERS = re.compile(r"[-_–/]")


@dataclass(frozen=True, slots=True)
class _Ladder:
    """The patterns over folded titles, the rungs in the order in which they are tried.

    Attributes:
        any: Those of all rungs: half of the titles have none, and are asked once.
    """

    any: re.Pattern[str]
    trades: re.Pattern[str]
    deputies: re.Pattern[str]
    rungs: tuple[tuple[Seniority, re.Pattern[str]], ...]


@lru_cache(maxsize=MOST_TITLES)
def seniority_of_title(title: str) -> Seniority | None:
    """Gives the rung that a title names, None where it names none.

    Trades that sound like a rung, such as `chef de projet` or `account manager`, name none.
    """
    ladder, bare = _ladder(), _bare(title)
    if not ladder.any.search(bare):
        return None
    bare = ladder.trades.sub(" ", bare)
    rung = next((rung for rung, pattern in ladder.rungs if pattern.search(bare)), None)
    if rung is not None and rung >= Seniority.LEAD and ladder.deputies.search(bare):
        return Seniority(rung - 1)
    return rung


def _bare(title: str) -> str:
    folded = fold(title[:LONGEST_TITLE].replace("’", "'"))
    joined = " ".join(JOINERS.sub(" ", ENDING.sub("", folded)).split())
    return EMPLOYER.sub("", joined)


@cache
def _ladder() -> _Ladder:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    rungs = tuple((Seniority[rung["name"]], _either(rung["words"])) for rung in words["rungs"])
    every = _either([pattern for rung in words["rungs"] for pattern in rung["words"]])
    return _Ladder(every, _either(words["trades"]), _either(words["deputies"]), rungs)


def _either(patterns: list[str]) -> re.Pattern[str]:
    """Puts patterns together; each begins where a word does, and is tried nowhere else."""
    either = "|".join(LINE_END.sub("", pattern) for pattern in patterns)
    return re.compile(rf"\b(?=\w)(?:{either})")
