"""HTML and Markdown as plain text: a heading or paragraph is a line of its own, an item begins with `- `."""

import html
import re
import warnings
from dataclasses import dataclass

from bs4 import BeautifulSoup, Comment, Declaration, Doctype, ProcessingInstruction, Tag
from bs4.builder import ParserRejectedMarkup
from bs4.element import NavigableString, PageElement
from markdown_it import MarkdownIt

LEFT_OUT = frozenset(
    ("script", "style", "nav", "noscript", "template", "svg", "footer", "form", "button", "head", "iframe")
)
BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "aside", "ul", "ol", "dl", "dt", "dd", "table", "tr")
    + ("blockquote", "pre", "figure", "address", "hr", "br")
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NOT_TEXT = (Comment, Declaration, Doctype, ProcessingInstruction)
TAG = re.compile(
    r"</?(?:p|div|br|ul|ol|li|h[1-6]|span|strong|b|em|i|table|tr|td|a|section|html|body)\b[^<>]*>", re.I
)
ESCAPED_TAG = re.compile(r"&(?:amp;)?lt;/?(?:p|div|br|ul|ol|li|h[1-6]|span|strong|b|em)\b", re.I)
BULLET_SIGN = re.compile(r"^[ \t]*[•·▪●►➢–][ \t]*", re.M)
MARKDOWN = re.compile(r"^#{1,6} \S|^(?:\*\*|__)\S.*(?:\*\*|__)\s*$|\[[^\]\n]+\]\(https?://", re.M)


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page says, and what it calls itself."""

    title: str
    text: str


def looks_like_html(text: str) -> bool:
    """Says whether a text holds HTML tags."""
    return TAG.search(text) is not None


def looks_like_markdown(text: str) -> bool:
    """Says whether a text holds Markdown headings, lines in bold, or links."""
    return MARKDOWN.search(text) is not None


def plain_description(text: str) -> str:
    """Gives the plain text of a description that may hold HTML, escaped once or twice, or none at all."""
    for _ in range(2):
        if not ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    if looks_like_html(text):
        return html_to_text(text)
    return html.unescape(text).replace("\r\n", "\n").replace("\x00", "").strip()


def html_to_text(text: str) -> str:
    """Gives what a reader of the page would read; nothing where the markup cannot be parsed at all."""
    return read_page(text).text


def read_page(text: str) -> Page:
    """Reads an HTML page; its title is its first heading, otherwise the one in its head."""
    soup = parse_html(text)
    if soup is None:
        return Page("", "")
    named = soup.find("h1") or soup.find("title")
    title = " ".join(named.get_text(" ").split()) if named else ""
    return Page(title, _tidy(_pieces_of(soup)))


def parse_html(text: str) -> BeautifulSoup | None:
    """Parses HTML as it comes; None where it is broken beyond parsing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "this looks like XML", "like a file name": it is what a user gave
        try:
            return BeautifulSoup(text, "html.parser")
        except ParserRejectedMarkup:
            return None


def markdown_to_text(text: str) -> str:
    """Gives what a reader of the rendered Markdown would read."""
    source = BULLET_SIGN.sub("- ", text)
    return html_to_text(MarkdownIt("commonmark").enable("table").render(source))


def _pieces_of(soup: BeautifulSoup) -> list[str]:
    """Walks the page without recursion: a page may nest deeper than Python's stack."""
    pieces: list[str] = []
    waiting: list[PageElement | str] = [soup]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            pieces.append(node)
        elif isinstance(node, NavigableString):
            pieces += [] if isinstance(node, NOT_TEXT) else [re.sub(r"\s+", " ", node)]
        elif isinstance(node, Tag) and node.name not in LEFT_OUT:
            before, after = _breaks_around(node.name)
            pieces.append(before)
            waiting += [after, *reversed(node.contents)]
    return pieces


def _breaks_around(name: str) -> tuple[str, str]:
    if name == "li":
        return "\n- ", "\n"
    if name in HEADINGS:
        return "\n\n", "\n"
    if name in ("td", "th"):
        return " ", " "
    return ("\n", "\n") if name in BLOCKS else ("", "")


def _tidy(pieces: list[str]) -> str:
    text = "".join(pieces).replace("\x00", "")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    text = re.sub(r"^-\n+(?=\S)", "- ", text, flags=re.M)  # <li><p>…</p></li>
    text = re.sub(r"^-\s*$", "", text, flags=re.M)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", text)).strip()
