import re
import string
import tomllib
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest

from matcher.contact import Contact, Position, Profile
from matcher.drafts import Greeting, NoteLanguage, Register, Wishes, draft, with_link
from matcher.drafts.language import language_of
from matcher.drafts.mailto import MOST
from matcher.drafts.names import first_name, full_name, initials
from matcher.drafts.note import FOLDER
from matcher.drafts.reasons import Reasons, reasons_of
from matcher.errors import InvalidDraft
from matcher.evidence import Evidence, Grade
from matcher.network import Strength, Tie
from matcher.opening import Opening, Requirement, RequirementKind

LINK = "https://coopt.example.org/my-data/eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl"
OLIVIA = Contact("c", Profile("Olivia Harlow", location="Bristol, GB"))
OPENING = Opening("o", "Product Designer (H/F)", "…", company="Tern & Tide", location="Nantes", language="en")
EVERY = list(product(NoteLanguage, Register))


def met(asked: str, quote: str, source: str, *, grade=Grade.MET, kind=RequirementKind.MUST) -> Evidence:
    return Evidence(Requirement(asked, kind, 0, len(asked)), grade, 0.9, quote, source)


TITLE = met("Product Designer", "Senior Designer", "title, Pebble & Wren", kind=RequirementKind.TITLE)
FIGMA = met(
    "Maintain our design system in Figma",
    "Built and maintains the design system in Figma.",
    "experience, Pebble & Wren",
)
TESTS = met("Run usability tests", "Ran forty usability tests a year.", "experience, Pebble & Wren")


def note(evidence=(TITLE, FIGMA), *, contact=OLIVIA, opening=OPENING, link=LINK, tie=None, **wishes):
    return draft(contact, opening, evidence, link=link, tie=tie, wishes=Wishes(**wishes))


# --- the note ---


def test_a_note_in_english_as_it_reads():
    made = note(language=NoteLanguage.ENGLISH, register=Register.INFORMAL, sender="Noé")
    assert made.subject == "An opening that made me think of you: Product Designer (H/F)"
    assert made.body == (
        "Hi Olivia,\n\n"
        "There is an opening at Tern & Tide: “Product Designer (H/F)” (Nantes). I thought of you. "
        "What brought you to mind: your experience as Senior Designer at Pebble & Wren, and in particular: "
        "design system in Figma.\n\n"
        "You owe me no answer: no is a good one, and so is none. It changes nothing between us, and I pass "
        "nothing on without your agreement.\n\n"
        "Here you can say yes or no, see what is kept about you, correct it, have it erased, or ask not to "
        f"be suggested again:\n{LINK}\n\n"
        "See you soon,\nNoé\n"
    )


@pytest.mark.parametrize(("language", "register"), EVERY)
def test_every_note_names_the_opening_the_reason_the_link_and_that_there_is_no_obligation(language, register):
    made = note(language=language, register=register)
    free = {
        "fr": "Rien ne",
        "en": "no answer|no obligation",
        "es": "ninguna obligación",
        "de": "zu keiner Antwort",
    }
    for told in ("Product Designer (H/F)", "Tern & Tide", "Senior Designer", "design system in Figma", LINK):
        assert told in made.body
    assert re.search(free[language], made.body)
    assert "{" not in made.subject + made.body


@pytest.mark.parametrize(
    ("language", "familiar", "polite"),
    [
        (NoteLanguage.FRENCH, r"\b(?:tu|te|toi|ton|ta|t')", r"\b(?:vous|votre|vos)\b"),
        (
            NoteLanguage.SPANISH,
            r"\b(?:tú|ti|tu|tienes|puedes|quieres|te)\b",
            r"\b(?:usted|su|tiene|puede|le)\b",
        ),
        (NoteLanguage.GERMAN, r"\b(?:du|dich|dir|dein\w*|kannst)\b", r"\b(?:Sie|Ihnen|Ihre?|Ihr)\b"),
    ],
)
@pytest.mark.parametrize("link", [LINK, ""])
def test_the_register_is_kept_from_the_subject_to_the_end(language, familiar, polite, link):
    for register, own, other in ((Register.INFORMAL, familiar, polite), (Register.FORMAL, polite, familiar)):
        made = note((TITLE,), language=language, register=register, link=link)
        paragraphs = [made.subject, *made.body.split("\n\n")]
        written = "\n".join(paragraphs[1:]).replace(LINK, "")
        assert re.search(own, written)
        assert not re.search(other, f"{made.subject}\n{written}"), register


