"""A contact's own page, over a real server: what it shows, what it does, and each way to misuse a link."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import jwt
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, ValidationError

from api import my_data_schemas, privacy_schemas
from api.my_data_schemas import MyData
from api.pages.rendering import texts_of
from api.settings import Settings
from matcher.drafts.language import NoteLanguage
from matcher.introduction import Actor, Move, Party, Stage
from matcher.privacy.links import make_link
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store import Store
from tests.api.conftest import PEOPLE, connections, upload
from tests.api.problems import problem

INES = "Inès Carpentier"
ADVERT = "Data Engineer\n\nRequirements\n- Python\n- Data pipelines"


class Forms(HTMLParser):
    """Reads the forms of a page as a browser would send them, by the last part of their address."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            assert told["method"] == "post"
            self._form = self.forms.setdefault((told["action"] or "").rsplit("/", 1)[-1], {})
        elif tag == "input":
            self._form[told["name"] or ""] = told.get("value") or ""
        elif tag == "textarea":
            self._area = told["name"]
            self._form[self._area or ""] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            # A browser drops the first line break of a text area, and sends CR LF for the others.
            self._form[self._area] += data.removeprefix("\n").replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None


def forms(page: str) -> dict[str, dict[str, str]]:
    reader = Forms()
    reader.feed(page)
    return reader.forms


def form_of(client: TestClient, link: str, action: str) -> dict[str, str]:
    """The form of an action, as somebody finds it: erasing is asked for on a page of its own."""
    return forms(client.get(f"{link}/erasure" if action == "erasure" else link).text)[action]


@pytest.fixture
def store(known: TestClient) -> Store:
    found: Store = known.app_state["workspace"].store
    return found


@pytest.fixture
def contact_id(store: Store) -> str:
    return next(contact.id for contact in store.contacts("me") if contact.name == INES)


@pytest.fixture
def link(known: TestClient, contact_id: str) -> str:
    """The path of the contact's page, as the employee got it."""
    url = known.post(f"/v1/contacts/{contact_id}/link").json()["url"]
    return urlsplit(url).path


@pytest.fixture
def contact(known: TestClient, link: str) -> TestClient:
    """Somebody without a token."""
    del known.headers["Authorization"]
    known.follow_redirects = False
    return known


def suggested(client: TestClient) -> list[str]:
    client.headers["Authorization"] = "Bearer only-for-the-tests-of-the-api"
    answer = client.post("/v1/suggestions", json={"text": ADVERT, "include_below_bar": True}).json()
    return [one["name"] for one in answer["suggestions"]]


def test_the_page_shows_what_is_held_and_from_where(contact: TestClient, link: str) -> None:
    page = contact.get(f"{link}?lang=en").text
    for told in (INES, "Data Engineer", "Acme", "Connections.csv", "legitimate interest", "June 2019"):
        assert told in page
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!/my-data/)', page) == []


def test_nothing_personal_is_in_the_address(link: str, contact_id: str) -> None:
    claims = jwt.decode(link.rsplit("/", 1)[-1], options={"verify_signature": False})
    assert set(claims) == {"jti", "exp", "aud"}
    assert contact_id not in json.dumps(claims)


def test_the_page_speaks_four_languages(contact: TestClient, link: str) -> None:
    told = {"fr": "Bonjour", "en": "Hello", "es": "Buenos días", "de": "Guten Tag", "xx": INES}
    for lang, text in told.items():
        assert text in contact.get(f"{link}?lang={lang}").text


def test_the_languages_have_the_same_texts() -> None:
    def keys(texts: dict[str, Any], before: str = "") -> set[str]:
        return {
            key
            for name, value in texts.items()
            for key in (keys(value, f"{before}{name}.") if isinstance(value, dict) else {before + name})
        }

    first, *others = (keys(texts_of(language)) for language in NoteLanguage)
    assert all(other == first for other in others)


def test_the_style_is_the_one_that_the_page_allows(contact: TestClient, link: str) -> None:
    page = contact.get(link)
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    assert "&#" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.headers["content-security-policy"]


def test_the_page_keeps_to_itself(contact: TestClient, link: str) -> None:
    headers = contact.get(link).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "set-cookie" not in headers


def test_names_are_not_markup(known: TestClient, store: Store) -> None:
    people = (("<script>alert(1)</script>", "{{7*7}}", "Data & <b>Engineer"),)
    known.post("/v1/imports/contacts", files=upload(connections(*people), "other.csv"))
    odd = next(c for c in store.contacts("me") if "script" in c.name)
    page = known.get(urlsplit(known.post(f"/v1/contacts/{odd.id}/link").json()["url"]).path).text
    assert "<script" not in page
    assert "{{7*7}}" in page


