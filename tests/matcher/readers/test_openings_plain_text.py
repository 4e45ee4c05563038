import pytest

from matcher.errors import InvalidOpening
from matcher.readers.openings import opening_from_text, read_openings


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Data engineer Paris", "Data engineer Paris"),
        ("Botanical gardener\n\nWe look after plants.", "Botanical gardener"),
        ("Jardinier (H/F)\nVos missions :\n- Bouturer", "Jardinier (H/F)"),
        ("Job title: Botanical gardener\nPlace: Nantes", "Botanical gardener"),
        ("Intitulé du poste : Jardinier (H/F)\nLieu : Nantes", "Jardinier (H/F)"),
        ("We are looking for a senior data engineer", "senior data engineer"),
        ("We are looking for a senior data engineer to join our team.", "senior data engineer"),
        ("Nous recherchons un(e) comptable confirmé(e) pour notre agence.", "comptable confirmé(e)"),
        ("Notre jardin recrute un jardinier en CDI.", "jardinier"),
        ("Buscamos un jardinero para nuestro parque.", "jardinero"),
        ("Description du poste\nJardinier\nBouturer les plantes.", "Jardinier"),
        ("# Botanical gardener\n\nYou will water.", "Botanical gardener"),
    ],
)
def test_the_title_is_found(text, title):
    assert opening_from_text(text).title == title


def test_the_id_comes_from_the_text():
    first, again = opening_from_text("Data engineer"), opening_from_text(" Data engineer\r\n")
    assert first.id == again.id
    assert first.id.startswith("text-")
    assert len(first.id) == len("text-") + 12
    assert opening_from_text("Data analyst").id != first.id


def test_language_and_requirements_come_from_the_text():
    opening = opening_from_text("Jardinier (H/F)\nVos missions :\n- Bouturer les plantes")
    assert opening.language == "fr"
    assert [r.text for r in opening.must] == ["Bouturer les plantes"]


def test_three_words_are_enough():
    opening = opening_from_text("Data engineer Paris")
    assert opening.requirements == ()


@pytest.mark.parametrize("text", ["", "  \n ", "?!… --", "42"])
def test_a_text_without_a_word_is_refused(text):
    with pytest.raises(InvalidOpening, match="found no word"):
        opening_from_text(text)


def test_fifty_thousand_words_work():
    assert opening_from_text("plant " * 50_000).title


def test_more_words_are_refused_with_the_limit_and_what_was_found():
    with pytest.raises(InvalidOpening, match=r"note\.txt: .*50,000 words, found 50,001"):
        opening_from_text("plant " * 50_001, name="note.txt")


def test_more_characters_are_refused_with_the_limit_and_what_was_found():
    with pytest.raises(InvalidOpening, match="1,000,000 characters, found 1,000,001"):
        opening_from_text("a" * 1_000_001)


def test_a_text_file_is_one_opening(tmp_path):
    path = tmp_path / "gardener.txt"
    path.write_text("Jardinier (H/F)\r\n\r\nVos missions :\r\n- Bouturer\r\n", encoding="cp1252")
    reading = read_openings(path)
    assert reading.kind == "text"
    assert [o.title for o in reading.items] == ["Jardinier (H/F)"]
