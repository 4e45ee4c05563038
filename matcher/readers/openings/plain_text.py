"""An opening from a text alone: what was pasted, or a file that holds an advertisement and nothing else."""

import re
from hashlib import sha256

from matcher.errors import InvalidOpening
from matcher.language import detect_language
from matcher.opening import Opening
from matcher.requirements import is_heading, requirements_of
from matcher.requirements.facts import opening_facts

MOST_WORDS = 50_000
MOST_CHARACTERS = 1_000_000
FEWEST_LETTERS = 2
LONGEST_TITLE = 100  # characters
MOST_TITLE_WORDS = 12
LINES_WITH_TITLE = 15
SEARCHED_FOR_TITLE = 5000  # characters

LABEL = re.compile(
    r"^\W*(?:job title|position title|title|position|role|titre(?: du poste)?|poste|puesto"
    r"|intitul[ée](?: du poste| de l[’']offre| de l[’']emploi)?|t[íi]tulo(?: del puesto)?"
    r"|stellenbezeichnung|stelle)[ \t\xa0]*:[ \t\xa0]*(?=\S)",
    re.I,
)
SOUGHT = r"(?P<title>[^\s(][^\n.,;:!?–|]{1,100})"
BLANKS = r"[ \t\xa0]+"
PROSE = tuple(
    re.compile(pattern + SOUGHT, re.I)
    for pattern in (
        r"\b(?:looking for|seeking|hiring|searching for|in search of|recruiting|looking to hire)"
        rf"{BLANKS}(?:(?:an?|our|the|another|one|\d+){BLANKS})?"
        rf"(?:(?:talented|experienced|passionate|motivated|next){BLANKS})*",
        r"\b(?:recherch\w+|recrut\w+|(?:à|a) la recherche d(?:e |['’]))[^\n.;:!?]{0,60}?"
        r"\b(?:une?(?:\(e\)|\.e|/une?)?|notre|nos|son|sa|des?|plusieurs|\d+)"
        rf"{BLANKS}(?:futur(?:\(?e?\)?){BLANKS})?",
        rf"\b(?:buscamos|busca|seleccionamos|contratamos){BLANKS}"
        rf"(?:(?:una?|unos?|nuestr[oa])(?:\(?a\)?)?{BLANKS})?",
        rf"\bsuch(?:en|t)\b[^\n.;:!?]{{0,60}}?\b(?:eine?n?|unser\w*)(?:\(?n?\)?){BLANKS}",
    )
)
# Where a title in running prose ends.
TITLE_END = re.compile(
    r"[ \t\xa0](?:to|who|with|that|for|in|at|join|based|on"
    r"|pour|afin|qui|capable|en (?:cdi|cdd|alternance|int[ée]rim)|au sein|dans|à|basé\S*|ayant|avec|disposant"
    r"|motivé\S*|passionné\S*|souhaitant|para|con|que|für|mit|zur|zum|der|die|das)\b.*",
    re.I,
)
PROSE_START = re.compile(
    r"\W*(?:nous|vous|notre|we|our|you|i|as an?|en tant|dans le cadre|au sein|buscamos|wir|sie)\b", re.I
)


def opening_from_text(text: str, *, name: str = "") -> Opening:
    """Makes an opening of an advertisement's text.

    Three words are enough: they are the title, and there is nothing else to require.

    Args:
        text: The advertisement as plain text.
        name: What the text is called in errors, such as the name of its file.

    Raises:
        InvalidOpening: If the text holds no word, or is longer than 50,000 words or 1,000,000 characters.
    """
    text = text.replace("\r\n", "\n").strip()
    return build_opening(title_of(text), text, source="text", name=name)


def build_opening(
    title: str, text: str, *, source: str, name: str = "", company: str = "", location: str = ""
) -> Opening:
    """Makes an opening whose id comes from its content; its language is detected, its text is cut up.

    Raises:
        InvalidOpening: As `opening_from_text`.
    """
    check_text(text, name=name)
    language = detect_language(text)
    title = title or title_of(text)
    return Opening(
        id=content_id(text),
        title=title,
        text=text,
        company=company,
        location=location,
        language=language,
        requirements=requirements_of(text, language),
        source=source,
        facts=opening_facts(title, text, language, location=location),
    )


def content_id(text: str) -> str:
    """Gives the id of an opening that has none at its source: the same text has the same id."""
    return "text-" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def check_text(text: str, *, name: str = "") -> None:
    """Refuses a text that nothing can be searched with.

    Raises:
        InvalidOpening: If it holds no word, or too many.
    """
    prefix = f"{name}: " if name else ""
    if len(text) > MOST_CHARACTERS:
        raise InvalidOpening(
            f"{prefix}an opening has at most {MOST_CHARACTERS:,} characters, found {len(text):,}"
        )
    words = len(text.split())
    if words > MOST_WORDS:
        raise InvalidOpening(f"{prefix}an opening has at most {MOST_WORDS:,} words, found {words:,}")
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        raise InvalidOpening(f"{prefix}expected the text of an opening, a job title at least, found no word")


def title_of(text: str) -> str:
    """Gives the title that an advertisement states, otherwise the role that its prose looks for."""
    lines = [line for line in map(str.strip, text[:SEARCHED_FOR_TITLE].splitlines()) if line]
    labelled = (LABEL.sub("", line) for line in lines[:LINES_WITH_TITLE] if LABEL.match(line))
    first = next((line for line in lines if not is_heading(line, detect_language(line))), "")
    return (
        next((_shortened(title) for title in labelled if _is_title(title)), "")
        or (_shortened(first.strip("#*_- \t")) if _is_title(first) else "")
        or _sought_in("\n".join(lines))
        or _shortened(first or text.strip())
    )


def _is_title(line: str) -> bool:
    bare = line.strip("#*_- \t")
    return (
        0 < len(bare) <= LONGEST_TITLE
        and len(bare.split()) <= MOST_TITLE_WORDS
        and not bare.endswith((".", "!", "?", ":", ";", ","))
        and not PROSE_START.match(bare)
        and not _sought_in(bare)
        and any(map(str.isalpha, bare))
    )


def _sought_in(text: str) -> str:
    """Gives the first role that a sentence says to look for; empty where none does."""
    matches = (match for pattern in PROSE for match in pattern.finditer(text))
    titles = (TITLE_END.sub("", match["title"]).strip() for match in sorted(matches, key=lambda m: m.start()))
    return next((_shortened(title) for title in titles if len(title) > 2), "")


def _shortened(title: str) -> str:
    title = " ".join(title.split())
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0]
