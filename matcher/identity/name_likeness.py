"""Two names compared word by word, each agreement weighed by how rare the word is.

The weights are logarithms (base 2) of m/u: how often the words of one person agree so, over how often those
of two people do (I. P. Fellegi and A. B. Sunter, *A Theory for Record Linkage*, JASA 64, 1969).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import log2

from rapidfuzz.distance import OSA

from matcher.identity.names import PersonName, Word, parse_name, sound
from matcher.identity.shares import Shares
from matcher.identity.words import name_words


class Likeness(StrEnum):
    """How two values are alike."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class _Level(StrEnum):
    SAME = "same"
    FORM = "form"  # Bill and William
    SOUND = "sound"  # Filip and Philippe
    TYPO = "typo"
    INITIAL = "initial"
    NONE = "none"


_M = {_Level.SAME: 0.85, _Level.FORM: 0.05, _Level.SOUND: 0.04, _Level.TYPO: 0.04, _Level.INITIAL: 0.03}
_ORDER = tuple(_M)
_U_INITIAL = 0.08
_SLIPS = 0.03  # share of a name's bearers whose name is written with a slip
_NEAR_NAMES = 1e-4  # share of people whose own name is within a letter of a given one
_NEAR_SHORT, _SHORT = 1e-3, 4  # of one that has so few letters
_ONE_SIDED = -1.6  # a middle name, a second family name: left out by one of the two
_COMPOUND = -5.0  # Jean and Jean-Pierre are two names, not one with a middle name
_CONFLICT = -6.0  # two family names: people marry
_CONFLICT_GIVEN = -9.0  # two given names: a family works in one place
_REVERSED = -2.0  # Martin Bernard and Bernard Martin
_DEPENDENCE = -2.0  # given and family names go together: they come from one place and one time
_LEAST_TYPO, _LONG = 3, 8


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How two names are alike.

    Attributes:
        bits: Weight of the evidence, log2(m/u); positive speaks for one person.
        agreed: Words that agree in full, not as initials alone.
        conflicts: Pairs of words that contradict each other.
        likeness: In a word.
        initials: Whether a word agrees only in its first letter.
    """

    bits: float
    agreed: int
    conflicts: int
    likeness: Likeness
    initials: bool = False

    @property
    def allows(self) -> bool:
        """Whether two words agree and none disagrees: what it takes to join people without asking."""
        return self.conflicts == 0 and self.agreed + self.initials >= 2 and self.agreed >= 1


def compare_names(left: PersonName, right: PersonName, shares: Shares) -> NameLikeness:
    """Compares two names whatever the order of their words."""
    pairs, alone_left, alone_right = _aligned(left, right, shares)
    pairs += _run_together(alone_left, alone_right)
    bits = sum(_weight(level, a, b, shares) for a, b, level in pairs)
    conflicts = min(len(alone_left), len(alone_right))
    single = abs(len(alone_left) - len(alone_right))
    compound = _splits_compound(left, alone_left) or _splits_compound(right, alone_right)
    bits += _conflict_bits(left, right, alone_left, alone_right) + single * (
        _COMPOUND if compound else _ONE_SIDED
    )
    turned = _is_reversed(left, right)
    bits += (_REVERSED if turned else 0) + (_DEPENDENCE if len(pairs) > 1 else 0)
    levels = [level for _, _, level in pairs]
    same = not (alone_left or alone_right or turned) and set(levels) == {_Level.SAME}
    agreed = sum(level is not _Level.INITIAL for level in levels)
    likeness = Likeness.SAME if same else Likeness.NEAR if not conflicts else Likeness.DIFFERENT
    if not levels:
        likeness = Likeness.DIFFERENT
    return NameLikeness(bits, agreed, conflicts + compound, likeness, _Level.INITIAL in levels)


def names_agree(left: str, right: str) -> bool:
    """Whether two names may be one person's: what it takes for a shared telephone number to identify."""
    found = compare_names(parse_name(left), parse_name(right), Shares.of())
    return found.allows or found.likeness is Likeness.SAME


Aligned = tuple[Word, Word, _Level]


def _aligned(
    left: PersonName, right: PersonName, shares: Shares
) -> tuple[list[Aligned], list[Word], list[Word]]:
    """Pairs the words, the surest pairs first; gives those that are left on either side."""
    alone_left, alone_right = list(left.words), list(right.words)
    pairs: list[Aligned] = []
    for wanted in _ORDER:
        for a in tuple(alone_left):
            b = next((b for b in alone_right if _level(a, b, shares) is wanted), None)
            if b is not None:
                pairs.append((a, b, wanted))
                alone_left.remove(a)
                alone_right.remove(b)
        if not (alone_left and alone_right):
            break
    return pairs, alone_left, alone_right


