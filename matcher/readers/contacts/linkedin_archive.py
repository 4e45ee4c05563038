"""The archive that LinkedIn sends: `Connections.csv` alone tells of contacts; nothing is unpacked to disk."""

from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from matcher.errors import UnreadableFile
from matcher.readers.archives import open_archive, read_member
from matcher.readers.contacts.linkedin import read_connections
from matcher.readers.files import decode
from matcher.readers.report import ContactRow, Reading

KIND = "linkedin-archive"
MEMBER = "Connections.csv"
_SHOWN_MEMBERS = 8


def read_archive(path: Path) -> Reading[ContactRow]:
    """Reads the connections in an archive; Positions, Skills and Profile in it describe its owner.

    Raises:
        UnreadableFile: If it is no sound zip archive, is out of bounds, or holds no usable connection.
    """
    name = f"{path}!{MEMBER}"
    with open_archive(path, name) as archive:
        data = read_member(archive, _find_connections(archive.infolist(), name), name)
    if not data.strip():
        raise UnreadableFile(name, "the file is empty")
    return read_connections(decode(data, name), name, name=path.name, kind=KIND)


def _find_connections(members: list[ZipInfo], name: str) -> ZipInfo:
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
