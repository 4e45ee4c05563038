"""What is known of names before any network is read: particles, forms of given names, and shares."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists of `names.toml`, folded as they stand there.

    Attributes:
        particles: Words that may be left out of a name.
        articles: Words that belong to the name which follows them.
        titles: Words that are no part of a name.
        born: Words between a name and the one before marriage.
        given: From a form of a given name to the lines on which it stands.
        shares: From a name to its share of a population, 0 to 1.
        given_names, family_names: The names that are listed with a share or as a form.
    """

    particles: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    born: frozenset[str]
    given: Mapping[str, frozenset[int]]
    shares: Mapping[str, float]
    given_names: frozenset[str]
    family_names: frozenset[str]


@cache
def name_words() -> NameWords:
    """Gives the lists, read once."""
    data = tomllib.loads((files("matcher.identity") / "names.toml").read_text(encoding="utf-8"))
    given, family = _shares(data["given_names"]), _shares(data["family_names"])
    forms = _forms(data["given"])
    return NameWords(
        particles=frozenset(data["particles"].split()),
        articles=frozenset(data["articles"].split()),
        titles=frozenset(data["titles"].split()),
        born=frozenset(data["born"].split()),
        given=forms,
        shares={name: max(given.get(name, 0), family.get(name, 0)) for name in given | family},
        given_names=frozenset(given) | frozenset(forms),
        family_names=frozenset(family),
    )


def _shares(tiers: Mapping[str, str]) -> dict[str, float]:
    """The highest tier of a name counts: they are listed from it downwards."""
    shares: dict[str, float] = {}
    for share, names in tiers.items():
        for name in names.split():
            shares.setdefault(name, float(share))
    return shares


def _forms(text: str) -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(text.strip().splitlines()):
        for name in line.split():
            lines[name].add(number)
    return {name: frozenset(numbers) for name, numbers in lines.items()}
