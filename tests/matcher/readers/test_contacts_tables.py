import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts import read_contacts, read_mapped_csv, suggest_mapping

LEGACY = (
    "Name,Given Name,Additional Name,Family Name,Birthday,Gender,Notes,Group Membership,E-mail 1 - Type,"
    "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Type,"
    "Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Country,Organization 1 - Type,"
    "Organization 1 - Name,Organization 1 - Title,Organization 1 - Department,Relation 1 - Type,"
    "Relation 1 - Value,Website 1 - Type,Website 1 - Value\n"
    'Ada Example,Ada,,Example,1980-12-10,Female,"likes tea\nand cats",* myContacts ::: Family,* Work,'
    "ada@example.org ::: ada@example.com,Mobile,+33 6 12 34 56 78,Home,01 02 03 04 05,Home,"
    '"1 rue Haute\n75002 Paris",1 rue Haute,Paris,France,,Acme,Engineer,Research,Spouse,Bob,Profile,'
    "https://www.linkedin.com/in/ada-example\n"
)
OUTLOOK = {
    "en": '"First Name","Middle Name","Last Name","Company","Department","Job Title","Business City",'
    '"Business Country/Region","Home Street","E-mail Address","E-mail Type","Birthday","Notes","Spouse"',
    "fr": '"Prénom","Deuxième prénom","Nom","Société","Service","Titre","Ville (bureau)",'
    '"Pays/Région (bureau)","Rue (domicile)","Adresse de messagerie","Type de messagerie",'
    '"Anniversaire","Notes","Conjoint(e)"',
    "de": '"Vorname","Weitere Vornamen","Nachname","Firma","Abteilung","Position","Ort geschäftlich",'
    '"Land/Region geschäftlich","Straße privat","E-Mail-Adresse",'
    '"E-Mail-Typ","Geburtstag","Notizen","Partner"',
    "es": '"Nombre","Segundo nombre","Apellidos","Organización","Departamento","Puesto",'
    '"Ciudad del trabajo","País o región del trabajo","Calle del domicilio",'
    '"Dirección de correo electrónico","Tipo de correo electrónico","Cumpleaños","Notas","Cónyuge"',
    "it": '"Nome","Secondo nome","Cognome","Società","Reparto","Posizione","Città (uff.)",'
    '"Paese/area geografica (uff.)","Via (ab.)","Indirizzo posta elettronica","Tipo posta elettronica",'
    '"Compleanno","Note","Coniuge"',
}
OUTLOOK_ROW = (
    '"Élodie","","Lefèvre","Acme","R&D","Ingénieure","Lyon","France","1 rue Haute","elodie@example.org",'
    '"SMTP","12/10/1980","a\r\nb","Bob"'
)


