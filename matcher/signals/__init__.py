"""What is measured of each candidate for an opening."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder
from matcher.evidence import Thresholds
from matcher.fragments import FragmentKind
from matcher.index import KIND_NUMBERS, FragmentIndex, Selection
from matcher.jagged import Jagged
from matcher.opening import Opening, Requirement, RequirementKind
from matcher.signals.facts import fact_signals
from matcher.signals.names import COLUMNS, Floats, Signal, Signals
from matcher.signals.thresholds import thresholds_of

__all__ = [
    "COLUMNS",
    "KINDS_OF_TITLES",
    "Compared",
    "Floats",
    "Query",
    "Signal",
    "Signals",
    "encode_opening",
    "measure",
    "most_of_nearest",
    "proven_by",
    "signals_from",
    "tells_of_the_trade",
]

LINES_OF_THEME = 5
LINES_IN_DOUBT = 2.0
KINDS_OF_TITLES = [KIND_NUMBERS[kind] for kind in (FragmentKind.TITLE, FragmentKind.HEADLINE)]
LEAST_TELLING = 0.05  # cosine of a requirement with the opening: none counts less


@dataclass(frozen=True, slots=True)
class Query:
    """An opening, encoded.

    Attributes:
        asked: The title, then the requirements.
        vectors: float32, (len(asked), dimension), rows of unit length.
        words: The text whose words are looked for.
        thresholds: Cosines of the encoder that are evidence.
    """

    opening: Opening
    asked: tuple[Requirement, ...]
    vectors: Floats
    words: str
    thresholds: Thresholds = Thresholds()


def encode_opening(opening: Opening, encoder: Encoder) -> Query:
    """Encodes an opening's title and requirements, in one batch."""
    start = max(opening.text.find(opening.title), 0)
    end = start + len(opening.title) if opening.title in opening.text else start
    title = Requirement(opening.title, RequirementKind.TITLE, start, end)
    asked = (title, *opening.requirements)
    texts = [requirement.text for requirement in asked]
    vectors = encoder.encode_query(texts)
    return Query(opening, asked, vectors, " ".join(texts), thresholds_of(encoder.revision))


@dataclass(frozen=True, slots=True)
class Compared:
    """What an opening and the contacts of a selection have in common, before anything is made of it.

    Attributes:
        cosines: float32, (n_rows, len(query.asked)), in the order of `selection.rows`.
        lengths: float32, (n_contacts,), of the sum of each contact's vectors.
        words: float32, (n_contacts,), 0 to 1: what shared words score, of the most that they could.
    """

    cosines: Floats
    lengths: Floats
    words: Floats


def measure(
    query: Query, index: FragmentIndex, selection: Selection, vectors: Floats | None = None
) -> tuple[Signals, Floats]:
    """Measures every contact of a selection; what one contact tells never changes the signals of another.

    Args:
        vectors: float32, (n_rows, dimension), rows of unit length, in the order of `selection.rows`, where
            another encoder than the index's read them; it must be the query's.

    Returns:
        The signals, in the order of `selection.contacts`, and the cosines that they were made from:
        float32, (n_rows, len(query.asked)), in the order of `selection.rows`.
    """
    cosines = (index.vectors[selection.rows] if vectors is None else vectors) @ query.vectors.T
    lengths = index.lengths[selection.contacts] if vectors is None else _lengths(vectors, selection)
    compared = Compared(cosines, lengths, _words(query, index, selection))
    return signals_from(query, index, selection, compared), cosines


def signals_from(query: Query, index: FragmentIndex, selection: Selection, compared: Compared) -> Signals:
    """Makes the signals of every contact of a selection, in the order of `selection.contacts`."""
    kinds = index.kinds[selection.rows]
    layout = Jagged.of(np.diff(selection.starts, append=len(kinds)))
    cosines, kinds = np.take(compared.cosines.T, layout.rows, axis=1), kinds[layout.rows]
    signals = {
        **_titles(cosines[0], kinds, layout),
        **_requirements(query, cosines[1:], kinds, layout),
        Signal.THEME: _nearest(cosines[0], layout),
        Signal.PROFILE: _nearest(_whole(query, cosines), layout),
    }
    # Titles alone prove nothing and have no theme beside themselves: unknown, and no miss.
    tells = layout.highest(~np.isin(kinds, KINDS_OF_TITLES))
    for signal in (Signal.THEME, Signal.PROFILE, Signal.MET):
        if signal in signals:
            signals[signal] = np.where(tells, signals[signal], np.nan)
    values = np.full((len(Signal), len(selection.contacts)), np.nan, dtype=np.float32)
    for signal, found in signals.items():
        values[COLUMNS[signal]] = found
    values = layout.in_turn(values)
    for signal, found in fact_signals(query.opening.facts, index.facts[selection.contacts]).items():
        values[COLUMNS[signal]] = found
    if len(query.asked) > 1:  # the words of a bare title add nothing to its cosine
        values[COLUMNS[Signal.LEXICAL]] = compared.words
    return Signals(values.T)


