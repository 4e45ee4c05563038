import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts import read_contacts

# As Outlook, Apple's Contacts and a server for 4.0 write them.
CARDS = """BEGIN:VCARD\r
VERSION:2.1\r
N;LANGUAGE=fr;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:Lef=E8vre;=C9lodie\r
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89lodie=20=\r
Lef=C3=A8vre\r
ORG:Acme;R&D\r
TITLE:Engineer\r
TEL;WORK;VOICE:01 02 03 04 05\r
TEL;CELL;VOICE:+33 (0)6 12 34 56 78\r
ADR;WORK;PREF:;;1 rue Haute;Lyon;;69001;France\r
EMAIL;PREF;INTERNET:elodie@example.org\r
PHOTO;TYPE=JPEG;ENCODING=BASE64:\r
 /9j/4AAQSkZJRgABAQEAYABgAAD\r
 BEGIN:VCARD\r
\r
BDAY:19801210\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
PRODID:-//Apple Inc.//macOS 14//EN\r
N:Example;Ada;;;\r
FN:Ada Example\r
ORG:Globex\\, Inc.;\r
TITLE:Data eng\r
 ineer\r
item1.EMAIL;type=INTERNET;type=pref:ada@example.org\r
item1.X-ABLabel:_$!<Work>!$_\r
item2.ADR;type=HOME:;;2 High St;London;;;UK\r
item2.X-ABADR:gb\r
X-SOCIALPROFILE;type=linkedin:http://www.linkedin.com/in/ada-example\r
NOTE:met at the\\nparty\r
CATEGORIES:Friends,Tennis\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:Grace Example\r
N:Example;Grace;;Dr;\r
TEL;VALUE=uri;TYPE="voice,cell":tel:+1-212-555-1234\r
LANG;PREF=1:fr\r
GENDER:F\r
ORG;TYPE=work:Initech;Data;Quality\r
ROLE:Analyst\r
EXPERTISE;LEVEL=expert:statistics\r
RELATED;TYPE=spouse:urn:uuid:1\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
KIND:group\r
FN:The team\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:3.0\r
FN:Cut Off\r
"""


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "contacts.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_every_version_is_read(write):
    reading = read_contacts(write(CARDS))
    profiles = [item.profile for item in reading.items]
    assert [profile.name for profile in profiles] == ["Élodie Lefèvre", "Ada Example", "Grace Example"]
    assert [profile.positions for profile in profiles] == [
        (Position("Engineer", "Acme", summary="R&D"),),
        (Position("Data engineer", "Globex, Inc."),),
        (Position("Analyst", "Initech", summary="Data, Quality"),),
    ]
    assert [profile.location for profile in profiles] == ["Lyon, France", "", ""]
    assert (profiles[2].languages, profiles[2].skills) == (("fr",), ("statistics",))
    assert reading.items[0].how_known is HowKnown.ADDRESS_BOOK


def test_mails_profiles_and_mobiles_identify(write):
    keys = [item.keys for item in read_contacts(write(CARDS)).items]
    assert keys[0][:2] == ("mail:elodie@example.org", "tel:+33612345678")
    assert keys[1][:2] == ("url:linkedin.com/in/ada-example", "mail:ada@example.org")
    assert keys[2][0] == "tel:+12125551234"


def test_what_is_not_about_work_is_dropped_and_counted(write):
    reading = read_contacts(write(CARDS))
    assert reading.dropped == {
        "photo": 1,
        "birthday": 1,
        "phone number": 1,
        "home address": 1,
        "notes": 1,
        "labels": 1,
        "gender": 1,
        "relations": 1,
    }
    secrets = ("rue Haute", "High St", "party", "Tennis", "1980", "01 02")
    assert not any(secret in repr(reading) for secret in secrets)


def test_groups_and_cards_cut_off_are_told(write):
    skipped = read_contacts(write(CARDS)).skipped
    assert [row.reason.partition(",")[0] for row in skipped] == [
        "expected a person",
        "expected END:VCARD",
    ]


@pytest.mark.parametrize("fold", ["\r\n ", ""])
def test_a_photo_of_20_mb_is_passed_over(write, fold):
    photo = (b"A" * 74 + fold.encode()) * 270_000
    reading = read_contacts(
        write(
            b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Example\nPHOTO;ENCODING=b:"
            + photo
            + b"\nTITLE:Chef\nEND:VCARD\n"
        )
    )
    assert reading.items[0].profile.positions == (Position("Chef", ""),)


@pytest.mark.parametrize("text", ["BEGIN:VCARD\n", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"])
def test_a_file_of_nobody_is_refused(write, text):
    with pytest.raises(UnreadableFile, match="none of 1 rows"):
        read_contacts(write(text))
