import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import InvalidOpening, UnreadableFile
from matcher.readers.openings import read_openings


def refused(path, content):
    path.write_bytes(content)
    with pytest.raises((UnreadableFile, InvalidOpening)) as caught:
        read_openings(path)
    assert path.name in str(caught.value)
    return caught.value


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path, content):
    assert "empty" in str(refused(tmp_path / "a.txt", content))


def test_binary_data_is_refused(tmp_path):
    assert "binary" in str(refused(tmp_path / "a.txt", bytes(range(256)) * 20))


def test_broken_json_tells_line_and_column(tmp_path):
    error = refused(tmp_path / "a.json", b'{\n  "title": "x",\n  oops\n}')
    assert (error.line, error.column) == (3, 3)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"jobs": [{"title": "x"}]}, "the keys jobs"),
        ([{"text": "x"}], "a list of 1, the first: the keys text"),
        ({}, "an empty object"),
        ([], "an empty list"),
        ({"resultats": []}, "the keys resultats"),
    ],
)
def test_json_that_is_no_opening_tells_what_was_found(tmp_path, value, found):
    message = str(refused(tmp_path / "a.json", json.dumps(value).encode()))
    assert "JobPosting" in message
    assert found in message


def test_json_nested_too_deep_is_refused(tmp_path):
    assert "nested" in str(refused(tmp_path / "a.json", b"[" * 200_000))


@pytest.mark.parametrize("content", [b"name,age\nA,3\n", b"a|b|c|d|e|f\n1|2|3|4|5|6\n"])
def test_another_table_is_refused_at_its_header(tmp_path, content):
    error = refused(tmp_path / "a.csv", content)
    assert error.line == 1
    assert "intitule" in str(error)


def test_a_text_of_too_many_words_is_refused(tmp_path):
    assert "50,000 words" in str(refused(tmp_path / "a.txt", b"plant " * 50_001))


def test_a_text_without_a_word_is_refused(tmp_path):
    assert "no word" in str(refused(tmp_path / "a.txt", b"... !\n"))


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(500 << 20)
    with pytest.raises(UnreadableFile, match="at most 200 MiB"):
        read_openings(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="expected a file"):
        read_openings(tmp_path)
    with pytest.raises(UnreadableFile, match="no such file"):
        read_openings(tmp_path / "absent.txt")


starts = st.sampled_from(
    [
        b"",
        b"{",
        b'{"intitule":"a","description":"b"',
        b"[",
        b"<html><p>",
        b'<script type="application/ld+json">',
    ]
    + [
        b"id|intitule|description|competences\n",
        b"id|intitule|description\n1|a|b\n",
        b'{"@type":"JobPosting"',
        b"# ",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=starts,
    rest=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8"))),
)
def test_random_bytes_are_read_or_refused(tmp_path, start, rest):
    path = tmp_path / "random"
    path.write_bytes(start + rest)
    try:
        reading = read_openings(path)
    except (UnreadableFile, InvalidOpening):
        return
    assert reading.items
    for opening in reading.items:
        assert all(opening.text[r.start : r.end] == r.text for r in opening.requirements)
