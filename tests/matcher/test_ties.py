from datetime import date

import pytest

from matcher.companies import company_key
from matcher.contact import Position, Profile
from matcher.errors import UnknownContact
from matcher.network import Relation, Strength, Tie, TieStatement
from matcher.readers.report import ContactRow, Reading
from matcher.ties import read_exchange, shared_work, with_facts
from tests.conftest import reading

TODAY = date(2026, 11, 23)


def worked(*spans: tuple[str, str | None, str | None]) -> Profile:
    return Profile("A", positions=tuple(Position("Engineer", c, started=s, ended=e) for c, s, e in spans))


@pytest.mark.parametrize(
    "company",
    ["Orsena", "ORSENA S.A.S.", "Orsena SAS", "Orséna, Inc.", "Orsena GmbH & Co. KG", "Orsena Group"],
)
def test_a_company_is_known_whatever_its_legal_form(company):
    assert company_key(company) == "orsena"


@pytest.mark.parametrize("company", ["", "Freelance", "Self-employed", "Indépendant", "Retraitée"])
def test_working_alone_is_no_company(company):
    assert company_key(company) == ""


def test_a_legal_form_alone_stays_a_name():
    assert company_key("Group SA") == "group"


@pytest.mark.parametrize(
    ("own", "theirs", "words"),
    [
        (
            ("Orsena", "2016-03", "2018-06"),
            ("ORSENA SAS", "2014", "2018-09"),
            "both at ORSENA SAS, 2016–2018",
        ),
        (("Orsena", "2016", "2018"), ("Orsena", "2016", "2018"), "both at Orsena, 2016–2018"),
        (("Orsena", "2016", None), ("Orsena", "2021-05", None), "both at Orsena since 2021"),
        (("Orsena", "2018-02", "2018-11"), ("Orsena", "2018-01", "2018-07"), "both at Orsena, 2018"),
        (("Orsena", "2016", None), ("Orsena", None, None), "both at Orsena now"),
    ],
)
def test_who_worked_together_is_told_in_words(own, theirs, words):
    (shared,) = shared_work(worked(own), worked(theirs), today=TODAY)
    assert shared.words == words


@pytest.mark.parametrize(
    ("own", "theirs"),
    [
        (("Orsena", "2016", "2018"), ("Vertige", "2016", "2018")),
        (("Orsena", "2012", "2014"), ("Orsena", "2016", "2018")),
        (("Orsena", "2012", "2016"), ("Orsena", "2016", "2018")),  # may have missed each other
        (("Orsena", "2012", "2016"), ("Orsena", None, None)),
        (("Freelance", "2012", None), ("Freelance", "2013", None)),
        (("Orsena", "2027", None), ("Orsena", None, "2018")),
    ],
)
def test_who_may_never_have_met_is_no_colleague(own, theirs):
    assert shared_work(worked(own), worked(theirs), today=TODAY) == ()


def test_an_old_position_without_dates_says_nothing():
    theirs = worked(("Vertige", "2020", None), ("Orsena", None, None))
    assert shared_work(worked(("Orsena", "2016", None)), theirs, today=TODAY) == ()


def test_each_company_is_told_once_the_latest_first():
    own = worked(
        ("Orsena", "2020-01", None), ("Vertige", "2010-01", "2019-12"), ("Orsena", "2005-01", "2006-01")
    )
    theirs = worked(
        ("Orsena", "2021-01", None), ("Vertige", "2012-01", "2013-12"), ("Orsena", "2005", "2006-06")
    )
    words = [work.words for work in shared_work(own, theirs, today=TODAY)]
    assert words == ["both at Orsena since 2021", "both at Vertige, 2012–2013"]


