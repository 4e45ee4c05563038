"""An opening's text, cut into what it asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.opening import Requirement, RequirementKind
from matcher.requirements.spans import (
    LONGEST_REQUIREMENT,
    Line,
    Span,
    clauses_of,
    items_of,
    lines_of,
    sentences_of,
)
from matcher.requirements.vocabulary import Section, Vocabulary, fold, vocabulary_for

__all__ = ["MOST_REQUIREMENTS", "is_heading", "requirements_of"]

MOST_REQUIREMENTS = 30
SHORTEST_REQUIREMENT = 2  # characters
LONGEST_LABEL = 60  # characters before a colon
FEW_WORDS = 6  # a colon is one
TRAILING = ' \t\xa0*_"»)'


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A piece of the text that may be a requirement; the higher `weight`, the more it tells."""

    span: Span
    kind: RequirementKind
    weight: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    section: Section
    bulleted: bool


def requirements_of(text: str, language: str) -> tuple[Requirement, ...]:
    """Cuts an advertisement into at most 30 requirements, in the order of the text.

    Headings and turns of phrase tell what is insisted on, what is welcome, and what is about the company,
    the offer or the way to apply, which is set aside.

    Args:
        text: The advertisement as plain text.
        language: ISO 639-1 code; where it is none of English, French, Spanish and German, the words of all
            four are tried.
    """
    candidates = _without_repeats(text, _candidates(text, vocabulary_for(language)))
    telling = sorted(candidates, key=lambda c: (-c.weight, c.span.start))[:MOST_REQUIREMENTS]
    return tuple(
        Requirement(c.span.of(text), c.kind, c.span.start, c.span.end)
        for c in sorted(telling, key=lambda c: c.span.start)
    )


def is_heading(line: str, language: str) -> bool:
    """Says whether a line announces a part of an advertisement, such as `Profil recherché`."""
    return vocabulary_for(language).section_of(line) is not None


def _candidates(text: str, vocabulary: Vocabulary) -> Iterator[_Candidate]:
    section, after_bullet = Section.OPEN, False
    for line in lines_of(text):
        if section is Section.NICE and after_bullet and not line.bulleted:
            section = Section.OPEN  # a list of what is welcome ends with its last bullet
        after_bullet = line.bulleted
        aside = section is Section.ASIDE
        opened = vocabulary.section_of(line.span.of(text), sure=aside and line.bulleted)
        if opened:
            section = opened
            continue
        label, content = _label_of(text, line, vocabulary, sure=aside)
        here = label or section
        for sentence in sentences_of(text, content):
            if not line.bulleted:
                here = _section_at(sentence.of(text), here, vocabulary)
            yield from _read(text, _Sentence(sentence, here, line.bulleted), vocabulary)
        if label is not Section.ASIDE and not line.bulleted:
            section = here


def _label_of(text: str, line: Line, vocabulary: Vocabulary, *, sure: bool) -> tuple[Section | None, Span]:
    """Reads a line such as `Profil recherché : vous êtes…`: the section of its label, and what is to be read.

    A short content keeps its label, without which `Expérience : 3 ans` would say little.
    """
    content = line.span.of(text)
    label, colon, _ = content[:LONGEST_LABEL].partition(":")
    if not colon:
        return None, line.span
    section = vocabulary.section_of(label + ":", sure=sure)
    if vocabulary.never.search(fold(label) + " :"):
        section = Section.ASIDE
    after = Span(line.span.start + len(label) + 1, line.span.end)
    few_words = len(content[len(label) :].split()) < FEW_WORDS
    return section, line.span if few_words and not items_of(text, after) else after


def _section_at(sentence: str, section: Section, vocabulary: Vocabulary) -> Section:
    """Gives the section that holds from a sentence on.

    An announcement opens one; and a sentence that asks something of the reader ends a part about the company.
    """
    announced = vocabulary.announced_in(sentence)
    if announced:
        return announced
    if section is Section.ASIDE and vocabulary.asks(fold(sentence)):
        return Section.OPEN
    return section


def _read(text: str, sentence: _Sentence, vocabulary: Vocabulary) -> Iterator[_Candidate]:
    """Gives the requirements that a sentence holds, none when it asks for nothing."""
    written = sentence.span.of(text)
    folded = fold(written)
    if not _asks_for_something(written, folded, sentence, vocabulary):
        return
    kind = _kind_of(folded, sentence.section, vocabulary)
    headed = sentence.section in (Section.MUST, Section.NICE)
    weight = 2 * headed + 2 * bool(vocabulary.asking.search(folded)) + sentence.bulleted
    for piece in _pieces(text, sentence.span):
        yield _Candidate(piece, kind, weight)


def _asks_for_something(written: str, folded: str, sentence: _Sentence, vocabulary: Vocabulary) -> bool:
    if sentence.section is Section.ASIDE or vocabulary.never.search(folded):
        return False
    if written.rstrip(TRAILING).endswith(("?", ":")):
        return False
    asking = bool(vocabulary.asking.search(folded))
    if sentence.section is Section.OPEN:
        return (asking or sentence.bulleted) and not vocabulary.company.search(folded)
    if sentence.bulleted or asking:
        return True
    return not (vocabulary.company.search(folded) or written.rstrip(TRAILING).endswith("!"))


def _kind_of(folded: str, section: Section, vocabulary: Vocabulary) -> RequirementKind:
    if vocabulary.nice.search(folded):
        return RequirementKind.NICE
    if section is Section.NICE and not vocabulary.must.search(folded):
        return RequirementKind.NICE
    return RequirementKind.MUST


def _pieces(text: str, span: Span) -> Iterator[Span]:
    for piece in items_of(text, span) or clauses_of(text, span):
        trimmed = piece.trimmed(text)
        # A piece that is only blanks or signs, or one letter, tells nothing.
        if SHORTEST_REQUIREMENT <= trimmed.end - trimmed.start <= LONGEST_REQUIREMENT and any(
            character.isalpha() for character in trimmed.of(text)
        ):
            yield trimmed


def _without_repeats(text: str, candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    seen = set()
    for candidate in candidates:
        key = fold(candidate.span.of(text)).strip(" .")
        if key not in seen:
            seen.add(key)
            yield candidate
