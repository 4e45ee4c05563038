"""Greenhouse: the answers of its Job Board API, and the job posts of its Harvest API.

https://developers.greenhouse.io/job-board.html
"""

from collections.abc import Iterator, Mapping

from matcher.opening import Availability, Posting
from matcher.readers.json_rows import Row, block_at, day_of, items_at, joined, text_at, value_at
from matcher.readers.openings.board import (
    Advertisement,
    Board,
    company_in_url,
    contract_of,
    pay_of,
    remote_of,
)
from matcher.requirements.vocabulary import fold

HOSTS = (
    "boards.greenhouse.io",
    "job-boards.greenhouse.io",
    "boards.eu.greenhouse.io",
    "job-boards.eu.greenhouse.io",
)
HIDDEN = ("live", "active", "external")  # of a job post: False takes it off the board
_CONTRACT_NAMES = ("employment", "contract", "contrat", "job type", "commitment")
_REMOTE_NAMES = ("remote", "workplace", "work model", "location type", "teletravail")
_PAY_NAMES = ("salary", "pay", "compensation", "salaire", "remuneration")


def _fits(row: Row) -> bool:
    posts = {"content", "job_id"} <= row.keys()
    return "title" in row and (posts or bool(row.keys() & {"absolute_url", "internal_job_id"}))


def _read(row: Row) -> Advertisement:
    url = text_at(row, "absolute_url")
    custom = list(_custom_fields(row))
    return Advertisement(
        id=text_at(row, "id"),
        title=text_at(row, "title"),
        parts=(("", block_at(row, "content", "internal_content")),),
        company=text_at(row, "company_name") or company_in_url(url, *HOSTS),
        location=text_at(row, "location.name", "location") or _named(row, "offices"),
        remote=remote_of(*_named_like(custom, _REMOTE_NAMES)),
        contract=contract_of(*_named_like(custom, _CONTRACT_NAMES)),
        posting=Posting(
            url=url,
            department=_named(row, "departments"),
            pay=_pay(row, custom),
            published_on=day_of(row.get("first_published")) or day_of(row.get("first_published_at")),
            valid_through=day_of(row.get("application_deadline")),
            stated=_availability(row),
        ),
        described_by="content",
    )


def _availability(row: Row) -> Availability:
    if text_at(row, "status") == "closed":
        return Availability.CLOSED
    hidden = any(row.get(key) is False for key in HIDDEN)
    return Availability.UNLISTED if hidden else Availability.OPEN


def _named(row: Row, key: str) -> str:
    return joined(*(text_at(item, "name") for item in items_at(row, key)), by=" / ")


def _custom_fields(row: Row) -> Iterator[tuple[str, object]]:
    """Gives the custom fields, which the board lists with names and the Harvest API keys by them."""
    for item in items_at(row, "metadata"):
        yield text_at(item, "name"), value_at(item, "value")
    for key in ("keyed_custom_fields", "custom_fields"):
        fields = row.get(key)
        for name, field in fields.items() if isinstance(fields, Mapping) else ():
            held = isinstance(field, Mapping) and "value" in field
            yield name.replace("_", " "), value_at(field, "value") if held else field


def _named_like(fields: list[tuple[str, object]], names: tuple[str, ...]) -> Iterator[object]:
    for name, value in fields:
        if any(word in fold(name) for word in names):
            # A field such as "Remote eligible" is a yes or no.
            yield from value if isinstance(value, list) else [name if value is True else value]


def _pay(row: Row, custom: list[tuple[str, object]]) -> str:
    for told in items_at(row, "pay_input_ranges"):
        low, high = _units(value_at(told, "min_cents")), _units(value_at(told, "max_cents"))
        if pay := pay_of(low, high, text_at(told, "currency_type"), text_at(told, "title")):
            return pay
    for value in _named_like(custom, _PAY_NAMES):
        pay = pay_of(
            value_at(value, "min_value"), value_at(value, "max_value"), text_at(value, "unit", "currency")
        )
        if pay:
            return pay
    return ""


def _units(cents: object) -> float | None:
    return cents / 100 if isinstance(cents, int | float) else None


BOARD = Board("greenhouse", _fits, _read)
