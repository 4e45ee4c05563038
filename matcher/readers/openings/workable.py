"""Workable: the public widget's answers, and the jobs of its API.

https://workable.readme.io/reference/jobs
"""

from collections.abc import Mapping

from matcher.facts import Remote
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

HOSTS = ("apply.workable.com",)
PARTS = (("", "description"), ("Requirements", "requirements"), ("Benefits", "benefits"))
# `state` is a region in the widget's answers, and one of these in those of the API.
STATES = {
    "draft": Availability.UNLISTED,
    "closed": Availability.CLOSED,
    "archived": Availability.CLOSED,
}


def _fits(row: Row) -> bool:
    return "title" in row and bool(row.keys() & {"shortcode", "telecommuting", "full_title"})


def _read(row: Row) -> Advertisement:
    url = text_at(row, "url", "shortlink")
    return Advertisement(
        id=text_at(row, "shortcode", "id"),
        title=text_at(row, "title", "full_title"),
        parts=_parts(row),
        company=text_at(row, "company", "account.name") or _company(url),
        location=_location(row),
        remote=_remote(row),
        contract=contract_of(*(row.get(key) for key in ("employment_type", "type"))),
        posting=Posting(
            url=url,
            department=_department(row),
            pay=_pay(row),
            published_on=day_of(row.get("published_on"))
            or day_of(row.get("published"))
            or day_of(row.get("created_at")),
            stated=STATES.get(text_at(row, "state").casefold(), Availability.OPEN),
        ),
        described_by="description",
    )


def _company(url: str) -> str:
    slug = company_in_url(url, *HOSTS)
    return "" if slug == "j" else slug  # as in the short links, which name no company


def _parts(row: Row) -> tuple[tuple[str, str], ...]:
    """Gives the parts, or the whole that the API also gives where it does not tell them apart."""
    parts = tuple((heading, block_at(row, key)) for heading, key in PARTS)
    return parts if any(text for _, text in parts) else (("", block_at(row, "full_description")),)


def _location(row: Row) -> str:
    """Gives the place; the widget's answers hold it in the row itself, or in a list of places."""
    own = row.get("location")
    places = [own if isinstance(own, Mapping) else row, *items_at(row, "locations")]
    told = [text_at(place, "location_str") or _place(place) for place in places]
    return joined(own if isinstance(own, str) else "", *told, by=" / ")


def _place(place: object) -> str:
    state = text_at(place, "region", "state", "state_code")
    region = "" if state.casefold() in STATES or state.casefold() == "published" else state
    return joined(text_at(place, "city"), region, text_at(place, "country", "country_name", "country_code"))


def _remote(row: Row) -> Remote | None:
    told = remote_of(*(value_at(row, path) for path in ("workplace", "location.workplace_type")))
    far = any(value_at(row, key) is True for key in ("telecommuting", "remote", "location.telecommuting"))
    return told or (Remote.REMOTE if far else None)


def _department(row: Row) -> str:
    listed = (text for text in items_at(row, "department") if isinstance(text, str))
    return text_at(row, "department") or joined(*listed)


def _pay(row: Row) -> str:
    told = row.get("salary")
    return pay_of(
        value_at(told, "salary_from"), value_at(told, "salary_to"), text_at(told, "salary_currency").upper()
    )


BOARD = Board("workable", _fits, _read)
