"""Asks the real search about careers that differ in what must not count, and measures the difference."""

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

from matcher.answer import Answer
from matcher.fairness.careers import Career, Form, in_form, profile_of, read_careers, read_words
from matcher.fairness.difference import Difference
from matcher.fairness.variants import Family, Trait, Variant, families_of
from matcher.network import HowKnown, Network
from matcher.opening import Opening
from matcher.readers.openings.plain_text import build_opening, title_of
from matcher.readers.report import ContactRow, Reading
from matcher.signals import Signal
from matcher.suggest import Suggester
from matcher.suggestion import Suggestion
from matcher.workspace import Workspace

CAREERS_QUICK = 3  # of each language
CAUSES = 3
LEAST_CAUSE = 1e-6  # of the log-odds

Progress = Callable[[int, int], None]


def counterfactuals(
    open_workspace: Callable[[Path], Workspace],
    background: Reading[ContactRow],
    *,
    traits: Sequence[Trait] = tuple(Trait),
    careers: Sequence[Career] | None = None,
    quick: bool = False,
    progress: Progress | None = None,
) -> tuple[Difference, ...]:
    """Measures every variant of every career, in a temporary data folder for each trait.

    Args:
        open_workspace: Opens an empty data folder with the encoder that is tested.
        background: The contacts among whom the careers stand.
        careers: Those that are tested; all that come with Coopt, or with `quick` three of each language,
            unless told.
        quick: Fewer careers and fewer names.
        progress: Is told of traits done.
    """
    found: list[Difference] = []
    tested = careers or (_some_careers() if quick else read_careers())
    for done, trait in enumerate(traits):
        if progress is not None:
            progress(done, len(traits))
        with (
            tempfile.TemporaryDirectory(prefix="coopt-fairness-") as folder,
            open_workspace(Path(folder)) as workspace,
        ):
            found.extend(_Probe(workspace, background).measure(_families(trait, tested, quick=quick)))
    if progress is not None:
        progress(len(traits), len(traits))
    return tuple(found)


def _some_careers() -> list[Career]:
    by_language: dict[str, list[Career]] = {}
    for career in read_careers():
        by_language.setdefault(career.language, []).append(career)
    return [career for careers in by_language.values() for career in careers[:CAREERS_QUICK]]


def _families(trait: Trait, careers: Iterable[Career], *, quick: bool) -> list[Family]:
    forms = cycle((Form.MASCULINE, Form.FEMININE))  # half of the careers each, where it is not the trait
    return [
        family
        for career, form in zip(careers, forms, strict=False)
        for family in families_of(career, trait, form, quick=quick)
    ]


@dataclass(frozen=True, slots=True)
class _Member:
    """A variant as somebody in a network; `contact_id` is known once it is imported."""

    name: str
    variant: Variant
    contact_id: str = ""


@dataclass(frozen=True, slots=True)
class _Cast:
    """A family in a network of its own, the base first."""

    family: Family
    network: Network
    members: tuple[_Member, ...]