def test_strength_is_suggested_by_facts_and_settled_by_the_employee():
    tie = Tie("me", "c")
    long = shared_work(
        worked(("Orsena", "2016-01", "2018-01")), worked(("Orsena", "2016-01", None)), today=TODAY
    )
    assert with_facts(tie, None, (), today=TODAY).strength is Strength.UNKNOWN
    medium = with_facts(tie, None, long, today=TODAY)
    assert (medium.strength, medium.relation) == (Strength.MEDIUM, Relation.COLLEAGUES)
    lately = TieStatement("me", "c", last_exchange="2026-05")
    assert with_facts(tie, lately, long, today=TODAY).strength is Strength.STRONG
    said = TieStatement("me", "c", strength=Strength.WEAK, relation=Relation.BUSINESS)
    weak = with_facts(tie, said, long, today=TODAY)
    assert (weak.strength, weak.relation) == (Strength.WEAK, Relation.BUSINESS)
    assert weak.reasons == ("both at Orsena, 2016–2018", "business, as you said", "weak, as you said")


@pytest.mark.parametrize("text", ["2026", "2026-05", "2026-05-03"])
def test_an_exchange_is_a_past_date(text):
    assert read_exchange(text, today=TODAY) == text


@pytest.mark.parametrize("text", ["", "May", "2026-13", "2026-02-30", "2027", "26-05", "2026-05-03T10:00"])
def test_another_text_is_no_exchange(text):
    with pytest.raises(ValueError, match="expected"):
        read_exchange(text, today=TODAY)


# --- in the store ---


@pytest.fixture
def ada(store) -> str:
    row = ContactRow(
        Profile("Ada", positions=(Position("Engineer", "Orsena SAS", started="2016-01", ended="2018-12"),)),
        line=1,
        keys=("mail:ada@example.org",),
    )
    store.import_contacts(Reading("json-resume", "ada.json", (row,)), "me")
    return store.network("me").contact_ids[0]


def own_history(store) -> None:
    store.relations.set_own_profile(
        "me", worked(("Orsena", "2015-01", "2017-06")), kind="json-resume", name="me"
    )


def test_ones_own_history_tells_colleagues_and_is_no_contact(store, ada):
    own_history(store)
    tie = store.ties("me", [ada])[ada]
    assert (tie.relation, tie.strength) == (Relation.COLLEAGUES, Strength.MEDIUM)
    assert tie.reasons == ("both at Orsena SAS, 2016–2017",)
    assert store.network("me").contact_ids == (ada,)
    assert all(text != "Orsena" for _, _, _, text in store.fragments())


def test_ones_own_history_can_be_taken_back(store, ada):
    own_history(store)
    assert store.relations.undo_own_profile("me")
    assert store.ties("me", [ada])[ada].reasons == ()
    assert not store.relations.undo_own_profile("me")


def test_what_is_said_of_a_tie_counts_until_it_is_taken_back(store, ada):
    store.relations.state(TieStatement("me", ada, strength=Strength.STRONG))
    store.relations.state(TieStatement("me", ada, strength=Strength.WEAK, last_exchange="2020"))
    assert store.ties("me", [ada])[ada].strength is Strength.WEAK
    assert store.relations.undo("me", ada).strength is Strength.WEAK
    assert store.ties("me", [ada])[ada].strength is Strength.STRONG
    store.relations.undo("me", ada)
    assert store.ties("me", [ada])[ada].strength is Strength.UNKNOWN
    assert store.relations.undo("me", ada) is None


def test_a_tie_is_said_of_ones_own_contacts_alone(store, ada):
    store.import_contacts(reading(("Bo", "Chef")), "you")
    with pytest.raises(UnknownContact):
        store.relations.state(TieStatement("you", ada, strength=Strength.STRONG))


def test_another_employee_sees_nothing_of_it(store, ada):
    store.relations.state(TieStatement("me", ada, strength=Strength.STRONG))
    own_history(store)
    store.import_contacts(reading(("Ada", "Engineer")), "you")
    assert store.ties("you", [ada])[ada].strength is Strength.UNKNOWN
