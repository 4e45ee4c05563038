"""The cosines that are evidence are those of the encoder that read the texts."""

import json
import shutil

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.encoder.folder import shipped_models
from matcher.errors import AlteredModel
from matcher.evidence import Grade, Thresholds
from matcher.index import open_current
from matcher.opening import Opening
from matcher.reindex import reindex
from matcher.signals.thresholds import thresholds_of
from matcher.suggest import Suggester
from tests.conftest import reading


@pytest.fixture
def models(tmp_path):
    """A folder with a ranker of another encoder, revision `abc`, whose thresholds are its own."""
    folder = shutil.copytree(shipped_models() / "ranker", tmp_path / "models" / "ranker-other")
    ranker = json.loads((folder / "ranker.json").read_text())
    ranker["thresholds"] = {"title_met": 0.8, "title_partly": 0.7, "met": 0.75, "partly": 0.6}
    (folder / "ranker.json").write_text(json.dumps(ranker))
    (folder / "manifest.json").write_text(json.dumps({"encoder": {"revision": "abc"}}))
    return tmp_path / "models"


def test_an_encoder_has_the_thresholds_of_its_ranker(models):
    assert thresholds_of("abc", models) == Thresholds(0.8, 0.7, 0.75, 0.6)


def test_an_encoder_without_a_ranker_has_those_of_fast(models):
    assert thresholds_of("unknown", models) == Thresholds()
    assert thresholds_of(load_encoder("fast").revision) == Thresholds()


@pytest.mark.parametrize("content", ["{", '{"thresholds": {"width": 1}}', "[]"])
def test_altered_thresholds_are_refused(models, content):
    (models / "ranker-other/ranker.json").write_text(content)
    with pytest.raises(AlteredModel, match=r"ranker\.json cannot be read"):
        thresholds_of("abc", models)


def test_a_manifest_that_cannot_be_read_is_refused(models):
    (models / "ranker-other/manifest.json").write_text("{}")
    with pytest.raises(AlteredModel, match=r"manifest\.json cannot be read"):
        thresholds_of("abc", models)


class Scaled:
    """The cosine of two different texts is 3/4, as an encoder may have it that knows no zero."""

    name, revision, dimension = "scaled", "f" * 64, 64

    def encode_query(self, texts):
        rows = np.full((len(texts), self.dimension), 0.0, np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0], row[1 + len(text) % 63] = 0.75**0.5, 0.25**0.5
        return rows

    encode_document = encode_query


@pytest.mark.parametrize(
    ("bars", "grade"), [(Thresholds(), Grade.MET), (Thresholds(0.9, 0.8), Grade.UNKNOWN)]
)
def test_a_grade_follows_the_thresholds_of_the_encoder(bars, grade, store, monkeypatch):
    monkeypatch.setattr("matcher.signals.thresholds_of", lambda revision: bars)
    store.import_contacts(reading(("Ada", "Baker")), "me")
    encoder = Scaled()
    reindex(store, encoder)
    suggester = Suggester(store, open_current(store.data_dir / "index"), encoder)
    asked = Opening("1", "Systems engineer", "Systems engineer")
    found = suggester.suggest(asked, store.network("me"), include_below_bar=True)
    assert [evidence.grade for evidence in found.suggestions[0].evidence] == [grade]
