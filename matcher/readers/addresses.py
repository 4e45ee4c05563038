"""Which addresses on the network a file may be fetched from: those of the public internet, and no other."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Thread

from matcher.errors import FetchFailed, ForbiddenAddress

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]

# Reached as any public one, yet it answers the machine itself: the metadata of Azure. The others' metadata
# addresses, 169.254.169.254 among them, are not public in the first place.
_METADATA = frozenset((IPv4Address("168.63.129.16"),))
_NOT_GLOBAL_V4 = tuple(map(IPv4Network, ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24")))
# Addresses that lead to an IPv4 one, which a gateway may take for one of the network inside.
_CARRIERS_V6 = tuple(
    IPv6Network(network)
    for network in (
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a network's own
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local, as it was
        "100::/64",  # discarded
        "5f00::/16",  # segment routing
    )
)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and leads to no other network."""
    if not address.is_global or address.is_multicast or address.is_reserved or address in _METADATA:
        return False
    networks = _NOT_GLOBAL_V4 if isinstance(address, IPv4Address) else _CARRIERS_V6
    return not any(address in network for network in networks)


def system_resolver(host: str, port: int) -> list[str]:
    """Asks the system for the addresses of a host.

    Raises:
        OSError: If it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Who is asked for addresses, and which of them may be connected to.

    The default is for files that somebody names: it allows public addresses only.
    """

    resolve: Resolve = system_resolver
    allows: Callable[[Address], bool] = is_public

    def addresses_of(self, host: str, port: int, *, seconds: float) -> list[str]:
        """Gives the addresses of a host, each of which may be connected to.

        Raises:
            ForbiddenAddress: If any of them may not: what a host leads to in part is not to be trusted.
            FetchFailed: If it has none, or the answer takes too long.
        """
        found = [_parsed(text) for text in self._resolved(host, port, seconds)]
        if not found:
            raise FetchFailed(host, "no such host")
        if not all(address is not None and self.allows(address) for address in found):
            raise ForbiddenAddress(host)
        return [str(address) for address in dict.fromkeys(found)]

    def _resolved(self, host: str, port: int, seconds: float) -> list[str]:
        """Asks in a thread of its own: the system's resolver knows no time limit."""
        answers: list[list[str]] = []

        def ask() -> None:
            try:
                answers.append(self.resolve(host, port))
            except (OSError, UnicodeError):
                answers.append([])

        asking = Thread(target=ask, daemon=True)
        asking.start()
        asking.join(seconds)
        if not answers:
            raise FetchFailed(host, "its address was not found in time")
        return answers[0]


def _parsed(text: str) -> Address | None:
    try:
        return ip_address(text)  # one with a zone, `fe80::1%eth0`, is of the machine's own link
    except ValueError:
        return None
