"""What stands beside every answer, so that nobody takes it for a judgement.

Regulation (EU) 2024/1689, article 14(4)(b): whoever oversees such a system is to remain aware of the tendency
to rely on it too much, automation bias.
"""

from collections.abc import Sequence

NOTES = {
    "en": "Coopt may be wrong: look at the evidence yourself before you decide. "
    "Not being on this list says nothing about a person.",
    "fr": "Coopt peut se tromper : lisez vous-même les éléments cités avant de décider. "
    "Ne pas figurer sur cette liste ne dit rien d'une personne.",
}


def automation_note(languages: Sequence[str] = ()) -> str:
    """Gives the note in the first of the languages that it is written in; otherwise in English.

    Args:
        languages: ISO 639-1 codes or language tags, such as `fr` or `fr-CA`, the best first.
    """
    codes = (language.strip().lower().replace("_", "-").partition("-")[0] for language in languages)
    return next((NOTES[code] for code in codes if code in NOTES), NOTES["en"])
