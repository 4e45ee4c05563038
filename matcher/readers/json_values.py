"""JSON from outside: parsed, and rid of what no text may hold."""

import json
import re

# An escape that may stand for half a character, or for NUL: neither can be stored or shown.
_SUSPECT = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_UNTEXT = re.compile("[\x00\ud800-\udfff]")


def parse_json(text: str, *, strict: bool = True) -> object:
    """Parses a JSON document; lone halves of surrogate pairs and NULs become U+FFFD.

    Args:
        strict: Whether raw line ends inside strings are refused.

    Raises:
        json.JSONDecodeError: If it is no JSON.
        RecursionError: If it is nested too deep.
        ValueError: If a number has thousands of digits.
    """
    value: object = json.loads(text, strict=strict)
    return _clean(value) if _SUSPECT.search(text) else value


def _clean(value: object) -> object:
    if isinstance(value, str):
        return _UNTEXT.sub("\ufffd", value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value
