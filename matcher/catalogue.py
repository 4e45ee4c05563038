"""The texts that Coopt shows to people, by language: a folder of TOML files each in `texts/`, read once."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


class Tongue(StrEnum):
    """A language in which Coopt speaks to its users; ISO 639-1."""

    ENGLISH = "en"
    FRENCH = "fr"


def text(section: str, key: str, tongue: Tongue, **values: str) -> str:
    """Gives one text with its values filled in.

    Raises:
        KeyError: If the language lacks it; a test holds that none does.
    """
    return texts_of(tongue)[section][key].format(**values)


@cache
def texts_of(tongue: Tongue) -> dict[str, dict[str, str]]:
    """Gives every text of a language: section, then key.

    Raises:
        ValueError: If two files of the language have a section of the same name.
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted((FOLDER / tongue).glob("*.toml")):
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        if twice := found.keys() & sections.keys():
            raise ValueError(f"Expected each section once, found {sorted(twice)} in {path.name} again.")
        found |= sections
    return found
