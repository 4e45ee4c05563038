"""The map as one compact answer: columns in place of rows, and each text once."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from api.pages.network_words import NetworkWords
from api.pages.wording import Words
from matcher.map.person import Level, Person
from matcher.map.picture import Picture
from matcher.network_map import AGE_GROUPS, age_group

MOST_COMPANIES = 9  # that have a colour; the others share one


def map_data(picture: Picture, words: Words) -> dict[str, Any]:
    """Writes a picture as JSON values, with the words of its legends in a language."""
    people = [point.person for point in picture.points]
    say, titles, companies = NetworkWords(words), _Texts(), _Texts()
    commonest = _commonest(people)
    return {
        "groups": [
            {
                "name": say.group(group.titles),
                "people": group.people,
                "x": round(group.x, 2),
                "y": round(group.y, 2),
                "radius": round(group.radius, 2),
            }
            for group in picture.groups
        ],
        "id": [person.id for person in people],
        "name": [person.name for person in people],
        "title": [titles.place(person.title) for person in people],
        "company": [companies.place(person.company) for person in people],
        "x": [round(point.x, 2) for point in picture.points],
        "y": [round(point.y, 2) for point in picture.points],
        "titles": titles.found,
        "companies": companies.found,
        "by": {
            "group": [point.group for point in picture.points],
            "company": [commonest.get(person.company_key, len(commonest)) for person in people],
            "level": [_LEVELS[person.level] for person in people],
            "tie": [_AGES[age_group(person.tie_years)] for person in people],
            "profile": [_AGES[age_group(person.age_years)] for person in people],
        },
        "legends": {
            "company": [*_written(people, commonest), words("map", "others")],
            "level": [words("levels", level) for level in Level],
            "tie": [say.ages(group) for group in AGE_GROUPS],
            "profile": [say.ages(group) for group in AGE_GROUPS],
        },
    }


_LEVELS = {level: place for place, level in enumerate(Level)}
_AGES = {group: place for place, group in enumerate(AGE_GROUPS)}


class _Texts:
    """Texts that are each written once."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self._places.setdefault(text, len(self._places))

    @property
    def found(self) -> list[str]:
        return list(self._places)


def _commonest(people: Iterable[Person]) -> dict[str, int]:
    """Gives the commonest companies, each with its place."""
    sizes = Counter(person.company_key for person in people if person.company_key)
    most = sorted(sizes, key=lambda key: (-sizes[key], key))[:MOST_COMPANIES]
    return {key: place for place, key in enumerate(most)}


def _written(people: Iterable[Person], commonest: dict[str, int]) -> list[str]:
    ways: dict[str, Counter[str]] = {key: Counter() for key in commonest}
    for person in people:
        if person.company_key in ways:
            ways[person.company_key][person.company] += 1
    return [ways[key].most_common(1)[0][0] for key in commonest]
