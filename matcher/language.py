"""The language that a text is written in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

DEFAULT_LANGUAGE = "en"
# The share of probability from which a language is believed. A job title of one or two words is often
# "most likely" Dutch or Portuguese by a hair: English and French, the usual ones, need no proof.
BELIEVED_FROM = {"en": 0.0, "fr": 0.0, "es": 0.45, "de": 0.3, "it": 0.6, "nl": 0.6, "pt": 0.6}
LANGUAGES = tuple(BELIEVED_FROM)
GENDER_MARKS = {
    "fr": re.compile(r"\b[HF] ?/ ?[HF]\b"),
    "de": re.compile(r"(?<!\w)m ?/ ?w(?: ?/ ?[dx])?(?!\w)", re.I),
}
SHORT_TEXT = 80  # characters
ENOUGH_TEXT = 5000  # characters


def detect_language(text: str) -> str:
    """Gives the ISO 639-1 code of the likeliest of the languages that Coopt knows.

    A text with nothing to go by is taken for English. Works offline; the model loads on the first call.
    """
    if not any(character.isalpha() for character in text):
        return DEFAULT_LANGUAGE
    if len(text) <= SHORT_TEXT and (marked := _marked_language(text)):
        return marked
    ranked = _identifier().rank(text[:ENOUGH_TEXT])
    return next((code for code, share in ranked if share >= BELIEVED_FROM[code]), DEFAULT_LANGUAGE)


def _marked_language(text: str) -> str | None:
    """Reads the mark by which a title says that it is open to all: `(H/F)` in French, `(m/w/d)` in German."""
    return next((code for code, mark in GENDER_MARKS.items() if mark.search(text)), None)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
