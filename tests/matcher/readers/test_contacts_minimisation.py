"""What is no matter of work is left at the door, whatever the format, and counted."""

import json
from pathlib import Path

import pytest

from matcher.readers.contacts import read_contacts, read_mapped_csv

STREET, BIRTHDAY, NOTE, PHOTO = "12 Rosewood Lane", "1984-07-03", "Collects stamps", "iVBORw0KGgoAAAANSUhEUg"
PRIVATE = (STREET, BIRTHDAY, NOTE, PHOTO, "Rosewood", "1984", "stamps")

VCARD = f"""BEGIN:VCARD
VERSION:3.0
N:Vale;Ada;;;
FN:Ada Vale
ORG:Orsena
TITLE:Engineer
BDAY:{BIRTHDAY}
ADR;TYPE=HOME:;;{STREET};Lyon;;69001;France
NOTE:{NOTE}
PHOTO;ENCODING=b;TYPE=PNG:{PHOTO}
END:VCARD
"""
GOOGLE = (
    "First Name,Last Name,Birthday,Notes,Photo,Organization Name,Organization Title,E-mail 1 - Label,"
    "E-mail 1 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City\n"
    f"Ada,Vale,{BIRTHDAY},{NOTE},{PHOTO},Orsena,Engineer,Work,ada@example.org,Home,{STREET},Lyon\n"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Company,Department,Job Title,Business City,Home Street,Birthday,Notes,"
    "Photo,E-mail Address,Mobile Phone\n"
    f"Ada,,Vale,Orsena,R&D,Engineer,Lyon,{STREET},{BIRTHDAY},{NOTE},{PHOTO},ada@example.org,\n"
)
RESUME = json.dumps(
    {
        "basics": {
            "name": "Ada Vale",
            "label": "Engineer",
            "birthDate": BIRTHDAY,
            "birthday": BIRTHDAY,
            "image": f"data:image/png;base64,{PHOTO}",
            "location": {"address": STREET, "city": "Lyon"},
        },
        "work": [{"name": "Orsena", "position": "Engineer"}],
        "interests": [{"name": NOTE}],
    }
)
RECORDS = json.dumps(
    [
        {
            "name": "Ada Vale",
            "title": "Engineer",
            "company": "Orsena",
            "birthday": BIRTHDAY,
            "address": STREET,
            "photo": PHOTO,
            "notes": NOTE,
        }
    ]
)
TEXT = f"""Ada Vale
Engineer
{STREET}, 69001 Lyon
Born {BIRTHDAY}, married, 2 children

Experience
Engineer, Orsena
2019 - Present
Built bridges.

Skills
Steel, concrete

Interests
{NOTE}
"""
EUROPASS = f"""<?xml version="1.0"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo><Identification>
<PersonName><FirstName>Ada</FirstName><Surname>Vale</Surname></PersonName>
<ContactInfo><Address><Contact><AddressLine>{STREET}</AddressLine><Municipality>Lyon</Municipality></Contact>
</Address></ContactInfo><Demographics><Birthdate year="1984" month="--07" day="---03"/></Demographics>
<Photo><MimeType>image/png</MimeType><Data>{PHOTO}</Data></Photo></Identification>
<WorkExperienceList><WorkExperience><Position><Label>Engineer</Label></Position>
<Employer><Name>Orsena</Name></Employer></WorkExperience></WorkExperienceList></LearnerInfo></SkillsPassport>
"""
FILES = {
    "vcard": ("a.vcf", VCARD, {"birthday", "home address", "notes", "photo"}),
    "google": ("a.csv", GOOGLE, {"birthday", "home address", "notes", "photo"}),
    "outlook": ("b.csv", OUTLOOK, {"birthday", "home address", "notes", "photo"}),
    "json resume": ("a.json", RESUME, {"birthday", "home address", "interests", "photo"}),
    "records": ("b.json", RECORDS, {"other fields"}),
    "text": ("a.txt", TEXT, {"birth date or family", "interests"}),
    "europass": ("a.xml", EUROPASS, {"birthday", "home address", "photo"}),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_private_is_left_behind_and_counted(tmp_path: Path, name: str):
    file, content, dropped = FILES[name]
    (tmp_path / file).write_text(content)
    reading = read_contacts(tmp_path / file)
    kept = repr(reading.items)
    assert "Engineer" in kept
    assert "Orsena" in kept
    assert [text for text in PRIVATE if text in kept] == []
    assert dropped <= set(reading.dropped)


def test_columns_that_nobody_named_are_left_behind_and_counted(tmp_path: Path):
    path = tmp_path / "people.csv"
    path.write_text(f"Who,Job,Born,Remarks\nAda Vale,Engineer,{BIRTHDAY},{NOTE}\n")
    reading = read_mapped_csv(path, {"Who": "name", "Job": "title"})
    assert [text for text in PRIVATE if text in repr(reading.items)] == []
    assert reading.dropped == {"other fields": 1}
