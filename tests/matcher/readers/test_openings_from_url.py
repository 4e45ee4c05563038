import json

import pytest

from matcher.errors import FetchFailed, UnreadableFile
from matcher.readers.openings import from_url
from matcher.readers.openings.board_urls import Endpoint, endpoint_of
from matcher.readers.openings.from_url import read_openings_at

GREENHOUSE = "https://boards-api.greenhouse.io/v1/boards/acme/jobs"
SMART = "https://api.smartrecruiters.com/v1/companies/Acme/postings"


class Web:
    """A fetcher of pages that are given; the network itself is tested where it is used."""

    def __init__(self, pages):
        self.pages = pages

    def get(self, url):
        if url not in self.pages:
            raise FetchFailed("host", f"no {url}")
        page = self.pages[url]
        return page if isinstance(page, bytes) else json.dumps(page).encode()


@pytest.mark.parametrize(
    ("page", "endpoint"),
    [
        ("https://boards.greenhouse.io/acme", Endpoint(f"{GREENHOUSE}?content=true")),
        ("https://job-boards.greenhouse.io/acme/", Endpoint(f"{GREENHOUSE}?content=true")),
        ("https://boards.greenhouse.io/embed/job_board?for=acme", Endpoint(f"{GREENHOUSE}?content=true")),
        ("https://boards.greenhouse.io/acme/jobs/7", Endpoint(f"{GREENHOUSE}/7?pay_transparency=true")),
        (
            "https://boards.greenhouse.io/embed/job_app?for=acme&token=7",
            Endpoint(f"{GREENHOUSE}/7?pay_transparency=true"),
        ),
        ("https://jobs.lever.co/acme", Endpoint("https://api.lever.co/v0/postings/acme?mode=json")),
        ("https://jobs.eu.lever.co/a/7/apply", Endpoint("https://api.eu.lever.co/v0/postings/a/7?mode=json")),
        (
            "https://jobs.ashbyhq.com/acme/7?utm=x",
            Endpoint(
                "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true", "ashby-7"
            ),
        ),
        (
            "https://apply.workable.com/acme/j/AB1/",
            Endpoint("https://apply.workable.com/api/v1/widget/accounts/acme?details=true", "workable-AB1"),
        ),
        (
            "https://careers.smartrecruiters.com/Acme",
            Endpoint(f"{SMART}?limit=100", details=f"{SMART}/{{id}}"),
        ),
        ("https://jobs.smartrecruiters.com/Acme/744-head-nurse", Endpoint(f"{SMART}/744")),
    ],
)
def test_a_board_s_page_is_fetched_from_the_board_s_interface(page, endpoint):
    assert endpoint_of(page) == endpoint


@pytest.mark.parametrize(
    "page",
    [
        "https://acme.example/jobs/7",
        "https://jobs.lever.co/",
        "https://jobs.lever.co/a b",
        "https://apply.workable.com/j/AB1",
        "https://boards.greenhouse.io.evil.example/acme",
        f"{GREENHOUSE}?content=true",
        "http://[::1",
    ],
)
def test_any_other_page_is_fetched_as_it_is(page):
    assert endpoint_of(page) == Endpoint(page)


def test_the_openings_of_a_page_are_read_and_named_after_its_host():
    posting = {"@type": "JobPosting", "title": "Cook", "description": "Cook for forty.", "identifier": "7"}
    page = f'<html><script type="application/ld+json">{json.dumps(posting)}</script></html>'.encode()
    reading = read_openings_at("https://acme.example/7", Web({"https://acme.example/7": page}))
    assert (reading.kind, reading.name, reading.items[0].id) == ("job-posting", "acme.example", "7")


def test_the_one_opening_of_a_page_is_picked_from_its_board():
    url = "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true"
    jobs = [{"id": n, "title": "Cook", "jobUrl": "x", "descriptionPlain": f"Cook for {n}0."} for n in "123"]
    web = Web({url: {"jobs": jobs}})
    reading = read_openings_at("https://jobs.ashbyhq.com/acme/2", web)
    assert [opening.id for opening in reading.items] == ["ashby-2"]
    with pytest.raises(FetchFailed, match=r"^jobs\.ashbyhq\.com: the board lists no such opening"):
        read_openings_at("https://jobs.ashbyhq.com/acme/9", web)


def test_a_list_of_titles_is_followed_by_its_details_and_what_is_missing_is_reported(monkeypatch):
    monkeypatch.setattr(from_url, "MOST_DETAILS", 2)
    listed = [{"id": str(n), "name": "Nurse", "releasedDate": "2026-01-01"} for n in range(4)]
    section = {"jobDescription": {"title": "Job", "text": "Care for forty."}}
    web = Web(
        {
            f"{SMART}?limit=100": {"content": listed},
            f"{SMART}/0": {**listed[0], "jobAd": {"sections": section}},
        }
    )
    reading = read_openings_at("https://careers.smartrecruiters.com/Acme", web)
    assert [opening.id for opening in reading.items] == ["smartrecruiters-0"]
    assert [row.reason.partition(":")[0] for row in reading.skipped] == ["opening 1", "2 more openings"]


def test_what_cannot_be_read_is_told_of_the_host_and_not_of_a_folder_of_this_machine():
    web = Web({"https://acme.example/": b'{"a": 1}'})
    with pytest.raises(UnreadableFile, match=r"^acme\.example, line 1: expected the openings"):
        read_openings_at("https://acme.example/", web)