def test_no_word_of_a_note_tells_a_gender():
    marks = r"·e|\(e\)|\(in\)|\*in|:in\b|/a\b|/o\b|@|\b(?:Chère?|Estimad[oa]|Querid[oa]|Lieber?|Geehrte)\b"
    for language, register in EVERY:
        written = "\n".join(words(language)[register].values())
        assert not re.search(marks, written), language


@pytest.mark.parametrize(("language", "register"), EVERY)
@pytest.mark.parametrize("evidence", [(), (TITLE,), (FIGMA,), (TITLE, FIGMA, TESTS)])
@pytest.mark.parametrize("opening", [OPENING, Opening("o", "Chef", "Chef")])
def test_a_note_is_whole_whatever_is_known(language, register, evidence, opening):
    made = note(evidence, language=language, register=register, opening=opening, link="")
    assert not re.search(r"  | \.|\(\)|\b(chez|at|bei|en)\s*[:.]|: *\.|“”|«\s*»|\n{3}", made.body), made.body
    assert len(made.body) < 1_000


def words(language: NoteLanguage) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def test_every_language_has_the_same_texts_with_the_same_values():
    def shape(language):
        return {
            (section, key, frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name))
            for section, texts in words(language).items()
            for key, template in texts.items()
        }

    assert len({frozenset(shape(language)) for language in NoteLanguage}) == 1


# --- why this person ---


def test_only_what_is_met_is_told():
    partly = met("Fluent Spanish", "Spanish (basic)", "experience, Acme", grade=Grade.PARTLY)
    unknown = met("Driving licence", "", "", grade=Grade.UNKNOWN)
    assert reasons_of([partly, unknown]) == Reasons()
    body = note((TITLE, partly, unknown)).body
    assert "Spanish" not in body
    assert "licence" not in body


@pytest.mark.parametrize(
    ("asked", "quote", "topic"),
    [
        (FIGMA.requirement.text, FIGMA.quote, "design system in Figma"),
        ("Bonne maîtrise de PostgreSQL", "Plateforme de données (Python, dbt, PostgreSQL).", "PostgreSQL"),
        ("Kenntnisse in C++", "Entwicklung in C++ und Rust", "C++"),
        ("Gestion des stocks et des achats", "Pilotage et gestion des stocks", "gestion des stocks"),
        ("Work in a team", "Led a team", ""),  # says too little
        ("Animer des ateliers", "Ran workshops with users", ""),  # nothing in common but the sense
        ("Excellent communication", "Excellent", ""),
    ],
)  # fmt: skip
def test_a_reason_is_what_both_texts_say_in_the_contacts_words(asked, quote, topic):
    assert reasons_of([met(asked, quote, "experience, Acme")]).topics == ((topic,) if topic else ())


@pytest.mark.parametrize(
    "quote",
    [
        "Déléguée syndicale et design system in Figma",
        "Back from parental leave: design system in Figma",
        "Design system in Figma, RQTH",
        "Schwerbehindert, design system in Figma",
        "design system in Figma, mail olivia@example.org",
        "design system in Figma https://example.org",
        "design system in Figma 0612345678",
    ],
)
def test_what_is_sensitive_or_private_is_no_reason(quote):
    assert reasons_of([met(FIGMA.requirement.text, quote, "experience, Acme")]) == Reasons()


def test_languages_spoken_are_no_reason_since_they_may_tell_an_origin():
    assert reasons_of([met("Fluent Arabic", "Arabic (native)", "languages")]) == Reasons()


