"""The facts that an opening of France Travail states in fields of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matcher.facts import Contract, OpeningFacts, Seniority, SpokenLanguage
from matcher.requirements.fact_words import fact_words_for
from matcher.requirements.spoken import languages_named
from matcher.requirements.vocabulary import fold
from matcher.requirements.years import years_in

LANGUAGE = "fr"
CONTRACTS = {
    "CDI": Contract.PERMANENT,
    "DIN": Contract.PERMANENT,
    "CDD": Contract.FIXED_TERM,
    "DDI": Contract.FIXED_TERM,
    "SAI": Contract.FIXED_TERM,
    "MIS": Contract.TEMPORARY,
    "TTI": Contract.TEMPORARY,
    "LIB": Contract.FREELANCE,
    "CCE": Contract.FREELANCE,
    "FRA": Contract.FREELANCE,
}
LEARNING = frozenset((Contract.INTERNSHIP, Contract.APPRENTICESHIP))
APPRENTICE_NATURES = ("apprentissage", "professionnalisation")


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """The fields as they stand.

    Attributes:
        experience: Such as `3 An(s)`, `Expérience exigée de 6 Mois` or `Débutant accepté`.
        contract: A code such as `CDI`.
        nature: Such as `Contrat apprentissage`.
        languages: Those that are insisted on.
    """

    experience: str = ""
    contract: str = ""
    nature: str = ""
    apprentice: bool = False
    languages: tuple[str, ...] = ()


def with_stated_facts(facts: OpeningFacts, stated: StatedFacts) -> OpeningFacts:
    """Gives the facts with those stated in their own fields, which win over what the text seems to say.

    Two are poorer than the text: `Débutant accepté`, at which many leave the form, and the code of the
    contract, which has none for an internship and is `CDD` for many apprenticeships.
    """
    contract = _contract(facts, stated)
    learning = contract is Contract.APPRENTICESHIP and facts.seniority is None
    return replace(
        _with_years(facts, stated.experience),
        languages=tuple(_languages(facts, stated)),
        contract=contract,
        seniority=Seniority.INTERN if learning else facts.seniority,
    )


def _with_years(facts: OpeningFacts, experience: str) -> OpeningFacts:
    words, folded = fact_words_for(LANGUAGE).years, fold(experience)
    if years := years_in(folded, words):
        return replace(facts, years_min=years.low, years_max=years.high or _above(facts, years.low))
    if words.beginner.search(folded) and not facts.years_min:
        return replace(facts, years_min=0.0, years_max=None)
    return facts


def _above(facts: OpeningFacts, low: float) -> float | None:
    """Gives the upper bound that the text tells, where it tells the same lower one."""
    return facts.years_max if facts.years_min == low else None


def _contract(facts: OpeningFacts, stated: StatedFacts) -> Contract | None:
    nature = stated.nature.casefold()
    if stated.apprentice or any(word in nature for word in APPRENTICE_NATURES):
        return Contract.APPRENTICESHIP
    if facts.contract in LEARNING:
        return facts.contract
    return CONTRACTS.get(stated.contract.upper(), facts.contract)


def _languages(facts: OpeningFacts, stated: StatedFacts) -> Iterator[SpokenLanguage]:
    """Gives the languages of the text, whose levels are told, then those stated that it does not name."""
    yield from facts.languages
    known = {language.code for language in facts.languages}
    for language in languages_named("; ".join(stated.languages)):
        if language.code not in known:
            yield language
