"""A person's name as words that can be compared, whatever its order, case, marks and particles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.identity.keys import fold
from matcher.identity.words import name_words

_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_AFTER_NAME = re.compile(r"\s[-–—|·•/]\s.*$|\|.*$")  # `Ada Bell - Recruiter`, as people write themselves
_APOSTROPHE = re.compile("['’`´ʼ]")
_CAPITALS = re.compile(r"[^\W\d_]{2}")  # two letters in a row: `J.-P.` is no family name in capitals
_PIECE = re.compile(r"[^\W\d_]+", re.UNICODE)
_CYRILLIC = dict(zip("абвгдеёзийклмнопрстуфхъыьэ", "abvgdeeziiklmnoprstufh\0y\0e", strict=True)) | {
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "і": "i",
    "ї": "i", "є": "e",
}  # fmt: skip
_GREEK = dict(zip("αβγδεζηικλμνοπρσςτυφω", "avgdeziiklmnoprsstyfo", strict=True)) | {
    "θ": "th", "ξ": "x", "χ": "ch", "ψ": "ps",
}  # fmt: skip
_LATIN = {ord(letter): text.strip("\0") for letter, text in (_CYRILLIC | _GREEK).items()}
# Spellings of one sound, for names spelled by ear or brought over from another alphabet or keyboard.
_SOUNDS = (
    ("sch", "sh"), ("tch", "ch"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("kh", "h"), ("gh", "g"),
    ("dj", "j"),
    ("ae", "e"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("oo", "u"), ("ei", "i"), ("ij", "i"), ("y", "i"),
    ("w", "v"), ("qu", "k"), ("q", "k"), ("ss", "s"), ("c", "k"), ("z", "s"), ("j", "i"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name.

    Attributes:
        text: Folded, such as `tour` in `de La Tour`.
        article: What belongs to it and stands before it: `la`.
        full: All before it and itself in one: `delatour`.
        maiden: Whether it is said to be a name before marriage.
    """

    text: str
    article: str = ""
    full: str = ""
    maiden: bool = False

    @property
    def own(self) -> str:
        """The word with its article: `latour`."""
        return self.article + self.text


@dataclass(frozen=True, slots=True)
class PersonName:
    """The words of a name.

    Attributes:
        words: In the order in which they stand, hyphenated ones apart.
        family: How many of the last words are the family name, as case or a comma tell; 0 if neither does.
        hyphened: Texts of words that a hyphen joins to the next one.
    """

    words: tuple[Word, ...]
    family: int = 0
    hyphened: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What two spellings of one name share: its words in alphabetical order."""
        return " ".join(sorted(word.own for word in self.words))


@lru_cache(maxsize=200_000)
def parse_name(name: str) -> PersonName:
    """Takes a name apart.

    `LA TOUR Jean Pierre`, `de La Tour, Jean-Pierre` and `Jean-Pierre de La Tour` give the same words.
    """
    text = _AFTER_NAME.sub("", _BRACKETED.sub(_kept_brackets, name))
    family, comma, given = text.partition(",")
    if comma and _is_given(given):
        words = _words(given), _words(family, family=True)
        return PersonName(words[0] + words[1], len(words[1]), _hyphened(text))
    text = family  # what follows another comma is a title: `Ada Bell, PhD`
    upper = _upper_run(text)
    if upper:
        words = _words(upper[1]), _words(upper[0], family=True)
        return PersonName(words[0] + words[1], len(words[1]), _hyphened(text))
    return PersonName(_words(text), 0, _hyphened(text))


def _kept_brackets(match: re.Match[str]) -> str:
    """Keeps a name before marriage, `(née Martin)`; other brackets hold nicknames and remarks."""
    inner = match[0][1:-1]
    first = fold(inner).split()[:1]
    return f" {inner} " if first and first[0].strip(".") in name_words().born else " "


def _is_given(text: str) -> bool:
    pieces = _PIECE.findall(fold(text).replace(".", ""))
    return bool(pieces) and not all(piece in name_words().titles for piece in pieces)


def _upper_run(text: str) -> tuple[str, str] | None:
    """Gives family and given name where one of them alone is in capitals: `DUPONT Marie`, `Marie DUPONT`."""
    parts = [part for part in text.split() if any(c.isalpha() for c in part)]
    capital = [bool(_CAPITALS.search(part)) and part == part.upper() for part in parts]
    if not any(capital) or all(capital) or max(map(len, parts)) > 60:
        return None
    small = [part for part, high in zip(parts, capital, strict=True) if not high]
    if all(fold(part).strip(".") in name_words().particles | name_words().titles for part in small):
        return None
    first, last = capital.index(True), len(parts) - capital[::-1].index(True)
    if not all(capital[first:last]):
        return None
    # Particles in small letters belong to the capitals that follow them: `Ludwig van BEETHOVEN`.
    while first > 1 and fold(parts[first - 1]) in name_words().particles | name_words().articles:
        first -= 1
    return " ".join(parts[first:last]), " ".join(parts[:first] + parts[last:])


def _hyphened(text: str) -> frozenset[str]:
    return frozenset(
        fold(match[0]) for match in re.finditer(r"[^\W\d_]+(?=[-‐‑][^\W\d_])", _APOSTROPHE.sub("", text))
    )


def _words(text: str, *, family: bool = False) -> tuple[Word, ...]:
    pieces = [piece for piece in _pieces(text) if piece not in name_words().titles]
    if pieces[:1] == ["m"] and len(pieces) > 2:  # Monsieur, or the initial of the only given name
        del pieces[0]
    return tuple(_attached(pieces, family=family))


def _pieces(text: str) -> Iterator[str]:
    folded = fold(_APOSTROPHE.sub("'", text))
    if not folded.isascii():
        folded = folded.translate(_LATIN)
    # O'Brien and D'Almeida: a short beginning is an article or a particle of what follows.
    yield from _PIECE.findall(re.sub(r"\b([a-z]{1,2})'(?=[a-z])", r"\1 ", folded).replace("'", ""))


def _attached(pieces: Sequence[str], *, family: bool) -> Iterator[Word]:
    """Puts particles and articles to the word that follows them.

    A name that begins with one may be a given name, such as Ben, unless it is said to be the family name.
    """
    words = name_words()
    small = words.particles | words.articles
    plain = sum(piece not in small for piece in pieces)
    before: list[str] = []
    maiden = False
    for i, piece in enumerate(pieces):
        if piece in words.born and 0 < i < len(pieces) - 1:
            maiden = True
        elif piece in small and i < len(pieces) - 1 and (before or i > 0 or family or plain >= 2):
            before.append(piece)
        else:
            article = "".join(part for part in before if part in words.articles)
            yield Word(piece, article, "".join(before) + piece, maiden)
            before = []


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Gives a word as it sounds, roughly: `Philippe` and `Filip`, `Müller` and `Mueller` come together."""
    for spelled, plain in _SOUNDS:
        if spelled in word:
            word = word.replace(spelled, plain)
    word = _DOUBLED.sub(r"\1", word)
    return word[0] + word[1:].replace("h", "").rstrip("e") if word else word
