import pytest

from matcher.errors import UnreadableFile
from matcher.readers.openings import read_openings
from matcher.readers.openings.markup import html_to_text, markdown_to_text, plain_description

PAGE = """<!doctype html><html><head><title>Jobs</title><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav><h1>Botanical gardener</h1>
<p>You will look after <b>rare</b>
plants.</p><h2>Requirements</h2><ul><li>Botany</li><li><p>Latin</p></li></ul>
<script>alert("Hello")</script></body></html>"""


def test_lists_headings_and_paragraphs_are_lines():
    assert html_to_text(PAGE) == (
        "Botanical gardener\n\nYou will look after rare plants.\n\nRequirements\n\n- Botany\n\n- Latin"
    )


def test_markdown_is_read_as_it_renders():
    text = markdown_to_text(
        "# Gardener\n\nYou will **water**\nthe plants.\n\n- Botany\n- [Latin](https://a.example)"
    )
    assert text == "Gardener\n\nYou will water the plants.\n\n- Botany\n\n- Latin"


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("<p>Botany &amp; Latin</p>", "Botany & Latin"),
        ("&lt;p&gt;Botany &amp;amp; Latin&lt;/p&gt;", "Botany & Latin"),
        ("Water the plants\n- daily &amp; gently", "Water the plants\n- daily & gently"),
        ("C < D and E > F", "C < D and E > F"),
    ],
)
def test_a_description_may_hold_html_escaped_or_none(description, text):
    assert plain_description(description) == text


def test_markup_nested_deeper_than_the_stack_is_read():
    assert html_to_text("<div>" * 5000 + "Botany" + "</div>" * 5000) == "Botany"


def test_a_page_is_one_opening(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    reading = read_openings(path)
    opening = reading.items[0]
    assert (reading.kind, opening.title) == ("html", "Botanical gardener")
    assert [r.text for r in opening.must][-2:] == ["Botany", "Latin"]


def test_a_markdown_file_is_one_opening(tmp_path):
    path = tmp_path / "gardener.md"
    path.write_text("# Gardener\n\n## Requirements\n\n* Botany\n* Latin\n", encoding="utf-8")
    reading = read_openings(path)
    assert (reading.kind, reading.items[0].title) == ("markdown", "Gardener")
    assert [r.text for r in reading.items[0].must] == ["Botany", "Latin"]


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p><script>1</script></p>"])
def test_a_page_without_text_is_refused(tmp_path, page):
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no text"):
        read_openings(path)
