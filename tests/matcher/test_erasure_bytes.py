"""After an erasure and the compaction, no byte in the data folder tells of the person any more."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from matcher.encoder import Encoder, load_encoder
from matcher.feedback import Verdict, VerdictKind
from matcher.introduction import Actor, Move, Party, Stage
from matcher.privacy.compaction import compact
from matcher.privacy.statement import Statement
from matcher.readers.contacts import read_contacts
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store import Store
from matcher.workspace import Workspace

RESUME = {
    "basics": {
        "name": "Zéphyrine Quaglia",
        "email": "zephyrine.quaglia@example.org",
        "label": "Vitrail restorer of Xanthic abbey windows",
        "summary": "Restores zirconium glazing for the Ochlos guild.",
        "profiles": [{"network": "LinkedIn", "url": "https://www.linkedin.com/in/zquaglia"}],
    },
    "work": [{"name": "Quixotry Ateliers", "position": "Vitraux conservator", "startDate": "2019-03"}],
    "skills": [{"name": "grisaille firing"}],
}
CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Zéphyrine,Quaglia,https://www.linkedin.com/in/zquaglia,zephyrine.quaglia@example.org,Quixotry Ateliers,"
    "Vitraux conservator,11 Jun 2019\n"
    "Bo,Marsh,https://www.linkedin.com/in/bomarsh,,Acme,Data Engineer,11 Jun 2019\n"
)
TELLING = (
    "Zéphyrine",
    "zephyrine",
    "Quaglia",
    "quaglia",
    "zquaglia",
    "Vitrail",
    "Vitraux",
    "vitraux",
    "zirconium",
    "Ochlos",
    "Quixotry",
    "quixotry",
    "grisaille",
    "Owes me",
    "Glasswright",
)
OPENING = opening_from_text("Stained glass conservator\n\nRequirements\n- Restores windows\n- Firing glass")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("fast")


@pytest.fixture
def workspace(tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr("matcher.encoders.load_encoder", lambda *_, **__: encoder)
    with Workspace(tmp_path / "data") as opened:
        yield opened


def bring_in(store: Store, folder: Path, name: str, content: str, employee: str = "me") -> None:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    store.import_contacts(read_contacts(path), employee)


@pytest.fixture
def contact_id(workspace: Workspace, tmp_path: Path) -> str:
    """Somebody of whom every part of the store has something to tell."""
    store = workspace.store
    bring_in(store, tmp_path, "Connections.csv", CONNECTIONS)
    bring_in(store, tmp_path, "zephyrine-quaglia.json", json.dumps(RESUME))
    bring_in(store, tmp_path, "Connections.csv", CONNECTIONS, employee="you")
    found = next(c.id for c in store.contacts("me") if c.name == "Zéphyrine Quaglia")
    other = next(c.id for c in store.contacts("me") if c.id != found)
    workspace.reindex()
    bring_in(store, tmp_path, "again.json", json.dumps(RESUME | {"skills": [{"name": "Glasswright"}]}))
    store.privacy.correct(found, Statement(headline="Vitrail restorer, retired"), remark="Owes me nothing")
    store.import_openings(Reading("text", "", (OPENING,)))
    network, suggester = store.network("me"), workspace.suggester()
    assert suggester.suggest(OPENING, network, include_below_bar=True).suggestions
    for contact, note in ((found, "Owes me a lunch"), (other, "Worked with Zéphyrine Quaglia")):
        store.feedback.give(Verdict("me", OPENING.id, contact, VerdictKind.CONSIDER, note=note))
    started = store.introductions.start("me", found, OPENING.id)
    store.introductions.step(started.id, Move(Stage.ASKED, Actor(Party.EMPLOYEE, "me")))
    store.privacy.object(found, reason="Quaglia would rather not")
    store.duties.give_notice(found, by="me")
    return found


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def telling(folder: Path) -> list[tuple[str, str]]:
    """Where a text of the person stands, in the encodings in which files hold texts."""
    return [
        (name, text)
        for name, content in bytes_of(folder).items()
        for text in TELLING
        for form in (
            text.encode(),
            text.encode("utf-16-le"),
            text.encode("utf-32-le"),
            json.dumps(text)[1:-1].encode(),
        )
        if form in content
    ]


def vectors_of(workspace: Workspace, contact_id: str) -> list[bytes]:
    index = workspace.suggester().index
    rows = index.select([contact_id]).rows
    assert len(rows) >= 4
    return [np.asarray(index.vectors[row]).tobytes() for row in rows]


def test_no_byte_of_an_erased_person_is_left(workspace: Workspace, contact_id: str) -> None:
    folder = workspace.store.data_dir
    vectors = vectors_of(workspace, contact_id)
    assert {text for _, text in telling(folder)} >= {"Zéphyrine", "Ochlos", "Owes me", "quaglia"}
    assert all(any(vector in content for content in bytes_of(folder).values()) for vector in vectors)
    workspace.store.privacy.erase(contact_id)
    assert compact(workspace).done
    assert telling(folder) == []
    everything = list(bytes_of(folder).values())
    assert not any(vector in content for vector in vectors for content in everything)


def test_the_next_question_after_an_erasure_rewrites_the_files(workspace: Workspace, contact_id: str) -> None:
    store = workspace.store
    workspace.suggester()
    store.privacy.erase(contact_id)
    assert store.compaction.due_since is not None
    shortlist = workspace.suggester().suggest(OPENING, store.network("me"), include_below_bar=True)
    assert contact_id not in {one.contact.id for one in shortlist.suggestions}
    assert store.compaction.due_since is None
    assert telling(store.data_dir) == []


def test_the_log_of_events_still_verifies(workspace: Workspace, contact_id: str) -> None:
    store = workspace.store
    store.privacy.erase(contact_id)
    compact(workspace)
    assert store.events.verify().ok


def test_an_import_does_not_bring_the_person_back(
    workspace: Workspace, contact_id: str, tmp_path: Path
) -> None:
    workspace.store.privacy.erase(contact_id)
    for employee in ("me", "you", "third"):
        bring_in(workspace.store, tmp_path, "Connections.csv", CONNECTIONS, employee=employee)
        bring_in(workspace.store, tmp_path, "zephyrine-quaglia.json", json.dumps(RESUME), employee=employee)
        assert [c.name for c in workspace.store.contacts(employee)] == ["Bo Marsh"]
    compact(workspace)
    assert telling(workspace.store.data_dir) == []


def test_a_compaction_that_others_hold_up_stays_due(workspace: Workspace, contact_id: str) -> None:
    store = workspace.store
    reader = sqlite3.connect(store.data_dir / "coopt.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contacts").fetchone()
    store.privacy.erase(contact_id)
    assert not compact(workspace).done
    assert store.compaction.due_since is not None
    reader.execute("COMMIT")
    reader.close()
    assert compact(workspace).done
    assert (store.compaction.due_since, telling(store.data_dir)) == (None, [])
