"""The keys of a person whom a file tells of, strongest first."""

import re
from collections.abc import Iterable

from matcher.identity import mail_key, row_key, url_key

_INTERNATIONAL = re.compile(r"(?:\+|00)[1-9]\d{7,14}", re.ASCII)
_PUNCTUATION = re.compile(r"[\s().\-/\u2010-\u2015\u202a-\u202e\u200e\u200f]")
_ZERO = re.compile(r"\(0\)")


def person_keys(
    name: str,
    *,
    urls: Iterable[str] = (),
    mails: Iterable[str] = (),
    mobiles: Iterable[str] = (),
    connected_on: str | None = None,
    company: str = "",
) -> tuple[str, ...]:
    """Gives the keys that the values allow; the last is always the key of last resort.

    Addresses that are none, of profiles or of mail, are left out, and so are numbers without their country.
    """
    strong = [*map(url_key, urls), *map(mail_key, mails), *map(mobile_key, mobiles)]
    last = row_key(name, connected_on=connected_on, company=company)
    return (*dict.fromkeys(key for key in strong if key), last)


def mobile_key(number: str) -> str | None:
    """Gives the key of a mobile number in its international form, None for every other."""
    digits = _PUNCTUATION.sub("", _ZERO.sub("", number))
    return f"tel:+{digits.removeprefix('+').removeprefix('00')}" if _INTERNATIONAL.fullmatch(digits) else None
