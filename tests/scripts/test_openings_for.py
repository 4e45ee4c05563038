import pytest


@pytest.fixture
def designer(coopt, sample) -> str:
    """The id of a product designer, in a network with two openings."""
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    for path in sorted((sample / "openings").iterdir()):
        coopt("import", "openings", path)
    answer = coopt(
        "suggest", "--employee", "me", "--text", sample / "openings" / "product-designer.md", "--json"
    )
    return answer.json["suggestions"][0]["contact_id"]


def test_the_openings_that_are_good_for_a_contact(coopt, designer):
    answer = coopt("openings-for", "--employee", "me", "--contact", designer, "--json").json
    assert (answer["contact_id"], answer["none_stands_out"]) == (designer, False)
    (found,) = answer["openings"]
    assert found["opening"]["title"] == "Senior Product Designer"
    assert found["suggestion"]["evidence"][0]["quote"]


def test_it_reads_like_a_reason(coopt, designer):
    result = coopt("openings-for", "--employee", "me", "--contact", designer)
    assert result.code == 0
    assert "1. Senior Product Designer" in result.out
    assert "to ask:" in result.out


def test_none_stands_out_is_said_and_is_no_failure(coopt, sample, tmp_path):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    text = tmp_path / "opening.txt"
    text.write_text("Accountant")
    answer = coopt("suggest", "--employee", "me", "--text", text, "--json").json
    contact_id = answer["suggestions"][0]["contact_id"]
    asked = ("openings-for", "--employee", "me", "--contact", contact_id)
    assert "No opening stands out" in coopt(*asked).out
    assert coopt(*asked, "--json").json["openings"] == []


@pytest.mark.parametrize("employee", ["me", "nobody"])
def test_unknown_contact_is_one_clear_line(coopt, designer, employee):
    contact_id = "nowhere" if employee == "me" else designer
    result = coopt("openings-for", "--employee", employee, "--contact", contact_id)
    assert (result.code, contact_id in result.err, "Traceback" in result.err) == (1, True, False)


@pytest.mark.parametrize("k", ["0", "51", "x"])
def test_k_is_a_small_number(coopt, designer, k):
    assert coopt("openings-for", "--employee", "me", "--contact", designer, "-k", k).code == 2
