"""Openings in JSON of any other program: a title and a description under these names.

Also the job descriptions of JSON Resume (https://jsonresume.org/job-description-schema).
"""

from collections.abc import Mapping

from matcher.opening import Availability, Posting
from matcher.readers.json_rows import Row, block_at, day_of, items_at, joined, text_at
from matcher.readers.openings.board import Advertisement, Board, contract_of, remote_of

LISTS = {"responsibilities": "Responsibilities", "qualifications": "Qualifications", "skills": "Skills"}
CLOSED = frozenset(("closed", "filled", "archived", "expired"))
HIDDEN = frozenset(("draft", "unlisted", "internal", "unpublished"))
_PLACE = ("city", "region", "countryCode", "country")


def _fits(row: Row) -> bool:
    schema = isinstance(row.get("properties"), Mapping)  # a JSON Schema has a title and a description too
    told = isinstance(row.get("title"), str) and isinstance(row.get("description"), str)
    return told and not schema


def _read(row: Row) -> Advertisement:
    place = text_at(row, "location", "location.name") or joined(
        *(text_at(row, f"location.{k}") for k in _PLACE)
    )
    return Advertisement(
        id=text_at(row, "id", "url"),
        title=text_at(row, "title"),
        parts=(("", block_at(row, "description")), *((LISTS[key], _listed(row, key)) for key in LISTS)),
        company=text_at(row, "company", "company.name", "organization"),
        location=place,
        remote=remote_of("remote" if row.get("remote") is True else row.get("remote")),
        contract=contract_of(*(row.get(key) for key in ("type", "employmentType", "employment_type"))),
        posting=Posting(
            url=text_at(row, "url", "meta.canonical"),
            department=text_at(row, "department"),
            pay=text_at(row, "salary"),
            published_on=next(filter(None, (day_of(row.get(key)) for key in ("datePosted", "date"))), None),
            valid_through=next(filter(None, map(day_of, _ends(row))), None),
            stated=_availability(row),
        ),
    )


def _ends(row: Row) -> list[object]:
    return [row.get(key) for key in ("validThrough", "valid_through", "expires", "deadline")]


def _availability(row: Row) -> Availability:
    state = text_at(row, "status", "state").casefold()
    if state in CLOSED or row.get("closed") is True:
        return Availability.CLOSED
    hidden = state in HIDDEN or row.get("unlisted") is True or row.get("isListed") is False
    return Availability.UNLISTED if hidden else Availability.OPEN


def _listed(row: Row, key: str) -> str:
    """Gives a list as lines; a skill may be an object with a name, a level and keywords."""
    lines = [item if isinstance(item, str) else _named(item) for item in items_at(row, key)]
    return block_at(row, key) or "\n".join(f"- {' '.join(line.split())}" for line in lines if line.strip())


def _named(item: object) -> str:
    words = joined(*(word for word in items_at(item, "keywords") if isinstance(word, str)))
    name = text_at(item, "name")
    return f"{name} ({words})" if name and words else name or words


BOARD = Board("json-job", _fits, _read)
