import pytest

from matcher.errors import UnreadableFile
from matcher.readers.files import MEBIBYTE, decode, read_bytes, read_text

TEXT = "Élodie Lefèvre est ingénieure à la Société Générale.\nElle parle français depuis l'été.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1", "mac_roman"]
)
def test_the_encoding_is_detected(encoding):
    assert decode(TEXT.encode(encoding), "file") == TEXT


def test_line_ends_become_newlines(tmp_path):
    path = tmp_path / "file.txt"
    path.write_bytes(b"one\r\ntwo\rthree")
    assert read_text(path) == "one\ntwo\nthree"


def test_a_broken_letter_does_not_change_the_others():
    assert decode(TEXT.encode() * 10 + b"\xff", "file").startswith("Élodie Lefèvre")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04...", "a zip archive or an office document"),
        (bytes(range(256)) * 4, "binary data"),
        (b"a\x00b", "binary data"),
    ],
)
def test_what_is_no_text_is_named(data, found):
    with pytest.raises(UnreadableFile, match=found):
        decode(data, "file")


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"\xef\xbb\xbf \r\n")
    with pytest.raises(UnreadableFile, match="empty"):
        read_bytes(path, max_bytes=MEBIBYTE)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(UnreadableFile, match="found a folder"):
        read_bytes(tmp_path, max_bytes=MEBIBYTE)
    with pytest.raises(UnreadableFile, match="no such file"):
        read_bytes(tmp_path / "absent", max_bytes=MEBIBYTE)


def test_a_large_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(500 * MEBIBYTE)  # sparse: it takes no room on the disk
    with pytest.raises(UnreadableFile, match=r"at most 5 MiB, found 500\.0 MiB"):
        read_text(path)
