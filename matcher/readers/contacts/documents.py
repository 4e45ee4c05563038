"""Resumes that are documents: their text is taken out, then read as a resume in plain text is."""

from matcher.errors import UnreadableFile
from matcher.readers.contacts.europass import ROOTS, read_europass
from matcher.readers.contacts.plain_resume import read_plain_resume
from matcher.readers.document import File
from matcher.readers.files import MAX_DOCUMENT, check_size
from matcher.readers.office import read_docx, read_odt
from matcher.readers.openings.markup import html_to_text
from matcher.readers.report import ContactRow, Reading

_ROOT_WITHIN = 1_000  # bytes from the beginning of an attachment


def read_docx_resume(file: File) -> Reading[ContactRow]:
    """Reads a resume as Word writes it."""
    return read_plain_resume(read_docx(file.path), file.path, kind="resume-docx")


def read_odt_resume(file: File) -> Reading[ContactRow]:
    """Reads a resume as LibreOffice writes it."""
    return read_plain_resume(read_odt(file.path), file.path, kind="resume-odt")


def read_html_resume(file: File) -> Reading[ContactRow]:
    """Reads a resume saved as a web page."""
    return read_plain_resume(html_to_text(file.document), file.path, kind="resume-html")


def read_pdf_resume(file: File) -> Reading[ContactRow]:
    """Reads a resume in PDF of any layout."""
    return read_plain_resume(file.pdf.text, file.path, kind="resume-pdf")


def holds_europass(file: File) -> bool:
    """Whether the file is a PDF with Europass XML in it."""
    return file.is_pdf and any(map(_is_europass, file.pdf.attachments))


def read_europass_pdf(file: File) -> Reading[ContactRow]:
    """Reads the XML that Europass puts into its PDF: it tells more than the pages do."""
    found = next(filter(_is_europass, file.pdf.attachments), None)
    if found is None:
        raise UnreadableFile(file.path, "expected Europass XML attached to the PDF, found none")
    return read_europass(found, file.path, kind="europass-pdf")


def read_europass_xml(file: File) -> Reading[ContactRow]:
    """Reads Europass XML that stands alone."""
    check_size(file.path, len(file.data), MAX_DOCUMENT)
    return read_europass(file.data, file.path)


def _is_europass(attachment: bytes) -> bool:
    head = attachment[:_ROOT_WITHIN].replace(b"\x00", b"")  # whatever its encoding, the names in it are ASCII
    return any(f"<{root}".encode() in head for root in ROOTS)
