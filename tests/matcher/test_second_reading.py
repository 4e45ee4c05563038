"""In a large store `fast` finds and `accurate` reads the best again; `LARGE` is made small to show it."""

import pytest

from matcher import encoders as module
from matcher.encoder import load_encoder
from matcher.readers.openings import opening_from_text
from matcher.workspace import Workspace
from tests.conftest import reading

PEOPLE = (
    ("Ada", "data engineer"),
    ("Bo", "baker"),
    ("Cy", "nurse"),
    ("Di", "registered nurse"),
    ("Ed", "carpenter"),
)
OPENING = opening_from_text("Infirmière")


@pytest.fixture
def workspace(tmp_path):
    with Workspace(tmp_path / "data", encoder="accurate") as opened:
        opened.store.import_contacts(reading(*PEOPLE), "me")
        yield opened


def best(workspace, k=2):
    network = workspace.store.network("me")
    return workspace.suggester().suggest(OPENING, network, k=k, include_below_bar=True).suggestions


def index_of(workspace):
    return workspace.suggester().index.manifest


def test_a_small_store_is_read_with_accurate_alone(workspace):
    assert workspace.suggester().second is None
    assert index_of(workspace).revision == load_encoder("accurate").revision


def test_a_large_store_is_searched_with_fast_and_its_best_are_scored_by_accurate(workspace, monkeypatch):
    small = [(s.contact.name, s.score) for s in best(workspace)]
    monkeypatch.setattr(module, "LARGE", 3)
    report = workspace.reindex(full=True)
    assert index_of(workspace).revision == load_encoder("fast").revision
    large = [(s.contact.name, s.score) for s in best(workspace)]
    assert [name for name, _ in large] == [name for name, _ in small]
    assert [score for _, score in large] == pytest.approx([score for _, score in small], abs=2e-3)
    assert report.generation == workspace.suggester().generation


def test_a_store_that_grows_large_changes_over_by_itself(workspace, monkeypatch):
    assert index_of(workspace).revision == load_encoder("accurate").revision
    monkeypatch.setattr(module, "LARGE", len(PEOPLE))
    workspace.store.import_contacts(reading(*PEOPLE, ("Fi", "midwife")), "me")
    assert index_of(workspace).revision == load_encoder("fast").revision
    assert workspace.suggester().second is not None


def test_the_second_time_nothing_is_encoded_again(workspace, monkeypatch):
    monkeypatch.setattr(module, "LARGE", 3)
    first = best(workspace)
    encoded = []
    encode = workspace.encoder.encode_document
    monkeypatch.setattr(
        workspace.encoder, "encode_document", lambda texts: encoded.extend(texts) or encode(texts)
    )
    assert [(s.contact.id, s.score) for s in best(workspace)] == [(s.contact.id, s.score) for s in first]
    assert set(encoded) == {OPENING.title}
