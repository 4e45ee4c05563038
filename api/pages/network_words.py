"""What the pages of a network say in words: formats, reasons, what would help, and the axes of the map.

Readers and stores give their reasons in English; tests hold that each of them is known here.
"""

import re
from collections.abc import Iterable

from api.pages.wording import Words
from matcher.catalogue import texts_of

_LEFT_OUT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:the )?same person as (?:on )?line (?P<line>\d+)"), "same"),
    (re.compile(r"no name: LinkedIn .*"), "no-name-linkedin"),
    (re.compile(r"expected a person's name.*"), "no-name"),
    (re.compile(r"the day of the (?:connection|tie) is not readable.*"), "day"),
    (re.compile(r"expected (?P<width>\d+) columns, found (?P<found>\d+).*"), "columns"),
    (re.compile(r"expected cells of at most .*"), "cell"),
    (re.compile(r"expected an object, found another value"), "object"),
    (re.compile(r"expected END:VCARD.*"), "cut"),
    (re.compile(r"expected a person, found a company or a group"), "company"),
    (re.compile(r"asked not to be imported"), "asked"),
    (re.compile(r"\$.*: expected .*"), "resume"),
)
_HELPS = {"their": "completes", "your": "connects"}  # by how `matcher.freshness` begins to say it


class NetworkWords:
    """The words of one language.

    Args:
        words: Of the language.
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def format(self, kind: str) -> str:
        """Names a format of files."""
        known = texts_of(self._words.tongue)["file-formats"]
        return self._words("file-formats", kind if kind in known else "other")

    def dropped(self, kind: str) -> str:
        """Names what is not kept."""
        key = kind.replace(" ", "-")
        return self._words("left-behind", key) if key in texts_of(self._words.tongue)["left-behind"] else kind

    def left_out(self, reason: str) -> str:
        """Says why a row was left out."""
        for pattern, key in _LEFT_OUT:
            if found := pattern.fullmatch(reason):
                return self._words("left-out", key, **found.groupdict())
        return reason

    def lacks(self, missing: Iterable[str]) -> str:
        """Says what a thin profile lacks."""
        told = tuple(missing)
        if not told:
            return ""
        return self._words("thin", f"{told[0]}-lacks" if len(told) == 1 else "both-lack")

    def helps(self, ways: Iterable[str]) -> tuple[str, ...]:
        """Says what would complete a profile."""
        keys = (_HELPS.get(way.split(" ", 1)[0]) for way in ways)
        return tuple(self._words("helps", key) for key in keys if key)

    def group(self, titles: Iterable[str]) -> str:
        """Names a group of trades."""
        return " · ".join(titles) or self._words("map", "no-title")

    def ages(self, group: str) -> str:
        """Names a group of ages, such as `1 to 3 years`."""
        return self._words("age-groups", group.replace(" ", "-"))

    def field(self, name: str) -> str:
        """Names what two contacts are compared by."""
        return self._words("identity-fields", name.replace("_", "-"))
