"""The trades that openings and contacts are composed from, and which of them are near each other."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.training.concepts import SOURCES as CONCEPT_SOURCES
from scripts.training.concepts import Concept, read_concepts

SOURCES = (*CONCEPT_SOURCES, "onet/related_occupations.csv", "rome/mobilites.csv")
LANGUAGES = ("en", "fr", "es")
ALIKE = 0.35  # of the skills of two ESCO occupations: whoever does one may well do the other
CLOSEST = 4  # related occupations of O*NET, from which the same is assumed
FEWEST_LINES = 4


@dataclass(slots=True)
class Trade:
    """An occupation.

    Attributes:
        scheme: `esco`, `onet` or `rome`; trades of different schemes may be the same and never meet.
        group: Trades of one group stay on one side of the split.
        titles: By language.
        lines: What is done and known, by language: sentences and skills.
        tools: Names that are the same in every language.
        alike: Keys of trades that are too near to be called a misfit.
        related: Keys of trades that are near, and are a misfit.
    """

    key: str
    scheme: str
    group: str
    titles: dict[str, list[str]]
    lines: dict[str, list[str]]
    tools: list[str] = field(default_factory=list)
    alike: set[str] = field(default_factory=set)
    related: set[str] = field(default_factory=set)


def read_trades(data: Path) -> dict[str, Trade]:
    """Reads the trades of ESCO, O*NET and ROME by key."""
    concepts = {concept.key: concept for concept in read_concepts(data)}
    trades = {trade.key: trade for trade in (*_esco(data, concepts), *_onet_and_rome(concepts))}
    _relate_within_groups(trades.values(), concepts)
    _relate_onet(data, trades)
    _relate_rome(data, trades)
    return trades


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _esco(data: Path, concepts: dict[str, Concept]) -> Iterator[Trade]:
    for row in _rows(data / "esco/occupations_en.csv"):
        concept = concepts[row["conceptUri"]]
        skills = [concepts[key] for key in concept.bag]
        lines = {
            language: [skill.labels[language][0] for skill in skills if skill.labels.get(language)]
            for language in LANGUAGES
        }
        lines["en"] += concept.sentences
        titles = {
            language: concept.labels[language] for language in LANGUAGES if concept.labels.get(language)
        }
        if len(lines["en"]) >= FEWEST_LINES and titles.get("en"):
            yield Trade(concept.key, "esco", f"esco-{row['iscoGroup'][:3]}", titles, lines)


def _onet_and_rome(concepts: dict[str, Concept]) -> Iterator[Trade]:
    for concept in concepts.values():
        if concept.kind != "occupation":
            continue
        if concept.key[2:3] == "-" and len(concept.sentences) >= FEWEST_LINES:
            tools = list(dict.fromkeys(concept.tools))
            lines = {"en": concept.sentences}
            yield Trade(concept.key, "onet", f"onet-{concept.key[:4]}", dict(concept.labels), lines, tools)
        elif len(concept.key) == 5 and concept.labels.get("fr"):  # a ROME code; pairs of forms have a slash
            yield Trade(concept.key, "rome", f"rome-{concept.key[:3]}", dict(concept.labels), {})


def _relate_within_groups(trades: Iterable[Trade], concepts: dict[str, Concept]) -> None:
    groups: dict[str, list[Trade]] = {}
    for trade in trades:
        groups.setdefault(trade.group, []).append(trade)
    for members in groups.values():
        for trade in members:
            others = [other for other in members if other is not trade]
            trade.related |= {other.key for other in others}
            if trade.scheme == "esco":
                trade.alike |= {
                    o.key for o in others if _overlap(concepts[trade.key], concepts[o.key]) >= ALIKE
                }


def _overlap(one: Concept, other: Concept) -> float:
    first, second = set(one.bag), set(other.bag)
    shared_title = set(one.labels["en"]) & set(other.labels["en"])
    return 1.0 if shared_title else len(first & second) / max(len(first | second), 1)


def _relate_onet(data: Path, trades: dict[str, Trade]) -> None:
    for row in _rows(data / "onet/related_occupations.csv"):
        one, other = row["O*NET-SOC Code"], row["Related O*NET-SOC Code"]
        if one in trades and other in trades:
            _link(trades, one, other, alike=int(row["Index"]) <= CLOSEST)


def _relate_rome(data: Path, trades: dict[str, Trade]) -> None:
    for row in _rows(data / "rome/mobilites.csv"):
        one, other = row["code_rome"], row["code_rome_cible"]
        if one in trades and other in trades:
            _link(trades, one, other, alike=int(row["numero_ordre"]) <= 2)


def _link(trades: dict[str, Trade], one: str, other: str, *, alike: bool) -> None:
    for key, near in ((one, other), (other, one)):
        (trades[key].alike if alike else trades[key].related).add(near)


def split(trades: Sequence[Trade], shares: Sequence[float], draw: Sequence[float]) -> list[list[Trade]]:
    """Splits trades into parts by group, so that no part holds a near relative of another's.

    Args:
        shares: Upper bounds of the parts, ascending, the last 1.
        draw: A number from 0 to 1 for each group, in the order in which groups first stand.
    """
    groups = list(dict.fromkeys(trade.group for trade in trades))
    part_of = {
        group: next(i for i, bound in enumerate(shares) if value <= bound)
        for group, value in zip(groups, draw, strict=True)
    }
    return [[trade for trade in trades if part_of[trade.group] == part] for part in range(len(shares))]