def test_a_note_is_no_dossier():
    many = [met(f"Skill Aaa{n} Bbb{n}", f"Did Aaa{n} Bbb{n}", "experience, Acme") for n in range(9)]
    assert len(reasons_of([TITLE, *many]).topics) == 2


# --- by which name, in which language and register ---


@pytest.mark.parametrize(
    ("written", "full", "first", "letters"),
    [
        ("Camille Fabre", "Camille Fabre", "Camille", "C. F."),
        ("FABRE Camille", "Camille Fabre", "Camille", "C. F."),
        ("LE GOFF Anne-Sophie", "Anne-Sophie Le Goff", "Anne-Sophie", "A. G."),
        ("Fabre, Camille", "Camille Fabre", "Camille", "C. F."),
        ("Dr. Camille Fabre, PhD", "Camille Fabre", "Camille", "C. F."),
        ("Camille Fabre (she/her)", "Camille Fabre", "Camille", "C. F."),
        ("Ludwig van der Berg", "Ludwig van der Berg", "Ludwig", "L. B."),
        ("AJ Vale", "AJ Vale", "AJ", "A. V."),
        ("M. Fabre", "M. Fabre", "", "M. F."),
        ("Cher", "Cher", "Cher", "C."),
        ("", "", "", ""),
    ],
)
def test_how_a_person_is_called(written, full, first, letters):
    assert (full_name(written), first_name(written), initials(written)) == (full, first, letters)


@pytest.mark.parametrize(
    ("wishes", "greeting"),
    [
        ({"register": Register.INFORMAL}, "Hi Olivia,"),
        ({"register": Register.FORMAL}, "Dear Olivia Harlow,"),
        ({"register": Register.FORMAL, "greeting": Greeting.FIRST_NAME}, "Dear Olivia,"),
        ({"register": Register.INFORMAL, "greeting": Greeting.FULL_NAME}, "Hi Olivia Harlow,"),
        ({"register": Register.INFORMAL, "called": "Liv"}, "Hi Liv,"),
    ],
)
def test_a_contact_is_greeted_as_the_employee_wishes(wishes, greeting):
    assert note(**wishes).body.startswith(greeting)


def test_somebody_without_a_name_is_greeted_without_one():
    assert note(contact=Contact("c", Profile("")), register=Register.INFORMAL).body.startswith("Hi,")


@pytest.mark.parametrize(
    ("strength", "register"),
    [
        (Strength.STRONG, Register.INFORMAL),
        (Strength.MEDIUM, Register.INFORMAL),
        (Strength.WEAK, Register.FORMAL),
        (Strength.UNKNOWN, Register.FORMAL),
    ],
)
def test_unless_told_the_register_follows_the_tie(strength, register):
    assert note(tie=Tie("me", "c", strength=strength)).register is register
    assert note().register is Register.FORMAL


@pytest.mark.parametrize(
    ("fields", "language"),
    [
        ({"location": "Nantes, FR"}, "fr"),
        ({"location": "Montréal, Québec, Canada"}, "fr"),
        ({"location": "Zürich"}, "de"),
        ({"location": "Santiago, CL"}, "es"),
        ({"location": "Albuquerque, New Mexico, United States"}, "en"),
        ({"location": "Paris, Texas, United States"}, "en"),
        ({"positions": (Position("Köchin", location="Wien"),)}, "de"),
        ({"location": "Berlin", "languages": ("Français (langue maternelle)", "Deutsch")}, "fr"),
        ({"location": "Berlin", "languages": ("Deutsch (Muttersprache)", "Español (nativo)")}, "de"),
        ({"location": "Amsterdam", "languages": ("Nederlands (native)", "Deutsch (B2)")}, "de"),
        ({"location": "Lyon, France", "languages": ("English (fluent)",)}, "en"),
        ({"summary": "Cuisinière depuis neuf ans, d'abord en brasserie puis dans un hôpital de Lens."}, "fr"),
        ({"skills": ("Project management", "Leadership")}, "es"),  # the opening's
        ({"location": "Oslo, Norway"}, "es"),
    ],
)  # fmt: skip
def test_a_note_is_written_in_the_contacts_language(fields, language):
    assert language_of(Profile("A", **fields), otherwise="es") == language


