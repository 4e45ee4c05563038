import pytest


@pytest.mark.parametrize(
    "command",
    [
        ("network", "--employee", "me"),
        ("keys", "list"),
        ("reach", "somebody"),
        ("share", "list", "--employee", "me"),
        ("privacy", "notices"),
        ("privacy", "register"),
        ("retention", "run"),
        ("events", "verify"),
        ("serve",),
        ("audit", "--counterfactual", "--quick"),
    ],
    ids=" ".join,
)
def test_a_setting_that_cannot_be_read_is_one_line_that_names_it(coopt, monkeypatch, command):
    monkeypatch.setenv("COOPT_LINK_DAYS", "a fortnight")
    result = coopt(*command)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("Error: COOPT_LINK_DAYS: ")
    assert result.err.count("\n") == 1
    assert "fortnight" not in result.err
