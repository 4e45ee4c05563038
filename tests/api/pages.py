"""A browser without script, as far as pages can tell: it follows links and sends the forms it got."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

ADVERT = (
    "Data Engineer\n\nRequirements\n- Data pipelines in Python\n- SQL\n\n"
    "Nice to have\n- Kafka\n\nAbout us\nWe are a friendly company of forty people."
)


@dataclass
class Form:
    """A form of a page, with what it sends unless told otherwise."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open = ""  # the name of the text area or choice that is being read
        self._is_first = False  # whether the next option is the one that is chosen unless told

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(told["action"]))
        elif tag == "input" and "name" in told and told.get("type") != "file":
            if told.get("type") != "radio" or "checked" in told:
                self.found[-1].fields[told["name"]] = told.get("value", "")
        elif tag == "button" and "name" in told:
            self.found[-1].buttons.append((told["name"], told["value"]))
        elif tag in ("textarea", "select") and "name" in told:
            self._open, self._is_first = told["name"], True
            self.found[-1].fields[self._open] = ""
        elif tag == "option" and self._open and ("selected" in told or self._is_first):
            self.found[-1].fields[self._open], self._is_first = told.get("value", ""), False

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.found[-1].fields[self._open] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._open = ""


def forms(page: Response) -> list[Form]:
    parser = _Forms()
    parser.feed(page.text)
    return parser.found


def form(page: Response, action: str, *, button: str = "") -> Form:
    """The first form that leads there, and has the button where one is named."""
    return next(
        one
        for one in forms(page)
        if one.action.endswith(action) and (not button or button in [value for _, value in one.buttons])
    )


def send(client: TestClient, page: Response, action: str, **changes: Any) -> Response:
    files = changes.pop("files", None)
    one = form(page, action)
    return client.post(one.action, data=one.fields | changes, files=files)


def sign_in(client: TestClient, token: str) -> Response:
    return send(client, client.get("/sign-in"), "/sign-in", token=token)


def ask(client: TestClient, text: str = ADVERT) -> Response:
    """From the pasted job to the answer, by nothing but the forms."""
    checked = send(client, client.get("/"), "/ask", text=text)
    assert checked.status_code == 200, checked.text
    return send(client, checked, str(checked.url.path))


def words(page: Response) -> str:
    """What is read on a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
