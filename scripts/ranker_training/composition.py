"""Composes advertisements and profiles of a trade, with what real ones have: noise, gaps, other trades."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from matcher.contact import Position, Profile
from matcher.opening import Opening
from matcher.readers.openings.plain_text import build_opening, title_of
from scripts.ranker_training.trades import Trade

PHRASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
PLACES = (
    "Paris",
    "Lyon",
    "Lille",
    "Nantes",
    "London",
    "Leeds",
    "Boston",
    "Denver",
    "Madrid",
    "Bilbao",
    "Berlin",
)
TODAY = date(2026, 6, 1)
ROW, ROW_WITH_SKILLS, HISTORY = (
    0.25,
    0.35,
    0.5,
)  # bounds of the shares of what profiles hold; the rest, a resume


class Composer:
    """Draws texts; the same seed draws the same.

    Args:
        trades: By key, those that may be met.
    """

    def __init__(self, trades: dict[str, Trade], rng: np.random.Generator) -> None:
        self.rng, self._trades = rng, trades
        self._all = list(trades.values())

    # --- openings ---

    def opening(self, trade: Trade) -> Opening:
        """Writes an advertisement, of a title alone to a page, and reads it as Coopt reads any other."""
        language = self._language(trade)
        words = PHRASES[language]
        title = self._title(trade, language) + self._one(words["marks"])
        if self._chance(0.15):
            text = title
        elif self._chance(0.3):
            text = self._prose(trade, language, title)
        else:
            text = self._advertisement(trade, language, title)
        place = self._one(PLACES) if self._chance(0.3) else ""
        return build_opening(title_of(text), text, source="text", location=place)

    def _advertisement(self, trade: Trade, language: str, title: str) -> str:
        words = PHRASES[language]
        musts = [
            *self._lines(trade, language, self._count(1, 6)),
            *self._some(words["asked"], self._count(0, 4)),
        ]
        nices = [
            *self._some(trade.tools, self._count(0, 4)),
            *self._lines(trade, language, self._count(0, 3)),
        ]
        if self._chance(0.5):
            musts.append(words["years"].format(n=self._count(1, 9)))
        if self._chance(0.25):
            musts.append(words["language"].format(language=self._one(list(words["languages"].values()))))
        parts = [
            title,
            *([self._one(words["about"])] if self._chance(0.6) else []),
            _section(words["duties"], self._lines(trade, language, self._count(2, 9))),
            _section(words["musts"], [musts[i] for i in self.rng.permutation(len(musts))]),
            *([_section(words["nices"], nices)] if self._chance(0.5) else []),
            *([words["benefits"]] if self._chance(0.6) else []),
        ]
        return "\n\n".join(part for part in parts if part)

    def _prose(self, trade: Trade, language: str, title: str) -> str:
        words = PHRASES[language]
        lines = [
            *self._lines(trade, language, self._count(2, 6)),
            *self._some(words["asked"], self._count(1, 3)),
        ]
        sentences = " ".join(f"{line.rstrip('.')}." for line in lines)
        return f"{title}\n{self._one(words['about'])} {words['sought'].format(title=title)} {sentences}"

    # --- profiles ---

    def profile(self, trade: Trade) -> tuple[Profile, list[str]]:
        """Writes the profile of someone whose trade this is now.

        Returns:
            The profile, and the trade of each position, the latest first.
        """
        language = self._language(trade)
        kind = self.rng.random()
        if kind < ROW_WITH_SKILLS:
            skills = self._skills(trade, language) if kind > ROW else ()
            return Profile("", positions=(self._bare(trade, language),), skills=skills), [trade.key]
        whole = kind >= HISTORY
        past = [trade, *(self._earlier(trade) for _ in range(self._count(1, 5 if whole else 3)))]
        positions = self._positions(past, language, lines=(4, 22) if whole else (0, 4))
        profile = Profile(
            "",
            headline=self._title(trade, language) if self._chance(0.2) else "",
            positions=positions,
            location=self._one(PLACES) if self._chance(0.5) else "",
            languages=self._languages(language),
            skills=self._skills(trade, language) if self._chance(0.8) else (),
            summary=self._summary(trade, language) if whole else "",
        )
        return profile, [one.key for one in past]

    def _earlier(self, trade: Trade) -> Trade:
        near = [key for key in (*sorted(trade.alike), *sorted(trade.related)) if key in self._trades]
        if self._chance(0.55):
            return trade
        return self._trades[self._one(near)] if near and self._chance(0.6) else self._one(self._all)

    def _positions(
        self, past: Sequence[Trade], language: str, *, lines: tuple[int, int]
    ) -> tuple[Position, ...]:
        dated = self._chance(0.7)
        ended = None if self._chance(0.7) else TODAY.year - self._count(0, 8)
        positions = []
        for trade in past:
            started = (ended or TODAY.year) - self._count(1, 6)
            text = "\n".join(self._experience(trade, language, self._count(*lines)))
            title = self._position_title(trade, language)
            positions.append(
                Position(
                    title,
                    "Acme",
                    started=f"{started}-03" if dated else None,
                    ended=f"{ended}-02" if dated and ended else None,
                    summary=text,
                )
            )
            ended = started
        return tuple(positions)

    def _bare(self, trade: Trade, language: str) -> Position:
        return Position(self._title(trade, language) + (self._one(PHRASES[language]["marks"])), "Acme")

    def _position_title(self, trade: Trade, language: str) -> str:
        return self._one(PHRASES[language]["titles"]) if self._chance(0.15) else self._title(trade, language)

    def _experience(self, trade: Trade, language: str, count: int) -> list[str]:
        words = PHRASES[language]
        lines = []
        for _ in range(count):
            chance = self.rng.random()
            if chance < 0.45:
                lines.append(self._one(words["resume"]))
            elif chance < 0.6:
                lines += self._lines(self._one(self._all), language, 1)
            else:
                lines += [self._worn(line) for line in self._lines(trade, language, 1)]
        return lines

    def _summary(self, trade: Trade, language: str) -> str:
        words = PHRASES[language]
        lines = [
            *self._some(words["resume"], self._count(1, 5)),
            *self._lines(trade, language, self._count(0, 3)),
            *self._some(words["education"], self._count(1, 4)),
            *self._some(words["hobbies"], self._count(0, 2)),
        ]
        return "\n".join(lines)

    def _skills(self, trade: Trade, language: str) -> tuple[str, ...]:
        own = [*self._lines(trade, language, self._count(1, 8)), *self._some(trade.tools, self._count(0, 6))]
        common = self._some(PHRASES[language]["skills"], self._count(1, 7))
        others = self._lines(self._one(self._all), language, self._count(0, 4))
        return tuple(dict.fromkeys(line for line in (*own, *common, *others) if len(line.split()) <= 7))

    def _languages(self, language: str) -> tuple[str, ...]:
        names = list(PHRASES[language]["languages"].values())
        return tuple(self._some(names, self._count(1, 4))) if self._chance(0.4) else ()

    # --- words ---

    def _language(self, trade: Trade) -> str:
        known = [language for language in ("en", "en", "fr", "es") if trade.titles.get(language)]
        return str(self._one(known))

    def _title(self, trade: Trade, language: str) -> str:
        labels: Sequence[str] = trade.titles.get(language) or next(iter(trade.titles.values()))
        title = str(self._one(labels))
        if self._chance(0.15):
            title = f"{self._one(PHRASES[language]['levels'])}{title}"
        if self._chance(0.25):
            title = self._worn(title)
        return title.title() if self._chance(0.5) else title

    def _lines(self, trade: Trade, language: str, count: int) -> list[str]:
        return self._some(trade.lines.get(language) or trade.lines.get("en", []), count)

    def _worn(self, text: str) -> str:
        """Leaves out some words, as people do who write of the same thing in their own."""
        words = text.split()
        kept = [word for word in words if self._chance(0.75)]
        return " ".join(kept or words[:1])

    def _some(self, items: Sequence[str], count: int) -> list[str]:
        count = min(count, len(items))
        return [items[i] for i in self.rng.choice(len(items), size=count, replace=False)] if count else []

    def _one(self, items: Sequence[Any]) -> Any:  # noqa: ANN401
        return items[int(self.rng.integers(len(items)))]

    def _count(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high))

    def _chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)


def _section(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(f"- {line}" for line in lines)]) if lines else ""
