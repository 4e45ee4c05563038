"""The archive that LinkedIn sends: `Connections.csv` alone tells of contacts; nothing is unpacked to disk."""

import zlib
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from matcher.errors import UnreadableFile
from matcher.readers.contacts.linkedin import read_connections
from matcher.readers.files import MAX_ROWS_FILE, MEBIBYTE, decode
from matcher.readers.report import ContactRow, Reading

KIND = "linkedin-archive"
MEMBER = "Connections.csv"
_MAX_MEMBERS = 20_000
_MAX_TOTAL = 8 * 1024 * MEBIBYTE  # of all members, unpacked
_MAX_RATIO = 100  # rows of text compress three to ten times
_CHUNK = MEBIBYTE
_SHOWN_MEMBERS = 8
_BROKEN = (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError)


def read_archive(path: Path) -> Reading[ContactRow]:
    """Reads the connections in an archive; Positions, Skills and Profile in it describe its owner.

    Raises:
        UnreadableFile: If it is no sound zip archive, is out of bounds, or holds no usable connection.
    """
    name = f"{path}!{MEMBER}"
    try:
        with ZipFile(path) as archive:
            member = _find_connections(archive.infolist(), name)
            data = _read_member(archive, member, name)
    except _BROKEN as error:
        raise UnreadableFile(
            name, f"expected a sound zip archive, found a broken one ({_kind_of(error)})"
        ) from error
    if not data.strip():
        raise UnreadableFile(name, "the file is empty")
    return read_connections(decode(data, name), name, name=path.name, kind=KIND)


def _kind_of(error: Exception) -> str:
    return "it cannot be read" if isinstance(error, OSError) else "truncated or altered"


def _find_connections(members: list[ZipInfo], name: str) -> ZipInfo:
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_TOTAL:
        raise UnreadableFile(
            name, f"expected at most {_MAX_MEMBERS} files and {_MAX_TOTAL // MEBIBYTE} MiB in it"
        )
    found = [member for member in members if _is_connections(member)]
    if not found:
        raise UnreadableFile(name, f"expected {MEMBER} in the archive, found {_listed(members)}")
    return min(found, key=lambda member: (member.filename.count("/"), member.filename))


def _is_connections(member: ZipInfo) -> bool:
    # Names that lead out of the archive, and the shadow files that macOS adds, are none of LinkedIn's.
    path = PurePosixPath(member.filename)
    strange = path.is_absolute() or ".." in path.parts or "__MACOSX" in path.parts
    return path.name.casefold() == MEMBER.casefold() and not strange


def _listed(members: list[ZipInfo]) -> str:
    names = [ascii(member.filename[:60]).strip("'") for member in members if not member.is_dir()]
    more = f" and {len(names) - _SHOWN_MEMBERS} more" if len(names) > _SHOWN_MEMBERS else ""
    return (", ".join(names[:_SHOWN_MEMBERS]) or "nothing") + more


def _read_member(archive: ZipFile, member: ZipInfo, name: str) -> bytes:
    if member.flag_bits & 1:
        raise UnreadableFile(name, "expected a file without a password, found an encrypted one")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableFile(name, "expected plain zip compression, found another kind")
    most = min(MAX_ROWS_FILE, max(member.compress_size, 1) * _MAX_RATIO)
    data = bytearray()
    with archive.open(member) as stream:  # the size that the archive states is not to be trusted
        while chunk := stream.read(_CHUNK):
            data += chunk
            if len(data) > most:
                raise UnreadableFile(
                    name, f"expected at most {most / MEBIBYTE:.1f} MiB once unpacked, found more"
                )
    return bytes(data)
