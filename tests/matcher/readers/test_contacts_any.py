import io
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from matcher.errors import UnreadableFile
from matcher.readers.contacts import read_contacts
from matcher.readers.files import MEBIBYTE

HEADER = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
BUFFER = io.BytesIO()
with zipfile.ZipFile(BUFFER, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("Connections.csv", HEADER + b"Ada,Example,,,Acme,Engineer,12 Mar 2024\n" * 3)
ARCHIVE = BUFFER.getvalue()
PIECES = [
    *(
        "\n",
        "\n\n",
        " ",
        ", ",
        ",",
        "-",
        " - ",
        "to",
        "|",
        "•",
        "(",
        ")",
        ":",
        ".",
        "##",
        "**",
        '"',
        "@",
        "/",
    ),
    *("Experience\n", "Skills:", "Languages\n", "Education\n", "Skill Details\n", "Company Details\n"),
    *(
        "company - ",
        "description - ",
        "- Experience - 6 months\n",
        "2019 - 2020",
        "Depuis mai 2020",
        "03/2019",
    ),
    *("Ada Example", "Data engineer", "Acme, Inc.", "12 rue Haute, 75002 Paris", "City", "ada@example.org"),
]


def refused(path):
    with pytest.raises(UnreadableFile) as error:
        read_contacts(path)
    return error.value.expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"\x00" * 1000, "empty"),
        (bytes(range(256)) * 10, "binary data"),
        (b"%PDF-1.7", "a sound PDF document"),
        (b"PK\x03\x04 cut", "truncated or altered"),
    ],
)
def test_what_is_no_file_of_contacts_is_refused(tmp_path, data, expected):
    path = tmp_path / "Connections.csv"
    path.write_bytes(data)
    assert expected in refused(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    assert "folder" in refused(tmp_path)
    assert "no such file" in refused(tmp_path / "absent.csv")


def test_a_huge_file_is_refused(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEADER)
        file.truncate(500 * MEBIBYTE)
    assert "at most 200 MiB" in refused(path)


def test_a_text_too_large_for_a_resume_is_refused(tmp_path):
    path = tmp_path / "resume.txt"
    path.write_text("Skills\n" + "Python\n" * 900_000, encoding="utf-8")
    assert "at most 5 MiB" in refused(path)


def test_a_header_of_ten_thousand_columns_is_refused_in_few_words(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["Column"] * 10_000) + "\n" + ",".join("x" * 10_000) + "\n", encoding="utf-8")
    assert len(refused(path)) < 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)
@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda tail: HEADER + tail)
    | st.tuples(st.integers(0, len(ARCHIVE) - 1), st.integers(0, 255)).map(
        lambda change: ARCHIVE[: change[0]] + bytes([change[1]]) + ARCHIVE[change[0] + 1 :]
    )
    | st.text(alphabet='{}[]:,"basicsworknul0123 \n-', max_size=200).map(lambda tail: ('{"' + tail).encode())
    | st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "".join(pieces).encode())
    | st.text(max_size=300).map(lambda text: f"Experience\n2019 - 2020\n{text}".encode())
)
@example(b"[URL]\nSkills\nPython")
def test_any_bytes_give_contacts_or_unreadable_file(tmp_path, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    try:
        reading = read_contacts(path)
    except UnreadableFile:
        return
    assert reading.items
