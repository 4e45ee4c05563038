"""A small sound file of each format, as bytes; every person and company in them is made up."""

import io
import json
import zipfile
from collections.abc import Mapping

_RESUME = "Ada Example\nData engineer\nExperience\nEngineer, Acme\n2019 - 2020\nSkills\nPython, SQL\n"
_OPENING = (
    "Data engineer\nLyon, CDI\nRequirements\n- 3 years of Python\n- Fluent English\nNice to have\n- SQL\n"
)


def archive(members: Mapping[str, str]) -> bytes:
    """Writes a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def tiny_pdf(text: str) -> bytes:
    """Writes a PDF by hand: uncompressed, so that what breaks is the document and not one stream."""
    shown = " ".join(f"({line}) Tj 0 -15 Td" for line in text.split("\n"))
    drawing = f"BT /F1 11 Tf 60 700 Td {shown} ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{i} 0 obj{content}endobj\n" for i, content in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 6>>\n%%EOF".encode()


def _docx(text: str) -> bytes:
    paragraphs = "".join(f"<p><r><t>{line}</t></r></p>" for line in text.split("\n"))
    return archive({"word/document.xml": f"<document>{paragraphs}</document>"})


def _odt(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    mimetype = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mimetype, "content.xml": f"<body>{paragraphs}</body>"})


CONTACTS = {
    "google-csv": b"First Name,Last Name,Notes,E-mail 1 - Label,E-mail 1 - Value,Organization Name\n"
    b'Ada,Example,"a\nb",Work,a@example.org ::: b@example.org,Acme\n',
    "outlook-csv": "Vorname;Weitere Vornamen;Nachname;Abteilung;Ort geschäftlich;E-Mail-Adresse\n"
    "Élodie;;Lefèvre;F&E;Bonn;e@example.org\n".encode("cp1252"),
    "vcard": b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=A9a;=\r\nB\r\n"
    b"ORG:Acme;R\\;D\r\nitem1.TEL;CELL:+33612345678\r\nPHOTO;BASE64:AAAA\r\n AAAA\r\n\r\nEND:VCARD\r\n",
    "linkedin-connections": b"Notes:\nx\n\nFirst Name,Last Name,URL,"
    b"Email Address,Company,Position,Connected On\n"
    b"Ada,Example,https://www.linkedin.com/in/ada,,Acme,Engineer,12 Mar 2024\n",
    "person-json": b'[{"name": {"given": "Ada"}, "company": {"name": "Acme"}, "skills": ["a", {"name": 1}]}]',
    "hr-open": json.dumps(
        {
            "person": {
                "name": {"formattedName": "Ada Example"},
                "communication": {"email": [{"address": "a"}]},
            },
            "profiles": [
                {
                    "languageCode": "en",
                    "employment": [
                        {
                            "organization": {"name": "Acme"},
                            "positionHistories": [{"title": "A", "start": "2019"}],
                        }
                    ],
                    "education": [{"institution": {"name": "X"}, "educationDegrees": [{"name": "MSc"}]}],
                    "qualifications": [{"competencyName": "SQL"}],
                }
            ],
        }
    ).encode(),
    "json-resume": b'{"basics": {"name": "Ada", "location": {"city": "Rome"}}, "work": [{"position": "A"}]}',
    "europass-xml": b'<?xml version="1.0" encoding="UTF-8"?><Candidate xmlns="x"><CandidatePerson>'
    b"<PersonName>"
    b"<GivenName>Ada</GivenName></PersonName></CandidatePerson><CandidateProfile><EmploymentHistory>"
    b"<EmployerHistory><OrganizationName>Acme</OrganizationName><PositionHistory><StartDate>"
    b"<FormattedDateTime>2019-01</FormattedDateTime></StartDate></PositionHistory></EmployerHistory>"
    b"</EmploymentHistory></CandidateProfile></Candidate>",
    "resume-html": f"<html><body>{_RESUME.replace(chr(10), '<br>')}</body></html>".encode(),
    "resume-docx": _docx(_RESUME),
    "resume-odt": _odt(_RESUME),
    "resume-pdf": tiny_pdf(_RESUME),
    "plain-resume": _RESUME.encode(),
}

_POSTING = {
    "@type": "JobPosting",
    "title": "Cook",
    "description": "&lt;p&gt;Cook&lt;/p&gt;",
    "validThrough": "2030-01-31",
    "baseSalary": {"currency": "EUR", "value": {"minValue": 1, "maxValue": 2.5, "unitText": "HOUR"}},
    "jobLocation": [{"address": {"addressLocality": "Lyon", "addressCountry": {"name": "FR"}}}],
}
_GREENHOUSE = {
    "id": 1,
    "title": "Cook",
    "absolute_url": "https://boards.greenhouse.io/acme/jobs/1",
    "location": {"name": "Lyon"},
    "content": "&lt;p&gt;Cook for forty.&lt;/p&gt;",
    "metadata": [
        {"name": "Employment Type", "value": ["Intern"]},
        {"name": "Salary", "value": {"min_value": "1"}},
    ],
    "departments": [{"name": "Kitchen"}],
    "first_published": "2026-01-31T00:00:00Z",
    "pay_input_ranges": [{"min_cents": 100, "max_cents": 200, "currency_type": "EUR", "title": "Hourly"}],
}
_LEVER = {
    "id": "1",
    "text": "Cook",
    "categories": {"location": "Lyon", "allLocations": ["Lyon"], "commitment": "Intern"},
    "createdAt": 1748736000000,
    "descriptionPlain": "Cook for forty.",
    "lists": [{"text": "You know", "content": "<li>Fish</li>"}],
    "salaryRange": {"min": 1, "max": 2, "currency": "EUR", "interval": "per-hour-wage"},
}
_ASHBY = {
    "id": "1",
    "title": "Cook",
    "isListed": False,
    "workplaceType": "Hybrid",
    "secondaryLocations": [{"location": "Brest"}],
    "publishedAt": "2026-01-31T00:00:00.000+00:00",
    "descriptionHtml": "<p>Cook</p>",
    "compensation": {"compensationTierSummary": "1"},
}
_WORKABLE = {
    "title": "Cook",
    "shortcode": "A1",
    "state": "closed",
    "location": {"city": "Lyon", "telecommuting": True},
    "locations": [{"city": "Brest"}],
    "salary": {"salary_from": 1, "salary_currency": "eur"},
    "description": "<p>Cook</p>",
    "requirements": "<li>Fish</li>",
}
_SMARTRECRUITERS = {
    "id": "1",
    "name": "Cook",
    "releasedDate": "2026-01-31",
    "company": {"name": "Inn"},
    "location": {"city": "Lyon", "remote": True},
    "typeOfEmployment": {"label": "Contract"},
    "customField": [{"fieldLabel": "Contract", "valueLabel": "CDD"}],
    "jobAd": {"sections": {"jobDescription": {"title": "Job", "text": "<p>Cook</p>"}}},
}
_FRANCE_TRAVAIL = (
    '{"id": "1", "intitule": "Cuisinier", "description": "Cuisine", "langues": [{"libelle": "Anglais", '
    '"exigence": "E"}], "experienceLibelle": "3 An(s)", "dateCreation": "2024-12-20T19:41:35.000Z"}'
)

OPENINGS = {
    "opening-docx": _docx(_OPENING),
    "opening-odt": _odt(_OPENING),
    "opening-pdf": tiny_pdf(_OPENING),
    "job-posting": f'<p><script type="application/ld+json">{json.dumps(_POSTING)}</script></p>'.encode(),
    "france-travail-api": f'{{"resultats": [{_FRANCE_TRAVAIL}]}}'.encode(),
    "france-travail-jsonl": f"{_FRANCE_TRAVAIL}\n{_FRANCE_TRAVAIL}\n".encode(),
    "france-travail-csv": b"id|intitule|description|competences|dateCreation\n"
    b"1|Cook|\"Cook\nfor forty\"|[{'libelle': 'Fish', 'exigence': 'E'}]|2024-12-20\n2|Baker|Bake||\n",
    "greenhouse": json.dumps({"jobs": [_GREENHOUSE]}).encode(),
    "lever": json.dumps([_LEVER]).encode(),
    "ashby": json.dumps({"jobs": [_ASHBY]}).encode(),
    "workable": json.dumps({"name": "Inn", "jobs": [_WORKABLE]}).encode(),
    "smartrecruiters": json.dumps(_SMARTRECRUITERS).encode(),
    "json-job": json.dumps(
        {"title": "Cook", "description": "Cook", "skills": [{"keywords": ["Fish"]}]}
    ).encode(),
    "html": f"<html><body><h1>Cook</h1><p>{_OPENING.replace(chr(10), '<br>')}</body></html>".encode(),
    "markdown": b"# Cook\n\n**Requirements**\n\n* Fish\n* [Sauces](https://a.example)\n\n|a|b|\n|---|---|\n",
    "text": _OPENING.encode(),
}
