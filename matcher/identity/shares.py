"""How common a name, a company, a title or a place is: to agree on a rare one tells more.

The shares are those of the people at hand, smoothed with what is known beforehand, as in W. E. Winkler,
*Frequency-based matching in the Fellegi-Sunter model of record linkage* (US Census Bureau, RR 2000/06).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matcher.identity.persons import Person
from matcher.identity.words import name_words

UNLISTED = 1e-4  # the share of a name that no list holds
_PEOPLE_BEFOREHAND = {"name": 500, "company": 400, "title": 200, "place": 100}
_BEFOREHAND = {"company": 0.002, "title": 0.01, "place": 0.05}
# Namesakes are often of one trade and one region: to agree on these tells less than their share says.
_LEAST = {"company": 0.001, "title": 0.01, "place": 0.02}
_SLIPS_BY_CHANCE = 2  # as often the same slip may be made twice
_SLIPS_SHARE = 0.1  # of those who bear a name, more are never written with the same slip


@dataclass(frozen=True, slots=True)
class Shares:
    """Counts over the people at hand.

    Attributes:
        people: How many they are.
        counts: For `name`, `company`, `title` and `place`, from a value to how many people have it.
    """

    people: int
    counts: Mapping[str, Counter[str]]

    @classmethod
    def of(cls, *groups: Iterable[Person]) -> "Shares":
        """Counts in each group apart and keeps the highest count: the groups may hold the same people."""
        counts: dict[str, Counter[str]] = {field: Counter() for field in _PEOPLE_BEFOREHAND}
        most = 0
        for group in groups:
            found, people = _counted(group)
            most = max(most, people)
            for field, counter in found.items():
                counts[field] |= counter
        return cls(most, counts)

    def of_name(self, word: str) -> float:
        """Gives the share of other people who have this word in their name."""
        beforehand = name_words().shares.get(word, UNLISTED)
        return self._smoothed("name", word, beforehand)

    def of_value(self, field: str, value: str) -> float:
        """Gives the share of other people who have this company, title or place."""
        return max(self._smoothed(field, value, _BEFOREHAND[field]), _LEAST[field])

    def are_two(self, field: str, first: str, second: str) -> bool:
        """Whether each of two names is one of its own, rather than one of them the other with a slip.

        A slip is rare beside what was meant, and on no list.
        """
        return self._stands_beside(field, first, second) and self._stands_beside(field, second, first)

    def _stands_beside(self, field: str, value: str, other: str) -> bool:
        words = name_words()
        if field == "name" and (value in words.shares or value in words.given_names):
            return True
        counts = self.counts[field]
        return counts[value] >= max(_SLIPS_BY_CHANCE + 1, _SLIPS_SHARE * counts[other])

    def _smoothed(self, field: str, value: str, beforehand: float) -> float:
        others = max(self.counts[field][value] - 1, 0)  # the person at hand says nothing of the others
        weight = _PEOPLE_BEFOREHAND[field]
        return (others + weight * beforehand) / (self.people + weight)


def _counted(group: Iterable[Person]) -> tuple[dict[str, Counter[str]], int]:
    names, companies, titles, places = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    people = 0
    for person in group:
        people += 1
        names.update({word.text for word in person.name.words})
        companies.update({job.company for job in person.jobs if job.company})
        titles.update({job.title for job in person.jobs if job.title})
        if person.place:
            places[person.place] += 1
    return {"name": names, "company": companies, "title": titles, "place": places}, people
