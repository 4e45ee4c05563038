"""Which people to compare at all: those who share a word of their name and a little more.

Without it 30,000 rows against 30,000 contacts were 900 million comparisons. Each person has a few block keys;
two people are compared when they have one in common.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from matcher.identity.names import sound
from matcher.identity.persons import Person
from matcher.identity.shares import Shares
from matcher.identity.words import name_words

_RARE = 0.006  # share below which a word and an initial are enough
_ENDS = 3  # letters at either end, of which a slip of the pen spares one
_MOST_WORDS = 5
_FULL_BLOCK = 2_000  # a block as large tells nothing


class Blocks:
    """People by block key."""

    def __init__(self, people: Sequence[Person], shares: Shares) -> None:
        self._shares = shares
        self._blocks: dict[str, list[int]] = defaultdict(list)
        for i, person in enumerate(people):
            for key in block_keys(person, shares):
                self._blocks[key].append(i)

    def candidates(self, person: Person) -> set[int]:
        """Gives the places of those whom the person is worth comparing with."""
        found: set[int] = set()
        for key in block_keys(person, self._shares):
            block = self._blocks.get(key, ())
            if len(block) <= _FULL_BLOCK:
                found.update(block)
        return found


def block_keys(person: Person, shares: Shares) -> set[str]:
    """Gives the block keys of a person: a word as it sounds, with a part of another or the company."""
    words = person.name.words[:_MOST_WORDS]
    company = person.jobs[0].company if person.jobs else ""
    keys: set[str] = set()
    for i, word in enumerate(words):
        others = [other.text for j, other in enumerate(words) if j != i]
        rare = shares.of_name(word.text) < _RARE
        for heard in {sound(word.text), sound(word.own)}:
            keys.update(f"{heard}|{part}" for other in others for part in _parts(other, rare=rare))
            if company:
                keys.add(f"{heard}@{company}")
    return keys


def _parts(word: str, *, rare: bool) -> Iterator[str]:
    if rare:
        yield word[0]
    else:
        yield word[:_ENDS]
        yield f"-{word[-_ENDS:]}"
    for line in name_words().given.get(word, ()):
        yield str(line)
