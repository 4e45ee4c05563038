import unicodedata

import pytest

from matcher.identity import fold, mail_key, row_key, url_key

UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)


def test_fold_drops_case_marks_and_spaces():
    assert fold("  Zoë   LEFÈVRE-Ødegård ") == "zoe lefevre-odegard"


def test_fold_takes_each_letter_for_what_the_compatible_forms_of_the_whole_text_are():
    for code in range(0x30000):  # the planes that hold letters
        text = f"a{chr(code)}\u0323\u0301e"
        letters = unicodedata.normalize("NFKD", " ".join(text.casefold().split()))
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
        assert fold(text) == plain.translate(UNDECOMPOSED), hex(code)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.linkedin.com/in/ada-example",
        "http://LinkedIn.com/in/Ada-Example/",
        "https://fr.linkedin.com/in/ada-example?trk=people#top",
        "www.linkedin.com/in/ada-example/fr",
        "  linkedin.com/in/ada%2Dexample ",
    ],
)
def test_one_profile_has_one_url_key(url):
    assert url_key(url) == "url:linkedin.com/in/ada-example"


def test_the_path_of_another_site_keeps_its_case():
    assert url_key("https://Example.org/~Ada/") == "url:example.org/~Ada"


@pytest.mark.parametrize("text", ["", "not a url", "https://[", "ada"])
def test_a_text_that_is_no_address_has_no_url_key(text):
    assert url_key(text) is None


def test_mail_key_does_not_mind_case():
    assert mail_key(" Ada@Example.ORG ") == "mail:ada@example.org"


@pytest.mark.parametrize("text", ["", "ada", "@example.org", "ada@", "a@b@c", "a b@c.org"])
def test_a_text_that_is_no_address_has_no_mail_key(text):
    assert mail_key(text) is None


def test_row_key_prefers_the_day_to_the_company():
    assert row_key("Zoë Lefèvre", connected_on="2024-03-12", company="Acme") == "row:zoe lefevre|2024-03-12"
    assert row_key("Zoë Lefèvre", company="ACME") == "row:zoe lefevre|acme"
