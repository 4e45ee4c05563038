import json

import pytest

from matcher.facts import Contract, LanguageLevel, OpeningFacts, Remote, Seniority, SpokenLanguage
from matcher.opening import Opening
from matcher.requirements.facts import opening_facts
from matcher.requirements.spoken import languages_asked, languages_named
from matcher.seniority import seniority_of_title
from matcher.store.codec import opening_from_json, opening_to_json


def facts(text, language="fr", title=""):
    return opening_facts(title, text, language)


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("5+ years of experience in gardening", "en", (5, None)),
        ("3 - 5 years of experience as a gardener", "en", (3, 5)),
        ("At least two (2) years' experience", "en", (2, None)),
        ("5 or more years of relevant work experience", "en", (5, None)),
        ("Six months to one year of related experience", "en", (0.5, 1)),
        ("A minimum of 6 months of experience", "en", (0.5, None)),
        ("7+ years of experience, ideally with 3-5 years in sales", "en", (7, None)),
        ("Experience: 3 years. Java: 10 years of experience required", "en", (10, None)),
        ("No experience required", "en", (0, None)),
        ("au moins cinq ans d'expérience", "fr", (5, None)),
        ("Vous avez plus d'un an d'expérience", "fr", (1, None)),
        ("3 à 5 ans d'expérience", "fr", (3, 5)),
        ("Expérience : 1 An(s)", "fr", (1, None)),
        ("Expérience exigée de 6 Mois", "fr", (0.5, None)),
        ("Débutant accepté", "fr", (0, None)),
        ("Débutant(e) accepté(e)", "fr", (0, None)),
        ("Profil :\n- Minimum 10 ans en cuisine", "fr", (10, None)),
        ("Une expérience significative (2-3 ans minimum)", "fr", (2, 3)),
        ("Mindestens drei Jahre Berufserfahrung", "de", (3, None)),
        ("2 bis 4 Jahre Erfahrung", "de", (2, 4)),
        ("Al menos dos años de experiencia", "es", (2, None)),
        ("Experiencia mínima de 3 años", "es", (3, None)),
    ],
)
def test_the_years_asked_for_are_read(text, language, years):
    found = facts(text, language)
    assert (found.years_min, found.years_max) == years


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("L'entreprise existe depuis 20 ans", "fr"),
        ("Fort de 25 ans d'expertise, notre cabinet vous accompagne", "fr"),
        ("CDD 6 mois renouvelable", "fr"),
        ("Contrat d'un an, expérience appréciée", "fr"),
        ("Vous avez plus de 18 ans", "fr"),
        ("Être âgé de 18 ans minimum", "fr"),
        ("Bac + 3 ans minimum", "fr"),
        ("Permis B depuis au moins 2 ans", "fr"),
        ("With over 30 years of experience, our company leads the market", "en"),
        ("You must be at least 18 years old", "en"),
        ("Established more than 30 years ago", "en"),
        ("Salary: $85,000 per year, 6 months probation", "en"),
        ("Seit 20 Jahren am Markt", "de"),
        ("Desde hace 15 años somos líderes", "es"),
    ],
)
def test_ages_contracts_and_the_company_s_past_are_no_experience(text, language):
    assert facts(text, language).years_min is None


def test_what_is_insisted_on_counts_before_what_is_welcome():
    text = "Requirements\n- 2 years of experience\n\nNice to have\n- 8 years of experience"
    assert facts(text, "en").years_min == 2
    assert facts("Nice to have\n- 8 years of experience", "en").years_min == 8


