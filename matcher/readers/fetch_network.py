"""The connections of `matcher.readers.fetch`: to addresses that were judged, and within one limit of time."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from matcher.readers.addresses import AddressPolicy


class CheckedNetwork(httpcore2.NetworkBackend):
    """Resolves a host once, judges its addresses, and connects to one of these.

    Args:
        deadline: Of `time.monotonic`.
    """

    def __init__(self, policy: AddressPolicy, deadline: float) -> None:
        self._policy, self._deadline = policy, deadline
        self._system = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connects to the first address of the host that answers."""
        addresses = self._policy.addresses_of(host, port, seconds=left_until(self._deadline))
        for address in addresses[:-1]:
            try:
                return self._connected(address, port)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port)

    def _connected(self, address: str, port: int) -> httpcore2.NetworkStream:
        stream = self._system.connect_tcp(address, port, timeout=left_until(self._deadline))
        return _TimedStream(stream, self._deadline)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuses: no URL leads to a socket of the machine."""
        raise httpcore2.ConnectError("no such transport")


class _TimedStream(httpcore2.NetworkStream):
    """A stream that no slow answer keeps open beyond the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout=left_until(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout=left_until(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, left_until(self._deadline))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library declares it
        return self._stream.get_extra_info(info)


def left_until(deadline: float) -> float:
    """Gives the seconds that are left.

    Raises:
        httpcore2.ReadTimeout: If there are none.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left
