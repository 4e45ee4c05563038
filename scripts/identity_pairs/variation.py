"""The same person as another file tells: another spelling, another order, another job."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from matcher.identity.words import name_words
from scripts.identity_pairs.people import Pools, Told, draw

_NEAR_KEYS = {"a": "qzs", "e": "rzd", "i": "uok", "o": "ipl", "u": "yij", "n": "bhm", "r": "etf", "s": "qdz"}
_LEGAL = (" SA", " SAS", " S.A.", " Group", " France", " GmbH", " Ltd", " Inc.")
_RANKS = ("Senior ", "Lead ", "Head of ", "Responsable ")
_PARTICLES = ("de ", "du ", "d'", "van den ", "van ", "von ")


def slip(rng: Random, text: str) -> str:
    """Makes one slip of the pen in the middle of a word: a letter lost, doubled, changed or swapped."""
    places = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not places:
        return text
    i = rng.choice(places)
    near = rng.choice(_NEAR_KEYS.get(text[i].casefold(), "ert"))
    made = (
        text[:i] + text[i + 1 :],
        text[:i] + text[i] + text[i:],
        text[:i] + near + text[i + 1 :],
        text[:i] + text[i + 1] + text[i] + text[i + 2 :],
    )
    return rng.choice(made)


def unmarked(text: str) -> str:
    """Gives a text without diacritics, as a keyboard without them writes it."""
    plain = text.translate(str.maketrans("øØłŁı", "oOlLi"))
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def umlauts_spelled(text: str) -> str:
    """Gives umlauts as two letters: Jürgen becomes Juergen."""
    spelled = {"ü": "ue", "ö": "oe", "ä": "ae", "ø": "oe", "å": "aa", "Ø": "Oe", "Ö": "Oe", "Å": "Aa"}
    return unmarked("".join(spelled.get(c, c) for c in text))


def _typo(rng: Random, told: Told, _: Pools) -> Told:
    if rng.random() < 0.4:
        return replace(told, given=slip(rng, told.given))
    return replace(told, family=slip(rng, told.family))


def _accents(rng: Random, told: Told, _: Pools) -> Told:
    spell = umlauts_spelled if rng.random() < 0.3 else unmarked
    return replace(told, given=spell(told.given), family=spell(told.family))


def _order(rng: Random, told: Told, _: Pools) -> Told:
    made = (
        (told.family.upper(), told.given),
        (f"{told.family},", told.given),
        (told.family, told.given),
        (told.given, told.family.upper()),
    )
    first, last = rng.choice(made)
    return replace(told, given=first, family=last)


def _particle(_: Random, told: Told, __: Pools) -> Told:
    family = next((told.family[len(p) :] for p in _PARTICLES if told.family.startswith(p)), told.family)
    given = told.given.replace("-", " ")
    if (given, family) == (told.given, told.family):
        given, family = told.given.upper(), told.family.upper()
    return replace(told, given=given, family=family)


def _nickname(rng: Random, told: Told, _: Pools) -> Told:
    plain = unmarked(told.given).casefold()
    lines = name_words().given
    forms = sorted(name for name, at in lines.items() if name != plain and at & lines.get(plain, frozenset()))
    return replace(told, given=rng.choice(forms).title()) if forms else _accents(rng, told, _)


def _initial(_: Random, told: Told, __: Pools) -> Told:
    return replace(told, given="-".join(f"{part[0]}." for part in told.given.split("-")))


def _middle(rng: Random, told: Told, pools: Pools) -> Told:
    middle = rng.choice((f"{draw(rng, pools.given)[0]}.", draw(rng, pools.given)))
    return replace(told, given=f"{told.given} {middle}")


def _maiden(rng: Random, told: Told, pools: Pools) -> Told:
    other = draw(rng, pools.family)
    family = rng.choice((f"{told.family}-{other}", f"{other}-{told.family}", f"{other} (née {told.family})"))
    return replace(told, family=family)


def _married(rng: Random, told: Told, pools: Pools) -> Told:
    return replace(told, family=draw(rng, pools.family))


def _as_is(_: Random, told: Told, __: Pools) -> Told:
    return told


Variation = Callable[[Random, Told, Pools], Told]
NAMES: dict[str, tuple[float, Variation]] = {
    "same name": (0.21, _as_is),
    "typo": (0.18, _typo),
    "accents": (0.16, _accents),
    "order": (0.16, _order),
    "particles, hyphens, capitals": (0.11, _particle),
    "nickname or other form": (0.07, _nickname),
    "initial": (0.02, _initial),
    "middle name": (0.05, _middle),
    "maiden name beside": (0.03, _maiden),
    "other name after marriage": (0.01, _married),
}


def _company_spelled(rng: Random, told: Told, _: Pools) -> Told:
    company = rng.choice((told.company.upper(), told.company + rng.choice(_LEGAL), slip(rng, told.company)))
    return replace(told, company=company)


def _promoted(rng: Random, told: Told, _: Pools) -> Told:
    rank = rng.choice(_RANKS)
    title = told.title.removeprefix("Senior ") if told.title.startswith("Senior ") else rank + told.title
    return replace(told, title=title)


def _changed_job(rng: Random, told: Told, pools: Pools) -> Told:
    """Another job in the same company: in the same trade mostly, another one now and then."""
    trade = told.title.split()[-1:]
    same = [title for title in pools.titles if title.split()[-1:] == trade and title != told.title]
    title = rng.choice(same) if same and rng.random() < 0.6 else draw(rng, pools.titles)
    return replace(told, title=title)


def _moved(rng: Random, told: Told, pools: Pools) -> Told:
    """A new company; of those who moved, two in three are told of by their resume, with the job before."""
    moved = replace(told, company=draw(rng, pools.companies))
    if rng.random() < 2 / 3:
        moved = replace(moved, past=(told.title, told.company))
    return _promoted(rng, moved, pools) if rng.random() < 0.5 else moved


def _thin(rng: Random, told: Told, _: Pools) -> Told:
    return replace(told, title="") if rng.random() < 0.7 else replace(told, company="")


JOBS: dict[str, tuple[float, Variation]] = {
    "same job": (0.47, _as_is),
    "company spelled otherwise": (0.16, _company_spelled),
    "promoted": (0.16, _promoted),
    "other title, same company": (0.04, _changed_job),
    "new company": (0.10, _moved),
    "company or title missing": (0.07, _thin),
}


def choose(rng: Random, table: dict[str, tuple[float, Variation]]) -> tuple[str, Variation]:
    """Draws a way to vary by its weight."""
    name = rng.choices(list(table), [weight for weight, _ in table.values()])[0]
    return name, table[name][1]
