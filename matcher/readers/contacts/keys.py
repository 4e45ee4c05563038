"""The keys of a person whom a file tells of, strongest first."""

from collections.abc import Iterable

from matcher.identity import mail_key, row_key, url_key


def person_keys(
    name: str,
    *,
    urls: Iterable[str] = (),
    mails: Iterable[str] = (),
    phones: Iterable[str] = (),
    connected_on: str | None = None,
    company: str = "",
) -> tuple[str, ...]:
    """Gives the keys that the values allow; the last is always the key of last resort.

    Addresses that are none, of profiles or of mail, are left out.

    Args:
        phones: As `matcher.identity.phones` gives them.
    """
    strong = [*map(url_key, urls), *map(mail_key, mails), *phones]
    last = row_key(name, connected_on=connected_on, company=company)
    return (*dict.fromkeys(key for key in strong if key), last)
