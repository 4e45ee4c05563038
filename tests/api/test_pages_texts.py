"""Every word of the pages is in the catalogue, in each language."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from api.errors import KINDS
from api.page_table import NAVIGATION
from api.pages.board import Order, Show
from api.pages.questions import Group
from api.pages.route import failure_of
from api.pages.site import TEMPLATES
from api.routers.pages.board import COLUMNS
from matcher.answer import Standing
from matcher.batch.jobs import BatchStage
from matcher.catalogue import Tongue, text, texts_of
from matcher.events import EventKind
from matcher.evidence import Grade
from matcher.feedback import Reason, VerdictKind
from matcher.fragments import FragmentKind
from matcher.network import HowKnown, Relation, Strength
from matcher.privacy.retention import Purpose

PAGES = sorted(TEMPLATES.glob("*.html"))
SPOKEN = re.compile(r'(?:aria-label|placeholder|title|alt|data-done)="([^"]*)"')
NO_WORDS = {"", "·", ";", "…", ":"}


def bare(source: str) -> str:
    """A template without what it computes."""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", source, flags=re.S)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_word_is_written_in_a_template(path: Path) -> None:
    source = bare(path.read_text(encoding="utf-8"))
    spoken = SPOKEN.findall(source)
    read = re.sub(r"<[^>]*>", "\n", source.replace("<!doctype html>", ""))
    assert not re.search(r"[^\W\d_]", " ".join(spoken) + read), path.name


@pytest.mark.parametrize("tongue", list(Tongue))
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_text_that_a_template_asks_for_is_there(path: Path, tongue: Tongue) -> None:
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            section, key = call.args
            values = {value.key: "x" for value in call.kwargs}
            if isinstance(section, nodes.Const) and isinstance(key, nodes.Const):
                assert text(section.value, key.value, tongue, **values)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_every_value_that_is_shown_has_a_text(tongue: Tongue) -> None:
    asked = [
        *(("groups", key) for one in Group for key in (one, f"{one}-hint")),
        *(("verdicts", key) for one in VerdictKind for key in (one, f"noted-{one}")),
        *(("reasons", one) for one in Reason),
        *(("grades", one) for one in Grade),
        *(("places", one) for one in FragmentKind),
        *(("ties", key) for one in HowKnown for key in (one, f"{one}-since")),
        *(("ties", key) for one in Strength for key in (one,)),
        *(("ties", f"said-{one}") for one in (*Relation, *Strength) if one != "unknown"),
        *(("board-shows", one) for one in Show),
        *(("board-orders", one) for one in Order),
        *(("board-columns", one) for one in COLUMNS),
        *(("batch-stages", one) for one in BatchStage),
        *(("event-kinds", one) for one in EventKind),
        *(("standings", one) for one in Standing),
        *(("purposes", one) for one in Purpose),
        *(("navigation", key) for _, key in NAVIGATION),
        *(("months", str(month)) for month in range(1, 13)),
    ]
    values = dict.fromkeys(("day", "company", "start", "years"), "x")
    for section, key in asked:
        assert text(section, key, tongue, **values), (section, key)


@pytest.mark.parametrize("tongue", list(Tongue))
def test_every_error_has_a_page(tongue: Tongue) -> None:
    for kind in KINDS:
        error = kind.__new__(kind)
        error.expected = ""
        failure = failure_of(error)
        assert text("problems", failure.key, tongue)
        assert text("remedies", failure.key, tongue)


def test_french_is_not_english() -> None:
    same = {("page", "name"), ("verdicts", "note")}
    french, english = texts_of(Tongue.FRENCH), texts_of(Tongue.ENGLISH)
    longer = {
        (section, key)
        for section, texts in english.items()
        for key, value in texts.items()
        if len(value) > 12 and french[section][key] == value
    }
    assert longer <= same
