"""Openings marked up as schema.org JobPosting, in JSON-LD."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from matcher.errors import InvalidOpening
from matcher.facts import Contract
from matcher.opening import Opening, Posting
from matcher.readers.json_rows import day_of, text_at, value_at
from matcher.readers.json_values import parse_json
from matcher.readers.openings.board import pay_of
from matcher.readers.openings.markup import parse_html, plain_description
from matcher.readers.openings.plain_text import build_opening

SOURCE = "job-posting"
TYPE = "JobPosting"
LD_JSON = re.compile(r"application/ld\+json", re.I)
# Parts that a posting may state beside its description, with the heading that each is written under.
PARTS = {
    "responsibilities": "Responsibilities:",
    "qualifications": "Qualifications:",
    "skills": "Skills:",
    "experienceRequirements": "Experience:",
    "educationRequirements": "Education:",
}

# The values of `employmentType` that tell a kind of contract.
CONTRACTS = {
    "CONTRACTOR": Contract.FREELANCE,
    "TEMPORARY": Contract.TEMPORARY,
    "INTERN": Contract.INTERNSHIP,
}


def postings_in(value: object) -> Iterator[Mapping[str, object]]:
    """Finds the postings in a JSON value, wherever they are: alone, in a list, in a `@graph`."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping) and _is_posting(node):
            yield node
        elif isinstance(node, Mapping):
            waiting += reversed(list(node.values()))
        elif isinstance(node, list):
            waiting += reversed(node)


def postings_in_page(page: str) -> list[Mapping[str, object]]:
    """Finds the postings in the JSON-LD scripts of an HTML page; a script that is not JSON is passed over."""
    soup = parse_html(page) if LD_JSON.search(page) else None
    scripts = soup.find_all("script", type=LD_JSON) if soup else []
    return [posting for script in scripts for posting in postings_in(_value(script.get_text()))]


def opening_of(posting: Mapping[str, object]) -> Opening:
    """Makes an opening of a posting.

    Raises:
        InvalidOpening: If it lacks a title or a description, or its text is too long.
    """
    title = _text(posting.get("title")) or _text(posting.get("name"))
    text = _whole_text(posting)
    if not title or not text:
        raise InvalidOpening(f"expected a {'description' if title else 'title'}")
    opening = build_opening(
        title,
        text,
        source=SOURCE,
        company=_text(posting.get("hiringOrganization")),
        location=_location(posting),
    )
    contract = _contract(posting) or opening.facts.contract
    return replace(
        opening,
        id=_id(posting) or opening.id,
        facts=replace(opening.facts, contract=contract),
        posting=_posting(posting),
    )


def _posting(posting: Mapping[str, object]) -> Posting:
    return Posting(
        url=_text(posting.get("url")),
        pay=_pay(posting.get("baseSalary")),
        published_on=day_of(posting.get("datePosted")),
        valid_through=day_of(posting.get("validThrough")),
    )


def _pay(salary: object) -> str:
    """Writes `baseSalary`: an amount, a range, or a text."""
    value = value_at(salary, "value") if isinstance(salary, Mapping) else salary
    if not isinstance(value, Mapping):
        return pay_of(value, None, text_at(salary, "currency"), text_at(salary, "unitText"))
    low, high = value.get("minValue", value.get("value")), value.get("maxValue")
    return pay_of(
        low, high, text_at(salary, "currency") or text_at(value, "currency"), text_at(value, "unitText")
    )


def _contract(posting: Mapping[str, object]) -> Contract | None:
    types = (kind.upper() for kind in _texts(posting.get("employmentType")))
    return next((CONTRACTS[kind] for kind in types if kind in CONTRACTS), None)


def _is_posting(node: Mapping[str, object]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and re.split(r"[/:#]", name)[-1] == TYPE for name in names)


def _value(script: str) -> object:
    try:
        # Real pages hold raw line ends inside strings: not strict.
        value: object = parse_json(script.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _whole_text(posting: Mapping[str, object]) -> str:
    description = posting.get("description")
    pieces = [plain_description(description)] if isinstance(description, str) else []
    for key, heading in PARTS.items():
        stated = [plain_description(part) for part in _texts(posting.get(key))]
        stated = [part for part in stated if part and part not in "\n".join(pieces)]
        if stated:
            pieces.append("\n".join([heading, *(part if "\n" in part else f"- {part}" for part in stated)]))
    return "\n\n".join(piece for piece in pieces if piece)


def _texts(value: object) -> list[str]:
    """Gives the texts of a value that may be a text, an object or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [text for text in map(_text, values) if text]


def _text(value: object) -> str:
    """Gives a text as it stands, or the one that an object is known by."""
    if isinstance(value, Mapping):
        if isinstance(months := value.get("monthsOfExperience"), int | float):
            return f"{months:g} months of experience"
        named = (value.get(key) for key in ("name", "credentialCategory", "description", "value"))
        return next((text.strip() for text in named if isinstance(text, str) and text.strip()), "")
    return value.strip() if isinstance(value, str) else ""


def _location(posting: Mapping[str, object]) -> str:
    places = posting.get("jobLocation")
    found = [_place(place) for place in (places if isinstance(places, list) else [places])]
    remote = ["Remote"] if _text(posting.get("jobLocationType")).upper() == "TELECOMMUTE" else []
    return " / ".join(dict.fromkeys([*filter(None, found), *remote]))


def _place(place: object) -> str:
    address = place.get("address", place) if isinstance(place, Mapping) else place
    if not isinstance(address, Mapping):
        return _text(address)
    parts = [_text(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")]
    return ", ".join(filter(None, parts)) or _text(place)


def _id(posting: Mapping[str, object]) -> str:
    identifier = posting.get("identifier")
    if isinstance(identifier, list):
        identifier = identifier[0] if identifier else None
    if isinstance(identifier, Mapping):
        identifier = identifier.get("value") or identifier.get("@id")
    named = (identifier, posting.get("url"), posting.get("@id"))
    return next(
        (str(name).strip() for name in named if isinstance(name, str | int) and str(name).strip()), ""
    )
