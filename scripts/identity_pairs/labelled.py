"""The labelled set: contacts that are known, rows that are imported, and which of the two are one person."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from matcher.identity.words import name_words
from scripts.identity_pairs.people import Pools, Told, draw, invented
from scripts.identity_pairs.variation import JOBS, NAMES, choose, unmarked


@dataclass(frozen=True, slots=True)
class Pair:
    """A known contact and a row, by their places, and whether they are one person.

    Attributes:
        name: How the name varies, or what makes two people look like one.
        job: How the job varies, for one person.
    """

    contact: int
    row: int
    same: bool
    name: str
    job: str = ""


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Contacts, rows, and pairs of them."""

    contacts: tuple[Told, ...]
    rows: tuple[Told, ...]
    pairs: tuple[Pair, ...]


def build(people: Sequence[Told], pools: Pools, *, seed: int, pairs: int = 2_000) -> LabelledSet:
    """Makes pairs, half of them of one person.

    Args:
        people: Of the sample data; as many again, up to 1,500, are invented.

    A namesake is a namesake of somebody with a common name, as often as the names at hand would have it:
    nobody meets two people called Gwendal de Castelnau.
    """
    rng = Random(seed)
    contacts = [*people, *(invented(rng, pools) for _ in range(min(len(people), 1_500)))]
    rng.shuffle(contacts)
    chosen = rng.sample(range(len(contacts)), min(pairs, len(contacts)))
    chosen += rng.choices(range(len(contacts)), k=pairs - len(chosen))
    common = list(accumulate(_namesakes(contacts)))
    rows: list[Told] = []
    labelled: list[Pair] = []
    for i, place in enumerate(chosen):
        told = contacts[place]
        if i < pairs // 2:
            (name, rename), (job, rehire) = choose(rng, NAMES), choose(rng, JOBS)
            row, same = rename(rng, rehire(rng, told, pools), pools), True
        else:
            name = rng.choices(list(OTHERS), [weight for weight, _ in OTHERS.values()])[0]
            if name.startswith("namesake"):
                place = rng.choices(range(len(contacts)), cum_weights=common)[0]
                told = contacts[place]
            row, same, job = OTHERS[name][1](rng, told, pools), False, ""
        labelled.append(Pair(place, i, same, name, job))
        rows.append(row)
    return LabelledSet(tuple(contacts), tuple(rows), tuple(labelled))


def _namesakes(contacts: Sequence[Told]) -> list[int]:
    """Gives how many namesakes to expect of each, as a multiple of the least."""
    given, family = Counter(told.given for told in contacts), Counter(told.family for told in contacts)
    return [given[told.given] * family[told.family] for told in contacts]


def _elsewhere(rng: Random, told: Told, pools: Pools) -> Told:
    return replace(told, company=_other(rng, pools.companies, told.company),
                   title=_other(rng, pools.titles, told.title), town="")  # fmt: skip


def _same_trade(rng: Random, told: Told, pools: Pools) -> Told:
    return replace(told, company=_other(rng, pools.companies, told.company), town="")


def _same_company(rng: Random, told: Told, pools: Pools) -> Told:
    return replace(told, title=_other(rng, pools.titles, told.title), town="")


def _relative(rng: Random, told: Told, pools: Pools) -> Told:
    """A parent or a sibling who works in the same place, now and then in the same job."""
    given = _other(rng, pools.given, told.given)
    title = told.title if rng.random() < 0.4 else draw(rng, pools.titles)
    return replace(told, given=given, title=title)


def _compound(rng: Random, told: Told, pools: Pools) -> Told:
    second = rng.choice(("Pierre", "Luc", "Marc", "Anne", "Laure", "Sophie"))
    given = told.given.split("-")[0] if "-" in told.given else f"{told.given}-{second}"
    return replace(told, given=given)


_NEAR = (
    ("Paul", "Paule"), ("Michel", "Michèle"), ("Martin", "Marin"), ("Daniel", "Danièle"), ("Marie", "Maria"),
    ("Simon", "Simone"), ("Laurent", "Laurence"), ("Jean", "Jeanne"), ("Julien", "Julie"), ("Lucas", "Luca"),
    ("Emma", "Emmy"), ("Claire", "Clara"), ("Adrien", "Adriana"), ("Louis", "Louise"), ("Eric", "Erica"),
    ("Andrew", "Andrea"), ("Olivia", "Oliver"), ("Alexandra", "Alexander"), ("Gabriel", "Gabrielle"),
)  # fmt: skip


def _near_name(rng: Random, told: Told, pools: Pools) -> Told:
    """A given name that differs in a letter or two and is another person's."""
    first, second = rng.choice(_NEAR)
    if unmarked(told.given) == first:
        return replace(told, given=second)
    return _relative(rng, told, pools)


def _near_family(rng: Random, told: Told, pools: Pools) -> Told:
    """A family name that sounds alike and is another one: the same given name, the same company."""
    known = name_words().family_names
    near = [name for name in pools.family if name != told.family and name[:3] == told.family[:3]]
    near = [name for name in near if unmarked(name).casefold() in known] or [
        _other(rng, pools.family, told.family)
    ]
    return replace(told, family=rng.choice(near))


def _other(rng: Random, values: tuple[str, ...], value: str) -> str:
    found = draw(rng, values)
    while found == value:
        found = draw(rng, values)
    return found


OTHERS: dict[str, tuple[float, Callable[[Random, Told, Pools], Told]]] = {
    "namesake, other company and title": (0.36, _elsewhere),
    "namesake of the same trade elsewhere": (0.12, _same_trade),
    "namesake in the same company": (0.04, _same_company),
    "relative in the same company": (0.22, _relative),
    "compound of the given name": (0.08, _compound),
    "given name that is near": (0.09, _near_name),
    "family name that is near": (0.09, _near_family),
}
