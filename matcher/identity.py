"""The same person, imported twice: keys that are equal when two rows surely speak of one person."""

import unicodedata
from urllib.parse import unquote, urlsplit

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Gives the text without case, diacritics or surplus spaces: `Zoë  LEFÈVRE` becomes `zoe lefevre`."""
    folded = " ".join(text.casefold().split())
    if folded.isascii():
        return folded
    letters = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold().translate(_LETTERS)


def url_key(url: str) -> str | None:
    """Gives the key of a profile's address, None where the text is no web address.

    Scheme, host case, `www.`, query, fragment and trailing slash do not count. On LinkedIn neither do the
    country's subdomain, the case of the path, nor what follows the member's name in it.
    """
    host, path = _host_and_path(url)
    if "." not in host or " " in host:
        return None
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        host, path = "linkedin.com", "/".join(path.casefold().split("/")[:2])
    return f"url:{host}/{path}".rstrip("/")


def _host_and_path(url: str) -> tuple[str, str]:
    text = url.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as an unclosed bracket in the host
        return "", ""
    return host, unicodedata.normalize("NFC", unquote(parts.path)).strip("/")


def mail_key(mail: str) -> str | None:
    """Gives the key of an e-mail address, None where the text is no address."""
    address = unicodedata.normalize("NFKC", mail).strip().casefold()
    user, at, domain = address.partition("@")
    if not (user and at and domain) or "@" in domain or len(address.split()) != 1:
        return None
    return f"mail:{address}"


def row_key(name: str, *, connected_on: str | None = None, company: str = "") -> str:
    """Gives the key of last resort: the name with the day of the tie, or with the company without one.

    Two people may share it, so it only counts within one employee's network and where no stronger key
    tells them apart.
    """
    return f"row:{fold(name)}|{connected_on or fold(company)}"
