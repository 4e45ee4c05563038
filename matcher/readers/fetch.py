"""A file from an address on the web, fetched as if the address were hostile.

Only http and https, and only from addresses that the policy allows, judged after their names are resolved;
the connection goes to the very address that was judged, so that a name cannot change its mind in between.
No cookies, no credentials, no proxy: behind one, download the file and import it.
"""

import re
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from ssl import SSLContext
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from matcher.errors import FetchFailed, ForbiddenAddress
from matcher.readers.addresses import AddressPolicy
from matcher.readers.files import MEBIBYTE

if TYPE_CHECKING:
    import httpcore2

MOST_REDIRECTS = 3
MOST_BYTES = 10 * MEBIBYTE
MOST_SECONDS = 30.0
LONGEST_URL = 2_000
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_HEADERS = (
    ("User-Agent", "Coopt"),
    ("Accept", "application/json, application/ld+json, text/html;q=0.9, */*;q=0.5"),
    ("Accept-Encoding", "gzip"),
)


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much of an answer is taken, and for how long.

    Attributes:
        max_bytes: Of the answer, also once unpacked.
        seconds: For everything: names, redirects and the answer itself.
    """

    max_bytes: int = MOST_BYTES
    seconds: float = MOST_SECONDS


class Fetcher:
    """Fetches files one after the other, all of them within one limit of time.

    Args:
        policy: Which addresses may be connected to.
        ssl_context: Whose certificates are believed; the system's where None.
    """

    def __init__(
        self,
        policy: AddressPolicy | None = None,
        limits: FetchLimits | None = None,
        *,
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._policy, self._limits = policy or AddressPolicy(), limits or FetchLimits()
        self._ssl_context = ssl_context
        self._deadline = time.monotonic() + self._limits.seconds

    def get(self, url: str) -> bytes:
        """Fetches one file, through at most three redirects.

        Raises:
            ForbiddenAddress: If the URL, or one that it redirects to, may not be fetched.
            FetchFailed: If the server does not answer as it should, or with too much, or for too long.
        """
        for _ in range(MOST_REDIRECTS + 1):
            parts = checked_url(url)
            found = self._get_once(parts)
            if isinstance(found, bytes):
                return found
            url = urljoin(url, found)
        raise FetchFailed(parts.hostname or "", f"it redirects more than {MOST_REDIRECTS} times")

    def _get_once(self, parts: SplitResult) -> bytes | str:
        """Gives what stands at a URL, or where it redirects to."""
        host = parts.hostname or ""
        with _failures_of(host), self._pool() as pool, self._answer(pool, parts) as answer:
            headers = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in _REDIRECTS and b"location" in headers:
                return headers[b"location"]
            if answer.status != 200:
                raise FetchFailed(host, f"it answered with status {answer.status}")
            chunks = answer.iter_stream()
            encoding = headers.get(b"content-encoding", "").strip().lower()
            return b"".join(self._bounded(self._unpacked(chunks, encoding, host), host))

    def _pool(self) -> "httpcore2.ConnectionPool":
        import httpcore2  # loaded by those who fetch only

        from matcher.readers.fetch_network import CheckedNetwork

        network = CheckedNetwork(self._policy, self._deadline)
        return httpcore2.ConnectionPool(ssl_context=self._ssl_context, network_backend=network)

    def _answer(
        self, pool: "httpcore2.ConnectionPool", parts: SplitResult
    ) -> "AbstractContextManager[httpcore2.Response]":
        netloc = _netloc(parts)
        url = parts._replace(fragment="", netloc=netloc).geturl()
        return pool.stream("GET", url, headers=[*_HEADERS, ("Host", netloc)])

    def _unpacked(self, chunks: Iterable[bytes], encoding: str, host: str) -> Iterator[bytes]:
        if encoding in ("", "identity"):
            yield from chunks
            return
        if encoding not in ("gzip", "x-gzip"):
            raise FetchFailed(host, "it answered in an encoding that was not asked for")
        unpacking = zlib.decompressobj(wbits=31)
        try:
            for packed in chunks:
                yield from _pieces(unpacking, packed)
        except zlib.error as error:
            raise FetchFailed(host, "its answer cannot be unpacked") from error
        if not unpacking.eof:
            raise FetchFailed(host, "its answer is cut short")

    def _bounded(self, chunks: Iterable[bytes], host: str) -> Iterator[bytes]:
        taken = 0
        for chunk in chunks:
            taken += len(chunk)
            if taken > self._limits.max_bytes:
                most = f"{self._limits.max_bytes / MEBIBYTE:g} MiB"
                raise FetchFailed(host, f"expected at most {most}, found more")
            if time.monotonic() > self._deadline:
                raise FetchFailed(host, "it takes too long")
            yield chunk


def checked_url(url: str) -> SplitResult:
    """Takes a URL apart.

    Raises:
        ForbiddenAddress: If it is none of http or https, holds credentials, or is malformed.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        host.encode("idna")
    except (ValueError, UnicodeError) as error:
        raise ForbiddenAddress("", "expected a well-formed URL") from error
    if parts.scheme not in _PORTS:
        raise ForbiddenAddress("", "expected a URL that begins with http:// or https://")
    if len(url) > LONGEST_URL or _UNSAFE.search(url) or not host or port == 0:
        raise ForbiddenAddress("", "expected a well-formed URL")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress(host, "expected a URL without a user name or password in it")
    return parts


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").encode("idna").decode()
    named = f"[{host}]" if ":" in host else host
    return named if parts.port is None else f"{named}:{parts.port}"


def _pieces(unpacking: Any, packed: bytes) -> Iterator[bytes]:  # noqa: ANN401 - zlib names no type
    """Unpacks a chunk a bounded piece at a time: a small one may hold gibibytes."""
    whole = False
    while not whole:
        piece = unpacking.decompress(packed, MEBIBYTE)
        packed = unpacking.unconsumed_tail
        whole = not packed and len(piece) < MEBIBYTE
        yield piece


@contextmanager
def _failures_of(host: str) -> Iterator[None]:
    import httpcore2

    try:
        yield
    except httpcore2.TimeoutException as error:
        raise FetchFailed(host, "it takes too long") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise FetchFailed(host, "it cannot be reached, or does not answer as a web server does") from error
