"""Openings as people write them, with what each asks for: labelled by hand, in four languages."""

from dataclasses import dataclass

import pytest

from matcher.facts import Contract, LanguageLevel, OpeningFacts, Remote, Seniority, SpokenLanguage
from matcher.language import detect_language
from matcher.opening import RequirementKind
from matcher.requirements import requirements_of
from matcher.requirements.facts import opening_facts


@dataclass(frozen=True)
class Labelled:
    """`aside` holds pieces that no requirement may quote."""

    title: str
    language: str
    text: str
    must: tuple[str, ...]
    nice: tuple[str, ...]
    aside: tuple[str, ...]
    facts: OpeningFacts


ENGLISH_BULLETS = Labelled(
    "Senior Data Engineer",
    "en",
    """About us
Lumen Orchard was founded in 1998. With over 25 years of experience, we help growers worldwide.

What you will do
- Build the pipelines that bring sensor data to our analysts
- Mentor two junior engineers

Requirements
- At least 5 years of experience with SQL and Python
- Languages: R, C++
- Fluent English; basic Spanish is a plus

Nice to have
- Apache Airflow

Other perks
- Fresh fruit on Mondays
- Gym membership

This is a hybrid role: 2 days a week from home. Permanent contract.
Location: Bristol, United Kingdom
We are an equal opportunity employer.
""",
    must=(
        "Build the pipelines that bring sensor data to our analysts",
        "Mentor two junior engineers",
        "At least 5 years of experience with SQL and Python",
        "Fluent English",
    ),
    nice=("basic Spanish is a plus", "Apache Airflow"),
    aside=("founded", "25 years", "Fresh fruit", "Gym", "equal opportunity"),
    facts=OpeningFacts(
        years_min=5.0,
        languages=(SpokenLanguage("en", LanguageLevel.C1),),
        seniority=Seniority.SENIOR,
        place="Bristol, United Kingdom",
        remote=Remote.HYBRID,
        contract=Contract.PERMANENT,
    ),
)

ENGLISH_PROSE = Labelled(
    "Pastry chef",
    "en",
    "Our bakery was established in 1920 and has been loved for over 100 years. We are looking for a pastry "
    "chef with three to five years of experience in a hotel kitchen. You will prepare the desserts of the "
    "day and order supplies. You must hold a food safety certificate. Knowledge of sugar work would be a "
    "plus. Benefits: $20 per hour, health insurance and free bread. To apply, send your resume.",
    must=(
        "We are looking for a pastry chef with three to five years of experience in a hotel kitchen.",
        "You will prepare the desserts of the day and order supplies.",
        "You must hold a food safety certificate.",
    ),
    nice=("Knowledge of sugar work would be a plus.",),
    aside=("1920", "health insurance", "resume"),
    facts=OpeningFacts(years_min=3.0, years_max=5.0),
)

ENGLISH_REMOTE = Labelled(
    "Freelance translator",
    "en",
    """We're looking for a translator who loves gardens.

Who you are
* Native German speaker with excellent written English
* 2+ years in a similar role, preferably with a publisher
* Ideally, you know a translation memory tool

Why us
* Work from anywhere
* Paid within ten days
""",
    must=(
        "Native German speaker with excellent written English",
        "2+ years in a similar role, preferably with a publisher",
    ),
    nice=("Ideally, you know a translation memory tool",),
    aside=("Work from anywhere", "Paid within"),
    facts=OpeningFacts(
        years_min=2.0,
        languages=(
            SpokenLanguage("de", LanguageLevel.C2),
            SpokenLanguage("en", LanguageLevel.C1),
        ),
        remote=Remote.REMOTE,
        contract=Contract.FREELANCE,
    ),
)

FRENCH_BULLETS = Labelled(
    "Chef de projet informatique (H/F)",
    "fr",
    """Qui sommes-nous ?
Fort de 25 ans d'expertise, le groupe Verger accompagne ses clients depuis 1998.

Vos missions :
- Piloter trois projets de migration
- Animer les comités de pilotage

Profil recherché :
- Vous justifiez d'au moins cinq ans d'expérience, idéalement dans l'agroalimentaire
- Anglais courant, allemand apprécié
- Permis B exigé
- La certification PMP serait un plus

Le VergerPackage :
- Mutuelle et tickets restaurant
- Deux jours de télétravail par semaine
- Un potager partagé

Type de contrat : CDI
Lieu : Angers
""",
    must=(
        "Piloter trois projets de migration",
        "Animer les comités de pilotage",
        "Vous justifiez d'au moins cinq ans d'expérience, idéalement dans l'agroalimentaire",
        "Permis B exigé",
    ),
    nice=("Anglais courant, allemand apprécié", "La certification PMP serait un plus"),
    aside=("Verger", "Mutuelle", "potager", "télétravail"),
    facts=OpeningFacts(
        years_min=5.0,
        languages=(SpokenLanguage("en", LanguageLevel.C1),),
        place="Angers",
        remote=Remote.HYBRID,
        contract=Contract.PERMANENT,
    ),
)

FRENCH_PROSE = Labelled(
    "Serveur / Serveuse",
    "fr",
    "Notre restaurant familial existe depuis plus de 20 ans. Nous recherchons une personne souriante pour la "
    "saison.Vous accueillez les clients et prenez les commandes. Débutant accepté. Vous parlez anglais. "
    "CDD de 6 mois, 35h par semaine, repos le dimanche. Merci d'envoyer votre CV.",
    must=(
        "Nous recherchons une personne souriante pour la saison.",
        "Vous accueillez les clients et prenez les commandes.",
        "Vous parlez anglais.",
    ),
    nice=(),
    aside=("20 ans", "CDD", "repos", "CV"),
    facts=OpeningFacts(years_min=0.0, languages=(SpokenLanguage("en"),), contract=Contract.FIXED_TERM),
)

