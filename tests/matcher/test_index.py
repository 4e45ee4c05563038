import threading

import numpy as np
import pytest

from matcher.errors import IndexMismatch
from matcher.index import current_name, open_current
from matcher.index.exact import ExactSearch
from matcher.index.flat import FlatSearch
from matcher.lexical import LexicalIndex, tokens
from matcher.reindex import reindex
from tests.conftest import WordEncoder, reading


@pytest.fixture(scope="module")
def vectors():
    random = np.random.default_rng(7)
    made = random.normal(size=(3000, 32)).astype(np.float32)
    made[100:200] = made[200:300]  # ties
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.mark.parametrize("k", [1, 10, 5000])
@pytest.mark.parametrize("n_queries", [1, 7])
def test_flat_search_gives_the_ids_and_scores_of_the_exact_one(vectors, k, n_queries, tmp_path):
    rows = np.sort(np.random.default_rng(3).choice(len(vectors), 400, replace=False))
    queries = vectors[150 : 150 + n_queries]
    np.save(tmp_path / "vectors.npy", vectors)
    scores, found = ExactSearch(vectors).search(queries, rows, k)
    for held in (vectors, np.load(tmp_path / "vectors.npy", mmap_mode="r")):
        flat_scores, flat_found = FlatSearch(held).search(queries, rows, k)
        np.testing.assert_allclose(flat_scores, scores, atol=1e-6)
        # Ties may stand in another order only where rounding tells them apart.
        assert np.all((flat_found == found) | np.isclose(flat_scores, scores, atol=1e-6))


def test_reindex_encodes_each_distinct_text_once(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer"), ("Bo", "chef"), ("Cy", "chef")), "me")
    report = reindex(store, word_encoder)
    assert sorted(word_encoder.encoded) == ["chef", "data engineer"]
    assert (report.contacts, report.fragments, report.encoded) == (3, 3, 2)


def test_the_words_of_an_index_are_those_of_each_text_alone(store, word_encoder):
    titles = (
        "Infirmier / infirmière",
        "the of",
        "Chef chef de cuisine",
        "Chef",
        "Développeur·se C++",
        "Nurse (h/f)",
        "Chef",
    )
    people = [(f"P{number}", title) for number, title in enumerate(titles)]
    store.import_contacts(reading(*people), "me")
    reindex(store, word_encoder)
    index = open_current(store.data_dir / "index")
    texts = {contact_id: text for _, contact_id, _, text in store.fragments()}
    expected = LexicalIndex.build(tokens(texts[held.decode()]) for held in index.contact_ids)
    for asked in (*titles, "infirmier", "kitchen"):
        assert index.lexical.scores(asked).tolist() == expected.scores(asked).tolist()


def test_profiles_that_cannot_be_read_end_the_work_on_vectors_too(store, word_encoder, monkeypatch):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    before = reindex(store, word_encoder).generation

    def broken(repository):
        raise ValueError("a profile that is no JSON")
        yield

    monkeypatch.setattr(type(store.indexing), "facts", broken)
    with pytest.raises(ValueError, match="no JSON"):
        reindex(store, word_encoder, full=True)
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("vectors")]
    assert current_name(store.data_dir / "index") == before
    assert [path.name for path in (store.data_dir / "index").iterdir() if path.is_dir()] == [before]


def test_reindex_of_an_unchanged_store_does_nothing(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    first = reindex(store, word_encoder)
    again = reindex(store, word_encoder)
    assert (again.changed, again.generation) == (False, first.generation)


def test_reindex_encodes_only_what_changed(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer"), ("Bo", "chef")), "me")
    reindex(store, word_encoder)
    word_encoder.encoded.clear()
    store.import_contacts(reading(("Ada", "data engineer"), ("Bo", "cook")), "me")
    report = reindex(store, word_encoder)
    assert (report.encoded, word_encoder.encoded) == (1, ["cook"])
    index = open_current(store.data_dir / "index")
    texts = {key: text for key, _, _, text in store.fragments()}
    for row, fragment_id in enumerate(index.fragment_ids):
        expected = word_encoder.encode_query([texts[int(fragment_id)]])[0]
        np.testing.assert_allclose(index.vectors[row], expected)


def test_a_reader_keeps_its_generation_which_goes_when_it_ends(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    reindex(store, word_encoder)
    old = open_current(store.data_dir / "index")
    store.import_contacts(reading(("Bo", "chef")), "me")
    report = reindex(store, word_encoder)
    index_dir = store.data_dir / "index"
    assert current_name(index_dir) == report.generation
    np.testing.assert_allclose(old.vectors[0], word_encoder.encode_query(["data engineer"])[0])
    assert len(old.lexical.scores("engineer")) == 1  # a file that is opened only now
    old.close()
    assert [path.name for path in index_dir.iterdir() if path.is_dir()] == [report.generation]


def test_index_of_another_model_is_refused_with_the_command_that_mends_it(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    reindex(store, word_encoder)
    other = WordEncoder(revision="1" * 64)
    with pytest.raises(IndexMismatch, match="coopt reindex --full"):
        reindex(store, other)
    reindex(store, other, full=True)
    assert open_current(store.data_dir / "index").manifest.revision == other.revision


def test_index_of_another_dimension_is_refused(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    reindex(store, word_encoder)
    word_encoder.dimension = 3
    with pytest.raises(IndexMismatch, match="dimension 10, not 3"):
        reindex(store, word_encoder)


def test_full_reindex_of_an_unchanged_store_makes_another_generation(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    first = reindex(store, word_encoder)
    second = reindex(store, word_encoder, full=True)
    assert second.encoded == 1
    assert second.generation != first.generation


def test_a_failed_build_leaves_the_old_generation(store, word_encoder):
    store.import_contacts(reading(("Ada", "data engineer")), "me")
    first = reindex(store, word_encoder)
    store.import_contacts(reading(("Bo", "chef")), "me")

    def fail(texts):
        raise MemoryError

    word_encoder.encode_document = fail
    with pytest.raises(MemoryError):
        reindex(store, word_encoder)
    folders = [path.name for path in (store.data_dir / "index").iterdir() if path.is_dir()]
    assert folders == [first.generation]


def test_empty_store_can_be_indexed(store, word_encoder):
    report = reindex(store, word_encoder)
    index = open_current(store.data_dir / "index")
    assert (report.contacts, len(index.select(["nobody"]).contacts)) == (0, 0)


def test_selection_covers_the_rows_of_known_contacts_alone(store, word_encoder):
    store.import_contacts(reading(("Ada", "chef"), ("Bo", "cook"), ("Cy", "nurse")), "me")
    reindex(store, word_encoder)
    index = open_current(store.data_dir / "index")
    wanted = sorted(store.network("me").contact_ids)[1:]
    selection = index.select([*wanted, "nobody", "zzzz"])
    assert [index.contact_ids[i].decode() for i in selection.contacts] == wanted
    texts = {key: owner for key, owner, _, _ in store.fragments()}
    assert [texts[int(index.fragment_ids[row])] for row in selection.rows] == wanted
    assert np.array_equal(index.owners(selection.rows), selection.contacts)