def test_the_openings_for_which_somebody_was_suggested_are_told(known: TestClient, link: str) -> None:
    known.post("/v1/openings", json={"text": ADVERT})
    assert INES in suggested(known)
    page = known.get(f"{link}?lang=en").text
    assert re.search(r"<li>Data Engineer, \d+ \w+ 20\d\d</li>", page)
    told = known.get(f"{link}/data").json()["suggested_for"]
    assert [one["opening"] for one in told] == ["Data Engineer"]


def test_an_employees_private_note_is_not_told(known: TestClient, link: str, contact_id: str) -> None:
    note = {"contact_id": contact_id, "text": ADVERT, "verdict": "consider", "note": "Owes me a lunch"}
    assert known.post("/v1/feedback", json=note).status_code == 201
    assert "lunch" not in known.get(link).text
    assert "lunch" not in known.get(f"{link}/data").text


def test_everything_may_be_downloaded_again_and_again(contact: TestClient, link: str) -> None:
    first, second = contact.get(f"{link}/data"), contact.get(f"{link}/data")
    assert first.headers["content-disposition"].startswith("attachment")
    assert first.json()["profile"]["name"] == INES
    assert first.json()["sources"][0]["given_by"] == "me"
    assert second.json()["profile"] == first.json()["profile"]


def test_an_objection_holds_from_the_next_question_on(contact: TestClient, link: str) -> None:
    assert INES in suggested(contact)
    sent = forms(contact.get(f"{link}?lang=fr").text)["objection"]
    done = contact.post(f"{link}/objection", data=sent)
    assert (done.status_code, done.headers["location"]) == (303, "/my-data/done/objection?lang=fr")
    assert "ne sera plus" in contact.get(done.headers["location"]).text
    assert INES not in suggested(contact)
    page = contact.get(f"{link}?lang=en").text
    assert "You asked not to be suggested" in page
    assert "objection" not in forms(page)


def test_the_employee_sees_the_objection(known: TestClient, link: str, contact_id: str) -> None:
    known.post(f"{link}/actions", json={"action": "objection"})
    standing = known.get(f"/v1/contacts/{contact_id}/privacy").json()
    assert standing["objected_at"]
    problem(known.get(f"/v1/contacts/{contact_id}/openings"), 409)


