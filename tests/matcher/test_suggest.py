from datetime import date
from pathlib import Path

import numpy as np
import pytest

from matcher.automation_note import NOTES
from matcher.contact import Position, Profile
from matcher.errors import IndexMismatch
from matcher.evidence import Grade
from matcher.feedback import Verdict, VerdictKind
from matcher.index import open_current
from matcher.opening import Opening, Requirement, RequirementKind
from matcher.ranker import BASE, AdditiveRanker, Line, WeightedSum
from matcher.readers.report import ContactRow, Reading
from matcher.reindex import reindex
from matcher.signals import Signal, Signals
from matcher.suggest import Suggester
from matcher.wire import shortlist_to_json
from tests.conftest import WordEncoder, reading


def suggester(store, encoder) -> Suggester:
    reindex(store, encoder)
    return Suggester(store, open_current(store.data_dir / "index"), encoder)


def opening(title: str, *requirements: str, kind=RequirementKind.MUST) -> Opening:
    text = "\n".join((title, *requirements))
    spans = tuple(Requirement(r, kind, text.index(r), text.index(r) + len(r)) for r in requirements)
    return Opening("1", title, text, language="en", requirements=spans)


def table(**columns: list[float]) -> Signals:
    """Signals by name; the others are unknown."""
    count = len(next(iter(columns.values())))
    return Signals(
        np.array([columns.get(s, [np.nan] * count) for s in Signal], dtype=np.float32).reshape(-1, count).T
    )


def names(shortlist) -> list[str]:
    return [suggestion.contact.name for suggestion in shortlist.suggestions]


