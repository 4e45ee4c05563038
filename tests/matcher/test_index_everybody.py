"""The index over everybody within a generation: made with it, checked with it, remade for another kind."""

import numpy as np
import pytest

from matcher.encoder import load_encoder
from matcher.errors import DamagedIndex
from matcher.index import FragmentIndex, build, open_current
from matcher.index.corpus import IndexedFragment
from matcher.index_kind import IndexKind
from matcher.reindex import Reindexing
from scripts.benchmarks.synthetic import FIELDS, LEVELS
from tests.conftest import reading

SIZE = 1_200
CRAFTS = ("roofing", "welding", "catering", "nursing", "teaching", "auditing", "brewing", "sailing", "mining")


def titles(n):
    """Gives distinct titles."""
    return [
        f"{LEVELS[i % 9 or 3]}{CRAFTS[i // 9 % 9]}{FIELDS[i // 81 % 10 or 3]} site {i // 810} no {i}"
        for i in range(n)
    ]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder("fast")


@pytest.fixture
def filled(store):
    store.import_contacts(reading(*((f"P{i}", title) for i, title in enumerate(titles(SIZE)))), "me")
    return store


def test_progress_goes_on_while_the_index_is_made_and_reaches_its_end(filled, encoder):
    told = []
    Reindexing(filled, encoder, kind=IndexKind.IVF, progress=lambda *steps: told.append(steps)).run()
    total = 3 * SIZE  # contacts, their fragments, and these again for the index
    assert {of for _, of in told} == {total}
    assert told[-1] == (total, total)
    assert told == sorted(told)
    assert any(2 * SIZE < done < total for done, _ in told) or (2 * SIZE, total) in told


def run(store, encoder, kind):
    report = Reindexing(store, encoder, kind=kind).run()
    return report, open_current(store.data_dir / "index")


def test_a_generation_has_the_kind_that_was_asked_for_and_another_is_made_without_encoding(filled, encoder):
    _, index = run(filled, encoder, IndexKind.AUTO)
    assert index.manifest.company.kind is IndexKind.FLAT
    report, index = run(filled, encoder, IndexKind.IVF)
    assert (report.changed, report.encoded) == (True, 0)
    assert index.manifest.company.kind is IndexKind.IVF
    assert index.manifest.company.recall_at_10 >= 0.99
    assert not run(filled, encoder, IndexKind.IVF)[0].changed


def test_everybody_is_searched_by_the_index_with_exact_scores_and_without_those_left_out(filled, encoder):
    _, index = run(filled, encoder, IndexKind.IVF)
    query = encoder.encode_query(["senior welding teacher"])
    everybody = index.expand(np.arange(len(index.contact_ids)))
    scores, rows = index.search(query, everybody, 20)
    wanted = index.exact.search(query, everybody.rows, 20)
    np.testing.assert_allclose(scores, wanted[0], atol=1e-6)
    left_out = set(index.owners(rows[0, :3]).tolist())
    others = index.expand(np.array([i for i in range(len(index.contact_ids)) if i not in left_out]))
    scores, rows = index.search(query, others, 17)
    np.testing.assert_allclose(scores, wanted[0][:, 3:], atol=1e-6)
    assert not left_out & set(index.owners(rows[0]).tolist())


@pytest.mark.parametrize(("file", "harm"), [("codes.faiss", "changed"), ("groups.npy", "missing")])
def test_a_damaged_file_is_told_before_anything_is_searched(filled, encoder, file, harm):
    _, index = run(filled, encoder, IndexKind.IVF)
    path, folder = index.folder / "company" / file, index.folder
    if harm == "missing":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    with pytest.raises(DamagedIndex, match=rf"company/{file}"):
        FragmentIndex(folder)


def test_a_store_of_nobody_has_an_index_over_nobody(word_encoder, tmp_path):
    manifest, _ = build(tmp_path, list[IndexedFragment](), word_encoder, facts={}, store_version=1)
    assert manifest.company.vectors == 0
    scores, rows = FragmentIndex(tmp_path).company.search(word_encoder.encode_query(["chef"]), 5)
    assert scores.shape == rows.shape == (1, 0)
