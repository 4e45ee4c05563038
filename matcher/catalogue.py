"""The texts that Coopt shows to people, by language: one TOML file each in `texts/`, read once."""

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
        KeyError: If the language's file lacks it; a test holds that none does.
    """
    return _texts(tongue)[section][key].format(**values)


@cache
def _texts(tongue: Tongue) -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = tomllib.loads((FOLDER / f"{tongue}.toml").read_text(encoding="utf-8"))
    return texts
