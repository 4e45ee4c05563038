"""The company-wide index: its kind and depth, what the next generation keeps of it, and who is left out."""

from hashlib import blake2b

import numpy as np
import pytest

from matcher.errors import CooptError
from matcher.index.company import Before, IndexKind, build_company, open_company
from matcher.index.company.codes import IvfCodes
from matcher.index.company.tuning import TARGET, exact_scores, recall
from matcher.index_kind import COMPRESSED_FROM, FLAT_UP_TO

SIZE, DIMENSION = 4_000, 32


def keys_of(vectors):
    """Stands for the hashes of texts: the same vector has the same key in every generation."""
    keys = [int.from_bytes(blake2b(row.tobytes(), digest_size=8).digest(), "little") for row in vectors]
    return np.array(keys, np.uint64)


@pytest.fixture(scope="module")
def vectors():
    """Around forty trades, a tenth of them twice."""
    random = np.random.default_rng(7)
    made = random.normal(size=(40, DIMENSION))[random.integers(40, size=SIZE)]
    made = (made + random.normal(size=made.shape) / 2).astype(np.float32)
    made[: SIZE // 10] = made[-SIZE // 10 :]
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def ivf(vectors, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ivf")
    facts = build_company(folder, vectors, keys_of(vectors), kind=IndexKind.IVF)
    return folder, facts, open_company(folder, vectors, facts)


@pytest.mark.parametrize(
    ("asked", "n", "kind"),
    [
        ("auto", FLAT_UP_TO, "flat"),
        ("auto", FLAT_UP_TO + 1, "ivf"),
        ("flat", 10 * FLAT_UP_TO, "flat"),
        ("ivf", COMPRESSED_FROM, "ivf"),
        ("hnsw", COMPRESSED_FROM, "hnsw"),
        ("ivf", COMPRESSED_FROM - 1, "flat"),
    ],
)
def test_the_kind_goes_by_size_unless_one_is_asked_for(asked, n, kind):
    assert IndexKind.named(asked).for_size(n) == kind


def test_an_unknown_kind_is_refused_with_those_there_are():
    with pytest.raises(CooptError, match=r"no index 'annoy': expected one of auto, flat, ivf, hnsw"):
        IndexKind.named("annoy")


@pytest.mark.parametrize("kind", [IndexKind.IVF, IndexKind.HNSW])
def test_the_depth_is_found_that_reaches_the_target_and_told_with_the_recall(vectors, kind, tmp_path):
    facts = build_company(tmp_path, vectors, keys_of(vectors), kind=kind)
    assert facts.recall_at_10 >= TARGET
    assert facts.first > 0
    assert facts.candidates > 0
    assert facts.vectors == SIZE - SIZE // 10
    search = open_company(tmp_path, vectors, facts)
    random = np.random.default_rng(3)
    asked = vectors[1_000:1_060] + random.normal(size=(60, DIMENSION)).astype(np.float32) / 10
    truth = exact_scores(vectors, search.alike.first_rows(search.alike.used()), asked)
    assert recall(search, asked, truth).at_10 >= 0.98


def test_the_same_vectors_give_the_same_index(vectors, ivf, tmp_path):
    _, facts, search = ivf
    again = build_company(tmp_path, vectors, keys_of(vectors), kind=IndexKind.IVF)
    assert again == facts
    for first, second in zip(
        search.search(vectors[:20], 30),
        open_company(tmp_path, vectors, again).search(vectors[:20], 30),
        strict=True,
    ):
        np.testing.assert_array_equal(first, second)


def test_those_who_are_alike_are_found_together_and_one_who_left_leaves_alone(vectors, ivf):
    search, twin = ivf[2], SIZE - SIZE // 10
    assert search.search(vectors[:1], 2)[1].tolist() == [[0, twin]]
    assert search.search(vectors[:1], 1, without=np.array([0]))[1].tolist() == [[twin]]
    assert search.search(vectors[:1], 1, without=np.array([twin]))[1].tolist() == [[0]]
    assert twin not in search.search(vectors[:1], 10, without=np.array([0, twin]))[1]


def test_progress_is_told_up_to_the_end(vectors, tmp_path):
    told = []
    build_company(
        tmp_path,
        vectors,
        keys_of(vectors),
        kind=IndexKind.IVF,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[0] == (0, SIZE - SIZE // 10)
    assert told[-1] == (SIZE - SIZE // 10,) * 2


def test_the_next_generation_keeps_the_lists_and_takes_in_and_out_what_changed(vectors, ivf, tmp_path):
    folder, facts, _ = ivf
    random = np.random.default_rng(5)
    new = vectors[:300] + random.normal(size=(300, DIMENSION)).astype(np.float32) / 10
    new /= np.linalg.norm(new, axis=1, keepdims=True)
    changed = np.concatenate([new, vectors[500:]])  # some left, some came, and the others moved
    told = []
    later = build_company(
        tmp_path,
        changed,
        keys_of(changed),
        kind=IndexKind.IVF,
        before=Before(folder, facts),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(300, 300)]
    assert (later.trained_on, later.first) == (facts.trained_on, facts.first)
    search = open_company(tmp_path, changed, later)
    assert later.vectors == len(search.alike.used()) == len(np.unique(changed, axis=0))
    scores, rows = search.search(changed[:400], 1)
    np.testing.assert_allclose(scores[:, 0], 1, atol=1e-6)
    assert rows[:, 0].tolist() == list(range(400))


def test_lists_are_after_a_removal_as_if_who_left_had_never_been_there(vectors):
    left = np.setdiff1d(np.arange(1_000), np.arange(0, 1_000, 3))
    emptied, fresh = (IvfCodes.trained(vectors, 32) for _ in range(2))
    emptied.add(np.arange(1_000), vectors.__getitem__)
    emptied.remove(np.arange(0, 1_000, 3))
    fresh.add(left, vectors.__getitem__)
    found = []
    for codes in (emptied, fresh):
        codes.add(np.arange(1_000, 1_200), vectors.__getitem__)
        groups, scores = next(codes.rounds(vectors[:1], SIZE, codes.deepest, np.empty(0, np.int64)))
        found.append(dict(zip(groups.tolist(), scores.tolist(), strict=True)))
    assert found[0] == found[1]
    assert len(found[0]) == len(left) + 200


def test_of_those_who_left_nothing_stays_in_the_files(vectors, ivf, tmp_path):
    folder, facts, _ = ivf
    gone = SIZE // 10  # a row without a twin
    fingerprint = keys_of(vectors[gone : gone + 1]).tobytes()
    assert any(fingerprint in path.read_bytes() for path in (folder / "company").iterdir())
    left = np.delete(vectors, gone, axis=0)
    later = build_company(tmp_path, left, keys_of(left), kind=IndexKind.IVF, before=Before(folder, facts))
    assert not any(fingerprint in path.read_bytes() for path in (tmp_path / "company").iterdir())
    codes = open_company(tmp_path, left, later).codes
    rounds = codes.rounds(vectors[:1], SIZE, 1, np.empty(0, np.int64))
    assert sum(len(groups) for groups, _ in rounds) == facts.vectors - 1


def test_lists_are_laid_out_anew_once_many_came(vectors, ivf, tmp_path):
    folder, facts, _ = ivf
    random = np.random.default_rng(6)
    more = np.concatenate([vectors, vectors[:2_000] + random.normal(size=(2_000, DIMENSION)).astype("f4")])
    later = build_company(tmp_path, more, keys_of(more), kind=IndexKind.IVF, before=Before(folder, facts))
    assert later.trained_on == later.vectors > facts.trained_on


def test_another_kind_is_built_when_it_is_asked_for(vectors, ivf, tmp_path):
    folder, facts, _ = ivf
    later = build_company(
        tmp_path, vectors, keys_of(vectors), kind=IndexKind.FLAT, before=Before(folder, facts)
    )
    assert later.kind is IndexKind.FLAT
    assert not (tmp_path / "company" / "codes.faiss").exists()
