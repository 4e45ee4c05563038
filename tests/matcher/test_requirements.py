import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.language import detect_language
from matcher.opening import RequirementKind
from matcher.requirements import MOST_REQUIREMENTS, is_heading, requirements_of

FRENCH = """Jardinier-botaniste (H/F)
Qui sommes-nous ?
Fondé en 1912, le Jardin des Brumes accueille chaque année 40 000 visiteurs.
Notre équipe compte 12 personnes passionnées.

Vos missions :
- Entretenir les serres tropicales
- Bouturer et rempoter les collections
- Encadrer deux apprentis

Profil recherché :
Titulaire d'un BTS horticole, vous justifiez de 3 ans d'expérience en jardin botanique.
Vous maîtrisez la reconnaissance des végétaux. La connaissance du latin serait un plus.
Permis B obligatoire.
Compétences : taille, greffe, arrosage

Avantages :
- Mutuelle
- Tickets restaurant
Rémunération : 24 000 € brut annuel
Nous attendons votre candidature !
"""

ENGLISH = """Botanical gardener

About us
We are a small garden by the sea, founded in 1912.

What you will do
* Look after the tropical greenhouses
* Train two apprentices

Requirements
* 3+ years of experience in a botanical garden
* Knowledge of plant diseases

Nice to have
* Some Latin

What we offer
* $40,000 a year
* Health insurance

How to apply
Send your resume and a cover letter.
We are an equal opportunity employer.
"""


def texts(text, language, kind=None):
    return [r.text for r in requirements_of(text, language) if kind in (None, r.kind)]


def test_missions_and_skills_of_a_french_opening_are_required():
    assert texts(FRENCH, "fr", RequirementKind.MUST) == [
        "Entretenir les serres tropicales",
        "Bouturer et rempoter les collections",
        "Encadrer deux apprentis",
        "Titulaire d'un BTS horticole, vous justifiez de 3 ans d'expérience en jardin botanique.",
        "Vous maîtrisez la reconnaissance des végétaux.",
        "Permis B obligatoire.",
        "taille",
        "greffe",
        "arrosage",
    ]


def test_what_would_be_a_plus_is_welcome_and_not_insisted_on():
    assert texts(FRENCH, "fr", RequirementKind.NICE) == ["La connaissance du latin serait un plus."]


def test_headings_tell_what_an_english_opening_insists_on():
    assert texts(ENGLISH, "en", RequirementKind.MUST) == [
        "Look after the tropical greenhouses",
        "Train two apprentices",
        "3+ years of experience in a botanical garden",
        "Knowledge of plant diseases",
    ]
    assert texts(ENGLISH, "en", RequirementKind.NICE) == ["Some Latin"]


def test_spanish_headings_are_known():
    text = "Jardinero\n\nFunciones\n- Cuidar los invernaderos\n\nSe valorará\n- Latín\n\nOfrecemos\n- Playa"
    assert texts(text, "es") == ["Cuidar los invernaderos", "Latín"]


def test_german_headings_are_known():
    text = "Gärtner\n\nIhre Aufgaben:\n- Pflege der Gewächshäuser\n\nWir bieten:\n- Strand\n"
    assert texts(text, "de") == ["Pflege der Gewächshäuser"]


def test_running_prose_is_cut_into_sentences():
    text = (
        "Our garden was founded in 1912. You will look after the greenhouses. "
        "You must have a degree in botany. Salary: $40,000."
    )
    assert texts(text, "en") == [
        "You will look after the greenhouses.",
        "You must have a degree in botany.",
    ]


def test_bullets_within_one_line_are_cut():
    text = "Vos missions : - Accueillir le public - Tenir la caisse - Ranger le magasin"
    assert texts(text, "fr") == ["Accueillir le public", "Tenir la caisse", "Ranger le magasin"]


def test_a_line_that_a_margin_broke_is_one_requirement():
    text = "Missions :\n- Entretenir les serres tropicales du jardin et les massifs\nqui bordent l'allée\n"
    assert texts(text, "fr") == [
        "Entretenir les serres tropicales du jardin et les massifs\nqui bordent l'allée"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "45 000 € brut",
        "Nous attendons votre candidature !",
        "Mutuelle d'entreprise",
        "Tickets restaurant",
        "Du lundi au vendredi",
        "CDI à temps plein",
        "Horaires : 9h00 - 17h00",
        "Merci d'envoyer votre CV à [email]",
        "Prime de 13ème mois",
    ],
)
def test_pay_hours_and_the_way_to_apply_are_no_requirements(line):
    assert texts(f"Profil recherché :\n- Savoir greffer\n- {line}", "fr") == ["Savoir greffer"]


def test_a_repeated_requirement_counts_once():
    assert texts("Requirements:\n- Botany\n- botany.\n- Latin", "en") == ["Botany", "Latin"]


def test_a_long_opening_keeps_the_most_telling_requirements_in_order():
    text = "Requirements:\n" + "\n".join(f"- Plant number {n}" for n in range(100))
    found = requirements_of(text, "en")
    assert len(found) == MOST_REQUIREMENTS
    assert list(found) == sorted(found, key=lambda r: r.start)


@pytest.mark.parametrize("text", ["", "   \n", "Data engineer Paris", "- \n* \n•", ":"])
def test_a_text_that_asks_for_nothing_has_no_requirement(text):
    assert requirements_of(text, "en") == ()


def test_a_sentence_on_a_subject_is_no_heading():
    assert is_heading("Profil recherché", "fr")
    assert is_heading("Responsibilities", "en")
    assert not is_heading("Experience with SQL", "en")


def check_spans(text, requirements):
    for requirement in requirements:
        assert text[requirement.start : requirement.end] == requirement.text
        assert 2 <= len(requirement.text) <= 300
    assert len(requirements) <= MOST_REQUIREMENTS


pieces = st.sampled_from(
    [
        "Missions :",
        "Requirements",
        "- ",
        "* ",
        "\n",
        "\n\n",
        " ; ",
        ", ",
        ". ",
        "(",
        ")",
        "et",
        "Vous maîtrisez",
    ]
    + [
        "Python",
        "Nice to have:",
        "Avantages",
        "œuvre",
        "İstanbul",
        "ﬁn",
        "e\u0301",
        "12 h",
        "a" * 200,
        "Vous",
    ]
)


@settings(deadline=None)
@given(st.lists(st.one_of(pieces, st.text(max_size=20)), max_size=60).map(" ".join))
def test_a_requirement_is_an_exact_span_of_the_text(text):
    for language in ("en", "fr", "it"):
        check_spans(text, requirements_of(text, language))


def test_real_toy_openings_keep_their_skills(shared_data):
    text = (shared_data / "talentclef2026_toy/en/queries/1001").read_text(encoding="utf-8")
    found = requirements_of(text, detect_language(text))
    check_spans(text, found)
    assert {"Python", "JavaScript", "Git", "Database Design"} <= {r.text for r in found}
    assert not any("salary" in r.text or "resume" in r.text for r in found)
