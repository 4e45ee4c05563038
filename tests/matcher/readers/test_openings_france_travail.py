import csv
import json

import pytest

from matcher.errors import UnreadableFile
from matcher.facts import Contract, LanguageLevel, Seniority, SpokenLanguage
from matcher.opening import RequirementKind
from matcher.readers.openings import read_openings

HEADER = ["id", "intitule", "description", "entreprise.nom", "lieuTravail.libelle", "competences"]
SKILLS = "[{'libelle': 'Greffer', 'exigence': 'E'}, {'libelle': \"L'arrosage\", 'exigence': 'S'}]"
GOOD = ["A1", "Jardinier (H/F)", "Vos missions :\n- Bouturer les plantes", "Brumes", "44 - NANTES", SKILLS]
ROW = {
    "id": "B2",
    "intitule": "Jardinier (H/F)",
    "description": "Vos missions :\n- Bouturer les plantes",
    "entreprise": {"nom": "Brumes"},
    "lieuTravail": {"libelle": "44 - NANTES"},
    "competences": [{"libelle": "Greffer", "exigence": "E"}, {"libelle": "Arroser", "exigence": "S"}],
}


def write_csv(path, *rows, header=HEADER):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="|", lineterminator="\n").writerows([header, *rows])
    return path


def test_a_flat_row_becomes_an_opening(tmp_path):
    reading = read_openings(write_csv(tmp_path / "a.csv", GOOD))
    (opening,) = reading.items
    assert (reading.kind, opening.id, opening.title) == ("france-travail-csv", "A1", "Jardinier (H/F)")
    assert (opening.company, opening.location, opening.language) == ("Brumes", "44 - NANTES", "fr")


def test_the_competences_are_spans_of_the_text(tmp_path):
    (opening,) = read_openings(write_csv(tmp_path / "a.csv", GOOD)).items
    assert [(r.text, r.kind) for r in opening.requirements] == [
        ("Bouturer les plantes", RequirementKind.MUST),
        ("Greffer", RequirementKind.MUST),
        ("L'arrosage", RequirementKind.NICE),
    ]
    assert all(opening.text[r.start : r.end] == r.text for r in opening.requirements)


def test_json_lines_and_the_answer_of_the_api_say_the_same(tmp_path):
    lines, answer = tmp_path / "a.jsonl", tmp_path / "b.json"
    second = {**ROW, "id": "B3", "competences": None}
    lines.write_text(f"{json.dumps(ROW)}\n{json.dumps(second)}\n", encoding="utf-8")
    answer.write_text(json.dumps({"resultats": [ROW, second]}), encoding="utf-8")
    assert read_openings(lines).items == read_openings(answer).items
    assert [o.id for o in read_openings(lines).items] == ["B2", "B3"]
    assert read_openings(lines).items[0].company == "Brumes"


def test_languages_diplomas_and_experience_are_requirements(tmp_path):
    path = tmp_path / "a.json"
    more = {
        "langues": [{"libelle": "Latin", "exigence": "S"}],
        "formations": [{"niveauLibelle": "Bac+2", "domaineLibelle": "botanique", "exigence": "E"}],
        "experienceExige": "E",
        "experienceLibelle": "3 An(s)",
    }
    path.write_text(json.dumps({**ROW, **more}), encoding="utf-8")
    (opening,) = read_openings(path).items
    assert {r.text for r in opening.must} >= {"Formation : Bac+2 (botanique)", "Expérience : 3 An(s)"}
    assert "Langue : Latin" in {r.text for r in opening.nice}


def facts_of(tmp_path, **fields):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**ROW, **fields}), encoding="utf-8")
    (opening,) = read_openings(path).items
    return opening.facts


def test_the_fields_win_over_the_text(tmp_path):
    facts = facts_of(
        tmp_path,
        description="Vous avez 5 ans d'expérience en serre. CDI",
        experienceExige="E",
        experienceLibelle="Expérience exigée de 18 Mois",
        typeContrat="MIS",
    )
    assert (facts.years_min, facts.contract, facts.place) == (1.5, Contract.TEMPORARY, "44 - NANTES")


def test_years_that_the_text_insists_on_win_over_a_form_left_at_beginner(tmp_path):
    beginner = {"experienceExige": "D", "experienceLibelle": "Débutant accepté"}
    assert facts_of(tmp_path, **beginner).years_min == 0
    text = "Vous justifiez d'au moins 5 ans d'expérience en serre."
    assert facts_of(tmp_path, **beginner, description=text).years_min == 5


