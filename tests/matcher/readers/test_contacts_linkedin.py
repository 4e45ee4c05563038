import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts import read_contacts

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
ADA = 'Ada,Example,https://www.linkedin.com/in/ada-example,Ada@Example.org,"Acme, Inc.",Engineer,12 Mar 2024'
BOB = "Bob,Sample,,,Globex,Accountant,7-Feb-22"
PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some addresses are missing."\n\n'
)
LOCALISED = {
    "en": (HEADER, "12 Mar 2024"),
    "fr": ("Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté le", "12 mars 2024"),
    "es": ("Nombre,Apellidos,URL,Dirección de correo electrónico,Empresa,Cargo,Conectado el", "12 mar 2024"),
    "de": ("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am", "12. März 2024"),
    "it": ("Nome,Cognome,URL,Indirizzo email,Azienda,Posizione,Collegato in data", "12 mar 2024"),
    "nl": ("Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op", "12 mrt 2024"),
    "pt": ("Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em", "12 de mar de 2024"),
}


@pytest.fixture
def write(tmp_path):
    def write(text, *, encoding="utf-8", name="Connections.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def read_rows(write, *rows):
    return read_contacts(write("\n".join([HEADER, *rows, ""])))


def test_a_row_becomes_a_contact(write):
    reading = read_rows(write, ADA, BOB)
    ada, bob = reading.items
    assert (reading.kind, reading.name, reading.skipped) == ("linkedin-connections", "Connections.csv", ())
    assert ada.profile.name == "Ada Example"
    assert ada.profile.positions == (Position("Engineer", "Acme, Inc."),)
    assert (ada.line, ada.connected_on, ada.how_known) == (2, "2024-03-12", HowKnown.LINKEDIN)
    assert ada.keys == (
        "url:linkedin.com/in/ada-example",
        "mail:ada@example.org",
        "row:ada example|2024-03-12",
    )
    assert bob.keys == ("row:bob sample|2022-02-07",)


def test_the_preamble_moves_the_lines(write):
    assert read_contacts(write(f"{PREAMBLE}{HEADER}\n{ADA}\n")).items[0].line == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_and_the_line_ends_do_not_matter(write, encoding):
    text = f"{HEADER}\r\nÉlodie,Lefèvre,,,Société Générale,Ingénieure études,12 Mar 2024\r\n{BOB}\r\n"
    reading = read_contacts(write(text, encoding=encoding))
    assert [item.profile.name for item in reading.items] == ["Élodie Lefèvre", "Bob Sample"]


@pytest.mark.parametrize("language", LOCALISED)
def test_the_header_is_known_in_seven_languages(write, language):
    header, day = LOCALISED[language]
    item = read_contacts(write(f"{header}\nAda,Example,,ada@example.org,Acme,Engineer,{day}\n")).items[0]
    assert item.profile.positions == (Position("Engineer", "Acme"),)
    assert item.connected_on == "2024-03-12"
    assert item.keys[0] == "mail:ada@example.org"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheet_may_have_changed_the_delimiter(write, delimiter):
    text = f"{HEADER}\n{BOB}\n".replace(",", delimiter)
    assert read_contacts(write(text)).items[0].profile.positions == (Position("Accountant", "Globex"),)


def test_a_cell_may_hold_commas_newlines_quotes_and_formulas(write):
    row = 'Ada,Example,,,"Acme,\nInc.","=HYPERLINK(""http://x"")",12 Mar 2024'
    reading = read_rows(write, row, BOB)
    assert reading.items[0].profile.positions == (Position('=HYPERLINK("http://x")', "Acme, Inc."),)
    assert reading.items[1].line == 4


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",,,,,,12 Mar 2024", "no name"),
        ("Eve,Broken,,,Acme", "expected 7 columns, found 5"),
        ("Eve,Broken,,,Acme,Inc.,Engineer,12 Mar 2024", "expected 7 columns, found 8"),
        ("Eve,Broken,,,Acme,Engineer,some day", "not readable"),
        ('Eve,Broken,,,"Acme,Engineer,12 Mar 2024', "unclosed"),
        ("x," * 9_999 + "x", "found 10000"),
        (f"Eve,Broken,,,{'x' * 20_000},Engineer,12 Mar 2024", "at most 10,000 characters"),
        (f'Eve,Broken,,,"{"x" * 200_000}",Engineer,12 Mar 2024', "expected 7 columns"),
    ],
)
def test_a_bad_row_is_reported_and_hides_no_other(write, row, reason):
    reading = read_rows(write, ADA, row, BOB)
    assert [item.profile.name for item in reading.items] == ["Ada Example", "Bob Sample"]
    assert [skipped.line for skipped in reading.skipped] == [3]
    assert reason in reading.skipped[0].reason
    assert "Eve" not in reading.skipped[0].reason