def test_best_title_comes_first(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer"), ("Bo", "chef"), ("Cy", "engineer")), "me")
    shortlist = suggester(store, word_encoder).suggest(opening("data engineer"), store.network("me"))
    assert names(shortlist) == ["Ada", "Cy"]
    assert (shortlist.considered, shortlist.nobody_stands_out) == (3, False)


def test_nobody_stands_out_is_an_answer(store, word_encoder):
    store.import_contacts(reading(("Bo", "chef"), ("Cy", "cook")), "me")
    shortlist = suggester(store, word_encoder).suggest(opening("nurse"), store.network("me"))
    assert (shortlist.nobody_stands_out, shortlist.suggestions, shortlist.considered) == (True, (), 2)


def test_at_most_k(store, word_encoder):
    store.import_contacts(reading(*((f"P{i}", "chef") for i in range(9))), "me")
    found = suggester(store, word_encoder)
    assert len(found.suggest(opening("chef"), store.network("me")).suggestions) == 5
    assert len(found.suggest(opening("chef"), store.network("me"), k=2).suggestions) == 2


def test_equal_scores_are_ordered_by_id(store, word_encoder):
    store.import_contacts(reading(*((f"P{i}", "chef") for i in range(300))), "me")
    shortlist = suggester(store, word_encoder).suggest(opening("chef"), store.network("me"), k=20)
    ids = [suggestion.contact.id for suggestion in shortlist.suggestions]
    assert ids == sorted(ids)
    assert len({suggestion.score for suggestion in shortlist.suggestions}) == 1


def test_only_the_network_of_the_employee_is_searched(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef")), "me")
    store.import_contacts(reading(("Bo", "chef")), "you")
    assert names(suggester(store, word_encoder).suggest(opening("chef"), store.network("me"))) == ["Ada"]


def test_evidence_quotes_the_stored_text_and_the_rest_is_unknown(store, word_encoder):
    profile = Profile(
        name="Ada",
        positions=(
            Position("data engineer", "Acme", started="2020-01", summary="python sql\nkitchen manager"),
        ),
    )
    row = ContactRow(profile, line=1, keys=("mail:ada@example.org",))
    store.import_contacts(Reading("json-resume", "ada.json", (row,)), "me")
    asked = opening("data engineer", "python sql", "nurse care")
    (ada,) = suggester(store, word_encoder).suggest(asked, store.network("me")).suggestions
    title, python, nurse = ada.evidence
    assert (title.grade, title.quote, title.source) == (Grade.MET, "data engineer", "title, Acme")
    assert (python.grade, python.quote, python.date) == (Grade.MET, "python sql", "2020-01 –")
    assert (nurse.grade, nurse.quote) == (Grade.UNKNOWN, "")
    assert ada.unknowns == ("nurse care",)


def test_a_title_alone_never_proves_a_requirement(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    asked = opening("data engineer", "data")
    (ada,) = suggester(store, word_encoder).suggest(asked, store.network("me")).suggestions
    assert ada.evidence[1].grade is Grade.PARTLY


def test_tie_is_shown_and_does_not_count(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef")), "me")
    old = ContactRow(
        Profile(name="Bo", positions=(Position("chef", "Acme"),)), line=2, keys=("mail:b@example.org",)
    )
    store.import_contacts(Reading("json-resume", "b.json", (old,)), "me")
    ada, bo = sorted(
        suggester(store, word_encoder).suggest(opening("chef"), store.network("me")).suggestions,
        key=lambda suggestion: suggestion.contact.name,
    )
    assert ada.score == bo.score
    assert (ada.tie.connected_on, bo.tie.connected_on) == ("2020-01-31", None)


def test_retrieval_in_a_large_network_keeps_the_best(store, word_encoder):
    people = [(f"P{i}", "chef manager" if i % 2 else "cook care") for i in range(1000)]
    store.import_contacts(reading(*people, ("Ada", "data engineer")), "me")
    shortlist = suggester(store, word_encoder).suggest(opening("data engineer"), store.network("me"))
    assert names(shortlist) == ["Ada"]


def test_index_of_another_model_is_refused(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef")), "me")
    reindex(store, word_encoder)
    index = open_current(store.data_dir / "index")
    with pytest.raises(IndexMismatch):
        Suggester(store, index, WordEncoder(revision="1" * 64))


def test_weighted_sum_worked_by_hand():
    ranker = WeightedSum(coverage=0.5, lexical=0.5, lexical_half=0.1, bar=0.5)
    signals = table(title_any=[0.8, 0.4], must=[0.4, 0.2], lexical=[0.1, 0])
    ranking = ranker.rank(signals)
    # (0.8 + 0.5 * 0.4 + 0.5 * 0.1 / 0.2) / 2 = 0.625; (0.4 + 0.5 * 0.2 + 0) / 2 = 0.25
    np.testing.assert_allclose(ranking.scores, [0.625, 0.25], rtol=1e-6)
    assert ranking.contributions == {}
    assert (ranking.passes.tolist(), ranking.close.tolist()) == ([True, False], [False, True])
    assert ranking.probabilities is None


def test_nice_requirements_count_half(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef python"), ("Bo", "chef sql")), "me")
    text = "chef\npython\nsql"
    asked = Opening(
        "1",
        "chef",
        text,
        requirements=(
            Requirement("python", RequirementKind.NICE, 5, 11),
            Requirement("sql", RequirementKind.MUST, 12, 15),
        ),
    )
    assert names(suggester(store, word_encoder).suggest(asked, store.network("me"))) == ["Bo", "Ada"]


def test_json_has_the_promised_shape(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef")), "me")
    shortlist = suggester(store, word_encoder).suggest(opening("chef", "nurse"), store.network("me"))
    contact_id = shortlist.suggestions[0].contact.id
    answer = shortlist_to_json(shortlist)
    score = answer["suggestions"][0].pop("score")
    assert 0 < score <= 1
    assert answer == {
        "opening": {"id": "1", "title": "chef", "language": "en", "availability": "open"},
        "considered": 1,
        "nobody_stands_out": False,
        "close": 0,
        "missing": ["nurse"],
        "suggestions": [
            {
                "contact_id": contact_id,
                "name": "Ada",
                "headline": "chef · Acme",
                "probability": None,
                "contributions": {},
                "evidence": [
                    {
                        "requirement": "chef",
                        "grade": "met",
                        "quote": "chef",
                        "source": "title, Acme",
                        "date": None,
                    },
                    {"requirement": "nurse", "grade": "unknown", "quote": "", "source": "", "date": None},
                ],
                "unknowns": ["nurse"],
                "considered_recently": False,
                "tie": {
                    "how_known": "linkedin",
                    "connected_on": "2020-01-31",
                    "strength": "unknown",
                    "relation": "unknown",
                    "last_exchange": None,
                    "reasons": [],
                },
                "profile_as_of": date.today().isoformat(),
                "profile_age_years": 0.0,
            }
        ],
        "note": NOTES["en"],
        "event": None,
    }


def test_nobody_stands_out_says_what_is_missing_and_how_many_were_close(store, word_encoder):
    store.import_contacts(reading(("Bo", "chef cook kitchen manager"), ("Cy", "nurse")), "me")
    asked = opening("chef", "python sql")
    shortlist = suggester(store, word_encoder).suggest(asked, store.network("me"))
    assert (shortlist.nobody_stands_out, shortlist.suggestions) == (True, ())
    assert (shortlist.close, shortlist.missing) == (1, ("python sql",))


def test_those_below_the_bar_are_shown_on_request(store, word_encoder):
    store.import_contacts(reading(("Bo", "chef cook kitchen manager"), ("Cy", "nurse")), "me")
    network = store.network("me")
    shortlist = suggester(store, word_encoder).suggest(opening("chef"), network, include_below_bar=True)
    assert (names(shortlist), shortlist.nobody_stands_out) == (["Bo", "Cy"], True)


def test_a_person_imported_twice_takes_one_place(store, word_encoder):
    store.import_contacts(reading(("Zoé Roy", "chef"), ("Al", "chef")), "me")
    twice = [
        ContactRow(
            Profile(name="ZOE ROY", positions=(Position(title),)), line=line, keys=(f"mail:{line}@x.org",)
        )
        for line, title in enumerate(("Chef", "chef manager"))
    ]
    store.import_contacts(Reading("json-resume", "roy.json", tuple(twice)), "me")
    shortlist = suggester(store, word_encoder).suggest(opening("chef"), store.network("me"))
    titles = {
        (s.contact.name.casefold()[0], s.contact.profile.positions[0].title.casefold())
        for s in shortlist.suggestions
    }
    assert len(shortlist.suggestions) == 3
    assert titles == {("z", "chef"), ("a", "chef"), ("z", "chef manager")}


def test_deleted_index_is_made_again(tmp_path: Path, store, word_encoder):
    store.import_contacts(reading(("Ada", "chef")), "me")
    assert open_current(tmp_path / "data" / "index") is None
    assert names(suggester(store, word_encoder).suggest(opening("chef"), store.network("me"))) == ["Ada"]


def test_a_contact_whom_the_employee_does_not_know_is_hidden_and_comes_back(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef"), ("Bo", "chef")), "me")
    found, asked = suggester(store, word_encoder), opening("chef")
    store.import_openings(Reading("text", "chef.txt", (asked,)))
    first = found.suggest(asked, store.network("me")).suggestions[0].contact
    store.feedback.give(Verdict("me", asked.id, first.id, VerdictKind.DONT_KNOW))
    shortlist = found.suggest(asked, store.network("me"))
    assert first.name not in names(shortlist)
    assert shortlist.considered == 1
    store.feedback.undo("me", first.id)
    assert first.name in names(found.suggest(asked, store.network("me")))


def test_verdicts_teach_the_ranking_and_taking_them_back_unteaches_it(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef"), ("Bo", "cook")), "me")
    reindex(store, word_encoder)
    ranker = AdditiveRanker({Signal.TITLE: Line(4.0, 0.5)}, base=0.0, bar=0.1)
    index = open_current(store.data_dir / "index")
    found = Suggester(store, index, word_encoder, ranker=ranker)
    asked = opening("chef")
    before = found.suggest(asked, store.network("me")).suggestions[0]
    told = {name: part for name, part in before.contributions.items() if name != BASE}
    for number in range(30):
        verdict = Verdict(
            "me", f"opening {number}", before.contact.id, VerdictKind.NOT_FOR_THIS_ROLE, contributions=told
        )
        store.feedback.give(verdict)
    after = found.suggest(asked, store.network("me")).suggestions[0]
    assert after.score != before.score
    store.feedback.reset("me")
    assert found.suggest(asked, store.network("me")).suggestions[0].score == before.score


def test_team_mates_do_not_fill_the_list(store, word_encoder):
    mates = reading(*((f"P{i}", "chef") for i in range(5)))
    others = tuple(
        ContactRow(
            Profile(name=f"Q{i}", positions=(Position("chef", f"Firm {i}"),)),
            line=20 + i,
            keys=(f"mail:q{i}@example.org",),
        )
        for i in range(2)
    )
    store.import_contacts(Reading("linkedin-connections", "c.csv", (*mates.items, *others)), "me")
    found = suggester(store, word_encoder)
    shown = names(found.suggest(opening("chef"), store.network("me"), k=4))
    assert sorted(name[0] for name in shown) == ["P", "P", "Q", "Q"]
    assert len(found.suggest(opening("chef"), store.network("me"), k=6).suggestions) == 6


def test_a_contact_considered_for_another_opening_is_flagged_without_naming_by_whom(store, word_encoder):
    for employee in ("me", "you"):
        store.import_contacts(reading(("Ada", "chef")), employee)
    found, asked = suggester(store, word_encoder), opening("chef")
    (ada,) = found.suggest(asked, store.network("me")).suggestions
    store.feedback.give(Verdict("me", asked.id, ada.contact.id, VerdictKind.CONSIDER))
    assert not found.suggest(asked, store.network("me")).suggestions[0].considered_recently
    store.feedback.give(Verdict("you", "other", ada.contact.id, VerdictKind.CONSIDER))
    (flagged,) = found.suggest(asked, store.network("me")).suggestions
    assert flagged.considered_recently
    told = shortlist_to_json(found.suggest(asked, store.network("me")))
    assert "you" not in str(told["suggestions"])
