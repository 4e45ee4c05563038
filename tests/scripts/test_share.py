import pytest


@pytest.fixture
def known(coopt, sample):
    """A contact of Ada's and an opening, as ids."""
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "ada")
    report = coopt("import", "openings", sample / "openings" / "ingenieur-de-donnees.md")
    contact = coopt("network", "list", "--employee", "ada", "--json").json[0]
    return contact["id"], contact["name"], report.err.split()[0]


def give(coopt, contact, opening, employee="ada"):
    return coopt("share", "give", "--employee", employee, "--contact", contact, "--opening", opening)


def test_a_name_is_shared_listed_and_taken_back(coopt, known):
    contact, name, opening = known
    assert coopt("share", "list", "--employee", "ada").out == "You share no name.\n"
    made = give(coopt, contact, opening)
    assert (made.code, made.out) == (0, f"{name} · Ingénieur·e de données (H/F): shared.\n")
    assert "shared already" in give(coopt, contact, opening).out
    (one,) = coopt("share", "list", "--employee", "ada", "--json").json
    assert (one["contact_id"], one["name"], one["opening_id"]) == (contact, name, opening)
    assert one["id"] in made.err
    assert [named["name"] for named in coopt("reach", opening, "--json").json["named"]] == [name]
    assert "taken back" in coopt("share", "withdraw", one["id"], "--employee", "ada").out
    assert coopt("reach", opening, "--json").json["named"] == []


def test_nobody_shares_what_is_not_theirs(coopt, known):
    contact, _, opening = known
    give(coopt, contact, opening)
    (one,) = coopt("share", "list", "--employee", "ada", "--json").json
    for refused in (
        give(coopt, contact, opening, employee="bo"),
        give(coopt, contact, "nowhere"),
        give(coopt, "nobody", opening),
        coopt("share", "withdraw", one["id"], "--employee", "bo"),
    ):
        assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert coopt("share", "list", "--employee", "bo", "--json").json == []
