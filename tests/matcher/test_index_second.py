import numpy as np
import pytest

from matcher.index import open_current
from matcher.index.second import SecondVectors
from matcher.reindex import reindex
from tests.conftest import WordEncoder, reading

PEOPLE = (("Ada", "data engineer"), ("Bo", "chef"), ("Cy", "kitchen manager"))


@pytest.fixture
def index(store, word_encoder):
    store.import_contacts(reading(*PEOPLE), "me")
    reindex(store, word_encoder)
    return open_current(store.data_dir / "index")


def texts_of(store, index):
    by_id = {key: text for key, _, _, text in store.fragments()}
    return lambda rows: [by_id[int(index.fragment_ids[row])] for row in rows]


def test_a_text_is_read_once_and_its_vector_kept(store, index):
    slow = WordEncoder("1" * 64)
    rows, texts = np.array([0, 2]), texts_of(store, index)
    first = SecondVectors(index, slow).of(rows, texts)
    np.testing.assert_allclose(first, slow.encode_query(texts(rows)), atol=1e-3)
    slow.encoded.clear()
    again = SecondVectors(index, slow).of(np.arange(3), texts)
    assert slow.encoded == texts(np.array([1]))
    assert np.array_equal(again[rows], first)


def test_a_row_that_was_not_written_to_its_end_is_read_again(store, index):
    slow, texts = WordEncoder("1" * 64), texts_of(store, index)
    vectors = SecondVectors(index, slow).of(np.array([0]), texts)
    (path,) = index.folder.glob("second-*.npy")
    rows = np.load(path, mmap_mode="r+")
    rows[0, : np.flatnonzero(rows[0])[-1] + 1] = 0.1
    rows.flush()
    assert np.array_equal(SecondVectors(index, slow).of(np.array([0]), texts), vectors)


def test_the_next_generation_takes_over_what_it_still_holds(store, index, word_encoder):
    slow = WordEncoder("1" * 64)
    SecondVectors(index, slow).of(np.arange(3), texts_of(store, index))
    slow.encoded.clear()
    store.import_contacts(reading(*PEOPLE[1:], ("Ada", "nurse")), "me")
    reindex(store, word_encoder)
    new = open_current(store.data_dir / "index")
    SecondVectors(new, slow).of(np.arange(3), texts_of(store, new))
    assert slow.encoded == ["nurse"]


def test_two_second_encoders_do_not_share_vectors(store, index):
    texts = texts_of(store, index)
    SecondVectors(index, WordEncoder("1" * 64)).of(np.array([0]), texts)
    other = WordEncoder("2" * 64)
    SecondVectors(index, other).of(np.array([0]), texts)
    assert other.encoded == texts(np.array([0]))
