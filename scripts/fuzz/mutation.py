"""How a sound file is broken."""

import json
from typing import Any

from hypothesis import strategies as st

PIECES = (
    *(b"\x00", b"\r", b"\n", b'"', b"'", b";", b",", b"|", b"{", b"}", b"[", b"]", b"<", b"&", b"#", b"- "),
    *(b" ::: ", b"]]>", b"=\n", b"\xff\xfe", b"null", b"true", b"-1e999", b"NaN", b"\\ud800", b"\\u0000"),
    *(b"BEGIN:VCARD\n", b"END:VCARD\n", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&lt;p&gt;", b"<li>"),
    *(b"=" * 50, b"[" * 300, b"<p>" * 300, b"999999999999", b"9" * 5_000),
    "é\u2028\ud83d".encode("utf-8", "surrogatepass"),
)
MOST_CHANGES = 4
LONGEST_CUT = 40  # bytes


ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    " ",
    "x",
    "\x00",
    [],
    {},
    [None],
    [[]],
    [7, "x"],
)
ODD_VALUES += (
    {"name": None},
    {"value": {"value": []}},
    "<p>x",
    "&lt;li&gt;x",
    "9999-99-99",
    "2020-01-31T25:61",
)


def broken_like(seed: bytes) -> st.SearchStrategy[bytes]:
    """Breaks the bytes of a seed, or the values in it where it is JSON."""
    try:
        value = json.loads(seed)
    except ValueError:
        return broken(seed)
    return st.one_of(broken(seed), altered(value))


@st.composite
def altered(draw: st.DrawFn, seed: Any) -> bytes:  # noqa: ANN401 - a JSON value
    """Puts values of other kinds where a sound document has its own: it stays JSON."""
    document = [json.loads(json.dumps(seed))]
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        holder, key = draw(st.sampled_from(_places(document)))
        holder[key] = draw(st.sampled_from(ODD_VALUES))
    return json.dumps(document[0]).encode()


def _places(holder: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """Gives every place in a list or an object, at every depth."""
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    found = [(holder, key) for key in keys]
    return found + [
        place for key in keys if isinstance(holder[key], list | dict) for place in _places(holder[key])
    ]


@st.composite
def broken(draw: st.DrawFn, seed: bytes) -> bytes:
    """Cuts, overwrites, doubles and inserts at random places."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(0, MOST_CHANGES))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, LONGEST_CUT))
        own = st.just(bytes(data[at : at + size]))
        piece = draw(st.one_of(st.binary(max_size=12), own, st.sampled_from(PIECES)))
        data[at : at + draw(st.sampled_from([0, len(piece), size, len(data)]))] = piece
    return bytes(data)
