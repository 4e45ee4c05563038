"""The pages of job boards, and where their boards give the same openings as JSON.

A page that people read holds the openings of a program that runs in a browser; the board's public interface
holds them as they are.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

_SHORT_CODE = re.compile(r"[\w.-]{1,200}")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where openings are fetched.

    Attributes:
        opening_id: The only opening that is wanted of those it gives; empty for all of them.
        details: Of a list that tells no more than titles, the address of one of them, with `{id}` in it.
    """

    url: str
    opening_id: str = ""
    details: str = ""


def endpoint_of(url: str) -> Endpoint:
    """Gives the public interface behind a page of a known board, the URL itself for every other."""
    try:
        parts = urlsplit(url)
        host, steps = parts.hostname or "", [step for step in parts.path.split("/") if step]
    except ValueError:
        return Endpoint(url)  # which is refused when it is fetched
    if host in _GREENHOUSE and steps[:1] == ["embed"]:
        query = parse_qs(parts.query)
        steps = [*query.get("for", [])[:1], *(["jobs", *query["token"][:1]] if "token" in query else [])]
    known = _BOARDS.get(host)
    if known is None or not steps or not all(_SHORT_CODE.fullmatch(step) for step in steps):
        return Endpoint(url)
    return known(host, [quote(step, safe="") for step in steps]) or Endpoint(url)


def _greenhouse(_: str, steps: list[str]) -> Endpoint | None:
    jobs = f"https://boards-api.greenhouse.io/v1/boards/{steps[0]}/jobs"
    if len(steps) == 1:
        return Endpoint(f"{jobs}?content=true")
    one = len(steps) == 3 and steps[1] == "jobs"
    return Endpoint(f"{jobs}/{steps[2]}?pay_transparency=true") if one else None


def _lever(host: str, steps: list[str]) -> Endpoint:
    api = host.replace("jobs.", "api.", 1)
    return Endpoint(f"https://{api}/v0/postings/{'/'.join(steps[:2])}?mode=json")


def _ashby(_: str, steps: list[str]) -> Endpoint:
    url = f"https://api.ashbyhq.com/posting-api/job-board/{steps[0]}?includeCompensation=true"
    return Endpoint(url, f"ashby-{steps[1]}" if len(steps) > 1 else "")


def _workable(_: str, steps: list[str]) -> Endpoint | None:
    if steps[0] in ("j", "api"):  # short links name no company: they redirect to a page that does
        return None
    url = f"https://apply.workable.com/api/v1/widget/accounts/{steps[0]}?details=true"
    return Endpoint(url, f"workable-{steps[2]}" if len(steps) > 2 and steps[1] == "j" else "")


def _smartrecruiters(_: str, steps: list[str]) -> Endpoint:
    postings = f"https://api.smartrecruiters.com/v1/companies/{steps[0]}/postings"
    if len(steps) > 1:  # such as 744000012345678-data-engineer
        return Endpoint(f"{postings}/{steps[1].partition('-')[0]}")
    return Endpoint(f"{postings}?limit=100", details=f"{postings}/{{id}}")


_GREENHOUSE = ("boards.greenhouse.io", "job-boards.greenhouse.io")
_BOARDS = {
    **dict.fromkeys(_GREENHOUSE, _greenhouse),
    **dict.fromkeys(("jobs.lever.co", "jobs.eu.lever.co"), _lever),
    "jobs.ashbyhq.com": _ashby,
    "apply.workable.com": _workable,
    **dict.fromkeys(("careers.smartrecruiters.com", "jobs.smartrecruiters.com"), _smartrecruiters),
}