@pytest.fixture
def write(tmp_path):
    def write(content, encoding="utf-8", name="contacts.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def test_google_contacts_keep_work_and_drop_the_rest(write):
    reading = read_contacts(write(LEGACY))
    (item,) = reading.items
    assert (reading.kind, item.how_known, item.line) == ("google-csv", HowKnown.ADDRESS_BOOK, 2)
    assert item.profile.name == "Ada Example"
    assert item.profile.positions == (Position("Engineer", "Acme", summary="Research"),)
    assert item.keys == (
        "url:linkedin.com/in/ada-example",
        "mail:ada@example.org",
        "mail:ada@example.com",
        "tel:+33612345678",
        "row:ada example|acme",
    )
    assert reading.dropped == {
        kind: 1
        for kind in ("birthday", "gender", "notes", "labels", "home address", "relations", "phone number")
    }
    secrets = ("1980", "Female", "tea", "Family", "rue Haute", "Paris", "Bob", "01 02")
    assert not any(secret in repr(reading) for secret in secrets)


def test_googles_columns_of_today_are_read(shared_data):
    reading = read_contacts(shared_data / "formats/google_contacts_example.csv")
    (item,) = reading.items
    assert item.profile.name == "Ada Example"
    assert item.profile.positions == (Position("Mathematician", "Analytical Society", summary="Research"),)
    assert item.keys[:2] == ("mail:ada@example.test", "tel:+48123456789")
    assert reading.dropped == {"notes": 1, "labels": 1}


def test_a_header_without_people_says_so(shared_data):
    with pytest.raises(UnreadableFile, match="at least one person"):
        read_contacts(shared_data / "formats/google_contacts_legacy_header.csv")


@pytest.mark.parametrize("language", OUTLOOK)
@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1252", ";"), ("utf-8-sig", ",")])
def test_outlook_is_read_in_every_language(write, language, encoding, delimiter):
    text = f"{OUTLOOK[language]}\r\n{OUTLOOK_ROW}\r\n".replace('","', f'"{delimiter}"')
    reading = read_contacts(write(text, encoding))
    (item,) = reading.items
    assert (reading.kind, item.profile.name, item.profile.location) == (
        "outlook-csv",
        "Élodie Lefèvre",
        "Lyon, France",
    )
    assert item.profile.positions == (Position("Ingénieure", "Acme", summary="R&D"),)
    assert item.keys[0] == "mail:elodie@example.org"
    assert reading.dropped == {kind: 1 for kind in ("home address", "birthday", "notes", "relations")}


def test_the_title_before_the_name_is_no_job(write):
    row = '"Dr",' + OUTLOOK_ROW
    (item,) = read_contacts(write(f'"Titre",{OUTLOOK["fr"]}\n{row}\n')).items
    assert item.profile.positions[0].title == "Ingénieure"


def test_people_without_a_name_are_skipped_with_their_line(write):
    text = f"{OUTLOOK['en']}\n{OUTLOOK_ROW}\n" + OUTLOOK_ROW.replace("Élodie", "").replace("Lefèvre", "")
    reading = read_contacts(write(text))
    assert [(row.line, row.reason) for row in reading.skipped] == [
        (4, "expected a person's name, found none")
    ]


def test_a_mail_that_two_people_share_identifies_neither(write):
    text = f"{OUTLOOK['en']}\n{OUTLOOK_ROW}\n{OUTLOOK_ROW.replace('Élodie', 'Bob')}\n"
    items = read_contacts(write(text)).items
    assert [item.keys for item in items] == [("row:elodie lefevre|acme",), ("row:bob lefevre|acme",)]


def test_formulas_stay_text(write):
    row = OUTLOOK_ROW.replace('"Acme"', '"=HYPERLINK(1)"')
    (item,) = read_contacts(write(f"{OUTLOOK['en']}\n{row}\n")).items
    assert item.profile.company == "=HYPERLINK(1)"


def test_mixed_line_ends_are_read(write):
    rows = [OUTLOOK_ROW.replace("Élodie", name) for name in ("A", "B", "C")]
    data = f"{OUTLOOK['en']}\r\n{rows[0]}\r{rows[1]}\n{rows[2]}"
    assert len(read_contacts(write(data)).items) == 3


TEAM = (
    "Full name;Job;Firm;Work e-mail;Known since;Shoe size\n"
    "Ada Example;Engineer;Acme;ada@example.org;2020-01-02;38\n"
)


def test_a_mapping_is_suggested():
    header = ["Nom complet", "Poste", "Société", "E-mail", "Pointure"]
    assert suggest_mapping(header) == {
        "Nom complet": "name",
        "Poste": "title",
        "Société": "company",
        "E-mail": "mail",
    }
    assert suggest_mapping(["first_name", "JOB TITLE", "Linkedin-URL"]) == {
        "first_name": "first",
        "JOB TITLE": "title",
        "Linkedin-URL": "url",
    }


def test_a_mapped_table_is_read(write):
    path = write(TEAM)
    with pytest.raises(UnreadableFile, match="Full name, Job, Firm, .*say which holds what"):
        read_contacts(path)
    mapping = {"Full name": "name", "Job": "title", "Firm": "company", "Known since": "connected_on"}
    reading = read_mapped_csv(path, mapping)
    (item,) = reading.items
    assert item.profile.positions == (Position("Engineer", "Acme"),)
    assert (item.connected_on, reading.dropped) == ("2020-01-02", {"other fields": 1})


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ({"Absent": "name"}, "the column 'Absent'"),
        ({"Full name": "shoe"}, "expected fields among"),
        ({"Job": "title"}, "a mapping with a name"),
        ({}, "a mapping with a name"),
    ],
)
def test_a_wrong_mapping_is_refused(write, mapping, expected):
    with pytest.raises(UnreadableFile, match=expected):
        read_mapped_csv(write(TEAM), mapping)


def test_ten_thousand_columns_are_refused(write):
    header = ",".join(["First Name", "E-mail 1 - Value", *(f"c{i}" for i in range(9_998))])
    with pytest.raises(UnreadableFile, match=r"at most 1,000 columns"):
        read_contacts(write(f"{header}\n{',' * 9_999}\n"))


def test_a_format_can_be_said(write):
    with pytest.raises(UnreadableFile, match="the columns of Google"):
        read_contacts(write(TEAM), format="google-csv")
    with pytest.raises(UnreadableFile, match="expected a format among resume-docx"):
        read_contacts(write(TEAM), format="excel")


def test_json_records_of_any_program_are_read(write):
    text = (
        '{"contacts": [{"name": {"given": "Ada", "family": "Example"}, "jobTitle": "Engineer",'
        '"company": {"name": "Acme"}, "skills": ["Python", {"name": "SQL"}], "birthday": "1980-01-01"}, 3]}'
    )
    reading = read_contacts(write(text))
    (item,) = reading.items
    assert (reading.kind, item.profile.name, item.profile.skills) == (
        "person-json",
        "Ada Example",
        ("Python", "SQL"),
    )
    assert item.profile.positions == (Position("Engineer", "Acme"),)
    assert (len(reading.skipped), reading.dropped) == (1, {"other fields": 1})
