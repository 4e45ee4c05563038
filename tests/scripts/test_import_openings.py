import json

import pytest

JOBS = [
    {"id": "1", "title": "Cook", "jobUrl": "x", "descriptionPlain": "Cook for forty."},
    {"id": "2", "title": "Waiter", "isListed": False, "descriptionPlain": "Serve the guests."},
    {
        "id": "3",
        "title": "Baker",
        "jobUrl": "x",
        "applicationDeadline": "2020-01-31",
        "descriptionPlain": "Bake.",
    },
    {"id": "4", "title": "Porter", "jobUrl": "x", "descriptionHtml": None},
]


@pytest.fixture
def jobs(tmp_path):
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps({"jobs": JOBS}))
    return path


def test_what_is_not_open_is_marked_and_what_was_left_out_is_told(coopt, jobs):
    result = coopt("import", "openings", jobs)
    assert "jobs.json (ashby): 4 read, 3 new" in result.out
    assert "Not open: 1 expired, 1 unlisted" in result.out
    assert "opening 4: expected a description (`descriptionHtml`), found a title alone" in result.out
    assert "ashby-2  Waiter  (unlisted)" in result.err


def test_json_counts_what_is_not_open(coopt, jobs):
    assert coopt("import", "openings", jobs, "--json").json["not_open"] == {"expired": 1, "unlisted": 1}


def test_openings_are_updated_by_their_id_at_the_source(coopt, jobs):
    coopt("import", "openings", jobs)
    jobs.write_text(json.dumps([{**JOBS[0], "descriptionPlain": "Cook for fifty."}, JOBS[1]]))
    report = coopt("import", "openings", jobs, "--json").json
    assert (report["new"], report["updated"], report["unchanged"]) == (0, 1, 1)


def test_a_suggestion_for_an_opening_that_expired_says_so(coopt, sample, jobs):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    coopt("import", "openings", jobs)
    asked = ("suggest", "--employee", "me", "--opening")
    assert "This opening expired on 2020-01-31" in coopt(*asked, "ashby-3").out
    assert "This opening" not in coopt(*asked, "ashby-1").out
    assert coopt(*asked, "ashby-2", "--json").json["opening"]["availability"] == "unlisted"


def test_openings_for_a_contact_tells_how_many_it_passed_over(coopt, sample, jobs):
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    coopt("import", "openings", jobs)
    shown = coopt("suggest", "--employee", "me", "--opening", "ashby-1", "--all", "--json").json
    asked = ("openings-for", "--employee", "me", "--contact", shown["suggestions"][0]["contact_id"])
    assert "Passed over, being open no longer or unlisted: 2" in coopt(*asked).out
    assert coopt(*asked, "--json").json["passed_over"] == 2
    assert coopt(*asked, "--closed-too", "--json").json["passed_over"] == 0


def test_a_url_of_this_machine_is_refused_in_one_line(coopt):
    result = coopt("import", "openings", "--url", "http://localhost:8000/")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "localhost: it leads to an address that is not public" in result.err


@pytest.mark.parametrize("given", [[], ["--url", "http://a.example/", "file.json"]])
def test_a_file_or_a_url_is_asked_for_and_not_both(coopt, given):
    result = coopt("import", "openings", *given)
    assert (result.code, "either a file or --url" in result.err) == (2, True)
