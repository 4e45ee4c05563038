"""Two people compared field by field: what speaks for one person, what against, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from matcher.identity.name_likeness import Likeness, NameLikeness, compare_names
from matcher.identity.persons import Job, Person
from matcher.identity.shares import Shares

_NEAR_COMPANY, _NEAR_TITLE = 88, 76  # of 100, rapidfuzz
# Bits, fitted to labelled pairs: shares have a floor for the sake of namesakes, and those who agree in both
# company and title are one person more often than either field tells by itself.
_WORK_AGREES = 2.0
_LEAST_SLIP = 4  # letters of a company's name in which one may be wrong
_LONG_HISTORY = 3  # jobs
_SAME_START = 5.0  # bits: the same company since the same month
_ADDRESS_DIFFERS, _DAY_DIFFERS, _DAY_SAME = -7.0, -5.0, 9.0
_LISTED_TWICE = -6.0  # bits: one export tells of both, and an export tells of a person once


@dataclass(frozen=True, slots=True)
class FieldLikeness:
    """How one field of two people is alike.

    Attributes:
        field: `name`, `company`, `title`, `place`, `connected_on`, `profile_address` or `list`.
        bits: Weight of the evidence; positive speaks for one person.
    """

    field: str
    likeness: Likeness
    bits: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What speaks for two records being of one person, and what against."""

    name: NameLikeness
    fields: tuple[FieldLikeness, ...]

    @property
    def bits(self) -> float:
        """Weight of all the evidence, log2 of the likelihood ratio."""
        return sum(field.bits for field in self.fields) + (_WORK_AGREES if self.work_agrees else 0)

    def likeness(self, name: str) -> Likeness:
        """Gives how one field is alike, `unknown` where one of the two does not tell."""
        return next((field.likeness for field in self.fields if field.field == name), Likeness.UNKNOWN)

    @property
    def joins(self) -> bool:
        """Whether nothing forbids to join the two without asking."""
        initials_backed = not self.name.initials or self.likeness("company") is Likeness.SAME
        own = {self.likeness(field) for field in ("profile_address", "connected_on", "list")}
        return self.name.allows and initials_backed and Likeness.DIFFERENT not in own

    @property
    def work_agrees(self) -> bool:
        """Whether both company and title agree, if need be in other words."""
        agree = (Likeness.SAME, Likeness.NEAR)
        return self.likeness("company") in agree and self.likeness("title") in agree

    @property
    def work_differs(self) -> bool:
        """Whether company or title contradict each other."""
        return Likeness.DIFFERENT in (self.likeness("company"), self.likeness("title"))


def compare(left: Person, right: Person, shares: Shares, *, name: NameLikeness | None = None) -> Comparison:
    """Compares two people.

    Args:
        name: How their names are alike, where that was found already.
    """
    name = compare_names(left.name, right.name, shares) if name is None else name
    fields = (
        FieldLikeness("name", name.likeness, name.bits),
        _companies(left.jobs, right.jobs, shares),
        _titles(left.jobs, right.jobs, shares),
        _places(left, right, shares),
        _days(left, right),
        _addresses(left, right),
        _lists(left, right),
    )
    return Comparison(name, tuple(field for field in fields if field.likeness is not Likeness.UNKNOWN))


def _companies(left: Sequence[Job], right: Sequence[Job], shares: Shares) -> FieldLikeness:
    ours, theirs = _distinct(left, "company"), _distinct(right, "company")
    if not (ours and theirs):
        return FieldLikeness("company", Likeness.UNKNOWN)
    shared = [company for company in ours if company in theirs]
    if shared:
        rarest = min(shares.of_value("company", company) for company in shared)
        started = _SAME_START if _start_together(left, right) else 0.0
        bits = log2(0.6 / min(rarest * min(len(ours) * len(theirs), 6), 0.9))
        return FieldLikeness("company", Likeness.SAME, bits + started)
    near = [shares.of_value("company", a) for a in ours for b in theirs if _near_company(a, b, shares)]
    if near:
        return FieldLikeness("company", Likeness.NEAR, log2(0.08 / (3 * min(near) + 0.002)))
    long = min(len(ours), len(theirs)) >= _LONG_HISTORY
    return FieldLikeness("company", Likeness.DIFFERENT, log2((0.06 if long else 0.3) / 0.98))