def _level(a: Word, b: Word, shares: Shares) -> _Level:
    if a.text == b.text:
        # Le Blanc is not Blanc; de La Tour is La Tour.
        return _Level.SAME if a.article == b.article else _Level.SOUND
    if b.text in (a.own, a.full) or a.text in (b.own, b.full) or a.own == b.own:
        return _Level.SAME
    if _plain_umlauts(a.text) == _plain_umlauts(b.text):
        return _Level.SAME
    level = _text_level(a.text, b.text)
    # A slip of the pen seldom makes another name: Marin and Martin, Michel and Michele are two names.
    slipped = level in (_Level.TYPO, _Level.SOUND)
    if slipped and shares.are_two("name", a.text, b.text):
        return _Level.NONE
    return level


@lru_cache(maxsize=200_000)
def _plain_umlauts(word: str) -> str:
    """Gives one spelling to what a keyboard without umlauts writes with two letters: Müller and Mueller."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")


@lru_cache(maxsize=500_000)
def _text_level(a: str, b: str) -> _Level:
    if len(a) == 1 or len(b) == 1:
        return _Level.INITIAL if a[0] == b[0] else _Level.NONE
    forms = name_words().given
    if a in forms and not forms[a].isdisjoint(forms.get(b, ())):
        return _Level.FORM
    if sound(a) == sound(b) and min(len(a), len(b)) > 2:
        return _Level.SOUND
    shorter = min(len(a), len(b))
    slips = 2 if shorter >= _LONG else 1
    if shorter >= _LEAST_TYPO and OSA.distance(a, b, score_cutoff=slips) <= slips:
        return _Level.TYPO
    return _Level.NONE


def _weight(level: _Level, a: Word, b: Word, shares: Shares) -> float:
    share = max(shares.of_name(a.text), shares.of_name(b.text))
    same = log2(_M[_Level.SAME] / share)
    if level is _Level.SAME:
        return same
    if level is _Level.INITIAL:
        return log2(_M[level] / _U_INITIAL)
    near = _NEAR_NAMES if min(len(a.text), len(b.text)) > _SHORT else _NEAR_SHORT
    u = share if level is _Level.FORM else _SLIPS * share + near
    # What is written otherwise never tells more than what is written the same.
    return min(log2(_M[level] / u), same - 1)


def _run_together(alone_left: list[Word], alone_right: list[Word]) -> list[Aligned]:
    """Pairs `JeanPierre` with `Jean Pierre` and `JP` with its words, and takes them from the lists."""
    pairs: list[Aligned] = []
    for one, several in ((alone_left, alone_right), (alone_right, alone_left)):
        for word in tuple(one):
            for a, b in zip(tuple(several), tuple(several)[1:], strict=False):
                if word.text == a.text + b.text:
                    pairs += [(a, a, _Level.SAME), (b, b, _Level.SAME)]
                elif word.text == a.text[0] + b.text[0]:
                    pairs += [(a, a, _Level.INITIAL), (b, b, _Level.INITIAL)]
                else:
                    continue
                one.remove(word)
                several.remove(a)
                several.remove(b)
                break
    return pairs


def _conflict_bits(
    left: PersonName, right: PersonName, alone_left: list[Word], alone_right: list[Word]
) -> float:
    if not (alone_left and alone_right):
        return 0.0
    of_given = any(
        name.words[0] in alone and not (name.family and len(name.words) == name.family)
        for name, alone in ((left, alone_left), (right, alone_right))
    )
    first = _CONFLICT_GIVEN if of_given else _CONFLICT
    return first + (min(len(alone_left), len(alone_right)) - 1) * _CONFLICT


def _splits_compound(name: PersonName, alone: list[Word]) -> bool:
    """Whether half of a hyphenated given name is without its like: Jean-Pierre beside Jean."""
    if not alone or not name.hyphened:
        return False
    texts = [word.text for word in name.words]
    given = texts[: len(texts) - max(name.family, 1)]
    joined = {text for a, b in zip(given, given[1:], strict=False) if a in name.hyphened for text in (a, b)}
    return any(word.text in joined for word in alone)


def _is_reversed(left: PersonName, right: PersonName) -> bool:
    """Whether the words stand the other way round though nothing says which is the family name."""
    if left.family or right.family or len(left.words) != 2 or len(right.words) != 2:
        return False
    first, last = (word.text for word in left.words)
    if (right.words[0].text, right.words[1].text) != (last, first):
        return False
    given = name_words().given_names
    return first in given and last in given
