"""The JSON bodies that the OpenAPI document shows: what the API answered about the sample network.

Every person and company in it is made up. To make them again, import `scripts/sample`, store `NEW_OPENING`,
ask about it with `k` 1, and copy.
"""

from typing import Any

from matcher.automation_note import automation_note

Json = dict[str, Any]

_TEXT = (
    "Senior Product Designer\n"
    "\n"
    "Requirements\n"
    "- Maintain our design system in Figma\n"
    "- Run user interviews and usability tests\n"
    "- Fluent English\n"
    "\n"
    "Nice to have\n"
    "- French or Spanish"
)

NEW_OPENING: Json = {"text": _TEXT, "company": "Tern & Tide", "location": "Remote within Europe"}

OPENING_SUMMARY: Json = {
    "id": "text-0ef264f6eb3d",
    "title": "Senior Product Designer",
    "company": "Tern & Tide",
    "location": "Remote within Europe",
    "language": "en",
    "source": "text",
    "availability": "open",
    "url": "",
    "department": "",
    "pay": "",
    "published_on": None,
    "valid_through": None,
}

OPENING: Json = OPENING_SUMMARY | {
    "text": _TEXT,
    "requirements": [
        {"text": "Maintain our design system in Figma", "kind": "must", "start": 40, "end": 75},
        {"text": "Run user interviews and usability tests", "kind": "must", "start": 78, "end": 117},
        {"text": "Fluent English", "kind": "must", "start": 120, "end": 134},
        {"text": "French or Spanish", "kind": "nice", "start": 151, "end": 168},
    ],
}

OPENINGS: Json = {"items": [OPENING_SUMMARY], "next": None}

CONTACTS: Json = {
    "items": [
        {
            "id": "99d88c84fadad216",
            "name": "Inès Benali",
            "headline": "Designer d'interface (UX/UI)",
            "company": "Studio Quai 9",
            "location": "Lille, FR",
            "languages": ["Français (Native speaker)", "English (Fluent)"],
            "skills": ["Design", "Figma", "Tests utilisateurs", "RGAA", "Prototypage"],
            "summary": "",
            "positions": [
                {
                    "title": "Designer d'interface (UX/UI)",
                    "company": "Studio Quai 9",
                    "location": "",
                    "started": "2021-09",
                    "ended": None,
                    "summary": "Maquettes Figma, tests utilisateurs et accessibilité pour "
                    "des services publics.",
                }
            ],
            "sources": [
                {"kind": "linkedin-connections", "name": "Connections.csv", "seen_on": "2026-11-23"},
                {"kind": "json-resume", "name": "ines-benali.json", "seen_on": "2026-11-23"},
            ],
            "as_of": "2026-11-23",
            "age_years": 0.0,
            "tie": {
                "how_known": "linkedin",
                "connected_on": "2022-06-30",
                "strength": "unknown",
                "relation": "unknown",
                "last_exchange": None,
                "reasons": [],
            },
        }
    ],
    "next": "99d88c84fadad216",
}

CONTACTS_IMPORTED: Json = {
    "id": "5f0c2b9e",
    "kind": "linkedin-connections",
    "name": "Connections.csv",
    "read": 160,
    "new": 160,
    "updated": 0,
    "unchanged": 0,
    "merged": 0,
    "skipped_rows": 0,
    "skipped": [],
    "dropped": {},
    "index": {"generation": "00000001-f20ff117", "contacts": 160, "fragments": 160, "encoded": 69},
}

OPENINGS_IMPORTED: Json = {
    "id": "c41d7a06",
    "kind": "markdown",
    "name": "ingenieur-de-donnees.md",
    "read": 1,
    "new": 1,
    "updated": 0,
    "unchanged": 0,
    "merged": 0,
    "skipped_rows": 0,
    "skipped": [],
    "dropped": {},
    "index": None,
    "not_open": {},
}

OPENINGS_FETCHED: Json = OPENINGS_IMPORTED | {
    "kind": "greenhouse",
    "name": "boards.greenhouse.io",
    "read": 12,
    "new": 12,
    "not_open": {"expired": 1},
}

QUESTIONS: dict[str, Json] = {
    "opening": {"summary": "A stored opening", "value": {"opening_id": "text-0ef264f6eb3d", "k": 1}},
    "text": {"summary": "A text", "value": {"text": "Data engineer, Python and SQL"}},
}

SHORTLIST: Json = {
    "opening": {"id": "text-0ef264f6eb3d", "title": "Senior Product Designer", "language": "en"}
    | {"availability": "open"},
    "considered": 160,
    "nobody_stands_out": False,
    "close": 0,
    "missing": [],
    "suggestions": [
        {
            "contact_id": "840814db3c5cc381",
            "name": "Olivia Harlow",
            "headline": "Senior Product Designer",
            "score": 7.1812,
            "probability": 0.9992,
            "contributions": {
                "base": -3.4334,
                "title": 2.1708,
                "title_now": 2.1364,
                "title_any": 1.8931,
                "theme": 0.773,
                "must": 0.3361,
                "nice": 0.0772,
                "core": 0.4835,
                "met": 0.7813,
                "skills": 0.089,
                "profile": 0.6533,
                "lexical": 1.2209,
                "years": 0.0,
                "place": 0.0,
            },
            "evidence": [
                {
                    "requirement": "Senior Product Designer",
                    "grade": "met",
                    "quote": "Senior Product Designer",
                    "source": "title, Pebble & Wren",
                    "date": "2019-04 –",
                },
                {
                    "requirement": "Maintain our design system in Figma",
                    "grade": "met",
                    "quote": "Built and maintains the design system in Figma.",
                    "source": "experience, Pebble & Wren",
                    "date": "2019-04 –",
                },
                {
                    "requirement": "Run user interviews and usability tests",
                    "grade": "met",
                    "quote": "Ran forty user interviews and usability tests a year.",
                    "source": "experience, Pebble & Wren",
                    "date": "2019-04 –",
                },
                {
                    "requirement": "Fluent English",
                    "grade": "partly",
                    "quote": "English (Native speaker)",
                    "source": "languages",
                    "date": None,
                },
                {
                    "requirement": "French or Spanish",
                    "grade": "unknown",
                    "quote": "",
                    "source": "",
                    "date": None,
                },
            ],
            "unknowns": ["French or Spanish"],
            "considered_recently": False,
            "tie": {
                "how_known": "linkedin",
                "connected_on": "2018-11-11",
                "strength": "unknown",
                "relation": "unknown",
                "last_exchange": None,
                "reasons": [],
            },
            "profile_as_of": "2026-11-23",
            "profile_age_years": 0.0,
        }
    ],
    "note": automation_note(),
    "event": 7,
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
    "detail": "Connections.csv, line 1: expected the columns First Name, Last Name, URL, Email "
    "Address, Company, Position, Connected On, found Nom, Ville, Pays, Notes",
    "file": "Connections.csv",
    "line": 1,
    "expected": "expected the columns First Name, Last Name, URL, Email Address, Company, Position, "
    "Connected On, found Nom, Ville, Pays, Notes",
}
