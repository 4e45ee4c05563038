import io
import zipfile

import pytest

from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers import pdf
from matcher.readers.contacts import read_contacts

docx = pytest.importorskip("docx", reason="python-docx writes the documents")
canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab writes the documents")

RESUME = (
    "Ada Example",
    "Data engineer",
    "Paris, France",
    "ada@example.org",
    "",
    "Experience",
    "Senior Data Engineer, Acme",
    "March 2021 - Present",
    "• Built pipelines with Spark",
    "",
    "Compétences",
    "Python, SQL",
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}'
    "</office:text></office:body></office:document-content>"
)
MACROS = "macros"


@pytest.fixture
def write(tmp_path):
    def write(data, name):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def archive(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def pages(*found, **options):
    """Writes a PDF: each page is a list of lines (x, y, size, text)."""
    buffer = io.BytesIO()
    made = canvas.Canvas(buffer, pagesize=(612, 792), **options)
    for lines in found:
        for x, y, size, text in lines:
            made.setFont("Helvetica", size)
            made.drawString(x, y, text)
        made.showPage()
    made.save()
    return buffer.getvalue()


def resume_page():
    return [(60, 740 - 15 * i, 11, text) for i, text in enumerate(RESUME) if text]


def refused(path, **options):
    with pytest.raises(UnreadableFile) as error:
        read_contacts(path, **options)
    return error.value.expected


def is_read(reading, kind):
    (item,) = reading.items
    assert (reading.kind, item.how_known) == (kind, HowKnown.RESUME)
    profile = item.profile
    assert (profile.name, profile.headline, profile.location) == (
        "Ada Example",
        "Data engineer",
        "Paris, France",
    )
    (position,) = profile.positions
    assert (position.title, position.company) == ("Senior Data Engineer", "Acme")
    assert (position.started, position.ended) == ("2021-03", None)
    assert "Built pipelines with Spark" in position.summary
    assert profile.skills == ("Python", "SQL")
    assert item.keys[0] == "mail:ada@example.org"


def word_file():
    document = docx.Document()
    for line in RESUME:
        if line.startswith("• "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line == "Experience":
            document.add_heading(line, level=1)
        else:
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_resume_in_word_is_read(write):
    is_read(read_contacts(write(word_file(), "cv.docx")), "resume-docx")


def test_text_boxes_tables_and_headers_of_word_are_read_once(write):
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>'
        "<w:p><w:r><w:t>Skills</w:t></w:r></w:p><w:p><w:r><w:t>Pyt</w:t></w:r><w:r><w:t>hon</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>Skills</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    header = f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>Ada Example</w:t></w:r></w:p></w:hdr>'
    deleted = "<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    body = f'<w:document xmlns:w="{W}"><w:body>{box}{deleted}'
    data = archive({"word/header1.xml": header, "word/document.xml": f"{body}</w:body></w:document>"})
    (item,) = read_contacts(write(data, "cv.docx")).items
    assert (item.profile.name, item.profile.skills) == ("Ada Example", ("Python",))


def odt_file(**more):
    paragraphs = [
        f"<text:list><text:list-item><text:p>{line[2:]}</text:p></text:list-item></text:list>"
        if line.startswith("• ")
        else f"<text:p>{line}</text:p>"
        for line in RESUME
    ]
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": ODT.format("".join(paragraphs)), **more})


def test_a_resume_of_libreoffice_is_read(write):
    is_read(read_contacts(write(odt_file(), "cv.odt")), "resume-odt")


def test_a_resume_in_html_is_read(write):
    lines = "".join(f"<p>{line}</p>" for line in RESUME)
    data = f"<!DOCTYPE html>\n<html><head><title>cv</title></head><body>{lines}</body></html>"
    is_read(read_contacts(write(data, "cv.html")), "resume-html")


def test_a_resume_in_pdf_is_read(write):
    is_read(read_contacts(write(pages(resume_page()), "cv.pdf")), "resume-pdf")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (archive({"word/document.xml": "<w/>", "word/vbaProject.bin": "x"}), MACROS),
        (odt_file(**{"Basic/Standard/Module1.xml": "x"}), MACROS),
        (archive({"word/document.xml": "<w>"}), "sound XML"),
        (archive({"word/document.xml": '<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'}), "document type"),
        (archive({"word/document.xml": "<w>" * 1000}), "at most 200 levels"),
        (archive({"word/document.xml": "<w>" + " " * 40_000_000 + "</w>"}), "once unpacked"),
        (archive({"mimetype": "application/x", "content.xml": "<w/>"}), "sheet"),
        (archive({"word/document.xml": "<w/>"}), "expected a resume"),
        (archive({"../../etc/passwd": "x"}), "expected Connections.csv"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "an old office document"),
        (b"{\\rtf1 Skills}", "an RTF document"),
    ],
)
def test_documents_that_are_unsound_are_refused(write, data, expected):
    assert expected in refused(write(data, "cv.docx"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pages([]), "it may be a scan"),
        (pages(resume_page(), encrypt="secret"), "without a password"),
        (pages(resume_page())[:300], "a sound PDF"),
        (pages(*[[]] * 101), "at most 100 pages"),
    ],
)
def test_pdfs_that_cannot_be_read_are_refused(write, data, expected):
    assert expected in refused(write(data, "cv.pdf"))


def test_a_pdf_that_takes_too_long_is_refused(write, monkeypatch):
    monkeypatch.setattr(pdf, "_SECONDS", 0.001)
    assert "reasonable time" in refused(write(pages(resume_page()), "cv.pdf"))
