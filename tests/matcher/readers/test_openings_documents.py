import zipfile

import pytest
from docx import Document
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate

from matcher.errors import UnreadableFile
from matcher.facts import Contract
from matcher.readers.openings import read_openings
from matcher.readers.openings.documents import unwrapped

STYLES = getSampleStyleSheet()
LONG = (
    "At least 5 years of experience with Python and SQL in production, on data that do not fit in the memory "
    "of one machine, and with people who ask for figures"
)


def test_the_requirements_of_a_pdf_are_whole_though_its_page_is_narrow(tmp_path):
    items = [Paragraph(text, STYLES["Normal"]) for text in (LONG, "Fluent English")]
    story = [
        Paragraph("Senior Data Engineer", STYLES["Title"]),
        Paragraph("Requirements", STYLES["Heading2"]),
        ListFlowable(items, bulletType="bullet"),
    ]
    SimpleDocTemplate(str(tmp_path / "opening.pdf")).build(story)
    reading = read_openings(tmp_path / "opening.pdf")
    (opening,) = reading.items
    assert (reading.kind, opening.title) == ("opening-pdf", "Senior Data Engineer")
    assert [r.text for r in opening.must] == [LONG, "Fluent English"]


def test_a_scanned_pdf_says_so(tmp_path):
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(10, 10, 200, 200, fill=1)
    canvas.save()
    with pytest.raises(UnreadableFile, match="it may be a scan"):
        read_openings(tmp_path / "scan.pdf")


def test_a_word_document_is_read_with_its_headings_and_lists(tmp_path):
    document = Document()
    document.add_heading("Ingénieur de données (H/F)", 0)
    document.add_paragraph("Nous recrutons en CDI à Lyon.")
    document.add_heading("Profil recherché", 1)
    document.add_paragraph("Maîtrise de Spark", style="List Bullet")
    document.save(tmp_path / "offre.docx")
    reading = read_openings(tmp_path / "offre.docx")
    (opening,) = reading.items
    assert (reading.kind, opening.title) == ("opening-docx", "Ingénieur de données (H/F)")
    assert [r.text for r in opening.must] == ["Maîtrise de Spark"]
    assert opening.facts.contract is Contract.PERMANENT


def test_an_odt_document_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "offre.odt", "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "<body><h>Chef de rang</h><p>Restaurant à Nantes, CDD.</p></body>")
    reading = read_openings(tmp_path / "offre.odt")
    assert (reading.kind, reading.items[0].title) == ("opening-odt", "Chef de rang")


def test_another_archive_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "files.zip", "w") as file:
        file.writestr("a.txt", "Cook")
    with pytest.raises(UnreadableFile, match="found a zip archive: unpack it first"):
        read_openings(tmp_path / "files.zip")


def test_lines_are_joined_where_the_page_cut_them_and_nowhere_else():
    cut = "We look for somebody who likes to build and to mend\npipelines."
    assert unwrapped(f"Data engineer\n{cut}\n• Python\nand SQL\n• Git").split("\n") == [
        "Data engineer",
        "We look for somebody who likes to build and to mend pipelines.",
        "• Python and SQL",
        "• Git",
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('<?xml version="1.0"?><rss><channel><p>Cook</p></channel></rss>', "XML that begins with 'rss'"),
        ("BEGIN:VCARD\nFN:Ada Example\nEND:VCARD", "an address book"),
    ],
)
def test_a_text_that_is_surely_something_else_is_refused_unless_it_is_named(tmp_path, content, found):
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=found):
        read_openings(path)
    assert read_openings(path, "text").kind == "text"