def spoken(languages):
    return [(language.code, language.level and language.level.name) for language in languages]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Anglais courant", [("en", "C1")]),
        ("Français courant, anglais B2", [("fr", "C1"), ("en", "B2")]),
        ("Maîtriser l'anglais professionnel (B2/C1)", [("en", "B2")]),
        ("Anglais opérationnel", [("en", "B2")]),
        ("Anglais lu et parlé", [("en", "B2")]),
        ("Notions d'allemand", [("de", "A2")]),
        ("Bilingue anglais", [("en", "C2")]),
        ("Anglais courant, allemand", [("en", "C1")]),
        ("Vous parlez italien et russe", [("it", None), ("ru", None)]),
        ("Fluent in English, basic French", [("en", "C1"), ("fr", "A2")]),
        ("Fluent in English and French", [("en", "C1"), ("fr", "C1")]),
        ("Native Spanish speaker", [("es", "C2")]),
        ("Inglés B2", [("en", "B2")]),
        ("Fließend Deutsch", [("de", "C1")]),
        ("Leader sur le marché allemand", []),
        ("Polish the silver every day", []),
        ("Cuisine italienne et chinoise", []),
        ("Professeur d'anglais", []),
    ],
)
def test_the_languages_asked_for_have_a_level(text, languages):
    assert spoken(languages_asked(text)) == languages


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("English (Professional)", [("en", "B2")]),
        ("English (Native or bilingual proficiency)", [("en", "C2")]),
        ("Spanish (Full professional proficiency)", [("es", "C1")]),
        ("German (Limited working proficiency)", [("de", "B1")]),
        ("Dutch (Elementary proficiency)", [("nl", "A2")]),
        ("Français - langue maternelle", [("fr", "C2")]),
        ("English: fluent, French: native", [("en", "C1"), ("fr", "C2")]),
        ("Deutsch (Muttersprache)", [("de", "C2")]),
        ("Italian", [("it", None)]),
        ("Klingon", []),
    ],
)
def test_the_languages_of_a_profile_are_read(text, languages):
    assert spoken(languages_named(text)) == languages


def test_a_language_that_is_only_welcome_is_not_asked_for():
    assert facts("Profil :\n- Anglais courant exigé\n- L'allemand serait un plus").languages == (
        SpokenLanguage("en", LanguageLevel.C1),
    )


@pytest.mark.parametrize(
    ("title", "rung"),
    [
        ("Stagiaire chef de projet", Seniority.INTERN),
        ("Alternant développeur (H/F)", Seniority.INTERN),
        ("Werkstudent Marketing", Seniority.INTERN),
        ("Développeur·se junior", Seniority.JUNIOR),
        ("Graduate Engineer", Seniority.JUNIOR),
        ("Développeur confirmé", Seniority.CONFIRMED),
        ("Software Engineer II", Seniority.CONFIRMED),
        ("Senior Project Manager", Seniority.SENIOR),
        ("Sr. Analyst", Seniority.SENIOR),
        ("Tech Lead", Seniority.LEAD),
        ("Principal Engineer", Seniority.LEAD),
        ("Chef d'équipe", Seniority.LEAD),
        ("Responsable qualité", Seniority.LEAD),
        ("Store manager", Seniority.LEAD),
        ("Teamleiterin Vertrieb", Seniority.LEAD),
        ("Jefe de equipo", Seniority.LEAD),
        ("Directeur adjoint", Seniority.LEAD),
        ("Head of Data", Seniority.HEAD),
        ("Directrice des ressources humaines", Seniority.HEAD),
        ("Abteilungsleiter", Seniority.HEAD),
        ("Executive Chef", Seniority.HEAD),
        ("Chief Technology Officer", Seniority.EXECUTIVE),
        ("VP Engineering", Seniority.EXECUTIVE),
        ("Geschäftsführer", Seniority.EXECUTIVE),
        ("Assistant Manager", Seniority.SENIOR),
    ],
)
def test_a_title_names_a_rung(title, rung):
    assert seniority_of_title(title) is rung


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Gardener",
        "Chef de cuisine",
        "Chef de rang",
        "Cheffe de projet",
        "Chef·fe de projet",
        "Account Manager",
        "Office manager",
        "Product Owner",
        "Art Director",
        "Directeur artistique",
        "Executive Assistant to the CEO",
        "Secrétaire du président",
        "Lead Generation Specialist",
        "Expert-comptable",
        "Internal auditor",
        "Jefe de proyecto",
        "Projektleiter",
        "Directeur de projets",
        "Jardinier débutant accepté",
        "Consultant at Head Hunters",
    ],
)
def test_a_trade_that_sounds_like_a_rung_is_none(title):
    assert seniority_of_title(title) is None


def test_the_text_tells_the_rung_where_the_title_does_not():
    assert (
        facts("Nous recherchons un jardinier confirmé.", title="Jardinier").seniority is Seniority.CONFIRMED
    )
    assert facts("Nous recherchons un jardinier confirmé.", title="Chef d'équipe").seniority is Seniority.LEAD
    assert facts("Vous encadrez deux juniors.", title="Jardinier").seniority is None


