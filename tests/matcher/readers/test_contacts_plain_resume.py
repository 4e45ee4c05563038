import csv
import json

import pytest

from matcher.contact import Position
from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts import read_contacts
from matcher.readers.contacts.plain_resume import read_resume_text

ENGLISH = """Grace Example
Data engineer
123 Main Street
San Francisco, CA 94102
Phone: (912) 555-4321 | grace@example.org

---

Objective
Builds data platforms.

Work Experience

Senior Data Engineer
Acme Inc., San Francisco, CA
March 2021 - Present
- Built pipelines with Spark
- Mentored two people

Analyst
Globex, San Jose, CA
June 2019 - February 2021
- Wrote reports

Education

Master of Science
Graduated: May 2019

Skills
- Python
- SQL
"""
FRENCH = """Jean-Baptiste DE LA TOUR
Développeur full-stack senior
12 rue de la Paix, 75002 Paris
Tél. : 06 12 34 56 78 | jb@example.org
Né le 12/03/1985
linkedin.com/in/jb-tour

EXPÉRIENCE PROFESSIONNELLE

Depuis janvier 2020 : Lead développeur, Doctolib, Paris
• Conception d'API en Python

03/2016 – 12/2019
Ingénieur logiciel – Criteo
Lyon
- Traitement de données avec Spark

2012-2016 : Développeur Java chez Capgemini (Lille)
Maintenance applicative.

COMPÉTENCES
Langages : Python, Java
Méthodes agiles

LANGUES
Français : langue maternelle
Anglais (C1)

FORMATION
2008 - 2011 : École Centrale de Lyon
"""
# The layout of `job_person_en`: a line for each piece of what was one line on the page.
TORN = """Summary
Careful accountant.
Highlights
Reporting
Budgets
Experience
Company Name
July 2011
to
November 2012
Accountant
City
,
State
Resolved issues affecting the general ledger.
Company Name
April 2010
to
June 2011
Resource Advisor
City
,
State
Prepared budgets.
"""


def test_an_english_resume_is_read():
    profile = read_resume_text(ENGLISH, "file")
    assert (profile.name, profile.headline, profile.location) == (
        "Grace Example",
        "Data engineer",
        "San Francisco, CA",
    )
    assert profile.positions == (
        Position(
            "Senior Data Engineer",
            "Acme Inc.",
            "San Francisco, CA",
            "2021-03",
            None,
            "- Built pipelines with Spark\n- Mentored two people",
        ),
        Position("Analyst", "Globex", "San Jose, CA", "2019-06", "2021-02", "- Wrote reports"),
    )
    assert profile.skills == ("Python", "SQL")
    assert profile.summary == "Builds data platforms.\nEducation\nMaster of Science\nGraduated: May 2019"


def test_a_french_resume_is_read():
    profile = read_resume_text(FRENCH, "file")
    assert profile.name == "Jean-Baptiste DE LA TOUR"
    assert (profile.headline, profile.location) == ("Développeur full-stack senior", "Paris")
    assert [(p.title, p.company, p.location, p.started, p.ended) for p in profile.positions] == [
        ("Lead développeur", "Doctolib", "Paris", "2020-01", None),
        ("Ingénieur logiciel", "Criteo", "Lyon", "2016-03", "2019-12"),
        ("Développeur Java", "Capgemini", "Lille", "2012", "2016"),
    ]
    assert profile.skills == ("Langages", "Python", "Java", "Méthodes agiles")
    assert profile.languages == ("Français : langue maternelle", "Anglais (C1)")
    assert profile.summary == "FORMATION\n2008 - 2011 : École Centrale de Lyon"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH])
def test_contact_details_are_not_kept(text):
    kept = repr(read_resume_text(text, "file"))
    secrets = ("555", "@", "Main Street", "94102", "rue de la Paix", "75002", "06 12", "1985", "linkedin")
    assert not any(secret in kept for secret in secrets)


def test_dates_torn_over_lines_are_read():
    profile = read_resume_text(TORN, "10554236")
    assert profile.name == "10554236"
    assert [(p.title, p.started, p.ended, p.summary) for p in profile.positions] == [
        ("Accountant", "2011-07", "2012-11", "Resolved issues affecting the general ledger."),
        ("Resource Advisor", "2010-04", "2011-06", "Prepared budgets."),
    ]
    assert profile.skills == ("Reporting", "Budgets")


def test_spanish_german_and_markdown_are_usable():
    spanish = read_resume_text(
        "Experiencia Laboral\nCajera\nSuper S.A., Madrid\nJunio 2020 - Presente\n- Caja", "x"
    )
    german = read_resume_text(
        "Berufserfahrung\n03/2019 - heute\nEntwicklerin\nBeispiel AG, Bonn\n- Java", "x"
    )
    markdown = read_resume_text(
        "# Ada Example\n\n## Experience\n### Analyst at Acme — Jan 2015 to Feb 2019\nReports.", "x"
    )
    positions = [profile.positions[0] for profile in (spanish, german, markdown)]
    assert [(p.title, p.company) for p in positions] == [
        ("Cajera", "Super S.A."),
        ("Entwicklerin", "Beispiel AG"),
        ("Analyst", "Acme"),
    ]


def test_a_text_without_headings_is_kept_as_summary():
    assert read_resume_text("one\ntwo", "file").summary == "one\ntwo"


def test_the_file_gives_one_contact_and_its_keys(tmp_path):
    path = tmp_path / "cv.txt"
    path.write_text(FRENCH, encoding="cp1252")
    reading = read_contacts(path)
    (item,) = reading.items
    assert (reading.kind, item.how_known) == ("plain-resume", HowKnown.RESUME)
    assert item.keys[:2] == ("url:linkedin.com/in/jb-tour", "mail:jb@example.org")
    assert item.keys[-1] == "row:jean-baptiste de la tour|doctolib"
    assert reading.dropped == {"birth date or family": 1, "phone number": 1}


@pytest.mark.parametrize("text", ["Dear all,\nsee you on Monday.\n", "<html><body>Skills</body></html>", "x"])
def test_another_text_is_no_resume(tmp_path, text):
    path = tmp_path / "note.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="expected a"):
        read_contacts(path)


def test_most_positions_of_real_resumes_have_a_title(shared_data):
    with (shared_data / "job_person_en/contacts.jsonl").open(encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line, _ in zip(file, range(100), strict=False)]
    positions = [position for text in texts for position in read_resume_text(text, "x").positions]
    assert len(positions) > 300
    assert sum(bool(position.title) for position in positions) > 0.9 * len(positions)


def test_an_export_of_a_job_portal_gives_titles(shared_data):
    with (shared_data / "resumes/resumes_166.csv").open(encoding="utf-8", newline="") as file:
        profiles = [read_resume_text(row["text"], "x") for row in csv.DictReader(file)]
    assert sum(any(position.title for position in profile.positions) for profile in profiles) > 120
