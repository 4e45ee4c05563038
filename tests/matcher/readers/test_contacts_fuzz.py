"""Sound files of every format, broken at random: contacts come out, or an UnreadableFile."""

import io
import os
import stat
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import UnreadableFile
from matcher.readers import pdf, pdf_worker
from matcher.readers.contacts import FORMATS, read_contacts, read_mapped_csv, suggest_mapping

RESUME = "Ada Example\nData engineer\nExperience\nEngineer, Acme\n2019 - 2020\nSkills\nPython, SQL\n"
PARAGRAPHS = "".join(f"<p><r><t>{line}</t></r></p>" for line in RESUME.split("\n"))


def archive(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def tiny_pdf():
    """Writes a PDF by hand: uncompressed, so that what breaks is the document and not one stream."""
    shown = " ".join(f"({line}) Tj 0 -15 Td" for line in RESUME.split("\n"))
    drawing = f"BT /F1 11 Tf 60 700 Td {shown} ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{i} 0 obj{text}endobj\n" for i, text in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 6>>\n%%EOF".encode()


SEEDS = {
    "google-csv": b"First Name,Last Name,Notes,E-mail 1 - Label,E-mail 1 - Value,Organization Name\n"
    b'Ada,Example,"a\nb",Work,a@example.org ::: b@example.org,Acme\n',
    "outlook-csv": "Vorname;Weitere Vornamen;Nachname;Abteilung;Ort geschäftlich;E-Mail-Adresse\n"
    "Élodie;;Lefèvre;F&E;Bonn;e@example.org\n".encode("cp1252"),
    "vcard": b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=A9a;=\r\nB\r\n"
    b"ORG:Acme;R\\;D\r\nitem1.TEL;CELL:+33612345678\r\nPHOTO;BASE64:AAAA\r\n AAAA\r\n\r\nEND:VCARD\r\n",
    "person-json": b'[{"name": {"given": "Ada"}, "company": {"name": "Acme"}, "skills": ["a", {"name": 1}]}]',
    "json-resume": b'{"basics": {"name": "Ada", "location": {"city": "Rome"}}, "work": [{"position": "A"}]}',
    "europass-xml": b'<?xml version="1.0" encoding="UTF-8"?><Candidate xmlns="x"><CandidatePerson>'
    b"<PersonName>"
    b"<GivenName>Ada</GivenName></PersonName></CandidatePerson><CandidateProfile><EmploymentHistory>"
    b"<EmployerHistory><OrganizationName>Acme</OrganizationName><PositionHistory><StartDate>"
    b"<FormattedDateTime>2019-01</FormattedDateTime></StartDate></PositionHistory></EmployerHistory>"
    b"</EmploymentHistory></CandidateProfile></Candidate>",
    "resume-html": f"<html><body>{RESUME.replace(chr(10), '<br>')}</body></html>".encode(),
    "resume-docx": archive({"word/document.xml": f"<document>{PARAGRAPHS}</document>"}),
    "resume-odt": archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"<body>{PARAGRAPHS}</body>"}
    ),
    "resume-pdf": tiny_pdf(),
    "plain-resume": RESUME.encode(),
}


@st.composite
def broken(draw, seed):
    """Cuts, overwrites, doubles and inserts at random places."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(0, 4))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 40))
        piece = draw(st.binary(max_size=12) | st.just(bytes(data[at : at + size])) | st.sampled_from(PIECES))
        data[at : at + draw(st.sampled_from([0, len(piece), size, len(data)]))] = piece
    return bytes(data)


PIECES = [
    b"\x00",
    b"\r",
    b"\n",
    b'"',
    b"'",
    b";",
    b",",
    b" ::: ",
    b"<",
    b"&",
    b"]]>",
    b"=\n",
    b"\xff\xfe",
] + [
    b"BEGIN:VCARD\n",
    b"END:VCARD\n",
    b"=" * 50,
    b"[" * 300,
    b"999999999999",
    "é\u2028\ud83d".encode("utf-8", "surrogatepass"),
]


@pytest.mark.parametrize("kind", SEEDS)
def test_the_seeds_are_read(tmp_path, kind):
    path = tmp_path / "seed"
    path.write_bytes(SEEDS[kind])
    assert read_contacts(path).kind == kind


@pytest.mark.parametrize("kind", SEEDS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
    max_examples=int(os.environ.get("COOPT_FUZZ_EXAMPLES", "40")),
)
@given(data=st.data())
def test_a_broken_file_gives_contacts_or_unreadable_file(tmp_path, kind, data):
    path = tmp_path / "broken"
    path.write_bytes(data.draw(broken(SEEDS[kind])))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            pdf, "_ask_worker", lambda content, path: pdf_worker.read(content)
        )  # a process each is slow
        for format in (None, kind):
            try:
                reading = read_contacts(path, format)
            except UnreadableFile:
                continue
            assert reading.items
            assert all(item.profile.name and item.keys for item in reading.items)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    derandomize=True,
    max_examples=int(os.environ.get("COOPT_FUZZ_EXAMPLES", "40")),
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