@pytest.mark.parametrize("fields", [{"natureContrat": "Contrat apprentissage"}, {"alternance": True}])
def test_an_apprenticeship_is_told_by_its_own_fields(tmp_path, fields):
    facts = facts_of(tmp_path, typeContrat="CDD", **fields)
    assert (facts.contract, facts.seniority) == (Contract.APPRENTICESHIP, Seniority.INTERN)


def test_an_internship_is_told_by_the_text_as_the_form_has_no_code_for_it(tmp_path):
    facts = facts_of(tmp_path, typeContrat="CDI", description="Nous recherchons un stagiaire jardinier.")
    assert (facts.contract, facts.seniority) == (Contract.INTERNSHIP, Seniority.INTERN)


def test_the_languages_insisted_on_join_those_of_the_text(tmp_path):
    listed = [
        {"libelle": "Anglais", "exigence": "E"},
        {"libelle": "Italien", "exigence": "E"},
        {"libelle": "Latin", "exigence": "E"},
        {"libelle": "Allemand", "exigence": "S"},
    ]
    facts = facts_of(
        tmp_path, langues=listed, description="Vos missions :\n- Arroser\nAnglais courant exigé."
    )
    assert facts.languages == (SpokenLanguage("en", LanguageLevel.C1), SpokenLanguage("it"))


def test_html_entities_and_lost_letters_are_mended(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**ROW, "description": 'Au c¿"ur des serres &amp; du parc'}), encoding="utf-8")
    assert read_openings(path).items[0].text.startswith("Au cœur des serres & du parc")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (["A1", "Jardinier"], "expected 6 fields"),
        (["A1", "", "Bouturer", "", "", ""], "expected a value for intitule"),
        (["A1", "Jardinier", " ", "", "", ""], "expected a value for description"),
        (["A1", "Jardinier", "Bouturer", "", "", "[oops"], "competences: expected a list"),
        (["A1", "Jardinier", "Bouturer", "", "", "__import__('os')"], "competences: expected a list"),
        (["A1", "Jardinier", "Bouturer", "", "", "'text'"], "competences: expected a list"),
        (["A1", "Jardinier", "Bouturer", "", "", "[" * 5000], "competences: expected a list"),
    ],
)
def test_a_broken_row_is_reported_and_hides_no_good_one(tmp_path, bad, reason):
    reading = read_openings(write_csv(tmp_path / "a.csv", ["Z9", *GOOD[1:]], bad, GOOD))
    assert [o.id for o in reading.items] == ["Z9", "A1"]
    assert [(row.line, reason in row.reason) for row in reading.skipped] == [(4, True)]


def test_a_quote_that_is_never_closed_hides_no_good_row(tmp_path):
    path = write_csv(tmp_path / "a.csv", GOOD)
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{HEADER[0]}|{"|".join(HEADER[1:])}\nX|"Jardinier|oops|||\n{text.partition(chr(10))[2]}')
    reading = read_openings(path)
    assert [o.id for o in reading.items] == ["A1"]
    assert [row.line for row in reading.skipped] == [2]


def test_a_field_longer_than_the_csv_module_allows_by_default_is_read(tmp_path):
    long = [*GOOD[:2], "Bouturer les plantes. " * 8000, *GOOD[3:]]
    assert len(read_openings(write_csv(tmp_path / "a.csv", long)).items) == 1


def test_a_broken_line_among_json_lines_is_reported(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(f"{{oops\n{json.dumps(ROW)}\n[1]\n", encoding="utf-8")
    reading = read_openings(path)
    assert [o.id for o in reading.items] == ["B2"]
    assert [row.line for row in reading.skipped] == [1, 3]


def test_a_missing_column_is_named(tmp_path):
    path = write_csv(tmp_path / "a.csv", ["x", "y"], header=["intitule", "description"])
    with pytest.raises(UnreadableFile, match="line 1: expected the columns .* id missing"):
        read_openings(path)


def test_no_good_row_is_an_error(tmp_path):
    with pytest.raises(UnreadableFile, match="line 2: found no opening"):
        read_openings(write_csv(tmp_path / "a.csv", ["A1", "", "", "", "", ""]))


def test_the_same_id_twice_is_one_opening(tmp_path):
    assert len(read_openings(write_csv(tmp_path / "a.csv", GOOD, GOOD)).items) == 1


@pytest.mark.parametrize(
    ("name", "count"), [("france_travail_150.csv", 150), ("france_travail_api.jsonl", 631)]
)
def test_every_real_opening_is_read(shared_data, name, count):
    reading = read_openings(shared_data / "openings" / name)
    assert (len(reading.items), reading.skipped) == (count, ())
    for opening in reading.items:
        assert opening.language == "fr"
        assert all(opening.text[r.start : r.end] == r.text for r in opening.requirements)
