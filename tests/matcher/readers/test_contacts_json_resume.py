import json

import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts import read_contacts

RESUME = {
    "basics": {
        "name": "Ada Example",
        "label": "Engineer",
        "email": "ada@example.org",
        "phone": "0612345678",
        "image": "ada.jpg",
        "birthDate": "1985-03-12",
        "summary": "Builds things.",
        "location": {"address": "12 rue Haute", "postalCode": "75002", "city": "Paris", "countryCode": "FR"},
        "profiles": [{"network": "LinkedIn", "url": "https://www.linkedin.com/in/ada-example"}],
    },
    "work": [
        {"company": "Globex", "position": "Analyst", "startDate": "2015-01", "endDate": "2019-02-28"},
        {
            "name": "Acme",
            "position": "Engineer",
            "startDate": "2019",
            "location": "Lyon",
            "summary": "Data.",
            "highlights": ["Spark", "dbt"],
        },
    ],
    "education": [{"institution": "Centrale", "area": "Computing", "studyType": "Master"}],
    "skills": [{"name": "Web", "keywords": ["HTML", "CSS"]}, {"name": "HTML"}],
    "languages": [{"language": "English", "fluency": "Native"}, {"language": "French"}],
}


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "ada.json"
        path.write_text(
            content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8"
        )
        return path

    return write


def test_a_resume_becomes_a_contact(write):
    reading = read_contacts(write(RESUME))
    (item,) = reading.items
    assert (reading.kind, item.how_known, item.connected_on) == ("json-resume", HowKnown.RESUME, None)
    assert item.keys == (
        "url:linkedin.com/in/ada-example",
        "mail:ada@example.org",
        "tel:+33612345678",
        "row:ada example|acme",
    )
    assert item.profile.positions == (
        Position("Engineer", "Acme", "Lyon", "2019", None, "Data.\nSpark\ndbt"),
        Position("Analyst", "Globex", "", "2015-01", "2019-02-28"),
    )
    assert item.profile.skills == ("Web", "HTML", "CSS")
    assert item.profile.languages == ("English (Native)", "French")
    assert item.profile.summary == "Builds things.\nMaster, Computing, Centrale"


def test_private_details_are_not_kept(write):
    profile = read_contacts(write(RESUME)).items[0].profile
    assert profile.location == "Paris, FR"
    assert not any(
        secret in repr(profile) for secret in ("rue Haute", "75002", "0612", "1985", "ada.jpg", "@")
    )


def test_a_resume_without_a_name_is_called_by_its_file(write):
    assert read_contacts(write({"basics": None, "work": []})).items[0].profile.name == "ada"


def test_a_wrong_resume_in_a_list_is_reported(write):
    reading = read_contacts(write([RESUME, {"basics": {"name": 3}}, RESUME | {"work": None}]))
    assert len(reading.items) == 2
    assert reading.skipped[0].reason == "$[1].basics.name: expected a text, found a number"
    assert reading.skipped[0].line == json.dumps([RESUME], indent=1).count("\n") + 1


def test_malformed_json_is_refused_at_its_place(write):
    with pytest.raises(UnreadableFile, match="expected JSON") as error:
        read_contacts(write('{"basics": {\n  "name": "Ada" oops}}'))
    assert (error.value.line, error.value.column) == (2, 17)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            {"basics": {"name": "Ada"}, "work": {"name": "Acme"}},
            r"\$\.work: expected a list, found an object",
        ),
        ({"basics": {"name": "Ada"}, "work": [{"name": ["Acme"]}]}, r"\$\.work\[0\]\.name: expected a text"),
        ({"title": "Engineer", "Ada Example": 1}, "basics or work, found title$"),
        ("[]", "found an empty list"),
        ('{"basics": ' * 100_000, "expected JSON"),
        ('{"basics": ' + "9" * 5_000 + "}", "expected JSON"),
    ],
)
def test_what_is_no_resume_is_refused(write, content, expected):
    with pytest.raises(UnreadableFile, match=expected):
        read_contacts(write(content))


def test_the_sample_of_the_format_is_read(shared_data):
    (item,) = read_contacts(shared_data / "formats/sample.resume.json").items
    assert item.profile.positions[0].title == "CEO/President"
    assert item.profile.location == "San Francisco, California, US"


def test_what_is_not_about_work_is_counted(shared_data):
    reading = read_contacts(shared_data / "formats/sample.resume.json")
    assert reading.dropped == {"phone number": 1, "home address": 1, "interests": 1, "relations": 1}
