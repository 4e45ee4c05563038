"""The languages that somebody speaks, in the several shapes that programs give them in JSON."""

import re
from collections.abc import Iterator, Mapping

from matcher.readers.contacts.europass_words import LANGUAGES

_BETWEEN = re.compile(r"[,;](?![^(]*\))")  # not what stands in parentheses
_NAMES = (
    "language",
    "name",
    "languageName",
    "label",
    "title",
    "languageCode",
    "code",
    "competencyName",
    "value",
)
_LEVELS = ("level", "proficiency", "proficiencyLevel", "fluency", "cefr", "score", "rating", "skill")
_INNER = ("name", "label", "value", "code", "formattedScore", "scoreText", "level")
_MOST = 100
_LONGEST = 100  # characters


def languages_of(value: object) -> Iterator[str]:
    """Gives each language, with its level where it is told, such as `French (B2)`.

    Args:
        value: A name, a code, `{"fr": "B2"}`, `{"language": "fr", "level": "B2"}`, or a list of these.
    """
    if isinstance(value, str):
        parts = _BETWEEN.split(value[: _MOST * _LONGEST])
        yield from (_shown(part, "") for part in parts if part.strip())
    elif isinstance(value, list):
        for item in value[:_MOST]:
            if not isinstance(item, list):
                yield from languages_of(item)
    elif isinstance(value, Mapping):
        yield from _of_object(value)


def _of_object(value: Mapping[object, object]) -> Iterator[str]:
    name = next((text for key in _NAMES if (text := _text(value.get(key)))), "")
    if name:
        yield _shown(name, next((text for key in _LEVELS if (text := _text(value.get(key)))), ""))
        return
    for key, level in list(value.items())[:_MOST]:
        if isinstance(key, str) and key.strip():
            yield _shown(key, _text(level) or _level_in(level))


def _level_in(value: object) -> str:
    """Gives the level of `{"fr": {"level": "B2"}}`."""
    if not isinstance(value, Mapping):
        return ""
    return next((text for key in _LEVELS if (text := _text(value.get(key)))), "")


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        value = next((value[key] for key in _INNER if isinstance(value.get(key), str)), "")
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _shown(name: str, level: str) -> str:
    name = " ".join(name.split())[:_LONGEST]
    known = LANGUAGES.get(name.replace("_", "-").partition("-")[0].lower(), name)
    return f"{known} ({level})" if level else known
