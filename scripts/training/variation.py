"""Other ways to write the same label: without accents, in the plural of the classifications."""

import re
import unicodedata

_LINKS = {
    "en": "of|for|in|and|or|with|at|on|to|from|by",
    "es": "de|del|en|para|con|a|al|y|e|o|u|por|sin|sobre",
    "fr": "de|du|des|en|pour|avec|à|a|au|aux|et|ou|par|sans|sur|d'.*|l'.*",
}


def unaccent(text: str) -> str:
    """Return the text without accents, as it is often typed."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def plural(label: str, language: str) -> str:
    """Return the label in the plural, by rule: `técnico de laboratorio` gives `técnicos de laboratorio`.

    Labels in other languages than English, French and Spanish, or of another form, come back unchanged.
    """
    if language not in _LINKS or re.search(r"[/()\d]", label):
        return label
    words = label.split(" ")
    links = re.compile(_LINKS[language], re.IGNORECASE)
    head = next((i for i, word in enumerate(words) if links.fullmatch(word) or word in "-–&"), len(words))
    first = head - 1 if language == "en" else 0
    return " ".join(
        _plural_word(word, language) if first <= i < head and word.isalpha() else word
        for i, word in enumerate(words)
    )


def _plural_word(word: str, language: str) -> str:
    rules = {
        "en": ((r"(?<=[^aeiou])y$", "ies"), (r"man$", "men"), (r"(?:s|x|ch|sh)$", r"\g<0>es"), (r"$", "s")),
        "es": (
            (r"[sx]$", r"\g<0>"),
            (r"ón$", "ones"),
            (r"án$", "anes"),
            (r"z$", "ces"),
            (r"[aeioué]$", r"\g<0>s"),
            (r"$", "es"),
        ),
        "fr": ((r"[sxz]$", r"\g<0>"), (r"(?:eau|eu)$", r"\g<0>x"), (r"al$", "aux"), (r"$", "s")),
    }
    for pattern, ending in rules[language]:
        if re.search(pattern, word, re.IGNORECASE):
            return re.sub(pattern, ending, word, count=1, flags=re.IGNORECASE)
    return word
