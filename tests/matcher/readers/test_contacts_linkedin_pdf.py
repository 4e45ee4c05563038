import io

import pytest

from matcher.contact import Position
from matcher.readers.contacts import read_contacts

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab writes the documents")


@pytest.fixture
def write(tmp_path):
    def write(data, name):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def page(lines):
    """Writes a PDF of one page: each line is (x, y, size, text)."""
    buffer = io.BytesIO()
    made = canvas.Canvas(buffer, pagesize=(612, 792))
    for x, y, size, text in lines:
        made.setFont("Helvetica", size)
        made.drawString(x, y, text)
    made.save()
    return buffer.getvalue()


LABELS = {
    "en": (
        "Contact",
        "Top Skills",
        "Languages",
        "Summary",
        "Experience",
        "Education",
        "Present",
        "Page 1 of 1",
    ),
    "fr": ("Coordonnées", "Principales compétences", "Languages", "Résumé", "Expérience", "Formation")
    + ("Present", "Page 1 of 1"),
}


def linkedin_page(language):
    contact, skills, languages, summary, experience, education, now, footer = LABELS[language]
    month = {"en": "January", "fr": "janvier"}[language]
    side = [
        (13, contact),
        (10.5, "+33612345678 (Mobile)"),
        (10.5, "ada@example.org"),
        (10.5, "www.linkedin.com/in/ada-"),
        (10.5, "example-1b2 (LinkedIn)"),
        (13, skills),
        (10.5, "Python"),
        (10.5, "Spark"),
        (13, languages),
        (10.5, "Français (Native or"),
        (10.5, "Bilingual)"),
        (13, "Certifications"),
        (10.5, "Kubernetes Administrator"),
    ]
    text = [
        (26, "Ada Example"),
        (12, "Staff engineer at Acme | data"),
        (12, "Paris, Île-de-France, France"),
        (15.75, summary),
        (12, "Builds platforms."),
        (15.75, experience),
        (12, "Acme"),
        (10.5, "4 years 2 months"),
        (11.5, "Staff Engineer"),
        (10.5, f"{month} 2022 - {now} (2 years 2 months)"),
        (10.5, "Paris, France"),
        (10.5, "Leads the data platform."),
        (11.5, "Engineer"),
        (10.5, f"{month} 2020 - {month} 2022 (2 years 1 month)"),
        (12, "Globex"),
        (11.5, "Developer"),
        (10.5, "2015 - 2019 (4 years)"),
        (10.5, "Maintained the shop. It sold shoes."),
        (15.75, education),
        (12, "École Centrale"),
    ]
    placed = [(22, 740 - 16 * i, size, line) for i, (size, line) in enumerate(side)]
    placed += [(224, 740 - 18 * i, size, line) for i, (size, line) in enumerate(text)]
    return [*placed, (280, 20, 9, footer)]


@pytest.mark.parametrize("language", LABELS)
def test_a_linkedin_profile_saved_as_pdf_is_read(write, language):
    reading = read_contacts(write(page(linkedin_page(language)), "Profile.pdf"))
    (item,) = reading.items
    profile = item.profile
    assert (reading.kind, profile.name, profile.headline, profile.location) == (
        "linkedin-pdf",
        "Ada Example",
        "Staff engineer at Acme | data",
        "Paris, Île-de-France, France",
    )
    assert profile.positions == (
        Position("Staff Engineer", "Acme", "Paris, France", "2022-01", None, "Leads the data platform."),
        Position("Engineer", "Acme", "", "2020-01", "2022-01"),
        Position("Developer", "Globex", "", "2015", "2019", "Maintained the shop. It sold shoes."),
    )
    assert (profile.skills, profile.languages) == (("Python", "Spark"), ("Français (Native or Bilingual)",))
    assert profile.summary.startswith("Builds platforms.")
    assert "École Centrale" in profile.summary
    assert "Kubernetes Administrator" in profile.summary
    assert item.keys[:2] == ("url:linkedin.com/in/ada-example-1b2", "mail:ada@example.org")
    assert reading.dropped == {"phone number": 1}