class _Probe:
    """A network for each family, in which its people stand among others."""

    def __init__(self, workspace: Workspace, background: Reading[ContactRow]) -> None:
        self._workspace, self._background = workspace, background
        self._today = date.today()

    def measure(self, families: Sequence[Family]) -> Iterator[Difference]:
        """Imports everybody, then compares each family for each of its openings."""
        names = invented_names()
        casts = [self._cast(family, f"fairness-{n}", names) for n, family in enumerate(families)]
        for cast in casts:
            for opening in openings_of(cast.family.base.career):
                yield from self._compare(cast, opening)

    def _cast(self, family: Family, employee: str, names: Iterator[str]) -> _Cast:
        members = [_Member(v.name or next(names), v) for v in (family.base, *family.others)]
        rows = tuple(self._row(member, f"{employee}/{n}") for n, member in enumerate(members))
        store = self._workspace.store
        store.import_contacts(self._background, employee)
        store.import_contacts(Reading("fairness", "variants", rows), employee)
        network = store.network(employee)
        ids = {c.name: c.id for c in store.contacts_by_id(network.contact_ids).values()}
        return _Cast(family, network, tuple(replace(m, contact_id=ids[m.name]) for m in members))

    def _row(self, member: _Member, key: str) -> ContactRow:
        variant = member.variant
        profile = profile_of(variant.career, member.name, form=variant.form, today=self._today)
        return ContactRow(profile, line=1, keys=(f"url:fairness.example/{key}",), how_known=HowKnown.LINKEDIN)

    def _compare(self, cast: _Cast, opening: Opening) -> Iterator[Difference]:
        everyone, suggester = len(cast.network.contact_ids), self._workspace.suggester()
        answer = suggester.answer(opening, cast.network, k=everyone, include_below_bar=True)
        suggestions = answer.shortlist.suggestions
        base, *others = cast.members
        own = {member.contact_id for member in cast.members}
        standing = _Standing(
            {s.contact.id: s for s in suggestions if s.contact.id in own},
            tuple(s.score for s in suggestions if s.contact.id not in own),
            _passing(suggester, answer),
        )
        for member in others:
            yield standing.difference(cast.family.trait, opening, base, member)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a family's people stand for one opening.

    Attributes:
        own: Their suggestions by contact id.
        others: Scores of everybody else who was found.
        shown: Those who pass the bar.
    """

    own: Mapping[str, Suggestion]
    others: tuple[float, ...]
    shown: frozenset[str]

    def difference(self, trait: Trait, opening: Opening, base: _Member, member: _Member) -> Difference:
        one, other = self.own[base.contact_id], self.own[member.contact_id]
        return Difference(
            trait=trait,
            career=member.variant.career.id,
            language=member.variant.career.language,
            label=member.variant.label,
            opening=opening.title,
            opening_language=opening.language,
            base=_fit(one),
            variant=_fit(other),
            allowed=_allowed(one, other, member.variant.allowed),
            rank_shift=self._rank(other) - self._rank(one),
            shown_changed=(one.contact.id in self.shown) != (other.contact.id in self.shown),
            causes=_causes(one, other),
        )

    def _rank(self, suggestion: Suggestion) -> int:
        return 1 + sum(score > suggestion.score for score in self.others)


def _passing(suggester: Suggester, answer: Answer) -> frozenset[str]:
    """Gives the ids of those above the bar."""
    found = answer.candidates
    if found is None:
        return frozenset()
    return frozenset(
        suggester.index.contact_ids[contact].decode() for contact in found.pool.contacts[found.ranking.passes]
    )


def _fit(suggestion: Suggestion) -> float:
    return suggestion.score if suggestion.probability is None else suggestion.probability


def _allowed(base: Suggestion, variant: Suggestion, signals: Iterable[Signal]) -> float:
    """Gives what the probability would change by if these signals alone differed from the variant's.

    The variant is scored again with the base's value of each of these signals; what that changes is the
    work's.
    """
    if variant.probability is None:
        return 0.0
    explained = sum(_part(variant, signal) - _part(base, signal) for signal in signals)
    return variant.probability - 1 / (1 + math.exp(explained - variant.score))


def _causes(base: Suggestion, variant: Suggestion) -> tuple[tuple[str, float], ...]:
    parts = {name: _part(variant, name) - _part(base, name) for name in variant.contributions}
    largest = sorted(parts.items(), key=lambda item: (-abs(item[1]), item[0]))[:CAUSES]
    return tuple((name, part) for name, part in largest if abs(part) > LEAST_CAUSE)


def _part(suggestion: Suggestion, signal: str) -> float:
    return suggestion.contributions.get(signal, 0.0)


def invented_names() -> Iterator[str]:
    """Gives names for those of whom it is not the name that differs; none twice."""
    groups = read_words("names")["groups"]
    firsts = [first for group in groups for gender in ("feminine", "masculine") for first in group[gender]]
    lasts = [last for group in groups for last in group["surnames"]]
    for shift in range(len(lasts)):
        for number, first in enumerate(firsts):
            yield f"{first} {lasts[(number * 5 + shift) % len(lasts)]}"


def openings_of(career: Career) -> tuple[Opening, ...]:
    """Gives the openings of a career in each form; the first is where the career's person lives."""
    texts: dict[str, str] = {}
    for number, text in enumerate(career.openings):
        texts |= {in_form(text, form): career.place if number == 0 else "" for form in Form}
    return tuple(
        build_opening(title_of(text), text, source="fairness", location=place)
        for text, place in texts.items()
    )
