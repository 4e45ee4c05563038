from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from matcher.automation_note import NOTES
from matcher.contact import Position, Profile
from matcher.errors import IndexMismatch, UnknownContact
from matcher.evidence import Grade
from matcher.index import open_current
from matcher.opening import Availability, Opening, Posting, Requirement, RequirementKind
from matcher.openings_for import POOL, OpeningsFor, openings_to_json
from matcher.readers.report import ContactRow, Reading
from matcher.reindex import reindex
from matcher.signals import Signal
from matcher.suggest import Suggester
from tests.conftest import WordEncoder, reading


def opening(opening_id: str, title: str, *requirements: str) -> Opening:
    text = "\n".join((title, *requirements))
    spans = tuple(
        Requirement(r, RequirementKind.MUST, text.index(r), text.index(r) + len(r)) for r in requirements
    )
    return Opening(opening_id, title, text, language="en", requirements=spans)


def store_openings(store, *openings: Opening) -> None:
    store.import_openings(Reading("markdown", "openings.md", openings))


def asked_of(store, encoder, **options) -> OpeningsFor:
    reindex(store, encoder)
    return OpeningsFor(store, open_current(store.data_dir / "index"), encoder, **options)


def contact_named(store, name: str, employee: str = "me") -> str:
    return next(contact.id for contact in store.contacts(employee) if contact.name == name)


@pytest.fixture
def ada(store) -> str:
    store.import_contacts(reading(("Ada", "data engineer"), ("Bo", "chef")), "me")
    store_openings(
        store,
        opening("o1", "chef"),
        opening("o2", "engineer", "python"),
        opening("o3", "data engineer", "data"),
        opening("o4", "nurse care"),
    )
    return contact_named(store, "Ada")


def test_the_best_openings_come_first_and_those_below_the_bar_are_not_shown(store, word_encoder, ada):
    found = asked_of(store, word_encoder).openings_for(ada, "me")
    assert [one.opening.id for one in found] == ["o3", "o2"]
    assert found[0].suggestion.contact.name == "Ada"
    assert found[0].suggestion.tie.connected_on == "2020-01-31"


def test_at_most_k(store, word_encoder, ada):
    assert len(asked_of(store, word_encoder).openings_for(ada, "me", k=1)) == 1


def test_score_and_evidence_are_those_of_the_shortlist(store, word_encoder, ada):
    reverse = asked_of(store, word_encoder)
    suggester = Suggester(store, open_current(store.data_dir / "index"), word_encoder)
    for found in reverse.openings_for(ada, "me"):
        shortlist = suggester.suggest(found.opening, store.network("me"))
        assert found.suggestion in shortlist.suggestions


def test_evidence_quotes_the_profile(store, word_encoder):
    profile = Profile(name="Cy", positions=(Position("data engineer", "Acme", summary="python sql"),))
    row = ContactRow(profile, line=1, keys=("mail:cy@example.org",))
    store.import_contacts(Reading("json-resume", "cy.json", (row,)), "me")
    store_openings(store, opening("o1", "data engineer", "python sql", "nurse care"))
    (found,) = asked_of(store, word_encoder).openings_for(contact_named(store, "Cy"), "me")
    title, python, nurse = found.suggestion.evidence
    assert (title.quote, python.quote, nurse.grade) == ("data engineer", "python sql", Grade.UNKNOWN)
    assert found.suggestion.unknowns == ("nurse care",)


def test_no_opening_stands_out(store, word_encoder, ada):
    bo = contact_named(store, "Bo")
    store_openings(store, opening("o1", "manager"))  # the one for a chef, changed
    assert asked_of(store, word_encoder).openings_for(bo, "me") == ()


