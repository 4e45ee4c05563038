"""Sound files of every format, broken at random: values come out, or an error that was foreseen."""

import os
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import UnreadableFile
from matcher.readers.contacts import FORMATS, read_contacts, read_mapped_csv, suggest_mapping
from matcher.readers.openings import read_openings
from scripts.fuzz.mutation import broken
from scripts.fuzz.run import format_of, fuzz, targets

EXAMPLES = int(os.environ.get("COOPT_FUZZ_EXAMPLES", "20"))
TARGETS = {f"{target.room}-{target.kind}": target for target in targets()}


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_read_as_what_they_are(tmp_path, name):
    target, path = TARGETS[name], tmp_path / "seed"
    path.write_bytes(target.seed)
    read = read_contacts if target.room == "contacts" else read_openings
    assert read(path).kind == target.kind
    assert format_of(target.kind) == target.kind or read(path, format_of(target.kind)).items


@pytest.mark.parametrize("name", TARGETS)
def test_a_broken_file_is_read_or_refused(name):
    counts = fuzz(TARGETS[name], EXAMPLES, derandomize=True)
    print(f"{name}: {dict(counts)}")  # noqa: T201 - shown with -s
    assert counts.total() >= EXAMPLES


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
    max_examples=EXAMPLES,
)
@given(
    content=broken(b"Name;Title;Company\nAda;Chef;Acme\n"), header=st.lists(st.text(max_size=20), max_size=8)
)
def test_a_broken_table_and_any_mapping_give_contacts_or_unreadable_file(tmp_path, content, header):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    for mapping in ({"Name": "name", "Title": "title"}, suggest_mapping(header)):
        try:
            assert read_mapped_csv(path, mapping).items
        except UnreadableFile:
            continue


@pytest.mark.parametrize("format", [None, *FORMATS])
def test_no_format_reads_a_folder_a_device_or_nothing(tmp_path, format):
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    for path in (tmp_path, tmp_path / "absent", tmp_path / "empty", tmp_path / "pipe", "/dev/zero"):
        with pytest.raises(UnreadableFile):
            read_contacts(tmp_path / path, format)
