import pytest

from matcher.identity.review import ChangeKind

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nORG:{company}\nTITLE:{title}\nEMAIL:{mail}\nEND:VCARD\n"
TABLE = "Full name,Job,Employer,E-mail\n{name},{title},{company},{mail}\n"
MAPPED = (
    "--map",
    "Full name=name",
    "--map",
    "Job=title",
    "--map",
    "Employer=company",
    "--map",
    "E-mail=mail",
)
JOB = {"company": "Clinique du Parc", "title": "Head nurse"}


@pytest.fixture
def doubtful(coopt, tmp_path) -> tuple[str, str]:
    """Ids of two contacts of whom it is not sure that they are one person."""
    (tmp_path / "a.vcf").write_text(CARD.format(name="Marie Kervadec", mail="k@example.org", **JOB))
    (tmp_path / "b.csv").write_text(TABLE.format(name="Marie Dupont", mail="d@example.org", **JOB))
    coopt("import", "contacts", tmp_path / "a.vcf", "--employee", "me")
    coopt("import", "contacts", tmp_path / "b.csv", "--employee", "me", *MAPPED)
    (pair,) = coopt("duplicates", "--employee", "me", "--json").json["pairs"]
    first, second = (contact["id"] for contact in pair["contacts"])
    return first, second


def test_pairs_are_listed_with_the_reasons_and_what_to_type(coopt, doubtful):
    listed = coopt("duplicates", "--employee", "me")
    for told in ("Marie Kervadec", "Marie Dupont", "agree: company, title", "differ: name", *doubtful):
        assert told in listed.out
    assert f"coopt duplicates merge {' '.join(doubtful)} --employee me" in listed.err


def test_merge_and_undo(coopt, doubtful):
    merged = coopt("duplicates", "merge", *doubtful, "--employee", "me")
    assert coopt("duplicates", "--employee", "me", "--json").json == {"pairs": []}
    command = merged.out.split("`")[1].split()
    assert "Undone: merge" in coopt(*command[1:]).out
    assert len(coopt("duplicates", "--employee", "me", "--json").json["pairs"]) == 1


def test_split_keep_apart_and_changes(coopt, doubtful):
    first, second = doubtful
    coopt("duplicates", "merge", first, second, "--employee", "me")
    made = coopt("duplicates", "split", first, "--source", "b.csv", "--employee", "me", "--json").json
    assert (made["kind"], made["contact_id"]) == (ChangeKind.SPLIT, first)
    assert coopt("duplicates", "keep-apart", first, made["other_id"], "--employee", "me").code == 0
    kinds = [
        change["kind"]
        for change in coopt("duplicates", "changes", "--employee", "me", "--json").json["changes"]
    ]
    assert kinds == ["keep-apart", "split", "merge"]


def test_an_unknown_contact_or_nothing_to_undo_is_one_line(coopt, doubtful):
    result = coopt("duplicates", "merge", doubtful[0], "nobody", "--employee", "me")
    assert (result.code, "nobody" in result.err, "Traceback" in result.err) == (1, True, False)
    assert coopt("duplicates", "undo", "--employee", "me").code == 1
    assert coopt("duplicates", "--employee", "stranger").code == 1
    assert coopt("duplicates").code == 2