def _titles(left: Sequence[Job], right: Sequence[Job], shares: Shares) -> FieldLikeness:
    ours, theirs = _distinct(left, "title"), _distinct(right, "title")
    if not (ours and theirs):
        return FieldLikeness("title", Likeness.UNKNOWN)
    shared = [title for title in ours if title in theirs]
    if shared:
        rarest = min(shares.of_value("title", title) for title in shared)
        bits = log2(0.42 / min(rarest * min(len(ours) * len(theirs), 6), 0.8))
        return FieldLikeness("title", Likeness.SAME, bits)
    if any(_near_title(a, b) for a in ours for b in theirs):
        return FieldLikeness("title", Likeness.NEAR, log2(0.28 / 0.1))
    in_common = {word for title in ours for word in title.split()} & {w for t in theirs for w in t.split()}
    return FieldLikeness("title", Likeness.DIFFERENT, log2(0.2 / 0.3) if in_common else log2(0.1 / 0.6))


def _places(left: Person, right: Person, shares: Shares) -> FieldLikeness:
    if not (left.place and right.place):
        return FieldLikeness("place", Likeness.UNKNOWN)
    if left.place == right.place or fuzz.ratio(left.place, right.place) >= _NEAR_COMPANY:
        share = shares.of_value("place", left.place)
        return FieldLikeness("place", Likeness.SAME, log2(0.75 / min(share, 0.75)))
    return FieldLikeness("place", Likeness.DIFFERENT, log2(0.25 / 0.9))


def _days(left: Person, right: Person) -> FieldLikeness:
    if not (left.connected_on and right.connected_on):
        return FieldLikeness("connected_on", Likeness.UNKNOWN)
    if left.connected_on == right.connected_on:
        return FieldLikeness("connected_on", Likeness.SAME, _DAY_SAME)
    return FieldLikeness("connected_on", Likeness.DIFFERENT, _DAY_DIFFERS)


def _addresses(left: Person, right: Person) -> FieldLikeness:
    if not (left.addresses and right.addresses) or left.addresses & right.addresses:
        return FieldLikeness("profile_address", Likeness.UNKNOWN)
    return FieldLikeness("profile_address", Likeness.DIFFERENT, _ADDRESS_DIFFERS)


def _lists(left: Person, right: Person) -> FieldLikeness:
    if left.lists & right.lists:
        return FieldLikeness("list", Likeness.DIFFERENT, _LISTED_TWICE)
    return FieldLikeness("list", Likeness.UNKNOWN)


def _distinct(jobs: Sequence[Job], field: str) -> list[str]:
    return list(dict.fromkeys(value for job in jobs if (value := getattr(job, field))))


def _start_together(left: Sequence[Job], right: Sequence[Job]) -> bool:
    starts = {(job.company, job.started[:7]) for job in left if job.started and len(job.started) >= 7}
    return any((job.company, (job.started or "")[:7]) in starts for job in right)


def _near_company(a: str, b: str, shares: Shares) -> bool:
    first, second = a.split(), b.split()
    shorter, longer = sorted((first, second), key=len)
    if shorter == longer[: len(shorter)] and len(" ".join(shorter)) > 2:
        return True  # BNP Paribas and BNP Paribas Cardif
    if len(shorter) == 1 < len(longer) and shorter[0] == "".join(word[0] for word in longer):
        return len(longer) > 2  # SNCF and Societe Nationale des Chemins de Fer
    if a.replace(" ", "") == b.replace(" ", ""):
        return True
    slipped = fuzz.ratio(a, b) >= _NEAR_COMPANY or (
        max(len(a), len(b)) >= _LEAST_SLIP and OSA.distance(a, b, score_cutoff=1) <= 1
    )
    return slipped and not shares.are_two("company", a, b)


def _near_title(a: str, b: str) -> bool:
    if fuzz.token_sort_ratio(a, b) >= _NEAR_TITLE:
        return True
    first, second = set(a.split()), set(b.split())
    return min(len(first), len(second)) > 1 and (first <= second or second <= first)
