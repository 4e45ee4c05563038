"""Zip archives from outside: counted, bounded and checked before a byte of them is believed."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from matcher.errors import UnreadableFile
from matcher.readers.files import MAX_ROWS_FILE, MEBIBYTE, check_regular

_MAX_MEMBERS = 20_000
_MAX_TOTAL = 8 * 1024 * MEBIBYTE  # of all members, unpacked
_MAX_RATIO = 100  # text compresses three to twenty times
_CHUNK = MEBIBYTE
_BROKEN = (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError)


@contextmanager
def open_archive(path: Path, name: str) -> Iterator[ZipFile]:
    """Opens an archive; `name` is what errors call it, also those raised while it is open.

    Raises:
        UnreadableFile: If it is no sound zip archive, or is out of bounds.
    """
    check_regular(path)
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_TOTAL:
                most = f"at most {_MAX_MEMBERS} files and {_MAX_TOTAL // MEBIBYTE} MiB in it"
                raise UnreadableFile(name, f"expected {most}")
            yield archive
    except _BROKEN as error:
        kind = "it cannot be read" if isinstance(error, OSError) else "truncated or altered"
        raise UnreadableFile(name, f"expected a sound zip archive, found a broken one ({kind})") from error


def member_names(path: Path) -> list[str]:
    """Gives the names in an archive, none where it cannot be opened: its reader says what is wrong."""
    try:
        with ZipFile(path) as archive:
            return archive.namelist()[:_MAX_MEMBERS]
    except _BROKEN:
        return []


def read_member(
    archive: ZipFile,
    member: ZipInfo,
    name: str,
    *,
    max_bytes: int = MAX_ROWS_FILE,
    max_ratio: int = _MAX_RATIO,
) -> bytes:
    """Unpacks one member into memory.

    Raises:
        UnreadableFile: If it is encrypted, compressed in a rare way, or larger than allowed once unpacked.
    """
    if member.flag_bits & 1:
        raise UnreadableFile(name, "expected a file without a password, found an encrypted one")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableFile(name, "expected plain zip compression, found another kind")
    most = min(max_bytes, max(member.compress_size, 1) * max_ratio)
    data = bytearray()
    with archive.open(member) as stream:  # the size that the archive states is not to be trusted
        while chunk := stream.read(_CHUNK):
            data += chunk
            if len(data) > most:
                found = f"expected at most {most / MEBIBYTE:.1f} MiB once unpacked, found more"
                raise UnreadableFile(name, found)
    return bytes(data)
