"""A re-index is quick to go on, tells what it would do, and never spoils what is there."""

import errno
import os
from dataclasses import replace

import numpy as np
import pytest

from matcher.contact import Position, Profile
from matcher.encoder import load_encoder
from matcher.errors import DamagedIndex, StoreUnavailable, UnknownModel
from matcher.facts import Seniority
from matcher.index import current_name, encoding, open_current
from matcher.index.sums import write_sums
from matcher.reindex import plan_reindex, reindex, space
from matcher.store import indexing
from matcher.workspace import Workspace
from tests.conftest import WordEncoder, reading

TITLES = [f"{word} {number}" for word in WordEncoder.WORDS for number in range(10)]
MANY = tuple((f"Person {number}", title) for number, title in enumerate(TITLES))


class Failing(WordEncoder):
    """Fails at one of its calls, as a process that is killed there."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls_left = calls

    def encode_document(self, texts):
        if not self.calls_left:
            raise MemoryError
        self.calls_left -= 1
        return super().encode_document(texts)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    monkeypatch.setattr(encoding, "TEXTS_A_BATCH", (16, 16))


@pytest.fixture
def index_dir(store):
    return store.data_dir / "index"


def test_a_run_that_was_cut_short_goes_on_where_it_stopped(store, word_encoder):
    store.import_contacts(reading(*MANY), "me")
    failing = Failing(calls=3)
    with pytest.raises(MemoryError):
        reindex(store, failing)
    report = reindex(store, word_encoder)
    assert report.resumed == len(failing.encoded) == 48
    assert report.encoded == len(word_encoder.encoded) == len(MANY) - 48
    assert not set(word_encoder.encoded) & set(failing.encoded)


@pytest.mark.parametrize("suffix", [".vectors", ".blocks"])
@pytest.mark.parametrize("damage", ["cut", "flip"])
def test_of_the_work_of_a_cut_run_only_whole_blocks_are_used(store, index_dir, word_encoder, suffix, damage):
    store.import_contacts(reading(*MANY), "me")
    with pytest.raises(MemoryError):
        reindex(store, Failing(calls=3))
    (path,) = index_dir.glob(f"encoded-*{suffix}")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content if damage == "flip" else content[:-1])
    assert reindex(store, word_encoder).resumed == 32
    assert not list(index_dir.glob("encoded-*"))


def test_a_plan_tells_what_would_be_encoded_and_changes_nothing(store, index_dir, word_encoder):
    store.import_contacts(reading(("Ada", "chef"), ("Bo", "chef")), "me")
    reindex(store, word_encoder)
    store.import_contacts(reading(("Cy", "cook"), ("Di", "chef")), "me")
    before = sorted(path.name for path in index_dir.rglob("*"))
    plan = plan_reindex(store, word_encoder)
    assert (plan.needed, plan.distinct, plan.to_encode, plan.contacts) == (True, 2, 1, 4)
    assert plan_reindex(store, word_encoder, full=True).to_encode == 2
    assert plan_reindex(store, WordEncoder("1" * 64)).reason == "the index was made with another model"
    assert sorted(path.name for path in index_dir.rglob("*")) == before
    reindex(store, word_encoder)
    assert not plan_reindex(store, word_encoder).needed


def test_too_little_space_is_told_before_anything_is_written(store, index_dir, word_encoder, monkeypatch):
    store.import_contacts(reading(("Ada", "chef")), "me")
    first = reindex(store, word_encoder)
    store.import_contacts(reading(("Bo", "cook")), "me")
    monkeypatch.setattr(space, "BYTES_A_FRAGMENT", 1 << 60)
    with pytest.raises(StoreUnavailable, match="Nothing was changed"):
        reindex(store, word_encoder)
    assert {path.name for path in index_dir.iterdir()} == {"CURRENT", first.generation}


def test_a_disk_that_fills_up_leaves_the_old_index(store, index_dir, word_encoder, monkeypatch):
    store.import_contacts(reading(("Ada", "chef")), "me")
    first = reindex(store, word_encoder)
    store.import_contacts(reading(("Bo", "cook")), "me")

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("matcher.index.sums.write_text", full)
        with pytest.raises(StoreUnavailable, match="No space left"):
            reindex(store, word_encoder)
    assert current_name(index_dir) == first.generation
    assert not (index_dir / "building").exists()
    assert reindex(store, word_encoder).contacts == 2


def files_of(index_dir):
    folder = index_dir / current_name(index_dir)
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def test_a_flipped_byte_or_a_cut_file_is_never_searched(store, index_dir, word_encoder):
    store.import_contacts(reading(*MANY), "me")
    reindex(store, word_encoder)
    for path in files_of(index_dir):
        whole = path.read_bytes()
        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
        for damaged in (flipped, whole[:-2], b""):  # the last byte of a text only ends its line
            path.write_bytes(damaged)
            with pytest.raises(DamagedIndex):
                open_current(index_dir)
        path.write_bytes(whole)
    assert open_current(index_dir) is not None


def test_a_damaged_index_is_made_anew(store, index_dir, word_encoder):
    store.import_contacts(reading(("Ada", "chef")), "me")
    first = reindex(store, word_encoder)
    (index_dir / first.generation / "vectors.npy").write_bytes(b"\x93NUMPY")
    report = reindex(store, word_encoder)
    assert (report.changed, report.contacts) == (True, 1)
    assert open_current(index_dir) is not None


def test_a_chosen_encoder_stays_whatever_the_settings_say(tmp_path):
    chosen = load_encoder("accurate").revision
    with Workspace(tmp_path, encoder="fast") as workspace:
        workspace.store.import_contacts(reading(("Ada", "data engineer")), "me")
        workspace.reindex()
        assert workspace.suggester().index.manifest.revision != chosen
        workspace.reindex(model="accurate")
        assert workspace.suggester().index.manifest.revision == chosen
    with Workspace(tmp_path, encoder="fast") as again:
        again.store.import_contacts(reading(("Bo", "nurse")), "me")
        assert again.suggester().index.manifest.revision == chosen
        assert again.encoder.revision == chosen


def test_a_model_that_is_not_there_changes_nothing(tmp_path):
    with Workspace(tmp_path) as workspace:
        workspace.store.import_contacts(reading(("Ada", "data engineer")), "me")
        before = workspace.reindex().generation
        with pytest.raises(UnknownModel):
            workspace.reindex(model="no-such-model")
        assert workspace.suggester().generation == before


def test_only_profiles_that_changed_are_read_again(store, index_dir, word_encoder, monkeypatch):
    store.import_contacts(reading(("Ada", "senior chef"), ("Bo", "cook")), "me")
    reindex(store, word_encoder)
    before, read = open_current(index_dir), []
    facts_of = indexing.facts_of
    monkeypatch.setattr(indexing, "facts_of", lambda data, today: read.append(data) or facts_of(data, today))
    store.import_contacts(reading(("Cy", "head of kitchen"), ("Bo", "junior cook")), "me")
    reindex(store, word_encoder)
    after = open_current(index_dir)
    assert sorted(data["name"] for data in read) == ["Bo", "Cy"]
    told = dict(zip(after.contact_ids.tolist(), after.facts["seniority"].tolist(), strict=True))
    for contact_id, seniority in zip(before.contact_ids.tolist(), before.facts["seniority"], strict=True):
        assert (told[contact_id] == seniority) == (seniority > Seniority.CONFIRMED)
    reindex(store, word_encoder, full=True)
    again = open_current(index_dir).facts
    np.testing.assert_array_equal(again["seniority"], after.facts["seniority"])


def test_years_are_counted_again_the_next_day(store, index_dir, word_encoder, monkeypatch):
    position = Position(title="cook", company="Acme", started="2020-01")
    row = replace(reading(("Ada", "cook")).items[0], profile=Profile(name="Ada", positions=(position,)))
    store.import_contacts(replace(reading(("Ada", "cook")), items=(row,)), "me")
    reindex(store, word_encoder)
    manifest = index_dir / current_name(index_dir) / "manifest.json"
    told = manifest.read_text().replace(open_current(index_dir).manifest.made_at, "2020-01-02T00:00:00+00:00")
    manifest.write_text(told)
    write_sums(manifest.parent)
    read = []
    facts_of = indexing.facts_of
    monkeypatch.setattr(indexing, "facts_of", lambda data, today: read.append(data) or facts_of(data, today))
    store.import_contacts(reading(("Bo", "cook")), "me")
    reindex(store, word_encoder)
    assert sorted(data["name"] for data in read) == ["Ada", "Bo"]