def _words(query: Query, index: FragmentIndex, selection: Selection) -> Floats:
    if len(query.asked) == 1:
        return np.zeros(len(selection.contacts), np.float32)
    words: Floats = index.lexical.scores_of(query.words, selection.contacts)
    return words / max(index.lexical.most(query.words), 1e-9)


def _titles(title: Floats, kinds: NDArray[np.int8], layout: Jagged) -> dict[Signal, Floats]:
    is_title = kinds == KIND_NUMBERS[FragmentKind.TITLE]
    best = layout.highest(np.where(is_title, title, np.float32(-np.inf)))
    latest = latest_of(is_title, layout)
    known = latest < len(title)
    return {
        Signal.TITLE: np.where(known, best, np.nan),
        Signal.TITLE_NOW: np.where(known, title[np.minimum(latest, len(title) - 1)], np.nan),
        Signal.TITLE_ANY: layout.highest(title),
    }


def latest_of(is_title: NDArray[np.bool_], layout: Jagged) -> NDArray[np.int64]:
    """Gives the row of each contact's latest title, or the number of rows; all laid out.

    A contact's fragments stand in the order of the profile, the latest position's first.
    """
    rows = len(is_title)
    return -layout.highest(np.where(is_title, -np.arange(rows), -rows))


def _nearest(cosines: Floats, layout: Jagged) -> Floats:
    """Sums up the highest cosines of each contact: one line may be near by chance, five are a trade.

    The nearest lines, up to `LINES_OF_THEME`, are divided by their number and `LINES_IN_DOUBT`, and of these
    figures the highest counts. So no line that is added takes anything away: whoever tells of an older job
    fits no worse for it.
    """
    nearest = layout.highest_k(cosines, LINES_OF_THEME)
    numbers = np.arange(1, LINES_OF_THEME + 1)[:, None]
    figures = nearest.cumsum(axis=0, dtype=np.float64) / (numbers + LINES_IN_DOUBT)
    return np.asarray(figures.max(axis=0), np.float32)


def most_of_nearest(best: Floats) -> Floats:
    """Gives the most that the sum of nearest lines can come to for contacts whose best cosine is `best`."""
    most = np.maximum(
        best * (LINES_OF_THEME / (LINES_OF_THEME + LINES_IN_DOUBT)), best / (1 + LINES_IN_DOUBT)
    )
    return np.asarray(most, dtype=np.float32)


def _requirements(
    query: Query, cosines: Floats, kinds: NDArray[np.int8], layout: Jagged
) -> dict[Signal, Floats]:
    if len(query.asked) == 1:
        return {}
    best, proven = layout.highest(cosines), proven_by(cosines, kinds, layout)
    found = {
        Signal.CORE: tells_of_the_trade(query) @ best,
        Signal.MET: (proven >= query.thresholds.met).mean(axis=0),
    }
    in_skills = kinds == KIND_NUMBERS[FragmentKind.SKILLS]
    if in_skills.any():
        skills = layout.highest(np.where(in_skills, cosines, np.float32(-np.inf))).mean(axis=0)
        found[Signal.SKILLS] = np.where(np.isfinite(skills), skills, np.nan)
    for signal, kind in ((Signal.MUST, RequirementKind.MUST), (Signal.NICE, RequirementKind.NICE)):
        of_kind = [requirement.kind is kind for requirement in query.asked[1:]]
        if any(of_kind):
            found[signal] = best[of_kind].mean(axis=0)
    return found


def proven_by(cosines: Floats, kinds: NDArray[np.int8], layout: Jagged) -> Floats:
    """Gives the cosine of each requirement with the nearest fragment that is no title, -1 without one.

    Args:
        cosines: float32, (n_requirements, n_rows), laid out, as are the kinds.

    Returns:
        float32, (n_requirements, n_contacts), in the order of the layout.
    """
    is_title = kinds == KIND_NUMBERS[FragmentKind.TITLE]
    return layout.highest(np.where(is_title, np.float32(-1), cosines))


def tells_of_the_trade(query: Query) -> Floats:
    """Weighs requirements by their square cosine with the whole opening: all ask for `team spirit`.

    Returns:
        float32, (n_requirements,), sum 1.
    """
    whole = query.vectors.sum(axis=0) + query.vectors[0] * len(query.asked)  # half of it the title
    cosines = query.vectors[1:] @ whole / max(float(np.linalg.norm(whole)), 1e-9)
    weights = np.maximum(cosines, LEAST_TELLING).astype(np.float32) ** 2
    shares: Floats = weights / weights.sum()
    return shares


def _lengths(vectors: Floats, selection: Selection) -> Floats:
    lengths: Floats = np.linalg.norm(np.add.reduceat(vectors, selection.starts, axis=0), axis=1)
    return lengths


def _whole(query: Query, cosines: Floats) -> Floats:
    """Gives the cosine of each row with the mean of what is asked."""
    length = float(np.linalg.norm(query.vectors.sum(axis=0)))
    cosines_of_rows: Floats = cosines.sum(axis=0) / np.float32(max(length, 1e-9))
    return cosines_of_rows
