import json

import pytest

from matcher.errors import UnreadableFile
from matcher.facts import Contract, Remote
from matcher.readers.openings import read_openings

POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Botanical gardener",
    "description": "&lt;p&gt;You will look after the greenhouses.&lt;/p&gt;",
    "identifier": {"@type": "PropertyValue", "name": "Garden", "value": "G-7"},
    "hiringOrganization": {"@type": "Organization", "name": "Misty Garden"},
    "jobLocation": {
        "@type": "Place",
        "address": {"addressLocality": "Nantes", "addressCountry": {"@type": "Country", "name": "FR"}},
    },
    "skills": ["Botany", {"@type": "DefinedTerm", "name": "Latin"}],
}


def read(tmp_path, value, name="posting.json"):
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return read_openings(path)


@pytest.mark.parametrize(
    "value",
    [
        POSTING,
        [POSTING],
        {"@graph": [{"@type": "WebSite"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": POSTING}]},
        {**POSTING, "@type": ["JobPosting", "Thing"]},
        {**POSTING, "@type": "http://schema.org/JobPosting"},
        f'<html><script type="application/ld+json">{json.dumps(POSTING)}</script><p>Hi</p></html>',
    ],
)
def test_a_posting_is_found_wherever_it_is(tmp_path, value):
    reading = read(tmp_path, value)
    (opening,) = reading.items
    assert reading.kind == "job-posting"
    assert (opening.id, opening.title) == ("G-7", "Botanical gardener")
    assert (opening.company, opening.location) == ("Misty Garden", "Nantes, FR")


def test_the_parts_beside_the_description_are_requirements(tmp_path):
    (opening,) = read(tmp_path, POSTING).items
    assert opening.text == "You will look after the greenhouses.\n\nSkills:\n- Botany\n- Latin"
    assert [r.text for r in opening.must] == ["You will look after the greenhouses.", "Botany", "Latin"]


def test_a_posting_without_an_id_takes_its_address_or_its_content(tmp_path):
    bare = {key: value for key, value in POSTING.items() if key != "identifier"}
    assert read(tmp_path, {**bare, "url": "https://a.example/7"}).items[0].id == "https://a.example/7"
    assert read(tmp_path, bare).items[0].id.startswith("text-")


def test_a_bad_posting_does_not_hide_the_good_one(tmp_path):
    reading = read(tmp_path, [{**POSTING, "title": ""}, POSTING])
    assert len(reading.items) == 1
    assert [row.reason for row in reading.skipped] == ["opening 1: expected a title"]


def test_a_script_that_is_no_json_leaves_the_page_itself(tmp_path):
    page = '<html><script type="application/ld+json">{oops</script><h1>Gardener</h1><p>Water.</p></html>'
    reading = read(tmp_path, page, "page.html")
    assert (reading.kind, reading.items[0].title) == ("html", "Gardener")


def test_only_bad_postings_are_an_error(tmp_path):
    with pytest.raises(UnreadableFile, match="expected a description"):
        read(tmp_path, {"@type": "JobPosting", "title": "Gardener"})


def test_the_sample_posting_is_read(shared_data):
    (opening,) = read_openings(shared_data / "formats" / "jobposting_jsonld_fr_example.json").items
    assert (opening.title, opening.language) == ("Développeur Full-Stack", "fr")


def test_the_posting_s_own_fields_tell_the_contract_and_where_the_work_is_done(tmp_path):
    more = {"employmentType": ["FULL_TIME", "CONTRACTOR"], "jobLocationType": "TELECOMMUTE"}
    facts = read(tmp_path, {**POSTING, **more}).items[0].facts
    assert (facts.contract, facts.remote) == (Contract.FREELANCE, Remote.REMOTE)


def test_the_months_that_a_posting_states_are_years_of_experience(tmp_path):
    asked = {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 30}
    facts = read(tmp_path, {**POSTING, "experienceRequirements": asked}).items[0].facts
    assert facts.years_min == 2.5
