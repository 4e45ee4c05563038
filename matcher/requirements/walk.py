"""The sentences of an advertisement, each with the part that it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matcher.requirements.spans import Line, Span, items_of, lines_of, sentences_of
from matcher.requirements.vocabulary import Section, Vocabulary, fold, vocabulary_for

LONGEST_LABEL = 60  # characters before a colon
TEXTS_KEPT = 4
FEW_WORDS = 6  # a colon is one


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line of a list."""

    span: Span
    section: Section
    bulleted: bool


@lru_cache(TEXTS_KEPT)
def sentences_with_sections(text: str, language: str) -> tuple[Sentence, ...]:
    """Gives the sentences in order; a line that is a heading opens a part and is left out.

    Those of the latest few texts are kept: requirements and facts are read from the same ones.

    Args:
        language: ISO 639-1 code of the text.
    """
    return tuple(_sentences(text, vocabulary_for(language)))


def _sentences(text: str, vocabulary: Vocabulary) -> Iterator[Sentence]:
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
            yield Sentence(sentence, here, line.bulleted)
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
