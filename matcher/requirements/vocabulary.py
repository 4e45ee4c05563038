"""The patterns by which a text in one language is read: its own words and English ones, which are everywhere."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from matcher.requirements import words

LONGEST_HEADING = 80  # characters
DECORATION = " \t\xa0:.*#-–—_?!>=¿•·►▶✨'\"[]{}()"

# What may follow the words of a heading: without this, "Experience with SQL" would be one.
FILLER = re.compile(rf"\b(?:{'|'.join(words.HEADING_FILLER)})\b")


class Section(StrEnum):
    """What the heading above a line says of it."""

    MUST = "must"
    NICE = "nice"
    ASIDE = "aside"
    OPEN = "open"  # no heading tells


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The patterns of a language, over folded text."""

    headings: Mapping[Section, re.Pattern[str]]
    nice: re.Pattern[str]
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

    def asks(self, folded: str) -> bool:
        """Says whether a sentence asks something of the reader and tells nothing of the company or the offer."""
        return bool(self.asking.search(folded)) and not (
            self.never.search(folded) or self.company.search(folded)
        )

    def _started(self, folded: str, *, loosely: bool = True) -> Section | None:
        """Gives the section whose heading the line starts with; strictly, nothing but filler may follow."""
        for section, pattern in self.headings.items():
            match = pattern.match(folded)
            if match and (loosely or not FILLER.sub("", folded[match.end() :]).strip(DECORATION + "/,&+")):
                return section
        return None

    def _announced(self, folded: str) -> Section | None:
        if self.asking.search(folded):
            return Section.NICE if self.nice.search(folded) else Section.MUST
        return next((s for s, pattern in self.headings.items() if pattern.search(folded)), None)


def fold(text: str) -> str:
    """Gives the text in lower case, without accents, with plain apostrophes and single blanks."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(bare.casefold().split())


@cache
def vocabulary_for(language: str) -> Vocabulary:
    """Compiles the vocabulary of a language; of all known ones together where the language is another."""
    known = (language, "en") if language in words.MUST_HEADINGS else tuple(words.MUST_HEADINGS)
    languages = tuple(dict.fromkeys(known))
    return Vocabulary(
        headings={
            # In this order: "Avantages du poste" is about the offer though it names the position.
            Section.NICE: _any_of(words.NICE_HEADINGS, languages, starts=True),
            Section.ASIDE: _any_of(words.ASIDE_HEADINGS, languages, starts=True),
            Section.OPEN: _any_of(words.OPEN_HEADINGS, languages, starts=True),
            Section.MUST: _any_of(words.MUST_HEADINGS, languages, starts=True),
        },
        nice=_any_of(words.NICE_MARKS, languages),
        must=_any_of(words.MUST_MARKS, languages),
        asking=_any_of(words.ASKING_MARKS, languages),
        never=_any_of(words.NEVER_MARKS, languages),
        company=_any_of(words.COMPANY_MARKS, languages),
    )


def _any_of(
    patterns: Mapping[str, Iterable[str]], languages: Iterable[str], *, starts: bool = False
) -> re.Pattern[str]:
    alternatives = "|".join(pattern for language in languages for pattern in patterns[language])
    return re.compile(rf"\b(?:{alternatives})" if starts else alternatives)