def test_an_unclosed_quote_does_not_swallow_a_later_quoted_row(write):
    reading = read_rows(write, 'Eve,Broken,,,"Acme,Engineer,12 Mar 2024', ADA, BOB)
    assert [item.profile.name for item in reading.items] == ["Ada Example", "Bob Sample"]


def test_two_unclosed_quotes_do_not_close_each_other(write):
    broken = 'Eve,Broken,,,"Acme,Engineer,12 Mar 2024'
    reading = read_rows(write, broken, broken, BOB)
    assert [item.profile.name for item in reading.items] == ["Bob Sample"]
    assert [skipped.line for skipped in reading.skipped] == [2, 3]


def test_a_row_without_a_day_is_kept(write):
    assert read_rows(write, "Ada,Example,,,Acme,Engineer,").items[0].keys == ("row:ada example|acme",)


def test_padding_by_a_spreadsheet_is_no_column(write):
    assert len(read_rows(write, f"{BOB},,,").items) == 1


def test_the_same_person_twice_is_kept_once(write):
    reading = read_rows(write, ADA, BOB, ADA.replace("Engineer", "Director"))
    assert len(reading.items) == 2
    assert (reading.skipped[0].line, reading.skipped[0].reason) == (4, "same person as line 2")


def test_people_of_one_name_are_told_apart_by_their_profiles(write):
    other = ADA.replace("ada-example", "ada-example-2").replace("Ada@", "ada2@")
    assert len(read_rows(write, ADA, other).items) == 2


def test_a_header_alone_is_no_success(write):
    with pytest.raises(UnreadableFile, match="found none"):
        read_rows(write)


def test_only_bad_rows_are_no_success(write):
    with pytest.raises(UnreadableFile, match="none of 2 rows can be used") as error:
        read_rows(write, ",,,,,,", "Eve,Broken")
    assert error.value.line == 2


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Given Name,Family Name,Organisation,Job", "Given Name, Family Name, Organisation, Job"),
        ("First Name,Last Name,Labels", "First Name, Last Name, Labels"),
        ("Eve,Broken,eve@example.org,x", "4 columns without names"),
    ],
)
def test_another_table_is_no_resume(write, header, found):
    row = ",".join(["Eve"] * (header.count(",") + 1))
    with pytest.raises(UnreadableFile, match="expected the columns of a known program") as error:
        read_contacts(write(f"{header}\n{row}\n{row}\n"))
    assert error.value.line == 1
    assert f"{found}: say which holds what" in str(error.value)


def test_a_real_export_is_read(shared_data):
    reading = read_contacts(shared_data / "formats/linkedin_Connections_example.csv")
    assert [(item.line, item.connected_on) for item in reading.items] == [
        (5, "2026-09-28"),
        (6, "2019-01-03"),
    ]


def test_the_sample_network_is_read_whole(shared_data):
    reading = read_contacts(shared_data / "network_synthetic/Connections.csv")
    assert (len(reading.items), len(reading.skipped)) == (1869, 0)
