import pytest

from matcher.gendered import one_english_gender, one_french_gender, one_gender
from matcher.lexical import tokens


@pytest.mark.parametrize(
    ("feminine", "masculine"),
    [
        ("infirmiere", "infirmier"),
        ("developpeuse", "developpeur"),
        ("directrices", "directeurs"),
        ("ambassadrice", "ambassadeur"),
        ("electricienne", "electricien"),
        ("ingenieure", "ingenieur"),
        ("chargee", "charge"),
        ("assistante", "assistant"),
        ("agente", "agent"),
        ("avocate", "avocat"),
        ("commerciale", "commercial"),
        ("administrative", "administratif"),
        ("cheffe", "chef"),
        ("enfermera", "enfermero"),
        ("programadora", "programador"),
        ("lehrerinnen", "lehrer"),
        ("kauffrau", "kaufmann"),
        ("saleswoman", "salesman"),
        ("waitresses", "waiters"),
    ],
)
def test_the_feminine_has_the_word_of_the_masculine(feminine, masculine):
    plural = feminine == "waitresses"
    assert one_gender(feminine) == (feminine if plural else one_gender(masculine))


@pytest.mark.parametrize("word", ["sales", "rate", "care", "code", "vente", "here", "person", "sql", "c++"])
def test_short_words_are_left_alone(word):
    assert one_gender(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Infirmière coordinatrice (F/H)", "Infirmier coordinateur (H/F)"),
        ("Développeur·se web", "développeuse web"),
        ("Rédacteur(trice) m/w/d", "rédactrice"),
        ("Technicien/ne", "technicienne"),
        ("Waiter / Waitress", "waitress"),
        ("Ingeniero/a", "ingeniero"),
    ],
)
def test_titles_share_their_words_whatever_the_gender(one, other):
    assert tokens(one) == tokens(other)


def test_skills_of_one_letter_and_with_signs_stay():
    assert tokens("C++ / C# / R, Vue.js, asp.net") == ["c++", "c#", "r", "vue", "js", "asp", "net"]


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("Saleswoman of the year", "Salesman of the year"),
        ("STEWARDESSES", "stewards"),
        ("Salesperson and craftspeople", "Salesman and craftsmen"),
        ("A woman, a person in charge", "A woman, a person in charge"),
        ("Infirmière", "Infirmière"),
    ],
)
def test_english_trades_are_written_in_one_gender(text, neutral):
    assert one_english_gender(text) == neutral


@pytest.mark.parametrize(
    ("feminine", "masculine"),
    [
        ("Infirmière coordinatrice", "Infirmier coordinateur"),
        ("DIRECTRICE COMMERCIALE", "DIRECTEUR COMMERCIAL"),
        ("chargées de clientèle", "chargés de clientèle"),
        ("Assistante sociale", "Assistant social"),
        (
            "Conductrice de travaux, cuisinière et électricienne",
            "Conducteur de travaux, cuisinier et électricien",
        ),
    ],
)
def test_french_trades_are_read_in_one_gender(feminine, masculine):
    assert one_french_gender(feminine) == masculine


@pytest.mark.parametrize(
    "text",
    [
        "Administrative assistant, marine engineering",
        "Agente comercial y representante",
        "Carrière, matière première, lumière",
        "Nurse",
        "Auxiliar administrativa permanente",
    ],
)
def test_what_is_no_french_trade_is_read_as_it_is(text):
    assert one_french_gender(text) == text
