"""What an opening asks for as facts: years, languages, seniority, place, remote work, contract."""

import re
from collections.abc import Iterable, Iterator, Mapping

from matcher.facts import Contract, OpeningFacts, Remote, Seniority, SpokenLanguage
from matcher.requirements.fact_words import FactWords, fact_words_for
from matcher.requirements.spoken import languages_asked, merged
from matcher.requirements.vocabulary import Section, Vocabulary, fold, vocabulary_for
from matcher.requirements.walk import sentences_with_sections
from matcher.requirements.years import Statement, years_asked
from matcher.seniority import seniority_of_title

LONGEST_SENTENCE = 2000  # characters
LONGEST_PLACE = 60  # characters
MOST_PLACE_WORDS = 7
LEARNING = frozenset((Contract.INTERNSHIP, Contract.APPRENTICESHIP))
CLAUSE_END = re.compile(r"[,;] ")
BULLET_SIGNS = " \t\xa0-*•·–—#_:"


def opening_facts(title: str, text: str, language: str, *, location: str = "") -> OpeningFacts:
    """Reads the facts that an advertisement states; what it says nothing of is left None or empty.

    Languages that are only welcome are left out; so are such years, unless there are no others.

    Args:
        title: The title of the role.
        text: The advertisement as plain text.
        language: ISO 639-1 code of the text.
        location: The place where the source states it apart from the text.
    """
    words = fact_words_for(language)
    vocabulary = vocabulary_for(language)
    statements = list(_statements(text, language))
    lines = "\n".join(fold(line.strip(BULLET_SIGNS)) for line in text.splitlines())
    years = years_asked(statements, words.years)
    contract = _contract(fold(title), lines, words)
    return OpeningFacts(
        years_min=years.low if years else None,
        years_max=years.high if years else None,
        languages=_languages(statements, vocabulary),
        seniority=_seniority(title, statements, words, contract),
        place=location or _place(text, words),
        remote=_remote(f"{fold(title)}\n{fold(location)}\n{lines}", words),
        contract=contract,
    )


def _statements(text: str, language: str) -> Iterator[Statement]:
    vocabulary = vocabulary_for(language)
    for sentence in sentences_with_sections(text, language):
        folded = fold(sentence.span.of(text)[:LONGEST_SENTENCE])
        nice = vocabulary.welcomes(folded) or sentence.section is Section.NICE
        yield Statement(folded, sentence.section, nice and not vocabulary.must.search(folded))


def _languages(statements: Iterable[Statement], vocabulary: Vocabulary) -> tuple[SpokenLanguage, ...]:
    asking = (s for s in statements if s.section is not Section.ASIDE)
    return merged(language for statement in asking for language in _languages_in(statement, vocabulary))


def _languages_in(statement: Statement, vocabulary: Vocabulary) -> Iterator[SpokenLanguage]:
    """Gives the languages that a sentence insists on: one of "fluent English, German is a plus"."""
    if not statement.nice:
        yield from languages_asked(statement.folded)
    elif statement.section is not Section.NICE:
        for clause in CLAUSE_END.split(statement.folded):
            if not vocabulary.welcomes(clause):
                yield from (language for language in languages_asked(clause) if language.level)


def _seniority(
    title: str, statements: Iterable[Statement], words: FactWords, contract: Contract | None
) -> Seniority | None:
    """Reads the rung from the title; failing that, from what the text says to look for."""
    named = seniority_of_title(title)
    if named is not None or contract in LEARNING:
        return Seniority.INTERN if named is None else named
    asked = (s.folded for s in statements if s.section is not Section.ASIDE)
    said = (match for folded in asked for pattern in words.seniority if (match := pattern.search(folded)))
    rungs = (seniority_of_title(next(filter(None, match.groups()))) for match in said)
    return next((rung for rung in rungs if rung is not None), None)


def _remote(lines: str, words: FactWords) -> Remote | None:
    return next((remote for remote, pattern in words.remote if pattern.search(lines)), None)


def _contract(title: str, lines: str, words: FactWords) -> Contract | None:
    """Reads the kind of contract from the title, then from a line that states it, then from anywhere."""
    labelled = (match["value"] for match in words.contract_label.finditer(lines))
    stated = (_first_of(words.contract_labelled, text) for text in (title, *labelled))
    return next(filter(None, stated), None) or _first_of(words.contract_surely, lines)


def _first_of(patterns: Mapping[Contract, re.Pattern[str]], text: str) -> Contract | None:
    """Gives the contract that a text names first: "CDD, puis CDI" is one of fixed term."""
    found = {c: match.start() for c, pattern in patterns.items() if (match := pattern.search(text))}
    return min(found, key=lambda contract: found[contract]) if found else None


def _place(text: str, words: FactWords) -> str:
    """Gives the place that a line or a sentence of the text states."""
    lines = (line.strip(BULLET_SIGNS) for line in text.splitlines() if ":" in line)
    labelled = (line for line in lines if words.place_label.match(fold(line)))
    stated = (line.partition(":")[2].strip(BULLET_SIGNS) for line in labelled)
    place = next((place for place in stated if _is_place(place, words)), "")
    if not place and (match := words.place_prose.search(text)):
        place = match["place"]
    return place


def _is_place(text: str, words: FactWords) -> bool:
    named = 0 < len(text) <= LONGEST_PLACE and len(text.split()) <= MOST_PLACE_WORDS and text[0].isupper()
    return named and _remote(fold(text), words) is None
