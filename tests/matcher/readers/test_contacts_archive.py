import struct
import zipfile

import pytest

from matcher.errors import UnreadableFile
from matcher.readers.contacts import read_contacts

CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Example,,,Acme,Engineer,12 Mar 2024\n"
)
OWNER = {
    "Positions.csv": "Company Name,Title\nGlobex,Director\n",
    "Profile.csv": "First Name,Last Name\nOwn,Er\n",
}


@pytest.fixture
def archive(tmp_path):
    def archive(members):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in members.items():
                file.writestr(name, content)
        return path

    return archive


def test_only_the_connections_are_contacts(archive):
    reading = read_contacts(archive({**OWNER, "Connections.csv": CONNECTIONS}))
    assert (reading.kind, reading.name) == ("linkedin-archive", "export.zip")
    assert [item.profile.name for item in reading.items] == ["Ada Example"]


def test_an_archive_made_on_macos_is_read(archive):
    members = {"__MACOSX/Export/._Connections.csv": "\x00", "__MACOSX/Export/Connections.csv": "\x00"}
    path = archive({**members, "Export/2024/connections.csv": CONNECTIONS})
    assert len(read_contacts(path).items) == 1


def refused(path):
    with pytest.raises(UnreadableFile) as error:
        read_contacts(path)
    assert error.value.path == f"{path}!Connections.csv"
    return error.value.expected


@pytest.mark.parametrize(
    "members", [{}, OWNER, {"../Connections.csv": CONNECTIONS}, {"/Connections.csv": CONNECTIONS}]
)
def test_what_is_inside_is_said_where_the_connections_are_not(archive, members):
    expected = refused(archive(members))
    assert "expected Connections.csv" in expected
    assert all(name in expected for name in members)


def test_a_truncated_archive_is_refused(archive):
    path = archive({"Connections.csv": CONNECTIONS * 50})
    path.write_bytes(path.read_bytes()[:-40])
    assert "truncated or altered" in refused(path)


def test_altered_content_is_refused(archive):
    path = archive({"Connections.csv": CONNECTIONS})
    data = bytearray(path.read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    assert "truncated or altered" in refused(path)


def test_an_encrypted_member_is_refused(archive):
    path = archive({"Connections.csv": CONNECTIONS})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "password" in refused(path)


def test_a_bomb_is_refused(archive):
    path = archive({"Connections.csv": CONNECTIONS + "\n" * 30_000_000})
    assert path.stat().st_size < 100_000
    assert "found more" in refused(path)


def test_a_size_that_lies_is_not_trusted(archive):
    path = archive({"Connections.csv": CONNECTIONS + "\n" * 3_000_000})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)
    path.write_bytes(data)
    assert refused(path)
