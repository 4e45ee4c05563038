"""One form for words that differ by grammatical gender alone: an *infirmière* has no other trade.

The masculine stands for both only because it is the shorter rule; the words are compared and never shown.
"""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

MOST_WORDS = 65_536  # kept in memory: texts repeat their words

# "(H/F)", "m/w/d": a mark that a title is open to all.
MARK = re.compile(r"\b[hfmwdx](?: ?[/|] ?[hfmwdx])+\b")
# The second ending of a folded word for both genders: "developpeur·se", "redacteur(trice)", "ingeniero/a".
ENDING = re.compile(
    r"(?<=[a-z]{3})(?:[·•‧⋅∙:*_.(]|/-?|-(?=fe|se|rice|trice|euse))"
    r"(?:e|ee|ne|se|ve|fe|te|le|rice|trice|drice|euse|ere|iere|enne|ienne|esse|in|innen|a|ora)"
    r"(?:[·•‧⋅∙.]?s)?\)?(?![a-z0-9])"
)
# Without one of these a text has neither, which take longer to look for.
MARKED = re.compile(r"[·•‧⋅∙:*_.(/|-](?:(?<=[a-z].)-?[a-z]| ?[hfmwdx]\b)")
# What stands before an ending is long enough that short words, such as *sale* or *rate*, are left alone.
ENDINGS = tuple(
    (re.compile(rf"(?<=[a-z]{{{least}}}){feminine}(?P<plural>s?)$"), masculine)
    for least, feminine, masculine in (
        (2, "trice", "teur"),
        (2, "drice", "deur"),
        (2, "euse", "eur"),
        (3, "eure", "eur"),
        (2, "iere", "ier"),
        (3, "ere", "er"),
        (2, "enne", "en"),
        (3, "onne", "on"),
        (4, "ee", "e"),
        (2, "ante", "ant"),
        (2, "ente", "ent"),
        (2, "inte", "int"),
        (2, "erte", "ert"),
        (4, "ate", "at"),
        (3, "ale", "al"),
        (3, "elle", "el"),
        (3, "ive", "if"),
        (4, "ora", "or"),
        (4, "era", "ero"),
        (4, "ada", "ado"),
        (3, "ica", "ico"),
        (4, "aria", "ario"),
        (3, "iva", "ivo"),
        (3, "erin(?:nen)?", "er"),
        (3, "istin(?:nen)?", "ist"),
        (3, "frau", "mann"),
        (2, "woman", "man"),
        (2, "women", "men"),
        (4, "person", "man"),
        (4, "people", "men"),
    )
)
WORDS = {
    "actress": "actor",
    "apprentie": "apprenti",
    "barmaid": "barman",
    "cheffe": "chef",
    "headmistress": "headmaster",
    "hostess": "host",
    "hotesse": "hote",
    "maitresse": "maitre",
    "manageress": "manager",
    "stewardess": "steward",
    "usherette": "usher",
    "waitress": "waiter",
}
# English forms share no vectors, as French, Spanish and German ones do in the shipped encoders.
ENGLISH_WORDS = {
    word: WORDS[word]
    for word in (
        "actress",
        "barmaid",
        "headmistress",
        "hostess",
        "manageress",
        "stewardess",
        "usherette",
        "waitress",
    )
}
ENGLISH = re.compile(
    r"\b(?:(?P<stem>[a-z]{2,})wom(?P<number>[ae])n"
    r"|(?P<trade>sales|crafts|trades|chair|fore|camera|repair|anchor|handy|business)p(?P<persons>erson|eople)"
    rf"|(?P<word>{'|'.join(ENGLISH_WORDS)})(?P<plural>e?s)?)\b",
    re.IGNORECASE,
)
# French words from the pairs of titles in the ROME (France Travail, Licence Ouverte 2.0): those of a person,
# and others, which may go with a thing or be of another language, and are changed beside one of a person.
FEMININES = Path(__file__).with_name("feminines.csv")
LETTERS = re.compile(r"[^\W\d_]+")


def without_marks(folded: str) -> str:
    """Takes the marks and second endings that stand for another gender out of a folded text."""
    return ENDING.sub("", MARK.sub(" ", folded)) if MARKED.search(folded) else folded


@lru_cache(maxsize=MOST_WORDS)
def one_gender(word: str) -> str:
    """Gives the form that stands for a folded word and for its feminine, in the number in which it is."""
    if word in WORDS:
        return WORDS[word]
    if word.endswith("s") and word[:-1] in WORDS:
        return WORDS[word[:-1]] + "s"
    for ending, masculine in ENDINGS:
        found = ending.search(word)
        if found is not None:
            return word[: found.start()] + masculine + found["plural"]
    return word


def one_english_gender(text: str) -> str:
    """Writes English trades in one gender, and leaves everything else as it is."""
    return ENGLISH.sub(_one_english, text)


def one_french_gender(text: str) -> str:
    """Writes French trades in one gender, and leaves everything else as it is."""
    of_persons, others = _feminines()
    if not any(_singular(word) in of_persons for word in LETTERS.findall(text.lower())):
        return text
    pairs = of_persons | others
    return LETTERS.sub(lambda match: _one_french(match[0], pairs), text)


def _one_french(word: str, pairs: dict[str, str]) -> str:
    folded = word.lower()
    singular = _singular(folded)
    if singular not in pairs:
        return word
    masculine = pairs[singular] + folded[len(singular) :]
    if word.isupper():
        return masculine.upper()
    return masculine.capitalize() if word[0].isupper() else masculine


def _singular(word: str) -> str:
    return word.removesuffix("s")


@cache
def _feminines() -> tuple[dict[str, str], dict[str, str]]:
    """Gives the words of persons and the others, with the masculine of each."""
    with FEMININES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    of_persons, others = (
        {row["feminine"]: row["masculine"] for row in rows if row["of"] == kind}
        for kind in ("person", "other")
    )
    return of_persons, others


def _one_english(match: "re.Match[str]") -> str:
    if match["stem"]:
        return f"{match['stem']}m{match['number']}n"
    if match["trade"]:
        return match["trade"] + ("man" if match["persons"].casefold() == "erson" else "men")
    return ENGLISH_WORDS[match["word"].casefold()] + ("s" if match["plural"] else "")
