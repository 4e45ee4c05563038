"""The hash chain: each event's hash covers the one before, so that an edit shows where it was made.

Linked time-stamping: S. Haber, W. S. Stornetta, "How to Time-Stamp a Digital Document", Journal of Cryptology
3 (1991). For logs: B. Schneier, J. Kelsey, "Secure Audit Logs to Support Computer Forensics", ACM TISSEC 2
(1999).

    hash(n) = SHA-256(hash(n - 1) + LF + canonical(event n without its hash)), in lower-case hexadecimal

`canonical` is JSON in ASCII with sorted keys and no white space, as Python's `json` writes it. There is no
secret in it: whoever can write the whole database can make a new chain. A head kept elsewhere shows that.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from matcher.events.event import Event


def canonical(value: object) -> str:
    """Writes JSON values in the one form that is hashed.

    Raises:
        ValueError: If a number is not finite.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(previous: str, content: Mapping[str, Any]) -> str:
    """Gives the hash of an event, from the hash of the one before and all that it tells."""
    return hashlib.sha256(f"{previous}\n{canonical(content)}".encode("ascii", "replace")).hexdigest()


def content_of(event: Event) -> dict[str, Any]:
    """Gives what an event's hash covers, beside the hash before."""
    return {
        "seq": event.seq,
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "subjects": list(event.subjects),
        "data": dict(event.data),
    }
