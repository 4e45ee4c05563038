"""Ashby: the answers of its public Job Postings API, and of `jobPosting.list` and `jobPosting.info`.

https://developers.ashbyhq.com/docs/public-job-posting-api
"""

from matcher.facts import Remote
from matcher.opening import Availability, Posting
from matcher.readers.json_rows import Row, block_at, day_of, items_at, joined, text_at
from matcher.readers.openings.board import (
    Advertisement,
    Board,
    company_in_url,
    contract_of,
    remote_of,
)

HOSTS = ("jobs.ashbyhq.com",)
_ADDRESS = ("addressLocality", "addressRegion", "addressCountry")
_PAY = ("compensationTierSummary", "scrapeableCompensationSalarySummary")


def _fits(row: Row) -> bool:
    own = {"jobUrl", "isListed", "descriptionHtml", "descriptionPlain"}
    return "title" in row and bool(row.keys() & own)


def _read(row: Row) -> Advertisement:
    url = text_at(row, "jobUrl", "externalLink")
    return Advertisement(
        id=text_at(row, "id"),
        title=text_at(row, "title"),
        parts=(("", block_at(row, "descriptionHtml", "descriptionPlain", "description")),),
        company=text_at(row, "companyName") or company_in_url(url, *HOSTS),
        location=_location(row),
        # `isRemote` is also true where some of the work may be done elsewhere: the type tells more.
        remote=remote_of(row.get("workplaceType"))
        or (Remote.REMOTE if row.get("isRemote") is True else None),
        contract=contract_of(row.get("employmentType")),
        posting=Posting(
            url=url,
            department=joined(text_at(row, "department", "departmentName"), text_at(row, "team", "teamName")),
            pay=text_at(row, *(f"compensation.{key}" for key in _PAY), *_PAY),
            published_on=day_of(row.get("publishedAt")) or day_of(row.get("publishedDate")),
            valid_through=day_of(row.get("applicationDeadline")),
            stated=Availability.UNLISTED if row.get("isListed") is False else Availability.OPEN,
        ),
        described_by="descriptionHtml",
    )


def _location(row: Row) -> str:
    others = (text_at(one, "location", "locationName") for one in items_at(row, "secondaryLocations"))
    address = (text_at(row, f"address.postalAddress.{key}") for key in _ADDRESS)
    return joined(text_at(row, "location", "locationName"), *others, by=" / ") or joined(*address)


BOARD = Board("ashby", _fits, _read)