def test_without_openings_there_is_none(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    assert asked_of(store, word_encoder).openings_for(contact_named(store, "Ada"), "me") == ()


def test_a_contact_of_whose_work_nothing_is_known_fits_none(store, word_encoder, ada):
    store.import_contacts(reading(("Ed", "")), "me")
    asked = asked_of(store, word_encoder)
    ed = contact_named(store, "Ed")
    assert asked.openings_for(ed, "me") == ()
    assert asked.contributions(opening("o", "chef"), ed) == {}


@pytest.mark.parametrize("employee", ["you", "nobody"])
def test_a_contact_of_somebody_else_is_as_unknown_as_no_contact(store, word_encoder, ada, employee):
    store.import_contacts(reading(("Cy", "cook")), "you")
    asked = asked_of(store, word_encoder)
    for contact_id, who in ((ada, employee), ("nowhere", "me")):
        with pytest.raises(UnknownContact, match=contact_id):
            asked.openings_for(contact_id, who)


def test_openings_of_equal_score_are_ordered_by_id_and_the_closest_titles_are_measured(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    near = [opening(f"n{i:02d}", "data engineer") for i in range(POOL)]
    store_openings(store, *(opening(f"a{i:02d}", "engineer") for i in range(POOL)), *near)
    found = asked_of(store, word_encoder).openings_for(contact_named(store, "Ada"), "me", k=50)
    assert [one.opening.id for one in found] == [one.id for one in near]


def test_each_distinct_title_is_encoded_once_and_together(store, word_encoder, monkeypatch):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    store_openings(store, *(opening(f"o{i}", "nurse" if i % 2 else "cook") for i in range(6)))
    asked = asked_of(store, word_encoder)
    batches, encode = [], word_encoder.encode_query
    monkeypatch.setattr(word_encoder, "encode_query", lambda texts: batches.append(texts) or encode(texts))
    asked.openings_for(contact_named(store, "Ada"), "me")
    assert sorted(batches[0]) == ["cook", "nurse"]


class Explaining:
    """A ranker that lets nobody pass, and tells what each signal added."""

    def rank(self, signals) -> SimpleNamespace:
        title = signals[Signal.TITLE]
        none = np.zeros(len(title), dtype=bool)
        return SimpleNamespace(scores=title, probabilities=None, passes=none, contributions={"title": title})


def test_another_ranker_decides_what_passes_and_tells_its_contributions(store, word_encoder, ada):
    asked = asked_of(store, word_encoder, ranker=Explaining())
    assert asked.openings_for(ada, "me") == ()
    assert asked.contributions(store.opening("o2"), ada) == pytest.approx({"title": 2**-0.5})


def test_a_ranker_that_tells_no_contributions_teaches_nothing(store, word_encoder, ada):
    assert asked_of(store, word_encoder).contributions(store.opening("o2"), ada) == {}


def test_index_of_another_model_is_refused(store, word_encoder, ada):
    reindex(store, word_encoder)
    with pytest.raises(IndexMismatch):
        OpeningsFor(store, open_current(store.data_dir / "index"), WordEncoder(revision="1" * 64))


def test_json_shows_the_opening_beside_the_suggestion(store, word_encoder, ada):
    answer = openings_to_json(ada, asked_of(store, word_encoder).openings_for(ada, "me", k=1))
    assert list(answer) == ["contact_id", "none_stands_out", "openings", "passed_over", "note"]
    assert answer["openings"][0]["opening"]["id"] == "o3"
    assert answer["openings"][0]["suggestion"]["evidence"][0]["grade"] == "met"
    nothing = {"contact_id": ada, "none_stands_out": True, "openings": [], "passed_over": 0}
    assert openings_to_json(ada, ()) == nothing | {"note": NOTES["en"]}


def test_an_opening_that_expired_or_is_unlisted_is_passed_over_unless_it_is_asked_for(
    store, word_encoder, ada
):
    best = opening("o3", "data engineer", "data")
    for posting in (Posting(valid_through="2020-01-31"), Posting(stated=Availability.UNLISTED)):
        store_openings(store, replace(best, posting=posting))
        found = asked_of(store, word_encoder).openings_for(ada, "me")
        assert [one.opening.id for one in found] == ["o2"]
        found = asked_of(store, word_encoder, closed_too=True).openings_for(ada, "me")
        assert [one.opening.id for one in found] == ["o3", "o2"]
