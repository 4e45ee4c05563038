import pytest

from matcher.contact import Position, Profile
from matcher.identity.comparison import compare
from matcher.identity.name_likeness import names_agree
from matcher.identity.names import parse_name
from matcher.identity.persons import person_of, plain_company, plain_title
from matcher.identity.phones import common_region, phone_key, phone_keys
from matcher.identity.resolve import Known, Outcome, resolve
from matcher.identity.shares import Shares


def person(name, title="Buyer", company="Hexalane", **told):
    return person_of(Profile(name, positions=(Position(title, company),)), **told)


def outcome(known, row):
    matches = resolve([row], [Known("1", known)])
    return matches[0].outcome if matches else Outcome.NEW


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Jean-Pierre de La Tour", "LA TOUR Jean Pierre"),
        ("Jean-Pierre de La Tour", "de La Tour, Jean-Pierre"),
        ("Mohamed Ben Ali", "BEN ALI Mohamed"),
        ("Zoë Lefèvre", "zoe LEFEVRE"),
        ("Иван Петров", "Ivan Petrov"),
        ("Ada Bell, PhD", "Dr. Ada Bell - Recruiter"),
    ],
)
def test_one_name_has_one_key_however_it_is_written(name, same):
    assert parse_name(name).key == parse_name(same).key


@pytest.mark.parametrize(
    ("known", "row"),
    [
        ("Jean-Pierre de La Tour", "LA TOUR Jean Pierre"),
        ("Jean-Pierre de La Tour", "Jean-Pierre Latour"),
        ("Jean-Pierre Kervadec", "JP Kervadec"),
        ("Eva Müller", "MUELLER Eva"),
        ("Bill Okafor", "William Okafor"),
        ("Camille Fabre", "Camile Fabre"),
        ("Marie Haddad", "Marie Dupont (née Haddad)"),
        ("Marie Haddad", "Marie Haddad-Dupont"),
        ("Catherine Leblanc", "Cathy Le Blanc"),
        ("José García López", "Jose Garcia"),
        ("Mohamed Ben Ali", "Mohammed Benali"),
    ],
)
def test_a_name_in_another_spelling_is_the_same_persons_where_the_work_agrees(known, row):
    assert outcome(person(known), person(row)) is Outcome.CERTAIN


@pytest.mark.parametrize(
    ("known", "row"),
    [
        ("Jean Martin", "Paul Martin"),  # father and son
        ("Jean Martin", "Jean-Pierre Martin"),
        ("Michel Roux", "Michèle Roux"),
        ("Laurent Petit", "Laurence Petit"),
        ("Paul Martin", "Paul Marin"),
        ("Marie Haddad", "Marie Dupont"),
        ("Tom Okafor", "J. Okafor"),
        ("Marie", "Marie"),
    ],
)
def test_a_name_that_is_near_is_never_joined_without_asking(known, row):
    assert outcome(person(known), person(row)) is not Outcome.CERTAIN


def test_a_common_name_elsewhere_is_somebody_else():
    known = [Known(str(i), person(f"Jean Martin{i}", "Nurse", "Clinique")) for i in range(500)]
    known.append(Known("x", person("Jean Martin", "Nurse", "Clinique du Parc")))
    assert resolve([person("Jean Martin", "Cook", "Accor")], known) == ()


def test_a_rare_name_is_the_same_persons_after_a_move_within_the_trade():
    known = person("Tugdual Quéméneur", "Purchasing manager", "Hexalane")
    assert (
        outcome(known, person("QUEMENEUR Tugdual", "Senior purchasing manager", "Accor")) is Outcome.CERTAIN
    )


def test_a_promotion_does_not_part_a_person():
    assert outcome(person("Lea Moreau", "Buyer"), person("Léa Moreau", "Senior buyer")) is Outcome.CERTAIN


def test_of_two_namesakes_neither_is_certain():
    known = [Known(key, person("Xavier Kervadec")) for key in ("1", "2")]
    assert {match.outcome for match in resolve([person("Xavier Kervadec")], known)} == {Outcome.UNCERTAIN}


def test_two_namesakes_in_one_file_are_not_both_one_contact():
    rows = [person("Xavier Kervadec"), person("Xavier Kervadec")]
    matches = resolve(rows, [Known("1", person("Xavier Kervadec"))])
    assert [match.outcome for match in matches] == [Outcome.UNCERTAIN] * 2


def test_the_days_of_two_ties_part_namesakes():
    known = person("Jean Martin", connected_on="2019-01-01")
    assert outcome(known, person("Jean Martin", connected_on="2021-01-01")) is not Outcome.CERTAIN


def test_a_resume_tells_of_the_company_before():
    past = Profile(
        "Lena Vogt", positions=(Position("Nurse", "CHU"), Position("Nurse", "Clinique du Parc", ended="2024"))
    )
    fields = compare(person_of(past), person("Lena Vogt", "Nurse", "Clinique du Parc"), Shares.of()).fields
    assert {field.field: field.likeness.value for field in fields}["company"] == "same"


@pytest.mark.parametrize(
    ("one", "other"), [("BNP Paribas S.A.", "bnp paribas"), ("L'Oréal", "L OREAL Group"), ("SAS", "sas")]
)
def test_a_company_is_known_without_its_legal_form(one, other):
    assert plain_company(one) == plain_company(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acheteuse", "acheteur"), ("Sr. Dev", "Senior developer"), ("Directrice", "Directeur")],
)
def test_a_title_is_known_in_either_gender_and_in_short(one, other):
    assert plain_title(one) == plain_title(other)


@pytest.mark.parametrize(
    ("number", "regions", "key"),
    [
        ("06 12 34 56 78", ["FR"], "tel:+33612345678"),
        ("+33 (0)6 12 34 56 78", [], "tel:+33612345678"),
        ("0033612345678", [], "tel:+33612345678"),
        ("tel:+1-212-555-1234", [], "tel:+12125551234"),
        ("06 12 34 56 78", [], None),
        ("06 12 34 56 78", ["US", None], None),
        ("3631", ["FR"], None),
        ("no number", ["FR"], None),
        ("9" * 200, ["FR"], None),
    ],
)
def test_a_number_is_known_in_its_international_form(number, regions, key):
    assert phone_key(number, regions) == key


def test_the_place_the_mail_or_the_file_tells_where_a_number_is():
    assert phone_keys(["0612345678"], place="Lyon, France") == ["tel:+33612345678"]
    assert phone_keys(["0612345678"], mails=["ada@example.fr"]) == ["tel:+33612345678"]
    assert phone_keys(["0612345678"], region=common_region(["+33 6 98 76 54 32"])) == ["tel:+33612345678"]
    assert phone_keys(["0612345678"], place="San Francisco, CA") == []


def test_names_agree_where_one_is_a_form_of_the_other():
    assert names_agree("Alexandre Martin", "MARTIN Alex")
    assert not names_agree("Jean Martin", "Paul Martin")