def test_where_nothing_tells_a_language_it_is_english():
    assert language_of(Profile("A"), otherwise="it") is NoteLanguage.ENGLISH


def test_the_employee_chooses_another_language():
    assert note(language=NoteLanguage.GERMAN).language is NoteLanguage.GERMAN


# --- the mail program ---


@pytest.mark.parametrize(("language", "register"), EVERY)
def test_a_mail_program_opens_the_same_note(language, register):
    made = note(language=language, register=register, sender="Noé & fils?", to="olivia+x@example.org")
    parts = urlsplit(made.mailto)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert (parts.scheme, parts.path) == ("mailto", "olivia%2Bx@example.org")
    assert fields["subject"] == [made.subject]
    assert fields["body"][0].replace("\r\n", "\n") == made.body.rstrip("\n")
    assert re.fullmatch(r"[!-~]+", made.mailto)


def test_a_link_that_would_be_too_long_tells_fewer_reasons_then_none():
    long = met("é" * 30 + " Aaa", "é" * 30 + " Aaa", "experience, Acme")
    other = met("ü" * 30 + " Bbb", "ü" * 30 + " Bbb", "experience, Acme")
    link, titled = "https://coopt.example.org/" + "x" * 400, Opening("o", "é" * 30, "…")
    made = note((TITLE, long, other), language=NoteLanguage.FRENCH, opening=titled, link=link)
    body = parse_qs(urlsplit(made.mailto).query)["body"][0]
    assert len(made.mailto) <= MOST
    assert "Aaa" in made.body
    assert "Bbb" in made.body
    assert "Bbb" not in body
    far_too_long = Opening("o", "é" * 400, "…", company="é" * 400, location="é" * 400)
    assert note((), opening=far_too_long, link=link).mailto is None


def test_a_name_cannot_add_a_recipient_or_a_line():
    contact = Contact("c", Profile("Ada\r\nBcc: all@example.org Vale&cc=all@example.org"))
    made = note(contact=contact, register=Register.INFORMAL, greeting=Greeting.FULL_NAME)
    assert set(parse_qs(urlsplit(made.mailto).query)) == {"subject", "body"}
    assert made.body.split("\n")[0].startswith("Hi Ada Bcc")


@pytest.mark.parametrize("to", ["nobody", "a@b@c", "a b@example.org", "x" * 260 + "@example.org"])
def test_a_strange_address_is_refused(to):
    with pytest.raises(InvalidDraft, match="expected an e-mail address"):
        Wishes(to=to)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "example.org",
        "https://x y",
        "https://a\nb",
        f"https://{LINK * 9}",
    ],
)
def test_a_strange_link_is_refused(link):
    with pytest.raises(InvalidDraft, match="expected a web address"):
        note(link=link)


def test_without_a_link_the_note_offers_to_tell_what_is_kept():
    assert "what is kept about you" in note(link="").body


# --- the link to the contact's own page, put in later ---


@pytest.mark.parametrize(("language", "register"), EVERY)
def test_a_link_that_is_put_in_later_reads_as_if_it_had_been_there_from_the_start(language, register):
    wishes = {"language": language, "register": register, "sender": "Noé"}
    later = with_link(note(link="", **wishes).body, LINK, language=language, register=register)
    assert later == note(**wishes).body


def test_a_link_stands_at_the_end_of_a_note_that_was_rewritten():
    made = with_link("Ahoy!\n", LINK, language=NoteLanguage.ENGLISH, register=Register.INFORMAL)
    assert made.startswith("Ahoy!\n\nHere you can say yes or no")
    assert made.endswith(f"{LINK}\n")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "/my-data/x"])
def test_a_link_that_is_no_web_address_is_refused(link):
    with pytest.raises(InvalidDraft):
        with_link("Ahoy!", link, language=NoteLanguage.ENGLISH, register=Register.INFORMAL)