def test_a_correction_wins_over_the_sources(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    sent = forms(contact.get(link).text)["correction"]
    sent |= {"title-0": "Analytics Engineer", "skills": "dbt\r\nSQL\r\n", "remark": "I moved"}
    assert contact.post(f"{link}/correction", data=sent).status_code == 303
    contact.headers["Authorization"] = "Bearer only-for-the-tests-of-the-api"
    people = ((INES.split()[0], INES.split()[1], "Head of Data"), *PEOPLE[1:])
    contact.post("/v1/imports/contacts", files=upload(connections(*people)))
    profile = store.contacts_by_id([contact_id])[contact_id].profile
    assert [position.title for position in profile.positions] == ["Analytics Engineer"]
    assert profile.skills == ("dbt", "SQL")
    assert profile.name == INES


def test_an_untouched_form_corrects_nothing(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    before = store.contacts_by_id([contact_id])[contact_id].profile
    contact.post(f"{link}/correction", data=forms(contact.get(link).text)["correction"])
    stated = store.privacy.statement(contact_id)
    assert stated is not None
    assert stated["fields"] == {}
    assert store.contacts_by_id([contact_id])[contact_id].profile == before


@pytest.mark.parametrize("change", [{"name": " "}, {"started-0": "yesterday"}, {"headline": "x" * 501}])
def test_a_correction_that_cannot_be_kept_says_what_was_expected(
    contact: TestClient, link: str, change: dict[str, str]
) -> None:
    sent = forms(contact.get(f"{link}?lang=en").text)["correction"]
    refused = contact.post(f"{link}/correction", data=sent | change)
    assert refused.status_code == 422
    assert "This cannot be kept" in refused.text
    assert contact.post(f"{link}/correction", data=sent).status_code == 303


def test_erasing_is_asked_once_more(contact: TestClient, link: str, store: Store, contact_id: str) -> None:
    page = contact.get(f"{link}?lang=en").text
    assert "erasure" not in forms(page)
    assert f'href="{link}/erasure?lang=en"' in page
    asked = contact.get(f"{link}/erasure?lang=en")
    assert "Erase everything about you?" in asked.text
    assert contact_id in store.contacts_by_id([contact_id])
    done = contact.post(f"{link}/erasure", data=forms(asked.text)["erasure"])
    assert "What remains is a keyed fingerprint" in contact.get(done.headers["location"]).text
    assert contact.get(f"{link}/erasure").status_code == 404


def test_the_page_needs_no_unfolding_to_answer_or_to_choose(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    ask_for_an_answer(store, contact_id)
    page = contact.get(f"{link}?lang=en").text
    unfolded = re.sub(r"<details.*?</summary>.*?</details>", "", page, flags=re.S)
    assert set(forms(unfolded)) == {"answer"}
    assert re.findall(r"<div><span>([^<]+)</span>", page) == [
        "See everything",
        "Correct it",
        "Do not suggest me",
        "Erase everything",
    ]


def ask_for_an_answer(store: Store, contact_id: str) -> str:
    opening = opening_from_text(ADVERT)
    store.import_openings(Reading("text", "", (opening,)))
    started = store.introductions.start("me", contact_id, opening.id)
    return store.introductions.step(started.id, Move(Stage.ASKED, Actor(Party.EMPLOYEE, "me"))).id


def test_erasure_leaves_nothing_to_ask_for(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    sent = {action: form_of(contact, link, action) for action in ("objection", "erasure")}
    assert contact.post(f"{link}/erasure", data=sent["erasure"]).status_code == 303
    assert store.contacts_by_id([contact_id]) == {}
    assert INES not in suggested(contact)
    imported = contact.post("/v1/imports/contacts", files=upload(connections(*PEOPLE))).json()
    assert (imported["new"], imported["skipped"][0]["reason"]) == (0, "asked not to be imported")
    assert contact.get(link).status_code == 404
    assert contact.post(f"{link}/objection", data=sent["objection"]).status_code == 404


@pytest.mark.parametrize("action", ["correction", "objection", "erasure"])
def test_a_form_sent_twice_counts_once_and_says_the_same(contact: TestClient, link: str, action: str) -> None:
    sent = form_of(contact, link, action)
    first, second = (contact.post(f"{link}/{action}", data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]


@pytest.mark.parametrize("action", ["correction", "objection"])
def test_an_action_works_once_through_one_link(contact: TestClient, link: str, action: str) -> None:
    first, second = (forms(contact.get(link).text)[action] for _ in range(2))
    assert first["form"] != second["form"]
    assert contact.post(f"{link}/{action}", data=first).status_code == 303
    assert contact.post(f"{link}/{action}", data=second).status_code == 404
    assert contact.get(link).status_code == 200


def test_a_post_without_the_form_of_the_page_is_refused(contact: TestClient, link: str, store: Store) -> None:
    other = make_link(store, store.contacts("me")[-1].id, made_by="me", lifetime=timedelta(days=1))
    foreign = forms(contact.get(f"/my-data/{other.token}").text)["objection"]
    for sent in ({}, {"form": ""}, {"form": "x"}, foreign):
        assert contact.post(f"{link}/objection", data=sent).status_code == 404
    assert store.privacy.objected() == frozenset()


def ways_to_misuse(store: Store, contact_id: str, good: str) -> dict[str, Callable[[], str]]:
    def signed(**claims: Any) -> str:
        told = {"jti": "x", "exp": datetime.now(UTC) + timedelta(days=1), "aud": "coopt:my-data"} | claims
        return jwt.encode(told, store.secret.key_for("coopt:my-data"), algorithm="HS256")

    def past() -> str:
        return make_link(store, contact_id, made_by="me", lifetime=timedelta(seconds=-1)).token

    def unsigned() -> str:
        return jwt.encode({"jti": "x", "aud": "coopt:my-data"}, None, algorithm="none")

    return {
        "altered": lambda: good[:-3] + ("abc" if not good.endswith("abc") else "xyz"),
        "cut": lambda: good[:-1],
        "unknown": signed,
        "expired": past,
        "unsigned": unsigned,
        "for something else": lambda: signed(aud="coopt:my-data-form"),
        "long": lambda: "a" * 5_000,
        "nothing like it": lambda: "%F0%9F%98%80%00",
        "a contact's id": lambda: contact_id,
    }


def test_every_bad_link_gets_the_same_answer(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    form = form_of(contact, link, "erasure")
    unknown, nothing = contact.get("/my-data/nobody"), problem(contact.get("/my-data/nobody/data"), 404)
    for way, make in ways_to_misuse(store, contact_id, link.rsplit("/", 1)[-1]).items():
        address = f"/my-data/{make()}"
        seen, posted = contact.get(address), contact.post(f"{address}/erasure", data=form)
        assert (seen.status_code, seen.text) == (404, unknown.text), way
        assert (posted.status_code, posted.text) == (404, unknown.text), way
        assert problem(contact.get(f"{address}/data"), 404) == nothing, way
    assert store.contacts_by_id([contact_id]) != {}


def test_a_clock_that_is_set_back_gives_no_link_a_longer_life(
    contact: TestClient, store: Store, contact_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_link(store, contact_id, made_by="me", lifetime=timedelta(days=2))
    assert contact.get(f"/my-data/{made.token}").status_code == 200

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(days=3)

    with monkeypatch.context() as patched:
        patched.setattr("matcher.store.links.datetime", Later)
        assert contact.get(f"/my-data/{made.token}").status_code == 404
    assert contact.get(f"/my-data/{made.token}").status_code == 404


def test_refusals_are_logged_without_a_person(
    contact: TestClient, link: str, contact_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    contact.get("/my-data/Carpentier")
    contact.post(f"{link}/objection", data={"form": "x", "reason": "Carpentier"})
    told = " ".join(str(record.__dict__) for record in caplog.records if record.name.startswith("api"))
    assert "link refused" in told
    for secret in ("Carpentier", contact_id, link.rsplit("/", 1)[-1]):
        assert secret not in told


def test_a_refused_link_is_an_event_where_it_tells_whose_it_is(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    def refused() -> list[tuple[str, tuple[str, ...]]]:
        events = store.events.all()
        return [(event.actor, event.subjects) for event in events if event.kind == "link-refused"]

    misuse = ways_to_misuse(store, contact_id, link.rsplit("/", 1)[-1])
    for way in ("altered", "cut", "unknown", "unsigned", "for something else", "nothing like it"):
        contact.get(f"/my-data/{misuse[way]()}")
    assert refused() == []
    expired = misuse["expired"]()
    for _ in range(2):  # within the hour it is told once
        contact.get(f"/my-data/{expired}")
    assert refused() == [("contact", (contact_id,))]


def test_a_link_that_is_used_again_is_an_event(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    for status in (200, 404):
        response = contact.post(f"{link}/actions", json={"action": "objection"})
        assert response.status_code == status
    assert [event.subjects for event in store.events.all() if event.kind == "link-refused"] == [(contact_id,)]


def test_the_contact_answers_for_themselves(
    contact: TestClient, link: str, store: Store, contact_id: str
) -> None:
    employee, introduction_id = Actor(Party.EMPLOYEE, "me"), ask_for_an_answer(store, contact_id)
    sent = forms(contact.get(link).text)["answer"] | {"answer": "accepted"}
    assert contact.post(f"{link}/answer", data=sent).status_code == 303
    assert store.introductions.introduction(introduction_id, employee).has_consent
    again = contact.post(f"{link}/answer", data=sent)
    assert again.headers["location"] == link
    change = forms(contact.get(link).text)["answer"] | {"answer": "declined"}
    contact.post(f"{link}/answer", data=change)
    assert store.introductions.introduction(introduction_id, employee).stage is Stage.DECLINED


def test_the_same_as_json(contact: TestClient, link: str, store: Store, contact_id: str) -> None:
    corrected = {"action": "correction", "profile": {"headline": "Analytics engineer"}}
    assert contact.post(f"{link}/actions", json=corrected).json() == {"done": "correction"}
    assert store.contacts_by_id([contact_id])[contact_id].headline == "Analytics engineer"
    problem(contact.post(f"{link}/actions", json=corrected), 404)
    assert contact.post(f"{link}/actions", json={"action": "erasure"}).json() == {"done": "erasure"}
    problem(contact.post(f"{link}/actions", json={"action": "objection"}), 404)


@pytest.mark.parametrize(
    "body", [{"action": "sell"}, {"action": "correction"}, {}, {"action": "erasure", "x": 1}]
)
def test_a_strange_action_is_refused(contact: TestClient, link: str, body: dict[str, Any]) -> None:
    problem(contact.post(f"{link}/actions", json=body), 422)


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (MyData, my_data_schemas.MY_DATA),
        (my_data_schemas.OwnAction, my_data_schemas.OWN_ACTION),
        (my_data_schemas.OwnActionDone, my_data_schemas.OWN_ACTION_DONE),
        (privacy_schemas.LinkOut, privacy_schemas.LINK),
        (privacy_schemas.Objected, privacy_schemas.OBJECTED),
        (privacy_schemas.Erased, privacy_schemas.ERASED),
        (privacy_schemas.NoticePage, privacy_schemas.NOTICES),
        (privacy_schemas.NoticeTextOut, privacy_schemas.NOTICE_TEXT),
        (privacy_schemas.Standing, privacy_schemas.STANDING),
        (privacy_schemas.RetentionOut, privacy_schemas.RETENTION),
        (privacy_schemas.RegisterOut, privacy_schemas.REGISTER),
    ],
)
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, Any]) -> None:
    model.model_validate_json(json.dumps(example))


@pytest.mark.parametrize(
    "wrong",
    [
        {"notice_days": 32},
        {"link_days": 0},
        {"secret_key": "short"},
        {"public_url": "coopt.example.org"},
        {"retention_left_days": 0},
    ],
)
def test_strange_settings_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Settings(**wrong)
