"""Companies by name: what is left of one once case, accents, punctuation and the legal form are gone."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from matcher.identity import fold

_WORDS = Path(__file__).with_name("companies.toml")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65_536)
def company_key(company: str) -> str:
    """Gives what two names of one company share: `Orsena S.A.S.` and `ORSENA` become `orsena`.

    Words for working on one's own, such as `Freelance`, are no company: they become empty.
    """
    legal_forms, no_company = _lists()
    words = _WORD.findall(fold(company).replace(".", ""))
    while len(words) > 1 and words[-1] in legal_forms:
        words.pop()
    key = " ".join(words)
    return "" if key in no_company else key


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return frozenset(words["legal_forms"].split()), frozenset(words["no_company"])
