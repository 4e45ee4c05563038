"""SmartRecruiters: the answers of its Posting API.

https://developers.smartrecruiters.com/docs/posting-api
"""

from collections.abc import Mapping

from matcher.facts import Remote
from matcher.opening import Availability, Posting
from matcher.readers.json_rows import Row, block_at, day_of, items_at, joined, text_at, value_at
from matcher.readers.openings.board import Advertisement, Board, contract_of, pay_of, remote_of

# The company's own description comes last: what the role asks for matters more.
SECTIONS = ("jobDescription", "qualifications", "additionalInformation", "companyDescription")


def _fits(row: Row) -> bool:
    own = {"jobAd", "typeOfEmployment", "releasedDate", "refNumber", "experienceLevel"}
    return "name" in row and bool(row.keys() & own)


def _read(row: Row) -> Advertisement:
    return Advertisement(
        id=text_at(row, "id", "uuid"),
        title=text_at(row, "name", "title"),
        parts=_parts(row),
        company=text_at(row, "company.name", "company.identifier"),
        location=text_at(row, "location.fullLocation")
        or joined(*(text_at(row, f"location.{key}") for key in ("city", "region", "country"))),
        remote=_remote(row),
        contract=contract_of(
            text_at(row, "typeOfEmployment.label"), text_at(row, "typeOfEmployment.id"), *_custom(row)
        ),
        posting=Posting(
            url=text_at(row, "postingUrl", "applyUrl"),
            department=text_at(row, "department.label", "function.label"),
            pay=_pay(row),
            published_on=day_of(row.get("releasedDate")),
            stated=_availability(row),
        ),
        described_by="jobAd.sections",
    )


def _parts(row: Row) -> tuple[tuple[str, str], ...]:
    sections = [value_at(row, f"jobAd.sections.{key}") for key in SECTIONS]
    told = [(text_at(one, "title"), block_at(one, "text")) for one in sections if isinstance(one, Mapping)]
    # The first needs no heading: its own says "Job Description", which is no part of the text.
    return tuple(("" if rank == 0 else heading, text) for rank, (heading, text) in enumerate(told))


def _remote(row: Row) -> Remote | None:
    if value_at(row, "location.hybrid") is True:
        return Remote.HYBRID
    far = value_at(row, "location.remote") is True
    return Remote.REMOTE if far else remote_of(value_at(row, "location.workplaceType"))


def _availability(row: Row) -> Availability:
    if row.get("active") is False:
        return Availability.CLOSED
    hidden = text_at(row, "visibility").upper() in ("INTERNAL", "PRIVATE")
    return Availability.UNLISTED if hidden else Availability.OPEN


def _custom(row: Row) -> list[str]:
    return [
        text_at(field, "valueLabel")
        for field in items_at(row, "customField")
        if any(word in text_at(field, "fieldLabel").casefold() for word in ("contract", "contrat"))
    ]


def _pay(row: Row) -> str:
    told = row.get("compensation") or row.get("salary")
    return pay_of(
        value_at(told, "min"), value_at(told, "max"), text_at(told, "currency"), text_at(told, "period")
    )


BOARD = Board("smartrecruiters", _fits, _read)
