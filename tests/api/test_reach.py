import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from api import reach_schemas as schemas
from api.schemas import Problem
from matcher.errors import AskedTooOften
from matcher.feedback import Verdict, VerdictKind
from matcher.introduction import Actor, Move, Party, Stage
from matcher.policy import Role
from matcher.reach import reach_of
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.workspace import Workspace
from tests.api.access import World, opened
from tests.api.problems import problem
from tests.conftest import reading

DESCRIBED: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (schemas.ReachAsked, schemas.REACH_ASKED),
    (schemas.ReachOut, schemas.REACH),
    (schemas.NewShare, schemas.NEW_SHARE),
    (schemas.ShareOut, schemas.SHARE),
    (schemas.Shares, schemas.SHARES),
    (Problem, schemas.UNKNOWN_SHARE),
]
OPENING = opening_from_text("Data Engineer")
NURSES = [(f"Nurse {n}", "Registered Nurse") for n in "ABC"]


@pytest.mark.parametrize(("model", "example"), DESCRIBED, ids=lambda value: getattr(value, "__name__", ""))
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, Any]) -> None:
    model.model_validate_json(json.dumps(example))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Ada knows Inès and Bo knows Aram, who are data engineers."""
    with opened(tmp_path) as started:
        started.store.import_openings(Reading("text", "", (OPENING,)))
        yield started


@pytest.fixture
def ines(world: World) -> str:
    return world.contact("ada", "Inès Carpentier")


def reach(world: World, who: str = "rita", **asked: str) -> dict[str, Any]:
    response = world.ask(who, "POST", "/v1/reach", json=asked or {"opening_id": OPENING.id})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def share(world: World, contact_id: str, who: str = "ada") -> str:
    body = {"contact_id": contact_id, "opening_id": OPENING.id}
    response = world.ask(who, "POST", "/v1/shares", json=body)
    assert response.status_code == 201, response.text
    share_id: str = response.json()["id"]
    return share_id


def consent(world: World, contact_id: str, employee: str = "ada") -> str:
    """The contact says yes on their own page."""
    introductions = world.store.introductions
    started = introductions.start(employee, contact_id, OPENING.id)
    introductions.step(started.id, Move(Stage.ASKED, Actor(Party.EMPLOYEE, employee)))
    introductions.step(started.id, Move(Stage.ACCEPTED, Actor(Party.CONTACT, contact_id)))
    return started.id


def test_a_recruiter_learns_how_many_fit_and_whom_to_ask_and_no_name(world: World) -> None:
    answer = reach(world)
    assert (answer["fits"], answer["fits_at_most"], answer["colleagues"]) == (1, 2, ["ada", "bo"])
    assert answer["withheld"] == 1
    assert (answer["lines"], answer["named"]) == ([], [])
    told = json.dumps(answer, ensure_ascii=False)
    for name in ("Inès", "Carpentier", "Aram", "Petit", "Acme"):
        assert name not in told


def test_what_three_contacts_of_a_colleague_share_is_told(world: World) -> None:
    world.store.import_contacts(reading(*NURSES), "bo")
    answer = reach(world, text="Registered Nurse")
    assert (answer["fits"], answer["fits_at_most"]) == (3, 4)
    assert answer["lines"] == [{"trade": "Registered Nurse", "seniority": "", "region": ""}]
    assert answer["withheld"] == 1  # the only nurse whom Ada knows


def test_lines_follow_the_network(world: World) -> None:
    for known, lines in ((2, 0), (3, 1)):
        world.store.import_contacts(reading(*NURSES[:known]), "bo")
        assert len(reach(world, text="Registered Nurse")["lines"]) == lines


def test_a_text_is_not_stored(world: World) -> None:
    reach(world, text="Registered Nurse")
    assert list(world.store.opening_titles()) == [OPENING.id]


def test_nobody_fits_is_an_answer(world: World) -> None:
    answer = reach(world, text="Deep sea saturation diver")
    assert (answer["fits"], answer["colleagues"], answer["withheld"]) == (0, [], 0)


def test_a_name_appears_once_it_is_shared_and_goes_when_that_is_taken_back(world: World, ines: str) -> None:
    share_id = share(world, ines)
    answer = reach(world)
    assert answer["named"] == [{"name": "Inès Carpentier", "employee": "ada", "details": None}]
    assert (answer["fits"], answer["colleagues"], answer["withheld"]) == (1, ["bo"], 1)
    assert world.ask("ada", "DELETE", f"/v1/shares/{share_id}").status_code == 200
    assert reach(world)["named"] == []


def test_a_share_is_for_one_opening(world: World, ines: str) -> None:
    share(world, ines)
    assert reach(world, text="Senior Data Engineer")["named"] == []


def test_details_follow_the_consent_of_the_contact_to_that_employee(world: World, ines: str) -> None:
    share(world, ines)
    introduction_id = consent(world, ines)
    (named,) = reach(world)["named"]
    assert named["details"]["headline"] == "Data Engineer · Acme"
    move = Move(Stage.DECLINED, Actor(Party.CONTACT, ines))
    world.store.introductions.step(introduction_id, move)
    (named,) = reach(world)["named"]
    assert named["details"] is None


def test_consent_alone_shows_nothing(world: World, ines: str) -> None:
    consent(world, ines)
    assert reach(world)["named"] == []


def test_a_yes_that_was_only_passed_on_shows_no_details(world: World, ines: str) -> None:
    share(world, ines)
    introductions = world.store.introductions
    started = introductions.start("ada", ines, OPENING.id)
    for stage in (Stage.ASKED, Stage.ACCEPTED):
        introductions.step(started.id, Move(stage, Actor(Party.EMPLOYEE, "ada")))
    assert reach(world)["named"][0]["details"] is None


def test_who_shares_a_name_does_not_tell_who_else_knows_the_person(world: World) -> None:
    world.store.import_contacts(reading(("Zoé Blanc", "Deep Sea Diver")), "ada")
    world.store.import_contacts(reading(("Zoé Blanc", "Deep Sea Diver")), "bo")
    diver = opening_from_text("Deep Sea Diver")
    world.store.import_openings(Reading("text", "", (diver,)))
    assert reach(world, opening_id=diver.id)["colleagues"] == ["ada", "bo"]
    body = {"contact_id": world.contact("ada", "Zoé Blanc"), "opening_id": diver.id}
    assert world.ask("ada", "POST", "/v1/shares", json=body).status_code == 201
    answer = reach(world, opening_id=diver.id)
    assert (answer["colleagues"], answer["named"][0]["employee"]) == ([], "ada")


def test_a_colleague_is_told_once_their_network_is_wide_enough_to_hide_in(world: World) -> None:
    for known, colleagues in ((2, ["ada", "bo"]), (3, ["ada", "bo", "cy"])):
        people = [("Ida Renn", "Data Engineer"), ("Uma Roy", "Baker"), ("Leo Falk", "Tailor")]
        world.store.import_contacts(reading(*people[:known]), "cy")
        answer = reach(world)
        assert (answer["fits"], answer["colleagues"]) == (3, colleagues)


def test_an_employee_who_does_not_know_the_person_is_not_to_be_asked(world: World, ines: str) -> None:
    world.store.feedback.give(Verdict("ada", OPENING.id, ines, VerdictKind.DONT_KNOW))
    assert reach(world)["colleagues"] == ["bo"]


def test_who_objected_counts_nowhere_though_shared(world: World, ines: str) -> None:
    share(world, ines)
    world.store.privacy.object(ines, by="contact")
    answer = reach(world)
    assert (answer["fits"], answer["named"], answer["colleagues"]) == (1, [], ["bo"])


def test_a_stopped_opening_is_not_answered(world: World) -> None:
    world.store.stops.stop(OPENING.id, reason="under review", by="olga")
    problem(world.ask("rita", "POST", "/v1/reach", json={"opening_id": OPENING.id}), 409)


def test_one_person_more_or_less_is_not_told(world: World) -> None:
    engineers = [(f"Engineer {n}", "Data Engineer") for n in range(5)]
    told = []
    for known in (4, 5):
        world.store.import_contacts(reading(*engineers[:known]), "bo")
        told.append(reach(world))
    assert told[0] == told[1]
    assert (told[0]["fits"], told[0]["fits_at_most"], len(told[0]["lines"])) == (5, 9, 1)


def test_about_so_many_different_openings_one_may_ask_within_a_day(tmp_path: Path) -> None:
    with opened(tmp_path, reach_openings_a_day=2) as world:
        world.keys["rudi"] = world.key(Role.RECRUITER)
        for text in ("Data Engineer", "Data Engineer, Python", "Data Engineer"):
            reach(world, text=text)
        refused = world.ask("rita", "POST", "/v1/reach", json={"text": "Data Engineer, Scala"})
        body = problem(refused, 429)
        assert body["type"] == "urn:coopt:problem:asked-too-often"
        assert 86_000 < int(refused.headers["Retry-After"]) <= 86_400
        reach(world, text="Data Engineer, Python")  # about the same one may ask again
        reach(world, "rudi", text="Data Engineer, Scala")  # and so may somebody else
        events = [event for event in world.store.events.all() if event.kind == "reached"]
        assert len(events) == 5
        assert "Scala" not in str(events)


def test_a_day_later_others_may_be_asked_about(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = world.client.app_state["workspace"]
    reach_of(workspace, OPENING, by="rita", openings_a_day=1)
    other = opening_from_text("Plumber")
    with pytest.raises(AskedTooOften):
        reach_of(workspace, other, by="rita", openings_a_day=1)
    for days, raised in ((-30, True), (2, False)):  # a clock that is set back gives no more
        monkeypatch.setattr("matcher.store.links.datetime", clock_of(days))
        with pytest.raises(AskedTooOften) if raised else nullcontext():
            reach_of(workspace, other, by="rita", openings_a_day=1)


def clock_of(days: int) -> type[datetime]:
    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Moved":
            return cls.fromisoformat((datetime.now(tz) + timedelta(days=days)).isoformat())

    return Moved


def test_no_count_of_an_employee_is_told(world: World) -> None:
    def leaves(value: object) -> Iterator[object]:
        if isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                yield from leaves(part)
        else:
            yield value

    world.store.import_contacts(reading(*[(f"Engineer {n}", "Data Engineer") for n in range(7)]), "bo")
    answer = reach(world)
    assert answer["colleagues"] == ["ada", "bo"]
    assert [value for value in leaves(answer) if isinstance(value, int)] == [
        answer["fits"],
        answer["fits_at_most"],
        answer["withheld"],
    ]


def test_looking_sharing_and_taking_back_are_in_the_log_without_names(world: World, ines: str) -> None:
    share_id = share(world, ines)
    reach(world)
    world.ask("ada", "DELETE", f"/v1/shares/{share_id}")
    ours = [event for event in world.store.events.all() if event.kind in ("shared", "reached", "unshared")]
    assert [event.kind for event in ours] == ["shared", "reached", "unshared"]
    assert [event.actor for event in ours][::2] == ["ada", "ada"]
    assert ours[1].actor.startswith("key-")
    assert all(ines in event.subjects and OPENING.id in event.subjects for event in ours)
    assert "Carpentier" not in str(ours)


def test_sharing_twice_shares_once(world: World, ines: str) -> None:
    share_id = share(world, ines)
    body = {"contact_id": ines, "opening_id": OPENING.id}
    again = world.ask("ada", "POST", "/v1/shares", json=body)
    assert (again.status_code, again.json()["id"]) == (200, share_id)
    assert world.ask("ada", "GET", "/v1/shares").json()["items"] == [again.json()]
    assert world.ask("bo", "GET", "/v1/shares").json()["items"] == []


def test_a_share_outlives_an_update_of_its_opening_and_not_the_tie(world: World, ines: str) -> None:
    share(world, ines)
    changed = replace(OPENING, text="Data Engineer!")
    world.store.import_openings(Reading("text", "", (changed,)))
    assert len(reach(world)["named"]) == 1
    world.store.privacy.erase(ines, by="contact")
    assert world.ask("ada", "GET", "/v1/shares").json()["items"] == []
    assert reach(world)["named"] == []


@pytest.mark.parametrize(
    "body",
    [{}, {"opening_id": "x", "text": "y"}, {"text": ""}, {"text": 7}, {"text": "x", "k": 5}, {"text": "?!"}],
)
def test_a_strange_question_is_refused(world: World, body: dict[str, Any]) -> None:
    problem(world.ask("rita", "POST", "/v1/reach", json=body), 422)


def test_an_unknown_opening_is_not_found(world: World, ines: str) -> None:
    problem(world.ask("rita", "POST", "/v1/reach", json={"opening_id": "nowhere"}), 404)
    body = {"contact_id": ines, "opening_id": "nowhere"}
    problem(world.ask("ada", "POST", "/v1/shares", json=body), 404)


def test_a_recruiter_who_is_an_employee_too_sees_no_more_of_others(world: World, ines: str) -> None:
    workspace = world.client.app_state["workspace"]
    found = reach_of(workspace, OPENING, by="bo", roles=(Role.RECRUITER, Role.EMPLOYEE))
    assert (found.fits, found.named) == (1, ())


def test_before_any_import_nobody_fits(tmp_path: Path) -> None:
    with Workspace(tmp_path) as workspace:
        found = reach_of(workspace, OPENING, by="rita")
    assert (found.fits, found.colleagues, found.lines) == (0, (), ())
