"""COOPT_INDEX=pgvector: a network is searched in the database, with the answers that the files give."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.errors import StoreUnavailable
from matcher.index_kind import IndexKind
from matcher.readers.openings import opening_from_text
from matcher.store.vectors import VectorRepository
from matcher.workspace import Workspace
from scripts.benchmarks.synthetic import synthetic_network

pytest.importorskip("pgvector", reason="the package pgvector is not installed")

OPENINGS = [
    opening_from_text(text) for text in ("Data engineer\nPython, SQL", "Infirmière de nuit", "Plumber")
]


@pytest.fixture
def workspace(tmp_path: Path, postgres_url: str) -> Iterator[Workspace]:
    with Workspace(tmp_path / "data", database_url=postgres_url, index=IndexKind.PGVECTOR) as opened:
        opened.store.vectors.drop_others("")
        opened.store.import_contacts(synthetic_network(500), "ada")
        opened.store.import_contacts(synthetic_network(300, seed=11), "bo")
        yield opened
        opened.store.vectors.drop_others("")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The employees in whose networks the database was asked for the nearest."""
    employees = []
    nearest = VectorRepository.nearest_known

    def recorded(self, generation, query, employee, k):
        employees.append(employee)
        return nearest(self, generation, query, employee, k)

    monkeypatch.setattr(VectorRepository, "nearest_known", recorded)
    return employees


def answers(workspace: Workspace, employee: str = "ada") -> list[list[tuple[str, float]]]:
    network, suggester = workspace.store.network(employee), workspace.suggester()
    found = (suggester.suggest(opening, network, k=20, include_below_bar=True) for opening in OPENINGS)
    return [[(one.contact.id, one.score) for one in shortlist.suggestions] for shortlist in found]


@pytest.mark.postgres
def test_the_database_is_searched_and_answers_as_the_files_do(workspace, tmp_path, postgres_url, asked):
    in_database = answers(workspace)
    assert set(asked) == {"ada"}
    asked.clear()
    with Workspace(tmp_path / "data", database_url=postgres_url) as by_files:
        assert answers(by_files) == in_database
    assert asked == []


@pytest.mark.postgres
def test_what_is_imported_later_is_found_there_too(workspace, asked):
    before = answers(workspace)
    workspace.store.import_contacts(synthetic_network(100, seed=5), "ada")
    after = answers(workspace)
    assert after != before
    assert workspace.store.vectors.holds(workspace.suggester().generation)
    assert set(asked) == {"ada"}


@pytest.mark.postgres
def test_while_the_database_holds_another_generation_the_files_answer(workspace):
    wanted, suggester = answers(workspace), workspace.suggester()
    workspace.store.vectors.drop_others("")
    found = suggester.suggest(OPENINGS[0], workspace.store.network("ada"), k=20, include_below_bar=True)
    assert [(one.contact.id, one.score) for one in found.suggestions] == wanted[0]


@pytest.mark.postgres
def test_an_index_that_was_made_for_files_is_put_into_the_database(workspace, tmp_path, postgres_url, asked):
    generation = workspace.suggester().generation
    workspace.store.vectors.drop_others("")
    with Workspace(tmp_path / "data", database_url=postgres_url, index=IndexKind.PGVECTOR) as opened:
        assert answers(opened)[0]
        assert opened.suggester().generation == generation
    assert set(asked) == {"ada"}


@pytest.mark.postgres
def test_who_objects_is_not_found_there(workspace):
    best = answers(workspace)[0][0][0]
    workspace.store.privacy.object(best)
    assert best not in {contact_id for contact_id, _ in answers(workspace)[0]}


def test_without_postgresql_it_is_refused_with_what_is_missing(tmp_path):
    with pytest.raises(StoreUnavailable, match="COOPT_DATABASE_URL"):
        Workspace(tmp_path / "data", index=IndexKind.PGVECTOR)
