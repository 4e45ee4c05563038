import json

import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.readers.contacts import read_contacts

CANDIDATE = {
    "documentId": {"value": "1"},
    "person": {
        "name": {"formattedName": "Ada Example", "given": "Ada", "family": "Example"},
        "gender": "Female",
        "birthDate": "1980-01-31",
        "communication": {
            "address": [{"city": "Lyon", "countryCode": "FR", "line": "1 rue X", "postalCode": "69001"}],
            "phone": [{"formattedNumber": "04 00 00 00 00"}],
            "email": [{"address": "ada@example.org"}],
            "web": [{"name": "LinkedIn", "url": "https://www.linkedin.com/in/ada-example"}],
        },
    },
    "profiles": [
        {
            "languageCode": "en",
            "executiveSummary": "<p>Builds what lasts.</p>",
            "employment": [
                {
                    "organization": {"name": "Acme"},
                    "positionHistories": [
                        {
                            "title": "Engineer",
                            "start": "2015-03",
                            "end": "2019-12-31",
                            "description": "Python.",
                        },
                        {
                            "title": "Lead engineer",
                            "start": {"formattedDateTime": "2020-01"},
                            "current": True,
                        },
                    ],
                },
                {"organization": {"name": "Tern & Tide"}, "start": "2010", "end": "2014"},
            ],
            "education": [
                {
                    "institution": {"name": "INSA Lyon"},
                    "educationDegrees": [{"name": "MSc", "specializations": [{"name": "Computing"}]}],
                }
            ],
            "certifications": [{"name": "CKA", "issuingAuthority": {"name": "CNCF"}}],
            "qualifications": [
                {"competencyName": "SQL"},
                {
                    "competencyName": "French",
                    "competencyIds": [{"value": "fr", "schemeId": "language"}],
                    "proficiencyLevel": {"name": "C2"},
                },
            ],
        }
    ],
}


def read(tmp_path, value):
    path = tmp_path / "candidate.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_contacts(path)


@pytest.mark.parametrize(
    "wrap", [lambda c: c, lambda c: [c], lambda c: {"candidate": c, "positionOpenings": []}]
)
def test_a_candidate_comes_out_whole(tmp_path, wrap):
    reading = read(tmp_path, wrap(CANDIDATE))
    (item,) = reading.items
    profile = item.profile
    assert (reading.kind, profile.name, profile.location) == ("hr-open", "Ada Example", "Lyon, FR")
    assert profile.positions == (
        Position("Lead engineer", "Acme", started="2020-01"),
        Position("Engineer", "Acme", started="2015-03", ended="2019-12-31", summary="Python."),
        Position("", "Tern & Tide", started="2010", ended="2014"),
    )
    assert (profile.skills, profile.languages) == (("SQL",), ("French (C2)",))
    assert profile.summary == "Builds what lasts.\nMSc, Computing, INSA Lyon\nCKA, CNCF"
    assert {key.partition(":")[0] for key in item.keys} >= {"mail", "url"}


def test_what_is_no_matter_of_work_stays_behind(tmp_path):
    reading = read(tmp_path, CANDIDATE)
    assert reading.dropped == {"birthday": 1, "gender": 1, "home address": 1, "phone number": 1}
    assert "rue X" not in str(reading.items)


def test_a_candidate_without_a_name_is_reported(tmp_path):
    nameless = {"person": {"communication": {}}, "profiles": []}
    reading = read(tmp_path, [nameless, CANDIDATE])
    assert [row.reason for row in reading.skipped] == ["expected a person's name at person.name, found none"]
    with pytest.raises(UnreadableFile, match=r"expected a person's name"):
        read(tmp_path, nameless)


@pytest.mark.parametrize(
    "languages",
    [
        {"fr": "B2", "en": "C1"},
        [{"language": "fr", "level": "B2"}, {"name": "English", "proficiency": {"name": "C1"}}],
        [{"fr": {"level": "B2"}}, {"en-GB": "C1"}],
        ["French (B2)", "English (C1)"],
        "French (B2), English (C1)",
    ],
)
def test_languages_are_read_in_every_shape(tmp_path, languages):
    expected = ("French (B2)", "English (C1)")
    candidate = {**CANDIDATE, "profiles": [{"languages": languages}]}
    assert read(tmp_path, candidate).items[0].profile.languages == expected
    record = {"name": "Ada Example", "company": "Acme", "language": languages}
    assert read(tmp_path, record).items[0].profile.languages == expected


@pytest.mark.parametrize("value", [None, 7, "", [], {}, [None, 3, [], "x"], {"name": {}}])
def test_no_value_of_another_kind_stops_the_reader(tmp_path, value):
    person = {key: value for key in CANDIDATE["person"]} | {"name": "Ada Example"}
    profile = {key: value for key in CANDIDATE["profiles"][0]}
    candidate = {"person": person, "profiles": [profile, value]}
    assert read(tmp_path, candidate).items[0].profile.name == "Ada Example"
