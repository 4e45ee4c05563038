"""Judged networks: openings, contacts of whom few fit, and what is measured of each."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder
from matcher.fragments import fragments_of
from matcher.index import FragmentIndex, IndexedFragment, build
from matcher.jagged import Jagged
from matcher.profile_facts import profile_facts
from matcher.signals import COLUMNS, Signal, encode_opening, measure, proven_by
from scripts.ranker_training.composition import TODAY, Composer
from scripts.ranker_training.trades import Trade

PAST_FITS = 0.6  # how likely someone fits whose trade it was two positions ago or earlier
# What a fact changes in that, by assumption: no source tells. The signal, its bound, the share who fit still.
DOUBTS = (
    (Signal.YEARS, -3.0, 0.6),
    (Signal.SENIORITY, -2.0, 0.7),
    (Signal.LANGUAGE, 0.0, 0.6),
    (Signal.PLACE, 0.0, 0.8),
    (Signal.AGE, -6.0, 0.8),
)


@dataclass(frozen=True, slots=True)
class Options:
    """How many of what.

    Attributes:
        queries: Openings.
        network: Contacts whom an opening is asked of.
        fitting: At most as many of them were written for the opening's trade.
        related: At most as many have a related trade.
        draws: Times that anybody is drawn for a network; where few were composed, it takes more to fill one.
    """

    queries: int
    network: int
    fitting: int
    related: int
    draws: int = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """Candidates of many openings, one below the other.

    Attributes:
        values: float32, (n, len(Signal)).
        fits: bool, (n,).
        query: int64, (n,), ascending: the opening that a candidate is judged for.
        proven: float32, (n_pairs,): the cosine of a requirement with the nearest fragment of a candidate that
            is no title; of candidates who tell more than titles.
        candidate: int64, (n_pairs,): the candidate of each of these.
    """

    values: NDArray[np.float32]
    fits: NDArray[np.bool_]
    query: NDArray[np.int64]
    proven: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    candidate: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class _People:
    """Composed contacts, by column; the ids of the index are their numbers."""

    past: list[list[str]]  # the trades of each one's positions, the latest first
    by_trade: dict[str, list[int]]  # whoever has it now
    index: FragmentIndex


def judge(
    trades: Sequence[Trade],
    encoder: Encoder,
    rng: np.random.Generator,
    options: Options,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Judged:
    """Composes openings of some trades and networks of all of them, and measures every candidate."""
    composer = Composer({trade.key: trade for trade in trades}, rng)
    weights = np.array([{"esco": 1.0, "onet": 2.5, "rome": 0.4}[trade.scheme] for trade in trades])
    drawn = [trades[i] for i in rng.choice(len(trades), size=options.queries, p=weights / weights.sum())]
    with tempfile.TemporaryDirectory() as folder:
        people = _people(trades, drawn, composer, encoder, Path(folder), options)
        judged = []
        for number, trade in enumerate(drawn):
            judged.append(_judge_one(trade, number, people, composer, encoder, options))
            tell(number + 1, len(drawn))
    starts = np.cumsum([0, *(len(one.fits) for one in judged)])
    return Judged(
        np.concatenate([one.values for one in judged]),
        np.concatenate([one.fits for one in judged]),
        np.concatenate([one.query for one in judged]),
        np.concatenate([one.proven for one in judged]),
        np.concatenate([one.candidate + start for one, start in zip(judged, starts, strict=False)]),
    )


def _people(
    trades: Sequence[Trade],
    drawn: Sequence[Trade],
    composer: Composer,
    encoder: Encoder,
    folder: Path,
    options: Options,
) -> _People:
    rng = composer.rng
    many = [trade for trade in drawn for _ in range(int(rng.integers(0, options.fitting + 1)) // 2)]
    wanted = [*trades, *many]
    composed = [composer.profile(trade) for trade in wanted]
    by_trade: dict[str, list[int]] = {}
    for number, trade in enumerate(wanted):
        by_trade.setdefault(trade.key, []).append(number)
    ids = [f"{number:09d}" for number in range(len(composed))]
    fragments = (
        IndexedFragment(place, contact_id, fragment.kind, fragment.text)
        for contact_id, (profile, _) in zip(ids, composed, strict=True)
        for place, fragment in enumerate(fragments_of(profile))
    )
    facts = {key: profile_facts(p, today=TODAY) for key, (p, _) in zip(ids, composed, strict=True)}
    build(folder, fragments, encoder, facts=facts, store_version=0)
    return _People([past for _, past in composed], by_trade, FragmentIndex(folder))


def _judge_one(
    trade: Trade, number: int, people: _People, composer: Composer, encoder: Encoder, options: Options
) -> Judged:
    rng = composer.rng
    network = _network(trade, people, rng, options)
    selection = people.index.select([f"{i:09d}" for i in network])
    signals, cosines = measure(encode_opening(composer.opening(trade), encoder), people.index, selection)
    fits = np.array(
        [
            _fits(
                trade, people.past[int(people.index.contact_ids[i])], dict(zip(Signal, row, strict=True)), rng
            )
            for i, row in zip(selection.contacts, signals.values, strict=True)
        ]
    )
    telling = np.flatnonzero(~np.isnan(signals.values[:, COLUMNS[Signal.MET]]))
    layout, kinds = (
        Jagged.of(np.diff(selection.starts, append=len(cosines))),
        people.index.kinds[selection.rows],
    )
    laid = proven_by(cosines.T[1:, layout.rows], kinds[layout.rows], layout)
    proven = layout.in_turn(laid).T[telling]
    return Judged(
        signals.values,
        fits,
        np.full(len(fits), number),
        proven.ravel(),
        np.repeat(telling, proven.shape[1]),
    )


def _network(trade: Trade, people: _People, rng: np.random.Generator, options: Options) -> list[int]:
    """Draws contacts: some who fit or none, some of related trades, and whoever else one knows.

    Those whose trade is so near that nobody could say are left out; so are trades of other schemes.
    """
    own = people.by_trade.get(trade.key, [])
    own = [own[i] for i in rng.permutation(len(own))[: rng.integers(0, options.fitting + 1)]]
    near = [i for key in sorted(trade.related - trade.alike) for i in people.by_trade.get(key, ())]
    near = [near[i] for i in rng.permutation(len(near))[: options.related]]
    rest = rng.integers(0, len(people.past), size=options.draws).tolist()
    alike = {trade.key, *trade.alike}
    others = [i for i in rest if not alike & set(people.past[i]) and _same_scheme(trade, people.past[i][0])]
    near = [i for i in near if not trade.alike & set(people.past[i])]
    return list(dict.fromkeys([*own, *near, *others]))[: options.network]


def _same_scheme(trade: Trade, key: str) -> bool:
    return scheme_of(key) == trade.scheme


def scheme_of(key: str) -> str:
    """Tells the scheme of a trade's key: an address, `11-1011.00` or `A1101`."""
    if key.startswith("http"):
        return "esco"
    return "onet" if "-" in key else "rome"


def _fits(
    trade: Trade, past: Sequence[str], measured: Mapping[Signal, float], rng: np.random.Generator
) -> bool:
    """Judges someone by the trades that they had, and what their facts lack."""
    if trade.key not in past:
        return False
    likely = 1.0 if trade.key in past[:2] else PAST_FITS
    for signal, bound, share in DOUBTS:
        if measured[signal] <= bound:  # False where it is unknown
            likely *= share
    return bool(rng.random() < likely)