FRENCH_INTERN = Labelled(
    "Alternance - Assistant marketing (H/F)",
    "fr",
    """Missions :
- Rédiger la lettre d'information
- Suivre les campagnes

Profil :
Vous préparez un Bac+3 en marketing et disposez d'une première expérience (stage de 6 mois minimum).
Anglais B2, espagnol notions.

Nos avantages :
- Télétravail : pas de télétravail possible
- Salle de sport
""",
    must=(
        "Rédiger la lettre d'information",
        "Suivre les campagnes",
    ),
    nice=(),
    aside=("Salle de sport",),
    facts=OpeningFacts(
        languages=(
            SpokenLanguage("en", LanguageLevel.B2),
            SpokenLanguage("es", LanguageLevel.A2),
        ),
        seniority=Seniority.INTERN,
        remote=Remote.ON_SITE,
        contract=Contract.APPRENTICESHIP,
    ),
)

SPANISH = Labelled(
    "Jefa de equipo de almacén",
    "es",
    """Sobre nosotros
Somos una empresa líder con más de 30 años de historia.

Funciones:
- Coordinar los turnos del almacén
- Formar a las nuevas incorporaciones

Requisitos:
- Al menos 2 años de experiencia en logística
- Nivel alto de inglés
- Carnet de carretillero

Se valorará:
- Conocimientos de SAP

Ofrecemos:
- Contrato indefinido
- Fruta y café

Modalidad: presencial
Ubicación: Zaragoza
""",
    must=(
        "Coordinar los turnos del almacén",
        "Formar a las nuevas incorporaciones",
        "Al menos 2 años de experiencia en logística",
        "Nivel alto de inglés",
        "Carnet de carretillero",
    ),
    nice=("Conocimientos de SAP",),
    aside=("líder", "30 años", "indefinido", "Fruta"),
    facts=OpeningFacts(
        years_min=2.0,
        languages=(SpokenLanguage("en", LanguageLevel.B2),),
        seniority=Seniority.LEAD,
        place="Zaragoza",
        remote=Remote.ON_SITE,
        contract=Contract.PERMANENT,
    ),
)

GERMAN = Labelled(
    "Softwareentwickler (m/w/d)",
    "de",
    """Über uns
Seit über 40 Jahren sind wir Marktführer für Gewächshäuser.

Ihre Aufgaben:
- Entwicklung der Steuerung unserer Gewächshäuser
- Betreuung der Schnittstellen

Ihr Profil:
- Mindestens drei Jahre Berufserfahrung mit Java
- Sehr gute Deutschkenntnisse und gute Englischkenntnisse
- Kenntnisse in Kotlin sind von Vorteil

Wir bieten:
- Unbefristeter Vertrag
- Homeoffice an zwei Tagen
- Obstkorb

Arbeitsort: Leipzig
""",
    must=(
        "Entwicklung der Steuerung unserer Gewächshäuser",
        "Betreuung der Schnittstellen",
        "Mindestens drei Jahre Berufserfahrung mit Java",
        "Sehr gute Deutschkenntnisse und gute Englischkenntnisse",
    ),
    nice=("Kenntnisse in Kotlin sind von Vorteil",),
    aside=("Marktführer", "Vertrag", "Obstkorb", "Homeoffice"),
    facts=OpeningFacts(
        years_min=3.0,
        languages=(
            SpokenLanguage("de", LanguageLevel.C1),
            SpokenLanguage("en", LanguageLevel.B2),
        ),
        place="Leipzig",
        remote=Remote.HYBRID,
        contract=Contract.PERMANENT,
    ),
)

ALL = [
    pytest.param(labelled, id=f"{labelled.language}: {labelled.title}")
    for labelled in (
        ENGLISH_BULLETS,
        ENGLISH_PROSE,
        ENGLISH_REMOTE,
        FRENCH_BULLETS,
        FRENCH_PROSE,
        FRENCH_INTERN,
        SPANISH,
        GERMAN,
    )
]


def quoted(labelled, kind=None):
    found = requirements_of(labelled.text, labelled.language)
    return [r.text for r in found if kind in (None, r.kind)]


@pytest.mark.parametrize("labelled", ALL)
def test_the_language_is_told(labelled):
    assert detect_language(labelled.text) == labelled.language


@pytest.mark.parametrize("labelled", ALL)
def test_what_is_insisted_on_is_kept(labelled):
    assert set(labelled.must) <= set(quoted(labelled, RequirementKind.MUST))


@pytest.mark.parametrize("labelled", ALL)
def test_what_is_welcome_is_told_apart(labelled):
    assert quoted(labelled, RequirementKind.NICE) == list(labelled.nice)


@pytest.mark.parametrize("labelled", ALL)
def test_the_company_the_offer_and_the_way_to_apply_are_set_aside(labelled):
    found = quoted(labelled)
    assert [(piece, text) for piece in labelled.aside for text in found if piece in text] == []


@pytest.mark.parametrize("labelled", ALL)
def test_the_facts_are_those_that_a_reader_finds(labelled):
    assert opening_facts(labelled.title, labelled.text, labelled.language) == labelled.facts


def test_languages_to_program_in_keep_their_names():
    text = "Skills:\n- Python, R, SAS\n- C\n- C++\n- C#, .NET, SQL\n- A\n"
    found = [r.text for r in requirements_of(text, "en")]
    assert found == ["Python", "R", "SAS", "C", "C++", "C#", ".NET", "SQL"]
