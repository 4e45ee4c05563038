from pathlib import Path

import pytest

from matcher.errors import UnreadableFile
from matcher.fairness.groups import read_groups


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "groups.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_sex_and_race_are_known_by_several_names(tmp_path):
    groups = read_groups(written(tmp_path, "Contact_ID;Genre;Race_Ethnicity;site\na1; Femme ;Asian;Lyon\n"))
    assert groups.dimensions == ("sex", "race/ethnicity", "site")
    assert groups.of == {"a1": {"sex": "Femme", "race/ethnicity": "Asian", "site": "Lyon"}}


@pytest.mark.parametrize("said", ["", "unknown", "Prefer not to say", "Non déclaré", "n/a", " ? "])
def test_what_is_not_declared_is_not_known(tmp_path, said):
    assert read_groups(written(tmp_path, f"contact_id,sex\na1,{said}\n")).of == {"a1": {}}


def test_a_spreadsheets_file_with_a_byte_order_mark_is_read(tmp_path):
    assert read_groups(written(tmp_path, "\ufeffcontact_id,sex\r\na1,F\r\n")).of == {"a1": {"sex": "F"}}


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("", "the file is empty", None),
        ("name,sex\nA,F\n", "expected one column contact_id, found 0", 1),
        ("contact_id\na1\n", "expected a named column beside contact_id", 1),
        ("contact_id,sex,gender\na1,F,F\n", "found 'sex' twice", 1),
        ("contact_id,sex\n", "found none", None),
        ("contact_id,sex\na1,F\n\na1,M\n", "found the one of line 2 again", 4),
        ("contact_id,sex\na1,F,x\n", "expected 2 columns, found 3", 2),
        ("contact_id,sex\n,F\n", "expected a contact's id", 2),
        ("contact_id,sex\na1," + "x" * 81 + "\n", "at most 80 characters", 2),
        ("contact_id,sex\n" + "".join(f"a{i},g{i}\n" for i in range(41)), "is it a group?", 1),
    ],
)
def test_what_is_no_such_file_is_said_with_its_line(tmp_path, text, said, line):
    with pytest.raises(UnreadableFile, match="groups.csv") as caught:
        read_groups(written(tmp_path, text))
    assert said in str(caught.value)
    assert caught.value.line == line


def test_errors_do_not_tell_anybodys_group(tmp_path):
    with pytest.raises(UnreadableFile) as caught:
        read_groups(written(tmp_path, "contact_id,sex\na1,Somegroup\na1,Othergroup\n"))
    assert "group" not in str(caught.value).replace("groups.csv", "")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(UnreadableFile, match="expected a CSV file"):
        read_groups(tmp_path / "nowhere.csv")
