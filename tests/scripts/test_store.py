import pytest

pytestmark = pytest.mark.postgres


@pytest.fixture
def filled(coopt, sample, tmp_path) -> str:
    """The address of a store that holds the sample network."""
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    return f"sqlite:///{tmp_path / 'data' / 'coopt.sqlite3'}"


def test_a_store_moves_to_a_server_and_is_used_there(coopt, filled, postgres_url, tmp_path, monkeypatch):
    moved = coopt("store", "copy", filled, postgres_url, "--json").json
    assert moved["tables"]["contacts"]["rows"] == 160
    assert moved["rows"] > 1_000
    monkeypatch.setenv("COOPT_DATABASE_URL", postgres_url)
    (tmp_path / "data" / "coopt.sqlite3").unlink()
    listed = coopt("import", "list", "--json").json
    assert [one["name"] for one in listed] == ["Connections.csv"]


def test_what_was_copied_is_shown_by_table(coopt, filled, postgres_url):
    copied = coopt("store", "copy", filled, postgres_url)
    assert copied.code == 0
    assert "160  contacts" in copied.out
    assert "rows copied and compared, table by table" in copied.out


def test_a_second_copy_is_refused_in_one_line(coopt, filled, postgres_url):
    coopt("store", "copy", filled, postgres_url)
    refused = coopt("store", "copy", filled, postgres_url)
    assert refused.code == 1
    assert refused.err.splitlines()[-1].startswith("Error: Expected an empty store to copy to")
