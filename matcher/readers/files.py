"""Files from outside: size bounded and encoding detected before anything else looks at them."""

import re
from pathlib import Path

from charset_normalizer import from_bytes

from matcher.errors import UnreadableFile

MEBIBYTE = 1 << 20
MAX_ROWS_FILE = 200 * MEBIBYTE  # a million LinkedIn rows take about 100 MiB
MAX_DOCUMENT = 5 * MEBIBYTE  # one resume or one advertisement
# What programs write for the languages that Coopt reads; without this list a short French file is taken for
# Turkish or Vietnamese.
ENCODINGS = ["utf_8", "utf_16", "utf_32", "cp1252", "mac_roman", "cp850", "latin_1"]
_BOMS = {
    b"\xff\xfe\x00\x00": "utf_32",
    b"\x00\x00\xfe\xff": "utf_32",
    b"\xff\xfe": "utf_16",
    b"\xfe\xff": "utf_16",
}
_DETECTION_SAMPLE = MEBIBYTE  # detection on a whole large file would take minutes
_SIGNATURES = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3": "a database",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x1f\x8b": "a gzip archive",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.001  # a stray form feed or two survive in texts copied out of PDF files


def read_text(path: Path, *, max_bytes: int = MAX_DOCUMENT) -> str:
    """Reads a whole text file: encoding detected, line ends made newlines, byte order mark dropped.

    Raises:
        UnreadableFile: If it is not a regular file, is empty, is larger than `max_bytes`, or holds no text.
    """
    return decode(read_bytes(path, max_bytes=max_bytes), path)


def read_bytes(path: Path, *, max_bytes: int) -> bytes:
    """Reads a whole file of at most `max_bytes`.

    Raises:
        UnreadableFile: If it is not a regular file, cannot be read, is empty or too large.
    """
    try:
        check_regular(path)
        check_size(path, path.stat().st_size, max_bytes)
        with path.open("rb") as file:  # the file may grow while it is read
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableFile(path, f"cannot be read ({error.strerror})") from error
    check_size(path, len(data), max_bytes)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(path, "the file is empty")
    return data


def check_regular(path: Path) -> None:
    """Refuses folders, pipes and devices: reading one of these might never end.

    Raises:
        UnreadableFile: If it is no regular file.
    """
    try:
        if path.is_file():
            return
        found = "folder" if path.is_dir() else "pipe or a device" if path.exists() else ""
    except (OSError, ValueError) as error:  # such as a NUL in the name
        raise UnreadableFile(path, "cannot be read") from error
    raise UnreadableFile(path, f"expected a file, found a {found}" if found else "no such file")


def check_size(path: Path | str, size: int, max_bytes: int) -> None:
    """Refuses more than `max_bytes`; `path` only names the file in the error.

    Raises:
        UnreadableFile: If `size`, in bytes, is larger.
    """
    if size > max_bytes:
        found = f"{size / MEBIBYTE:,.1f}"
        raise UnreadableFile(path, f"expected at most {max_bytes / MEBIBYTE:g} MiB, found {found} MiB")


def decode(data: bytes, path: Path | str) -> str:
    """Turns a file's bytes into text; `path` only names the file in errors.

    Raises:
        UnreadableFile: If the bytes are no text.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableFile(path, f"expected text, found {what}")
    text = _decoded(data)
    if text is None or "\x00" in text or _is_binary(text):
        raise UnreadableFile(path, "expected text, found binary data")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str | None:
    mark = next((encoding for bom, encoding in _BOMS.items() if data.startswith(bom)), "utf_8")
    try:
        return data.decode(mark)
    except UnicodeDecodeError:
        if mark != "utf_8":
            return None
    lenient = data.decode("utf_8", errors="replace")
    if lenient.count("\ufffd") * 10 < sum(not c.isascii() for c in lenient):
        return lenient  # UTF-8 with a few broken letters: another encoding would break them all
    best = from_bytes(data[:_DETECTION_SAMPLE], cp_isolation=ENCODINGS).best()
    return data.decode(best.encoding, errors="replace") if best else None


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > 1 + len(text) * _MAX_CONTROL_SHARE
