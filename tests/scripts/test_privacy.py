import json
from datetime import date, timedelta

import pytest

CAMILLE = "Camille Fabre"
LATER = date.today() + timedelta(days=9)


@pytest.fixture
def network(coopt, sample):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    return coopt


@pytest.fixture
def camille(network):
    notices = network("privacy", "notices", "--json").json
    return next(one["contact_id"] for one in notices if one["name"] == CAMILLE)


def test_a_link_is_one_line_and_names_nobody(network, camille, monkeypatch):
    monkeypatch.setenv("COOPT_PUBLIC_URL", "https://coopt.example.org/")
    result = network("privacy", "link", camille)
    assert result.out.startswith("https://coopt.example.org/my-data/")
    assert (result.out.count("\n"), camille in result.out, "Fabre" in result.out) == (1, False, False)
    assert network("privacy", "link", camille, "--employee", "you").code == 1


def test_notices_are_listed_written_and_noted(network, camille):
    first = network("privacy", "notices", "--due").out.splitlines()[0]
    assert first.startswith("due 20")
    text = network("privacy", "notice", camille, "--language", "fr", "--from", "Zoé Lind").out
    assert text.startswith("Ce que nous conservons")
    assert "Zoé Lind vous connaît" in text
    assert network("privacy", "notice", camille, "--given").code == 0
    owed = network("privacy", "notices", "--due", "--json").json
    assert camille not in {one["contact_id"] for one in owed}
    assert len(owed) == len(network("privacy", "notices", "--json").json) - 1


def test_an_objection_is_recorded_and_taken_back(network, camille):
    assert "never suggested" in network("privacy", "object", camille).out
    assert network("privacy", "export", camille).json["objection"]["by"] == "officer"
    assert network("privacy", "object", camille, "--withdraw", "--json").json["objected"] is False
    assert network("privacy", "object", camille, "--withdraw").code == 1


def test_erasure_is_for_good(network, camille, sample):
    erased = network("privacy", "erase", camille, "--json").json
    assert erased == {"contact_id": camille, "erased": True, "compacted": True}
    again = network("import", "contacts", sample / "Connections.csv", "--employee", "me")
    assert "asked not to be imported" in again.out
    assert network("privacy", "export", camille).code == 1
    assert network("privacy", "compact", "--json").json["done"] is True


def test_the_basis_is_set(network, camille):
    assert network("privacy", "basis", camille).out.strip() == "legitimate-interest"
    assert network("privacy", "basis", camille, "consent", "--json").json["legal_basis"] == "consent"
    assert network("privacy", "basis", camille, "whim").code == 2


@pytest.mark.parametrize(
    ("language", "title"), [("en", "# Register of processing"), ("fr", "# Registre des")]
)
def test_the_register_is_a_report(network, language, title, monkeypatch):
    monkeypatch.setenv("COOPT_CONTROLLER", "Tern & Tide")
    text = network("privacy", "register", "--language", language).out
    assert text.startswith(title)
    assert "Tern & Tide" in text
    figures = network("privacy", "register", "--json").json["figures"]
    assert {one["key"]: one["value"] for one in figures}["contacts"] == 160


def test_retention_is_dry_first(network, monkeypatch):
    assert network("retention", "run", "--json").json["expired"] == 0
    monkeypatch.setenv("COOPT_RETENTION_NEVER_APPROACHED_DAYS", "1")
    monkeypatch.setattr("scripts.commands.retention._today", lambda: LATER)
    dry = network("retention", "run")
    assert "160 contacts to erase, 0 kept" in dry.out
    assert "--apply" in dry.err
    assert json.loads(network("retention", "run", "--apply", "--json").out)["applied"] is True
    assert network("privacy", "notices").out == "No notice is owed.\n"


@pytest.mark.parametrize(
    "command",
    [
        ["link"],
        ["object"],
        ["erase", "--yes"],
        ["export"],
        ["notice"],
        ["notice", "--given"],
        ["basis", "consent"],
    ],
)
def test_an_unknown_contact_is_one_clear_line(network, command):
    result = network("privacy", command[0], "nobody", *command[1:])
    assert (result.code, result.err.count("\n"), "No contact" in result.err) == (1, 1, True)


def test_a_stranger_refuses(network, sample):
    assert network("privacy", "refuse", "--name", CAMILLE, "--company", "Hexalane", "--json").json == {
        "noted": True
    }
    assert network("privacy", "refuse", "--mail", "nobody@example.org").code == 0


@pytest.mark.parametrize("wrong", [[], ["--mail", "nobody"], ["--name", CAMILLE], ["--company", "Hexalane"]])
def test_a_refusal_without_a_person_is_refused(coopt, wrong):
    assert coopt("privacy", "refuse", *wrong).code == 2
