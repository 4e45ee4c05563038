"""How a person is called: by the first name, in full, or by initials."""

import re

# Before a name, in the four languages of drafts; they are no part of it, and most tell a gender.
TITLES = re.compile(
    r"(?:dr|dre|prof|pr|ing|dipl|me|mr|mrs|ms|miss|mx|m|mme|mlle|herr|frau|sr|sra|srta|don|dña)\.?",
    re.IGNORECASE,
)
PARTICLES = re.compile(r"de|du|des|la|le|van|von|der|den|da|di|dos|el|al|y|bin|ben", re.IGNORECASE)
ASIDE = re.compile(r"\s*[(\[{].*?(?:[)\]}]|$)")  # a pronoun, a nickname, a former name
AFTER_COMMA = re.compile(r"\s*,\s*(?=(?:ph\.?d|mba|m\.?sc|b\.?sc|cfa|pmp|ing|eng|md)\b).*", re.IGNORECASE)


def full_name(name: str) -> str:
    """Gives a name in full, without titles or degrees; `FABRE, Camille` is turned round."""
    plain = AFTER_COMMA.sub("", " ".join(ASIDE.sub("", name).split()))
    last, comma, first = plain.partition(", ")
    words = (f"{first} {last}" if comma and "," not in first else plain).split()
    while len(words) > 2 and _is_title(words[0]):  # with one word more it is a last name: M. Fabre
        words = words[1:]
    spoken = _spoken if len(words) > 1 else str
    return " ".join(spoken(word) for word in _first_name_first(words))


def first_name(name: str) -> str:
    """Gives the name by which a friend calls the person; empty where only a last name is known."""
    words = full_name(name).split()
    return "" if not words or _is_title(words[0]) else words[0]


def initials(name: str) -> str:
    """Gives the initials of the first and the last word, such as `C. F.`; empty for no name."""
    words = [word for word in full_name(name).split() if word[0].isalpha()]
    ends = [*words[:1], *[word for word in words[1:] if not PARTICLES.fullmatch(word)][-1:]]
    return " ".join(f"{word[0].upper()}." for word in ends)


def _is_title(word: str) -> bool:
    return TITLES.fullmatch(word) is not None


def _first_name_first(words: list[str]) -> list[str]:
    """Turns `FABRE Camille` round: only a last name is written in capitals alone."""
    capitals = [len(word) > 1 and word.isupper() for word in words]
    if not words or not capitals[0] or all(capitals):
        return words
    end = capitals.index(False)
    if end == 1 and len(words[0]) == 2:  # AJ Vale
        return words
    return [*words[end:], *words[:end]]


def _spoken(word: str) -> str:
    """Takes `CAMILLE` as `Camille`; initials stay."""
    short = len(word) < 3 and not PARTICLES.fullmatch(word)
    return word if short or "." in word or not word.isupper() else word.title()
