"""The JSON bodies that the OpenAPI document shows. The people in them are made up."""

from typing import Any

Json = dict[str, Any]

NEW_OPENING: Json = {
    "text": "Data engineer (F/H)\n\nVous concevez nos flux de données.\n\nProfil : Python et SQL exigés, "
    "Airflow apprécié. Anglais courant.",
    "company": "Coopérative des Alpes",
    "location": "Grenoble",
}

OPENING_SUMMARY: Json = {
    "id": "text-0b4e1f2a9c3d",
    "title": "Data engineer (F/H)",
    "company": "Coopérative des Alpes",
    "location": "Grenoble",
    "language": "fr",
    "source": "text",
}

OPENING: Json = OPENING_SUMMARY | {
    "text": NEW_OPENING["text"],
    "requirements": [
        {"text": "Python et SQL exigés", "kind": "must", "start": 65, "end": 85},
        {"text": "Airflow apprécié", "kind": "nice", "start": 87, "end": 103},
        {"text": "Anglais courant", "kind": "must", "start": 105, "end": 120},
    ],
}

OPENINGS: Json = {"items": [OPENING_SUMMARY], "next": None}

CONTACTS: Json = {
    "items": [
        {
            "id": "5f0c2b7e91a4d836",
            "name": "Inès Carpentier",
            "headline": "Ingénieure données · Météo Sud",
            "company": "Météo Sud",
            "location": "",
            "languages": [],
            "skills": [],
            "summary": "",
            "positions": [
                {
                    "title": "Ingénieure données",
                    "company": "Météo Sud",
                    "location": "",
                    "started": None,
                    "ended": None,
                    "summary": "",
                }
            ],
            "sources": [{"kind": "linkedin-connections", "name": "Connections.csv", "seen_on": "2026-03-02"}],
            "tie": {"how_known": "linkedin", "connected_on": "2019-06-11", "strength": "unknown"},
        }
    ],
    "next": "5f0c2b7e91a4d836",
}

CONTACTS_IMPORTED: Json = {
    "kind": "linkedin-connections",
    "name": "Connections.csv",
    "read": 62,
    "new": 60,
    "updated": 0,
    "unchanged": 0,
    "skipped_rows": 2,
    "skipped": [
        {"line": 17, "reason": "expected a first or a last name"},
        {"line": 41, "reason": "the same person as on line 12"},
    ],
    "index": {"generation": "20260302T101500-4f2a", "contacts": 60, "fragments": 60, "encoded": 58},
}

OPENINGS_IMPORTED: Json = {
    "kind": "france-travail",
    "name": "offres.csv",
    "read": 150,
    "new": 150,
    "updated": 0,
    "unchanged": 0,
    "skipped_rows": 0,
    "skipped": [],
    "index": None,
}

QUESTIONS: dict[str, Json] = {
    "text": {"summary": "A text", "value": {"text": "Data engineer, Python and SQL", "k": 3}},
    "opening": {"summary": "A stored opening", "value": {"opening_id": "text-0b4e1f2a9c3d"}},
}

SHORTLIST: Json = {
    "opening": {"id": "text-0b4e1f2a9c3d", "title": "Data engineer (F/H)", "language": "fr"},
    "considered": 60,
    "nobody_stands_out": False,
    "suggestions": [
        {
            "contact_id": "5f0c2b7e91a4d836",
            "name": "Inès Carpentier",
            "headline": "Ingénieure données · Météo Sud",
            "score": 0.6127,
            "probability": None,
            "evidence": [
                {
                    "requirement": "Data engineer (F/H)",
                    "grade": "met",
                    "quote": "Ingénieure données",
                    "source": "title, Météo Sud",
                    "date": None,
                },
                {
                    "requirement": "Anglais courant",
                    "grade": "unknown",
                    "quote": "",
                    "source": "",
                    "date": None,
                },
            ],
            "unknowns": ["Anglais courant"],
            "tie": {"how_known": "linkedin", "connected_on": "2019-06-11", "strength": "unknown"},
        }
    ],
}

PROBLEMS: dict[int, Json] = {
    401: {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Expected the header `Authorization: Bearer TOKEN`.",
    },
    404: {
        "type": "urn:coopt:problem:unknown-opening",
        "title": "Unknown opening",
        "status": 404,
        "detail": "No opening has the id 'text-000000000000'. `coopt import openings PATH` adds openings.",
        "opening_id": "text-000000000000",
    },
    409: {
        "type": "urn:coopt:problem:unknown-employee",
        "title": "No network yet",
        "status": 409,
        "detail": "No network is known for employee 'me'. "
        "`coopt import contacts PATH --employee me` imports one.",
    },
    413: {
        "type": "about:blank",
        "title": "Content Too Large",
        "status": 413,
        "detail": "Expected at most 256 MiB.",
    },
    422: {
        "type": "urn:coopt:problem:invalid-request",
        "title": "Invalid request",
        "status": 422,
        "detail": "body: expected either opening_id or text",
        "errors": [{"where": "body", "expected": "expected either opening_id or text"}],
    },
}
UNREADABLE_FILE: Json = {
    "type": "urn:coopt:problem:unreadable-file",
    "title": "Unreadable file",
    "status": 422,
    "detail": "Connections.csv, line 1: expected the columns First Name, Last Name, found Nom, Prénom",
    "file": "Connections.csv",
    "line": 1,
    "expected": "expected the columns First Name, Last Name, found Nom, Prénom",
}
