import pytest

from api.uploads import safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Connections.csv", "Connections.csv"),
        ("a/b/Export (1).zip", "Export (1).zip"),
        ("..\\..\\x.csv", "x.csv"),
        ("a\nb\x00c.csv", "abc.csv"),
        ("..", "upload"),
        ("", "upload"),
        ("dossier/", "upload"),
        ("\ud800.csv", ".csv"),
        (".csv", ".csv"),
    ],
)
def test_a_name_keeps_its_last_part_alone(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_long_name_is_cut_and_keeps_its_suffix() -> None:
    name = safe_name("é" * 500 + ".jsonl")
    assert name.endswith("é.jsonl")
    assert len(name.encode()) <= 200
    assert len(safe_name("." + "x" * 500).encode()) <= 200
