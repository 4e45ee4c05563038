"""The words by which advertisements state facts: those of their own language, and English ones."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from matcher.facts import Contract, Remote
from matcher.requirements.vocabulary import EVERYWHERE, LANGUAGES, LINE_END

WORDS = Path(__file__).parent / "words" / "facts"  # a file a language


@dataclass(frozen=True, slots=True)
class YearsWords:
    """The patterns of a number of years, over folded text.

    Attributes:
        amount: A number or a range of years or months, with the groups low, low_month, high, year and month.
        before: Ends where the amount begins and makes it something else, such as an age.
        after: Begins where the amount ends and does the same.
        company: Who says that the experience is the company's own.
        person: Who says that it is asked for all the same.
    """

    numbers: Mapping[str, float]
    amount: re.Pattern[str]
    experience: re.Pattern[str]
    asked: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    company: re.Pattern[str]
    person: re.Pattern[str]
    beginner: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FactWords:
    """The patterns of a language, over folded lines; `place_prose` is over the text as it stands.

    Attributes:
        remote: In the order in which they are tried.
    """

    years: YearsWords
    remote: tuple[tuple[Remote, re.Pattern[str]], ...]
    contract_label: re.Pattern[str]
    contract_labelled: Mapping[Contract, re.Pattern[str]]
    contract_surely: Mapping[Contract, re.Pattern[str]]
    place_label: re.Pattern[str]
    place_prose: re.Pattern[str]
    seniority: tuple[re.Pattern[str], ...]


@cache
def fact_words_for(language: str) -> FactWords:
    """Compiles the words of a language; of all known ones together where the language is another."""
    codes = dict.fromkeys((language, EVERYWHERE)) if language in LANGUAGES else LANGUAGES
    words = [_words_of(code) for code in codes]
    contract = [word["contract"] for word in words]
    return FactWords(
        years=_years(words),
        remote=_remote([word["remote"] for word in words]),
        contract_label=re.compile(rf"^(?:{_either(contract, 'label')}) ?[:–-] ?(?P<value>.+)", re.M),
        contract_labelled=_by_contract([word["labelled"] for word in contract]),
        contract_surely=_by_contract([word["surely"] for word in contract]),
        place_label=re.compile(rf"^(?:{_either([word['place'] for word in words], 'label')}) ?:"),
        place_prose=_place_prose([word["place"] for word in words]),
        seniority=tuple(re.compile(LINE_END.sub("", word["seniority"]["said"])) for word in words),
    )


@cache
def _words_of(language: str) -> Mapping[str, Any]:
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def _either(tables: Iterable[Mapping[str, str]], key: str) -> str:
    return "|".join(LINE_END.sub("", table[key]) for table in tables)


def _years(words: list[Mapping[str, Any]]) -> YearsWords:
    tables = [word["years"] for word in words]
    numbers = {name: float(value) for word in words for name, value in word["numbers"].items()}
    said = {key: re.compile(_either(tables, key)) for key in ("experience", "asked", "company", "person")}
    between = r"(?: ?plus de | ?more than | ?over | ?environ | ?about | ?d'une? | ?de | ?d')?"
    return YearsWords(
        numbers=numbers,
        amount=_amount(tables, numbers),
        before=re.compile(rf"\b(?:{_either(tables, 'before_other')})[ :(,]*{between}$"),
        after=re.compile(rf"[ )',]*(?:of |de |d')?(?:{_either(tables, 'after_other')})"),
        beginner=re.compile(_either(tables, "beginner")),
        **said,
    )


def _amount(tables: list[Mapping[str, str]], numbers: Mapping[str, float]) -> re.Pattern[str]:
    number = rf"\d{{1,2}}(?:[.,]5)?|{'|'.join(sorted(numbers, key=len, reverse=True))}"
    year, month = _either(tables, "year"), _either(tables, "month")
    joined = rf" ?(?:[-–/]|\b(?:{_either(tables, 'between')})\b)(?: moins de| less than)? ?"
    return re.compile(
        rf"(?<![\w.,])(?P<low>{number})(?: ?\([\w ]+\))?(?: ?\+)?(?:-| (?:{_either(tables, 'or_more')}))?"
        rf"(?: (?:(?P<low_month>{month})|(?:{year}))(?=\W))?"
        rf"(?:{joined}(?P<high>{number})(?: ?\([\w ]+\))?)? ?\+?-? ?"
        rf"(?:(?P<year>{year})|(?P<month>{month}))(?!\w)"
    )


def _remote(tables: list[Mapping[str, str]]) -> tuple[tuple[Remote, re.Pattern[str]], ...]:
    order = (("never", Remote.ON_SITE), ("remote", Remote.REMOTE), ("hybrid", Remote.HYBRID))
    kinds = (*order, ("on_site", Remote.ON_SITE))
    return tuple((remote, re.compile(_either(tables, key), re.M)) for key, remote in kinds)


def _by_contract(tables: list[Mapping[str, str]]) -> Mapping[Contract, re.Pattern[str]]:
    return {contract: re.compile(_either(tables, contract.value), re.M) for contract in Contract}


def _place_prose(tables: list[Mapping[str, str]]) -> re.Pattern[str]:
    name = r"[A-ZÀ-Ý][\w'’]+(?:[ -](?:(?:de|du|la|le|les|sur|en|sous|of|the)[ -])*[A-ZÀ-Ý][\w'’]+){0,3}"
    return re.compile(rf"\b(?i:{_either(tables, 'prose')}) (?P<place>{name})")
