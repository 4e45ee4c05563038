"""The patterns by which a text is read: those of its own language, and English ones, which are everywhere."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"  # a file a language
LANGUAGES = ("en", "fr", "es", "de")
EVERYWHERE = "en"
LONGEST_HEADING = 80  # characters
FEWEST_BEFORE_DETAIL = 20  # characters before "ideally" that say something by themselves
DECORATION = " \t\xa0:.*#-–—_?!>=¿•·►▶✨'\"[]{}()"
# The marks that decomposing leaves beside Latin letters; other scripts' marks are rare here, and kept.
MARKS = re.compile("[\u0300-\u036f]+")
LINE_END = re.compile(r"\n\s*")


class Section(StrEnum):
    """What the heading above a line says of it."""

    MUST = "must"
    NICE = "nice"
    ASIDE = "aside"
    OPEN = "open"  # no heading tells


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The patterns of a language, over folded text.

    Attributes:
        filler: What may follow the words of a heading: without it, "Experience with SQL" would be one.
    """

    filler: re.Pattern[str]
    headings: Mapping[Section, re.Pattern[str]]
    nice: re.Pattern[str]
    detail: re.Pattern[str]
    must: re.Pattern[str]
    asking: re.Pattern[str]
    never: re.Pattern[str]
    company: re.Pattern[str]

    def section_of(self, line: str, *, sure: bool = False) -> Section | None:
        """Gives the section that a line opens when it is a heading, otherwise None.

        Words before the one that counts are let by only in a line that ends with a colon: "Au sein de notre
        équipe, vos missions sont :".

        Args:
            line: A line, or the label before a colon with its colon.
            sure: Whether to take the heading's own words alone, with nothing before or after them.
        """
        if len(line) > 2 * LONGEST_HEADING:
            return None
        folded = fold(line).strip(DECORATION)
        end = line.rstrip(" \t\xa0*_")[-1:]
        if not folded or len(folded) > LONGEST_HEADING or end in (".", ";", ","):
            return None
        if end == ":" and not sure:
            return self._started(folded) or self._announced(folded)
        return self._started(folded, loosely=end == "?" and not sure)

    def announced_in(self, sentence: str) -> Section | None:
        """Gives the section that a long sentence ending with a colon opens, otherwise None."""
        if not sentence.rstrip(" \t\xa0*_").endswith(":"):
            return None
        return self._announced(fold(sentence).strip(DECORATION))

    def welcomes(self, folded: str) -> bool:
        """Says whether a sentence tells what is welcome and not insisted on.

        "3 years of experience, ideally in a garden" insists on the years.
        """
        return any(
            match.start() < FEWEST_BEFORE_DETAIL or not self.detail.match(folded, match.start())
            for match in self.nice.finditer(folded)
        )

    def asks(self, folded: str) -> bool:
        """Says whether a sentence asks something of the reader, and tells nothing of the company or offer."""
        return bool(self.asking.search(folded)) and not (
            self.never.search(folded) or self.company.search(folded)
        )

    def _started(self, folded: str, *, loosely: bool = True) -> Section | None:
        """Gives the section whose heading the line starts with; strictly, nothing but filler may follow."""
        for section, pattern in self.headings.items():
            match = pattern.match(folded)
            if match and (loosely or self._is_filler(folded[match.end() :])):
                return section
        return None

    def _is_filler(self, rest: str) -> bool:
        return not self.filler.sub("", rest).strip(DECORATION + "/,&+")

    def _announced(self, folded: str) -> Section | None:
        if self.asking.search(folded):
            return Section.NICE if self.nice.search(folded) else Section.MUST
        return next((s for s, pattern in self.headings.items() if pattern.search(folded)), None)


def fold(text: str) -> str:
    """Gives the text in lower case, without accents, with plain apostrophes and single blanks."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
        text = MARKS.sub("", decomposed)
    return " ".join(text.casefold().split())


@cache
def vocabulary_for(language: str) -> Vocabulary:
    """Compiles the vocabulary of a language; of all known ones together where the language is another."""
    codes = dict.fromkeys((language, EVERYWHERE)) if language in LANGUAGES else LANGUAGES
    words = [_words_of(code) for code in codes]
    return Vocabulary(
        filler=re.compile(rf"\b(?:{_either(words, 'heading_filler')})\b"),
        headings={
            # In this order: "Avantages du poste" is about the offer though it names the position.
            section: re.compile(rf"\b(?:{_either(words, f'{section}_headings')})")
            for section in (Section.NICE, Section.ASIDE, Section.OPEN, Section.MUST)
        },
        nice=re.compile(_either(words, "nice_marks")),
        detail=re.compile(_either(words, "detail_marks")),
        must=re.compile(_either(words, "must_marks")),
        asking=re.compile(_either(words, "asking_marks")),
        never=re.compile(_either(words, "never_marks")),
        company=re.compile(_either(words, "company_marks")),
    )


@cache
def _words_of(language: str) -> Mapping[str, list[str]]:
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


def _either(words: Iterable[Mapping[str, list[str]]], key: str) -> str:
    return "|".join(LINE_END.sub("", pattern) for language in words for pattern in language[key])
