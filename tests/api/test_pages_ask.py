"""From the job to the answer and what is said of it, without any script."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.pages.questions import Group, Question
from matcher.readers.openings import opening_from_text
from matcher.store import Store
from tests.api.conftest import TOKEN, upload
from tests.api.pages import ADVERT, ask, form, forms, send, sign_in, words


@pytest.fixture
def browser(known: TestClient) -> TestClient:
    """Somebody whose network holds `PEOPLE`, signed in, who reads English."""
    del known.headers["Authorization"]
    known.headers["Accept-Language"] = "en"
    sign_in(known, TOKEN)
    return known


@pytest.fixture
def store(browser: TestClient) -> Iterator[Store]:
    return browser.app_state["workspace"].store


def check(browser: TestClient, text: str = ADVERT) -> Response:
    return send(browser, browser.get("/"), "/ask", text=text)


def group_of(page: Response, line: str) -> str:
    """The group that a line of the page is in."""
    place = next(
        name
        for name in form(page, str(page.url.path)).fields
        if name.startswith("group-")
        and line in page.text.split(f'name="{name}"')[0].rsplit("<legend>", 1)[-1]
    )
    return form(page, str(page.url.path)).fields[place]


def test_what_was_understood_is_shown_in_three_groups(browser: TestClient) -> None:
    page = check(browser)
    assert 'value="Data Engineer"' in page.text
    assert group_of(page, "Data pipelines in Python") == "must"
    assert group_of(page, "Kafka") == "nice"
    assert group_of(page, "We are a friendly company") == "aside"


def test_an_answer_quotes_the_profile_and_keeps_the_tie_beside(browser: TestClient) -> None:
    page = ask(browser)
    read = words(page)
    assert "Inès Carpentier" in read
    assert "Very likely fits" in read
    assert "Connected on LinkedIn since 11 June 2019" in read
    assert "Met Data Engineer Data Engineer title, Acme" in read
    assert "What to ask" in read
    assert "Coopt may be wrong" in read
    assert page.text.count("<article") <= 5


def test_what_is_set_aside_is_not_searched_for(browser: TestClient) -> None:
    page = check(browser)
    places = {name: "aside" for name in form(page, str(page.url.path)).fields if name.startswith("group-")}
    answer = send(browser, page, str(page.url.path), **places)
    assert "What to ask" not in words(answer)
    again = browser.get(str(answer.url.path).removesuffix("/answer"))
    assert group_of(again, "Kafka") == "aside"


def test_a_title_can_be_corrected(browser: TestClient) -> None:
    page = check(browser)
    answer = send(browser, page, str(page.url.path), title="Registered Nurse")
    assert "Lena Vogt" in answer.text
    assert "Carpentier" not in answer.text


def test_nobody_stands_out_says_what_was_missing_and_how_to_pass_it_on(browser: TestClient) -> None:
    read = words(ask(browser, "Astronaut\n\nRequirements\n- Fly a rocket to the moon"))
    assert "Nobody stands out" in read
    assert "What nobody's profile tells of Astronaut Fly a rocket to the moon" in read
    assert "We are looking for: Astronaut." in read


def test_a_file_is_read(browser: TestClient) -> None:
    page = send(browser, browser.get("/"), "/ask", files=upload(ADVERT.encode(), "job.txt"))
    assert 'value="Data Engineer"' in page.text


def test_an_imported_opening_can_be_picked(browser: TestClient) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    stored = browser.post("/v1/openings", json={"text": ADVERT}, headers=headers).json()
    page = send(browser, browser.get("/"), "/ask", opening_id=stored["id"])
    assert 'value="Data Engineer"' in page.text


def test_a_file_of_several_openings_asks_which(browser: TestClient) -> None:
    posting = '{"@type": "JobPosting", "title": "%s", "description": "We look for a %s who knows SQL."}'
    told = "[" + ",".join(posting % (title, title) for title in ("Data Engineer", "Pastry Chef")) + "]"
    page = send(browser, browser.get("/"), "/ask", files=upload(told.encode(), "jobs.json"))
    assert "Which one do you ask about?" in words(page)
    assert page.text.count('href="/ask/') == 2


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("", 422, "There was nothing to read"),
        ("!!", 422, "This cannot be searched with"),
        ("Chef\x00", 422, "This cannot be searched with"),
    ],
)
def test_a_job_that_cannot_be_read_says_so(browser: TestClient, text: str, status: int, says: str) -> None:
    page = check(browser, text)
    assert page.status_code == status
    assert says in words(page)


def test_an_unreadable_file_says_so_in_the_users_language(browser: TestClient) -> None:
    browser.headers["Accept-Language"] = "fr"
    page = send(browser, browser.get("/"), "/ask", files=upload(b"\x89PNG\r\n\x1a\n\0\0\0", "job.png"))
    assert page.status_code == 422
    assert "Ce fichier ne peut pas être lu" in words(page)


def test_a_file_that_is_too_large_says_so(browser: TestClient) -> None:
    page = send(browser, browser.get("/"), "/ask", files=upload(b"a" * ((1 << 20) + 5_000), "job.txt"))
    assert page.status_code == 413
    assert "This is too large" in words(page)


def test_an_empty_network_says_what_to_do(stranger: TestClient) -> None:
    stranger.headers["Accept-Language"] = "en"
    assert "Your network is still empty" in words(sign_in(stranger, TOKEN))
    answer = ask(stranger)
    assert answer.status_code == 409
    assert "Import your contacts" in words(answer)


def test_a_stop_has_a_page_and_hides_answers_given_before(browser: TestClient, store: Store) -> None:
    answered = ask(browser)
    store.stops.stop(None, by="officer", reason="review")
    for page in (ask(browser), browser.get(str(answered.url.path))):
        assert page.status_code == 409
        assert "Suggestions are stopped for now" in words(page)
        assert "Carpentier" not in page.text


VERDICTS = {
    "consider": "you consider this person",
    "dont-know": "you don't know this person",
    "wrong-profile": "the profile is wrong",
    "not-for-this-role": "not for this role",
}


@pytest.mark.parametrize("kind", VERDICTS)
def test_a_verdict_is_recorded_and_can_be_undone(browser: TestClient, store: Store, kind: str) -> None:
    answer = ask(browser)
    said = send(browser, answer, "/verdicts", verdict=kind)
    assert said.url.path == answer.url.path
    assert VERDICTS[kind] in words(said)
    assert [verdict.kind for verdict in store.feedback.verdicts("me")] == [kind]
    assert store.feedback.verdicts("me")[0].contributions
    undone = send(browser, said, "/undo")
    assert VERDICTS[kind] not in words(undone).replace("Not for this role", "")
    assert store.feedback.verdicts("me") == ()


def test_a_reason_is_kept(browser: TestClient, store: Store) -> None:
    said = send(
        browser, ask(browser), "/verdicts", verdict="not-for-this-role", reason="too-senior", note="A lead"
    )
    (verdict,) = store.feedback.verdicts("me")
    assert (verdict.reason, verdict.note) == ("too-senior", "A lead")
    assert "Too senior for it" in words(said)


def test_a_form_sent_twice_does_nothing_twice(browser: TestClient, store: Store) -> None:
    answer = ask(browser)
    send(browser, answer, "/verdicts", verdict="wrong-profile")
    for _ in range(2):
        said = send(browser, answer, "/verdicts", verdict="consider")
    for _ in range(2):  # takes back the second verdict, and leaves the first
        send(browser, said, "/undo")
    assert [verdict.kind for verdict in store.feedback.verdicts("me")] == ["wrong-profile"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"verdict": "marry"}, 422), ({"contact_id": "0" * 16, "verdict": "consider"}, 404)],
)
def test_a_strange_verdict_is_refused(
    browser: TestClient, store: Store, changes: dict[str, str], status: int
) -> None:
    assert send(browser, ask(browser), "/verdicts", **changes).status_code == status
    assert store.feedback.verdicts("me") == ()


def test_two_questions_do_not_disturb_each_other(browser: TestClient) -> None:
    first, second = ask(browser), ask(browser, "Registered Nurse")
    assert "Carpentier" in browser.get(first.url.path).text
    assert "Carpentier" not in browser.get(second.url.path).text


def test_a_reload_asks_nothing_again(browser: TestClient, store: Store) -> None:
    answer, before = ask(browser), store.events.head
    browser.get(answer.url.path)
    assert store.events.head == before


def test_who_objects_is_gone_from_an_answer_given_before(browser: TestClient, store: Store) -> None:
    answer = ask(browser)
    contact_id = form(answer, "/verdicts").fields["contact_id"]
    store.privacy.object(contact_id, by="officer")
    page = browser.get(answer.url.path)
    assert "Carpentier" not in page.text
    assert "can no longer be shown" in words(page)


def test_no_name_and_no_id_of_a_person_is_in_an_address(browser: TestClient) -> None:
    answer = ask(browser)
    said = send(browser, answer, "/verdicts", verdict="consider")
    contact_id = form(said, "/undo").fields["contact_id"]
    addresses = [str(one.url) for page in (answer, said) for one in (page, *page.history)]
    addresses += [one.action for page in (answer, said) for one in forms(page)]
    addresses += [one.headers["location"] for one in said.history]
    assert len(addresses) > 5
    for address in addresses:
        assert contact_id not in address
        assert "Carpentier" not in address
        assert "Data" not in address


def test_what_people_write_is_escaped(browser: TestClient) -> None:
    page = check(browser, "<script>alert(1)</script> Engineer\n\nRequirements\n- <b>SQL</b> \"x\" 'y'")
    assert "<script>alert" not in page.text
    assert "<b>" not in page.text


def test_a_line_moves_and_the_others_stay() -> None:
    question = Question.about(opening_from_text(ADVERT))
    place, _ = question.within(Group.NICE)[0]
    moved = question.corrected(question.opening.title, {place: Group.MUST})
    assert len(moved.opening.must) == len(question.opening.must) + 1
    assert moved.opening.nice == ()
    for one in moved.opening.requirements:
        assert moved.opening.text[one.start : one.end] == one.text
