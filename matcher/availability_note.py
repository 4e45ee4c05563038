"""What is said beside an opening that is open no longer, or that its company does not show."""

from collections.abc import Sequence
from datetime import date

from matcher.opening import Availability, Posting

_NOTES = {
    "en": {
        Availability.EXPIRED: "This opening expired on {day}: ask whether it is still to be filled.",
        Availability.CLOSED: "This opening is closed: ask whether it is still to be filled.",
        Availability.UNLISTED: "This opening is not listed publicly: ask before you speak of it.",
    },
    "fr": {
        Availability.EXPIRED: "Cette offre a expiré le {day} : demandez si le poste est encore à pourvoir.",
        Availability.CLOSED: "Cette offre est close : demandez si le poste est encore à pourvoir.",
        Availability.UNLISTED: "Cette offre n'est pas publiée : demandez avant d'en parler.",
    },
}


def availability_note(posting: Posting, day: date, languages: Sequence[str] = ()) -> str:
    """Gives the note in the first of the languages that it is written in; empty for an open opening.

    Args:
        day: The day on which one asks.
        languages: ISO 639-1 codes or language tags, such as `fr` or `fr-CA`, the best first.
    """
    codes = (language.strip().lower().replace("_", "-").partition("-")[0] for language in languages)
    notes = next((_NOTES[code] for code in codes if code in _NOTES), _NOTES["en"])
    return notes.get(posting.availability_on(day), "").format(day=posting.valid_through)
