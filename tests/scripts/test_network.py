import csv
import stat

import pytest

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.fixture
def network(coopt, tmp_path):
    """Contacts of `me`: one whole row, one with a formula for a title, one with a company alone."""
    path = tmp_path / "Connections.csv"
    rows = (
        "Ada,Vale,https://linkedin.com/in/1,,Orsena SAS,Engineer,12 Mar 2024",
        'Bo,Reed,https://linkedin.com/in/2,,Acme,"=HYPERLINK(""http://example.org"")",12 Mar 2024',
        "Cy,Moss,https://linkedin.com/in/3,,Acme,,12 Mar 2024",
    )
    path.write_text(HEADER + "\n".join(rows) + "\n")
    assert coopt("import", "contacts", path, "--employee", "me").code == 0
    return {row["name"]: row["id"] for row in coopt("network", "list", "--employee", "me", "--json").json}


@pytest.fixture
def history(tmp_path):
    path = tmp_path / "me.txt"
    path.write_text(
        "Dana Quill\n\nExperience\n\nEngineer, Orsena\n2019 - Present\nBuilt bridges.\n\n"
        "Skills\nSteel, concrete\n"
    )
    return path


def test_the_network_in_numbers(coopt, network):
    found = coopt("network", "--employee", "me", "--json").json
    assert (found["contacts"], found["depths"]) == (3, {"thin": 1, "row": 2, "history": 0})
    shown = coopt("network", "--employee", "me").out
    assert "3 contacts" in shown
    assert "1 thin" in shown
    assert coopt("network").code == 2
    assert coopt("network", "--employee", "nobody").code == 1


def test_thin_contacts_and_what_would_help(coopt, network):
    (thin,) = coopt("network", "thin", "--employee", "me", "--json").json
    assert (thin["name"], thin["missing"]) == ("Cy Moss", ["title"])
    assert "saved as PDF" in coopt("network", "thin", "--employee", "me").out


def test_an_export_holds_no_formula_and_is_for_the_owner_alone(coopt, network, tmp_path):
    path = tmp_path / "network.csv"
    assert coopt("network", "--employee", "me", "--csv", path).code == 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["Bo Reed"]["title"] == '\'=HYPERLINK("http://example.org")'
    assert rows["Ada Vale"]["as_of"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert coopt("network", "--employee", "me", "--csv", tmp_path).code == 1


def test_a_tie_is_said_shown_and_taken_back(coopt, network):
    ada = network["Ada Vale"]
    tie = ("network", "tie", ada, "--employee", "me")
    coopt(*tie, "--strength", "strong", "--how", "studies")
    said = coopt(*tie, "--last-exchange", "2026-05", "--json").json
    assert (said["strength"], said["relation"], said["last_exchange"]) == ("strong", "studies", "2026-05")
    assert "strong tie" in coopt(*tie).out
    assert coopt(*tie, "--undo", "--json").json["last_exchange"] is None
    coopt(*tie, "--undo")
    assert coopt(*tie, "--undo").code == 1
    assert coopt(*tie, "--last-exchange", "soon").code == 2
    assert coopt("network", "tie", "nobody", "--employee", "me").code == 1


def test_ones_own_history_tells_colleagues(coopt, network, history):
    assert "gave no history" in coopt("network", "me", "--employee", "me").out
    assert coopt("network", "me", history, "--employee", "me").code == 0
    tie = coopt("network", "tie", network["Ada Vale"], "--employee", "me", "--json").json
    assert (tie["relation"], tie["reasons"]) == ("colleagues", ["both at Orsena SAS now"])
    assert len(coopt("network", "list", "--employee", "me", "--json").json) == 3
    coopt("network", "me", "--undo", "--employee", "me")
    assert coopt("network", "me", "--undo", "--employee", "me").code == 1


def test_ones_own_history_is_of_one_person(coopt, tmp_path, network):
    result = coopt("network", "me", tmp_path / "Connections.csv", "--employee", "me")
    assert (result.code, "found 3 people" in result.err) == (1, True)


def test_a_suggestion_shows_the_age_and_the_tie(coopt, network, history, tmp_path):
    coopt("network", "me", history, "--employee", "me")
    text = tmp_path / "opening.txt"
    text.write_text("Engineer")
    result = coopt("suggest", "--employee", "me", "--text", text, "--all")
    assert result.code == 0, result.err
    shown = result.out
    assert "less than a month old" in shown
    assert "both at Orsena SAS now" in shown
