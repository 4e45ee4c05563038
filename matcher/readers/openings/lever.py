"""Lever: the answers of its Postings API, and the postings of its data API.

https://github.com/lever/postings-api
"""

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

HOSTS = ("jobs.lever.co", "jobs.eu.lever.co")
# Only the data API tells a state; on a public board every posting is published.
STATES = {
    "closed": Availability.CLOSED,
    "rejected": Availability.CLOSED,
    "draft": Availability.UNLISTED,
    "pending": Availability.UNLISTED,
    "internal": Availability.UNLISTED,
}


# Without a heading, what closes a posting would be taken for the end of its last list.
CLOSING = "Additional information"


def _fits(row: Row) -> bool:
    own = {"hostedUrl", "applyUrl", "categories", "lists", "distributionChannels"}
    return "text" in row and bool(row.keys() & own)


def _read(row: Row) -> Advertisement:
    url = text_at(row, "hostedUrl", "urls.show")
    return Advertisement(
        id=text_at(row, "id"),
        title=text_at(row, "text"),
        parts=_parts(row),
        company=company_in_url(url, *HOSTS),
        location=_location(row),
        remote=remote_of(row.get("workplaceType")),
        contract=contract_of(value_at(row, "categories.commitment")),
        posting=Posting(
            url=url,
            department=text_at(row, "categories.department", "categories.team"),
            pay=_pay(row),
            published_on=day_of(row.get("createdAt")),
            stated=STATES.get(text_at(row, "state").casefold(), Availability.OPEN),
        ),
        described_by="descriptionPlain",
    )


def _parts(row: Row) -> tuple[tuple[str, str], ...]:
    """Gives the description, the lists with their headings, and what closes the posting."""
    lists = items_at(row, "lists", "content.lists")
    return (
        (
            "",
            block_at(
                row, "description", "descriptionPlain", "content.descriptionHtml", "content.description"
            ),
        ),
        *((text_at(one, "text"), block_at(one, "content")) for one in lists),
        (CLOSING, block_at(row, "additional", "additionalPlain", "content.closingHtml", "content.closing")),
        ("", block_at(row, "salaryDescription", "salaryDescriptionPlain")),
    )


def _location(row: Row) -> str:
    others = (text for text in items_at(row, "categories.allLocations") if isinstance(text, str))
    return joined(text_at(row, "categories.location"), *others, by=" / ") or text_at(row, "country")


def _pay(row: Row) -> str:
    told = row.get("salaryRange")
    return pay_of(
        value_at(told, "min"), value_at(told, "max"), text_at(told, "currency"), text_at(told, "interval")
    )


BOARD = Board("lever", _fits, _read)
