"""What the answer page says in words, in a language: dates, ties, ages, and how well somebody fits."""

import re
from datetime import date

from matcher.bands import band_of
from matcher.catalogue import Tongue, text
from matcher.contact import Contact
from matcher.evidence import Evidence
from matcher.fragments import FragmentKind
from matcher.freshness import freshness
from matcher.network import Strength, Tie

MOST_CERTAIN = 0.9  # above it the ranker is too sure, and nobody fits for certain
_FITS = ((MOST_CERTAIN, "very-likely"), (0.75, "likely"), (0.5, "possible"), (0.0, "unlikely"))
_PLACES = frozenset(kind.value for kind in FragmentKind)
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_FRENCH_SIGNS = re.compile(r" (?=[?!:;»%])|(?<=«) ")
# `matcher.ties` gives its reasons in English; a test holds that each of them is known here.
_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"both at (?P<company>.+) now"), "both-now"),
    (re.compile(r"both at (?P<company>.+) since (?P<start>\d{4})"), "both-since"),
    (re.compile(r"both at (?P<company>.+), (?P<years>\d{4}(?:–\d{4})?)"), "both"),
    (re.compile(r"last exchange (?P<day>[\d-]+), as you said"), "exchange"),
    (re.compile(r"(?P<said>[a-z]+), as you said"), "said-{said}"),
)


class Words:
    """The words of one language.

    Args:
        tongue: The language.
    """

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue

    def __call__(self, section: str, key: str, **values: object) -> str:
        """Gives a text of the catalogue; in French, signs are not parted from their word."""
        found = text(section, key, self.tongue, **{name: str(value) for name, value in values.items()})
        return self.typeset(found)

    def typeset(self, told: str) -> str:
        """Keeps French signs with their word."""
        return _FRENCH_SIGNS.sub("\xa0", told) if self.tongue is Tongue.FRENCH else told

    def day(self, written: str) -> str:
        """Writes an ISO 8601 date of any precision: `14 March 2019`, `March 2019`, `2019`."""
        year, month, day = (*written[:10].split("-"), "", "")[:3]
        if not month or not 1 <= int(month) <= 12:
            return year
        return " ".join(part for part in (day.lstrip("0"), self("months", str(int(month))), year) if part)

    def time(self, written: str) -> str:
        """Writes an ISO 8601 time in UTC: `14 March 2019, 09:30 UTC`."""
        return f"{self.day(written)}, {written[11:16]} UTC" if "T" in written else self.day(written)

    def figure(self, value: float | None, digits: int = 2, sign: str = "") -> str:
        """Writes a figure; a dash where there is none.

        Args:
            sign: `+` writes it before what is above zero too.
        """
        if value is None:
            return "–"
        return f"{value:{sign}.{digits}f}".replace(".", "," if self.tongue is Tongue.FRENCH else ".")

    def number(self, value: int) -> str:
        """Writes a number, its thousands apart."""
        return f"{value:,}".replace(",", "\u202f" if self.tongue is Tongue.FRENCH else ",")

    def band(self, count: int) -> str:
        """Says the band that a count lies in: `fewer than 3`, `3 to 4`."""
        band = band_of(count)
        if band.most is None:
            return self("bands", "or-more", n=self.number(band.least))
        if band.least == band.most:
            return self.number(band.least)
        if band.least == 1:
            return self("bands", "fewer", n=self.number(band.most + 1))
        return self("bands", "range", least=self.number(band.least), most=self.number(band.most))

    def period(self, written: str) -> str:
        """Writes a period such as `2019-03 – 2021-12`, or one that lasts: `2020-02 –`."""
        said = _DATE.sub(lambda found: self.day(found[0]), written).strip()
        return self("ages", "since", day=said.removesuffix("–").strip()) if said.endswith("–") else said

    def fit(self, probability: float | None) -> str:
        """Says how well somebody fits."""
        if probability is None:
            return self("fit", "unknown")
        return self("fit", next(key for least, key in _FITS if probability >= least))

    def percent(self, probability: float | None) -> str:
        """Gives the probability, never more than `MOST_CERTAIN`."""
        if probability is None:
            return self("fit", "uncalibrated")
        key = "over" if probability > MOST_CERTAIN else "about"
        return self("fit", key, n=f"{min(probability, MOST_CERTAIN) * 100:.0f}")

    def where(self, evidence: Evidence) -> str:
        """Says where a quoted text stands, and when it was true."""
        kind, _, place = evidence.source.partition(", ")
        said = self("places", kind) if kind in _PLACES else kind
        return ", ".join(part for part in (said, place, self.period(evidence.date or "")) if part)

    def known(self, tie: Tie) -> str:
        """Says how an employee and a contact know each other, and since when."""
        if tie.connected_on:
            return self("ties", f"{tie.how_known}-since", day=self.day(tie.connected_on))
        return self("ties", tie.how_known)

    def reasons(self, tie: Tie) -> tuple[str, ...]:
        """Says how strong a tie is and why it is what it is."""
        strength = () if tie.strength is Strength.UNKNOWN else (self("ties", tie.strength),)
        return (*strength, *map(self._reason, tie.reasons))

    def age(self, contact: Contact) -> str:
        """Says how old a profile is."""
        told = freshness(contact, today=date.today())
        as_of = f", {self('ages', 'as-of', day=self.day(told.as_of))}" if told.as_of else ""
        return self.age_in_words(told.age_years) + as_of

    def age_in_words(self, years: float | None) -> str:
        """Says an age: `5 months old`."""
        if years is None:
            return self("ages", "unknown")
        months = round(years * 12)
        if months < 2:
            return self("ages", "month" if months else "fresh")
        key, n = ("months", months) if months < 24 else ("years", months // 12)
        return self("ages", key, n=n)

    def _reason(self, reason: str) -> str:
        for pattern, key in _REASONS:
            if found := pattern.fullmatch(reason):
                values = found.groupdict()
                if "day" in values:
                    values["day"] = self.day(values["day"])
                return self("ties", key.format(**values), **values)
        return reason
