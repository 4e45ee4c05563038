"""An opening's text, cut into what it asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matcher.opening import Requirement, RequirementKind
from matcher.requirements.spans import LONGEST_REQUIREMENT, Span, clauses_of, items_of
from matcher.requirements.vocabulary import Section, Vocabulary, fold, vocabulary_for
from matcher.requirements.walk import Sentence, sentences_with_sections

__all__ = ["MOST_REQUIREMENTS", "is_heading", "requirements_of"]

MOST_REQUIREMENTS = 30
SHORTEST_REQUIREMENT = 2  # characters
ONE_LETTER_SKILLS = frozenset(("C", "R"))
TRAILING = ' \t\xa0*_"»)'


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A piece of the text that may be a requirement; the higher `weight`, the more it tells."""

    span: Span
    kind: RequirementKind
    weight: int


def requirements_of(text: str, language: str) -> tuple[Requirement, ...]:
    """Cuts an advertisement into at most 30 requirements, in the order of the text.

    Headings and turns of phrase tell what is insisted on, what is welcome, and what is about the company,
    the offer or the way to apply, which is set aside.

    Args:
        text: The advertisement as plain text.
        language: ISO 639-1 code; where it is none of English, French, Spanish and German, the words of all
            four are tried.
    """
    candidates = _without_repeats(text, _candidates(text, language))
    telling = sorted(candidates, key=lambda c: (-c.weight, c.span.start))[:MOST_REQUIREMENTS]
    return tuple(
        Requirement(c.span.of(text), c.kind, c.span.start, c.span.end)
        for c in sorted(telling, key=lambda c: c.span.start)
    )


def is_heading(line: str, language: str) -> bool:
    """Says whether a line announces a part of an advertisement, such as `Profil recherché`."""
    return vocabulary_for(language).section_of(line) is not None


def _candidates(text: str, language: str) -> Iterator[_Candidate]:
    vocabulary = vocabulary_for(language)
    for sentence in sentences_with_sections(text, language):
        yield from _read(text, sentence, vocabulary)


def _read(text: str, sentence: Sentence, vocabulary: Vocabulary) -> Iterator[_Candidate]:
    """Gives the requirements that a sentence holds, none when it asks for nothing."""
    written = sentence.span.of(text)
    folded = fold(written)
    if sentence.section is Section.ASIDE or vocabulary.never.search(folded):
        return
    asking = bool(vocabulary.asking.search(folded))
    if not _asks_for_something(written, folded, sentence, vocabulary, asking=asking):
        return
    kind = _kind_of(folded, sentence.section, vocabulary)
    headed = sentence.section in (Section.MUST, Section.NICE)
    weight = 2 * headed + 2 * asking + sentence.bulleted
    for piece in _pieces(text, sentence.span):
        yield _Candidate(piece, kind, weight)


def _asks_for_something(
    written: str, folded: str, sentence: Sentence, vocabulary: Vocabulary, *, asking: bool
) -> bool:
    if written.rstrip(TRAILING).endswith(("?", ":")):
        return False
    if sentence.section is Section.OPEN:
        return (asking or sentence.bulleted) and not vocabulary.company.search(folded)
    if sentence.bulleted or asking:
        return True
    return not (vocabulary.company.search(folded) or written.rstrip(TRAILING).endswith("!"))


def _kind_of(folded: str, section: Section, vocabulary: Vocabulary) -> RequirementKind:
    if vocabulary.welcomes(folded):
        return RequirementKind.NICE
    if section is Section.NICE and not vocabulary.must.search(folded):
        return RequirementKind.NICE
    return RequirementKind.MUST


def _pieces(text: str, span: Span) -> Iterator[Span]:
    for piece in items_of(text, span) or clauses_of(text, span):
        trimmed = piece.trimmed(text)
        if _tells(trimmed.of(text)):
            yield trimmed


def _tells(piece: str) -> bool:
    """Leaves out what is only blanks or signs, and one letter unless it is a language to program in."""
    if len(piece) < SHORTEST_REQUIREMENT:
        return piece in ONE_LETTER_SKILLS
    return len(piece) <= LONGEST_REQUIREMENT and any(map(str.isalpha, piece))


def _without_repeats(text: str, candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    seen = set()
    for candidate in candidates:
        key = fold(candidate.span.of(text)).strip(" .")
        if key not in seen:
            seen.add(key)
            yield candidate
