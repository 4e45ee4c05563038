"""My network without any script: in numbers, as a table, person by person, and the data of the map."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.pages.drawing import draw_ahead
from matcher.store import Store
from tests.api.conftest import PEOPLE, TOKEN, connections, upload
from tests.api.pages import form, forms, send, sign_in, words

EMPLOYEE = "me"  # of the token, unless the settings say otherwise
NAMES = sorted(f"{first} {last}" for first, last, _ in PEOPLE)


@pytest.fixture
def newcomer(client: TestClient) -> TestClient:
    """Somebody without a network, signed in, who reads English."""
    del client.headers["Authorization"]
    client.headers["Accept-Language"] = "en"
    sign_in(client, TOKEN)
    return client


@pytest.fixture
def browser(known: TestClient) -> TestClient:
    """Somebody whose network holds `PEOPLE`."""
    del known.headers["Authorization"]
    known.headers["Accept-Language"] = "en"
    sign_in(known, TOKEN)
    return known


@pytest.fixture
def store(browser: TestClient) -> Store:
    opened: Store = browser.app_state["workspace"].store
    return opened


def row_names(page: Response) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]+">([^<]+)</a>', page.text)


def look_for(browser: TestClient, sought: str) -> Response:
    return send(browser, browser.get("/network"), "/network/people", words=sought)


def person(browser: TestClient, name: str) -> Response:
    table = browser.get("/network/people")
    address = re.search(rf'href="([^"]+)">{name}</a>', table.text)
    assert address is not None
    return browser.get(address[1])


def test_an_empty_network_offers_to_bring_in_a_file(newcomer: TestClient) -> None:
    page = newcomer.get("/network")
    assert 'href="/network/import"' in page.text
    for address in ("/network/people", "/network/thin", "/network/map", "/network/duplicates"):
        assert newcomer.get(address).status_code == 200
    assert newcomer.get("/network/map/data").json()["name"] == []


def test_the_network_in_numbers(browser: TestClient) -> None:
    read = words(browser.get("/network"))
    assert "4 people" in read
    assert "1 companies" in read
    assert "Acme 4" in read


def test_a_large_network_stands_by_name_until_it_is_drawn(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routers.pages.network.MANY", 1)
    monkeypatch.setattr("api.pages.drawing.MANY", 1)
    assert 'scope="rowgroup"' not in browser.get("/network/people").text
    draw_ahead(browser.app_state["maps"], [EMPLOYEE])
    assert 'scope="rowgroup"' in browser.get("/network/people").text


def test_a_network_that_cannot_be_drawn_is_passed_over(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.drawing.MANY", 1)
    monkeypatch.setattr("matcher.map.kept.draw", lambda *_: 1 / 0)
    draw_ahead(browser.app_state["maps"], [EMPLOYEE])
    assert sorted(row_names(browser.get("/network/people?sort=name"))) == NAMES


def test_everybody_stands_in_one_table_by_trade(browser: TestClient) -> None:
    page = browser.get("/network/people")
    assert sorted(row_names(page)) == NAMES
    assert 'scope="rowgroup"' in page.text
    assert page.headers["cache-control"] == "no-store"


def test_the_table_is_sorted_on_the_server(browser: TestClient) -> None:
    assert row_names(browser.get("/network/people?sort=name")) == ["Aram Petit", *NAMES[1:]]
    assert browser.get("/network/people?sort=salary").status_code == 422


def test_a_page_beyond_the_end_is_the_last_one(browser: TestClient) -> None:
    assert row_names(browser.get("/network/people?page=99")) == row_names(browser.get("/network/people"))


def test_who_is_looked_for_does_not_stand_in_the_address(browser: TestClient) -> None:
    page = look_for(browser, "  carpentier INÈS ")
    assert row_names(page) == ["Inès Carpentier"]
    assert "arpentier" not in str(page.url)
    assert "Who answers to “carpentier INÈS”" in words(page)


def test_a_trade_is_found_by_similar_titles_too(browser: TestClient) -> None:
    assert {"Inès Carpentier", "Aram Petit"} <= set(row_names(look_for(browser, "data engineer")))


def test_nobody_answers_to_other_words(browser: TestClient) -> None:
    page = look_for(browser, "Zyxwv")
    assert row_names(page) == []
    assert "Nobody in your network answers to this." in words(page)


def test_a_search_of_another_session_is_unknown(browser: TestClient) -> None:
    assert browser.get("/network/people/AAAA").status_code == 404


def test_the_address_of_a_person_tells_nothing_of_them(browser: TestClient, store: Store) -> None:
    page = person(browser, "Inès Carpentier")
    read = words(page)
    assert "Data Engineer" in read
    assert "Connected on LinkedIn since 11 June 2019" in read
    contact = next(one for one in store.contacts(EMPLOYEE) if one.name == "Inès Carpentier")
    assert contact.id not in str(page.url)


def test_an_address_of_another_session_opens_nobody(browser: TestClient) -> None:
    address = str(person(browser, "Tom Okafor").url.path)
    browser.cookies.clear()
    sign_in(browser, TOKEN)
    assert browser.get(address).status_code == 404


def test_somebody_who_is_not_in_the_network_opens_no_page(browser: TestClient) -> None:
    page = send(browser, browser.get("/network/map"), "/network/person", contact_id="0" * 16)
    assert page.status_code == 404
    assert "Contact" not in str(page.url)


def test_a_tie_is_stated_shown_and_taken_back(browser: TestClient) -> None:
    page = person(browser, "Tom Okafor")
    said = {"relation": "studies", "strength": "weak", "last_exchange": "2026-05"}
    kept = send(browser, page, "/tie", **said)
    assert "weak, as you said" in words(kept)
    undone = send(browser, kept, "/tie/undo")
    assert "as you said" not in words(undone)


def test_a_date_that_is_yet_to_come_changes_nothing_and_keeps_what_was_typed(browser: TestClient) -> None:
    page = send(browser, person(browser, "Tom Okafor"), "/tie", strength="strong", last_exchange="2099")
    assert page.status_code == 422
    assert "Expected a date that is past" in words(page)
    assert 'value="2099"' in page.text
    assert "as you said" not in words(person(browser, "Tom Okafor"))


def test_two_tabs_do_not_overwrite_what_was_said_of_a_tie(browser: TestClient) -> None:
    first = person(browser, "Tom Okafor")
    send(browser, first, "/tie", strength="strong")
    late = send(browser, first, "/tie", strength="weak")
    assert late.status_code == 412
    assert "strong, as you said" in words(person(browser, "Tom Okafor"))


def test_the_same_said_twice_is_said_once(browser: TestClient) -> None:
    first = person(browser, "Tom Okafor")
    send(browser, first, "/tie", strength="strong")
    again = send(browser, first, "/tie", strength="strong")
    assert again.status_code == 200
    assert "as you said" not in words(send(browser, again, "/tie/undo"))


def test_an_undo_that_is_sent_twice_goes_back_once(browser: TestClient) -> None:
    send(browser, person(browser, "Tom Okafor"), "/tie", strength="weak")
    page = send(browser, person(browser, "Tom Okafor"), "/tie", strength="strong")
    send(browser, page, "/tie/undo")
    assert "weak, as you said" in words(send(browser, page, "/tie/undo"))


def test_a_link_to_their_own_page_is_made_once(browser: TestClient, store: Store) -> None:
    page = person(browser, "Lena Vogt")
    made = send(browser, page, "/link")
    address = re.search(r"<textarea[^>]*readonly>http://[^/]+(/my-data/[^<]+)</textarea>", made.text)
    assert address is not None
    assert "Lena Vogt" in browser.get(address[1]).text
    again = send(browser, page, "/link")
    assert address[1] in again.text


def test_an_objection_is_noted_and_takes_effect(browser: TestClient) -> None:
    page = send(browser, person(browser, "Inès Carpentier"), "/objection", reason="Not now")
    assert "Asked not to be suggested, and never is." in words(page)
    assert not [one for one in forms(page) if one.action.endswith("/objection")]


def test_thin_profiles_tell_what_would_help(newcomer: TestClient) -> None:
    people = [(f"P{place}", "Q", "") for place in range(3)]
    send(newcomer, newcomer.get("/network/import"), "/network/import", files=upload(connections(*people)))
    newcomer.app_state["imports"].close()
    page = newcomer.get("/network/thin")
    assert len(row_names(page)) == 3
    assert "saved as PDF" in words(page)


def test_the_data_of_the_map_hold_everybody_once(browser: TestClient, store: Store) -> None:
    answer = browser.get("/network/map/data")
    data = answer.json()
    assert sorted(data["name"]) == NAMES
    assert data["companies"] == ["Acme"]
    for column in ("id", "title", "company", "x", "y", *data["by"]):
        assert len(data["by"].get(column, data.get(column))) == len(NAMES)
    for key, legend in data["legends"].items():
        assert max(data["by"][key]) < len(legend)
    assert sum(group["people"] for group in data["groups"]) == len(NAMES)
    assert answer.headers["cache-control"] == "no-store"
    assert {one.id for one in store.contacts(EMPLOYEE)} == set(data["id"])


def test_who_lights_up_is_told_by_places_of_the_same_data(browser: TestClient) -> None:
    data = browser.get("/network/map/data").json()
    token = form(browser.get("/network/map"), "/network/people").fields["form"]
    found = browser.post("/network/map/found", data={"form": token, "words": "vogt"}).json()
    assert [data["name"][place] for place in found] == ["Lena Vogt"]
    assert browser.post("/network/map/found", data={"words": "vogt"}).status_code == 403


def test_the_map_changes_with_the_network(browser: TestClient) -> None:
    assert len(browser.get("/network/map/data").json()["name"]) == 4
    more = connections(*PEOPLE, ("Nora", "Haddad", "Data Engineer"))
    send(browser, browser.get("/network/import"), "/network/import", files=upload(more))
    browser.app_state["imports"].close()
    assert "Nora Haddad" in browser.get("/network/map/data").json()["name"]


def test_the_charts_library_is_served_by_its_digest_and_nothing_else_is(browser: TestClient) -> None:
    page = browser.get("/network/map")
    address = re.search(r'src="(/assets/[^"]+/vendor/echarts.min.js)"', page.text)
    assert address is not None
    script = browser.get(address[1])
    assert script.headers["content-encoding"] == "gzip"
    assert "immutable" in script.headers["cache-control"]
    digest = address[1].split("/")[2]
    for other in ("vendor/../../site.py", "vendor/%2e%2e/coopt.css", "vendor", "vendor/README.md/x"):
        assert browser.get(f"/assets/{digest}/{other}").status_code == 404


def test_charts_are_loaded_where_there_are_charts_alone(browser: TestClient) -> None:
    assert "echarts" not in browser.get("/network").text
