"""Keys that are equal when two rows surely speak of one person."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
MOST_LETTERS = 4096  # kept in memory
_OTHERS = re.compile(r"[^\x00-\x7f]")  # letter by letter: few of a text are of this kind
# Addresses that several people of a company read: they identify nobody by themselves.
_BOXES = """
    accueil accounting accounts admin administration bonjour booking bureau candidature candidatures career
    careers commercial compta comptabilite contact contacto direction drh emploi empleo enquiries facturation
    familia famille family hallo hello hola hr info infos infojob information job jobs karriere kontakt
    mail marketing office oficina personal post presse press recrutement recruiting recruitment reception
    rh rrhh sales secretariat service sekretariat support team vente ventas vertrieb webmaster welcome
"""
_SHARED_BOXES = frozenset(_BOXES.split())


def fold(text: str) -> str:
    """Gives the text without case, diacritics or surplus spaces: `Zoë  LEFÈVRE` becomes `zoe lefevre`."""
    folded = " ".join(text.casefold().split())
    if folded.isascii():
        return folded
    return _OTHERS.sub(_folded, folded)


def _folded(found: re.Match[str]) -> str:
    return _folded_letter(found[0])


@lru_cache(maxsize=MOST_LETTERS)
def _folded_letter(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold().translate(_LETTERS)


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


def stands_alone(key: str) -> bool:
    """Whether a key identifies a person whatever the name beside it.

    A telephone may be a switchboard's or a family's, and `contact@` a whole company's: they identify only
    people whose names agree.
    """
    kind, _, value = key.partition(":")
    return kind not in ("tel", "row") and not (
        kind == "mail" and value.partition("@")[0].partition("+")[0] in _SHARED_BOXES
    )


def counted_keys(keys: Iterable[str]) -> list[str]:
    """Gives those of a row's keys that count: one made from a name only where none stands alone."""
    given = list(keys)
    alone = any(stands_alone(key) for key in given)
    return [key for key in given if not (alone and key.startswith("row:"))]


def is_address(key: str) -> bool:
    """Whether a key is the address of a profile that nobody shares and few people ever change."""
    return key.startswith("url:linkedin.com/in/")