@pytest.mark.parametrize(
    ("text", "language", "remote"),
    [
        ("Télétravail partiel", "fr", Remote.HYBRID),
        ("2 jours de télétravail par semaine", "fr", Remote.HYBRID),
        ("100% télétravail", "fr", Remote.REMOTE),
        ("Poste en full remote", "fr", Remote.REMOTE),
        ("Lieu du poste : En présentiel", "fr", Remote.ON_SITE),
        ("Pas de télétravail sur cette mission", "fr", Remote.ON_SITE),
        ("This is a hybrid position", "en", Remote.HYBRID),
        ("This is a fully remote role", "en", Remote.REMOTE),
        ("Work Location: In person", "en", Remote.ON_SITE),
        ("Hybrid cloud and remote teams", "en", None),
        ("Vous réparez des véhicules hybrides", "fr", None),
        ("Homeoffice möglich", "de", Remote.HYBRID),
        ("Trabajo 100% remoto", "es", Remote.REMOTE),
    ],
)
def test_where_the_work_is_done(text, language, remote):
    assert facts(text, language).remote is remote


@pytest.mark.parametrize(
    ("title", "text", "language", "contract"),
    [
        ("", "Type de contrat : CDI", "fr", Contract.PERMANENT),
        ("", "CDD de 6 mois, évolution vers un CDI", "fr", Contract.FIXED_TERM),
        ("", "Mission en intérim", "fr", Contract.TEMPORARY),
        ("", "Mission freelance de trois mois", "fr", Contract.FREELANCE),
        ("Stage - Jardinier", "", "fr", Contract.INTERNSHIP),
        ("Jardinier en alternance", "", "fr", Contract.APPRENTICESHIP),
        ("", "Première expérience (stage ou alternance)", "fr", None),
        ("", "Vous encadrez un alternant", "fr", None),
        ("", "Permanent, full-time position", "en", Contract.PERMANENT),
        ("", "12-month fixed-term contract", "en", Contract.FIXED_TERM),
        ("Marketing intern", "", "en", Contract.INTERNSHIP),
        ("Contract manager", "You negotiate contracts", "en", None),
        ("", "Unbefristeter Arbeitsvertrag", "de", Contract.PERMANENT),
        ("", "Contrato indefinido", "es", Contract.PERMANENT),
    ],
)
def test_the_kind_of_contract(title, text, language, contract):
    assert facts(text, language, title).contract is contract


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("Lieu : Saint-Malo", "fr", "Saint-Malo"),
        ("Lieu du poste : En présentiel", "fr", ""),
        ("Le poste est basé à La Roche-sur-Yon.", "fr", "La Roche-sur-Yon"),
        ("Location: Bristol, UK", "en", "Bristol, UK"),
        ("The position is based in New York.", "en", "New York"),
        ("Our company is based in New York.", "en", ""),
        ("Standort: Leipzig", "de", "Leipzig"),
    ],
)
def test_the_place_of_work(text, language, place):
    assert facts(text, language).place == place


def test_a_place_that_the_source_states_wins():
    assert opening_facts("", "Lieu : Brest", "fr", location="29 - QUIMPER").place == "29 - QUIMPER"


@pytest.mark.parametrize("language", ["en", "fr", "es", "de", "it", ""])
@pytest.mark.parametrize("text", ["", "\n", ":", "Lieu :", "Gardener", "années d'expérience", "(" * 50])
def test_a_text_that_says_nothing_states_nothing(text, language):
    assert facts(text, language) == OpeningFacts()


def test_facts_survive_the_store():
    stated = OpeningFacts(
        years_min=2.0,
        years_max=4.0,
        languages=(SpokenLanguage("en", LanguageLevel.B2), SpokenLanguage("fr")),
        seniority=Seniority.INTERN,
        place="Brest",
        remote=Remote.HYBRID,
        contract=Contract.FIXED_TERM,
    )
    opening = Opening("1", "Gardener", "Gardener", facts=stated)
    read = opening_from_json(json.loads(json.dumps(opening_to_json(opening))))
    assert read == opening
    assert isinstance(read.facts.seniority, Seniority)


def test_an_opening_stored_before_there_were_facts_is_read():
    data = opening_to_json(Opening("1", "Gardener", "Gardener"))
    del data["facts"]
    assert opening_from_json(data).facts == OpeningFacts()
