"""The answers of job boards' interfaces, with the fields that these really have; every company is made up."""

import json

import pytest

from matcher.errors import UnreadableFile
from matcher.facts import Contract, Remote, Seniority
from matcher.opening import Availability
from matcher.readers.openings import read_openings

GREENHOUSE = {
    "absolute_url": "https://boards.greenhouse.io/ternandtide/jobs/4012",
    "data_compliance": [{"type": "gdpr", "requires_consent": False}],
    "internal_job_id": 3001,
    "location": {"name": "Lyon, France"},
    "metadata": [
        {"id": 1, "name": "Employment Type", "value": "Internship", "value_type": "single_select"},
        {"id": 2, "name": "Workplace Type", "value": ["Hybrid"], "value_type": "multi_select"},
        {"id": 3, "name": "Cost center", "value": None, "value_type": "short_text"},
    ],
    "id": 4012,
    "updated_at": "2026-09-01T10:00:00-04:00",
    "requisition_id": None,
    "title": "Data Engineer",
    "company_name": "Tern & Tide",
    "first_published": "2026-08-01T10:00:00-04:00",
    "application_deadline": "2099-12-31T23:59:00-04:00",
    "content": "&lt;p&gt;Own our pipelines.&lt;/p&gt;&lt;h3&gt;Requirements&lt;/h3&gt;"
    "&lt;ul&gt;&lt;li&gt;Python &amp;amp; SQL&lt;/li&gt;&lt;/ul&gt;",
    "departments": [{"id": 5, "name": "Data", "child_ids": [], "parent_id": None}],
    "offices": [{"id": 6, "name": "Lyon", "location": "Lyon, France"}],
    "pay_input_ranges": [
        {"min_cents": 3500000, "max_cents": 4500000, "currency_type": "EUR", "title": "Annual", "blurb": ""}
    ],
}
LEVER = {
    "id": "5ac21346",
    "text": "Product Designer",
    "categories": {
        "commitment": "Intern",
        "department": "Design",
        "location": "Lille",
        "team": "Web",
        "allLocations": ["Lille", "Paris"],
    },
    "country": "FR",
    "workplaceType": "hybrid",
    "createdAt": 1748736000000,
    "opening": "",
    "description": "<div>We make kites.</div>",
    "descriptionPlain": "We make kites.",
    "lists": [{"text": "What you bring", "content": "<li>Figma</li><li>Fluent French</li>"}],
    "additional": "<div>We answer everyone.</div>",
    "additionalPlain": "We answer everyone.",
    "salaryRange": {"currency": "EUR", "interval": "per-year-salary", "min": 40000, "max": 50000},
    "hostedUrl": "https://jobs.lever.co/kitemakers/5ac21346",
    "applyUrl": "https://jobs.lever.co/kitemakers/5ac21346/apply",
}
ASHBY = {
    "id": "0d1f-77",
    "title": "Platform Engineer",
    "department": "Engineering",
    "team": "Platform",
    "employmentType": "Contract",
    "location": "Nantes",
    "secondaryLocations": [{"location": "Brest", "address": None}],
    "publishedAt": "2026-04-27T20:13:45.158+00:00",
    "isListed": False,
    "isRemote": True,
    "workplaceType": "Hybrid",
    "address": {"postalAddress": {"addressLocality": "Nantes", "addressCountry": "France"}},
    "jobUrl": "https://jobs.ashbyhq.com/mistygarden/0d1f-77",
    "applyUrl": "https://jobs.ashbyhq.com/mistygarden/0d1f-77/application",
    "descriptionHtml": "<p>Keep the lights on.</p><ul><li>Kubernetes</li></ul>",
    "descriptionPlain": "Keep the lights on.\n\nKubernetes",
    "compensation": {"compensationTierSummary": "€60K – €70K", "compensationTiers": []},
}
WORKABLE = {
    "title": "Gardener",
    "shortcode": "AB12CD",
    "code": "",
    "employment_type": "Temporary",
    "telecommuting": False,
    "department": "Greenhouses",
    "url": "https://apply.workable.com/j/AB12CD",
    "shortlink": "https://apply.workable.com/j/AB12CD",
    "published_on": "2026-05-06",
    "created_at": "2026-05-01",
    "country": "France",
    "city": "Angers",
    "state": "Pays de la Loire",
    "education": "",
    "experience": "Entry level",
    "locations": [
        {"country": "France", "countryCode": "FR", "city": "Angers", "region": "Pays de la Loire"},
        {"country": "France", "countryCode": "FR", "city": "Tours", "region": "Centre"},
    ],
    "description": "<p>Look after the greenhouses.</p><ul><li>Botany</li></ul>",
}
SMARTRECRUITERS = {
    "id": "744000012345678",
    "name": "Head Nurse",
    "uuid": "aa-bb",
    "refNumber": "REF7",
    "company": {"identifier": "Clinic7", "name": "Seven Clinics"},
    "location": {"city": "Rennes", "region": "Bretagne", "country": "fr", "remote": False, "hybrid": False},
    "department": {"id": "1", "label": "Care"},
    "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
    "experienceLevel": {"id": "mid_senior_level", "label": "Mid-Senior Level"},
    "releasedDate": "2026-09-14T08:21:11.000Z",
    "customField": [{"fieldId": "c", "fieldLabel": "Type de contrat", "valueId": "1", "valueLabel": "CDD"}],
    "postingUrl": "https://jobs.smartrecruiters.com/Clinic7/744000012345678-head-nurse",
    "active": True,
    "jobAd": {
        "sections": {
            "companyDescription": {"title": "Company Description", "text": "<p>We run clinics.</p>"},
            "jobDescription": {"title": "Job Description", "text": "<p>You lead a ward.</p>"},
            "qualifications": {"title": "Qualifications", "text": "<ul><li>Nursing degree</li></ul>"},
            "additionalInformation": {"title": "Additional Information", "text": ""},
            "videos": {"title": "Videos", "urls": []},
        }
    },
}
POSTINGS = {
    "greenhouse": GREENHOUSE,
    "lever": LEVER,
    "ashby": ASHBY,
    "workable": WORKABLE,
    "smartrecruiters": SMARTRECRUITERS,
}
WRAPPINGS = {
    "greenhouse": lambda job: {"jobs": [job], "meta": {"total": 1}},
    "lever": lambda job: {"data": [job], "hasNext": False},
    "ashby": lambda job: {"apiVersion": "1", "jobs": [job]},
    "workable": lambda job: {"name": "Misty Garden", "description": None, "jobs": [job]},
    "smartrecruiters": lambda job: {"offset": 0, "limit": 100, "totalFound": 1, "content": [job]},
}


def read(tmp_path, value, **options):
    path = tmp_path / "answer"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_openings(path, **options)


@pytest.mark.parametrize("board", POSTINGS)
def test_a_board_is_recognised_alone_in_a_list_wrapped_or_a_line_each(tmp_path, board):
    posting = POSTINGS[board]
    for value in (posting, [posting], WRAPPINGS[board](posting)):
        reading = read(tmp_path, value)
        assert (reading.kind, len(reading.items), reading.skipped) == (board, 1, ())
    path = tmp_path / "lines.jsonl"
    path.write_text(f"{json.dumps(posting)}\n{json.dumps(posting)}\n", encoding="utf-8")
    assert (read_openings(path).kind, len(read_openings(path).items)) == (board, 1)


def test_greenhouse_s_escaped_content_its_custom_fields_and_its_pay_are_read(tmp_path):
    (opening,) = read(tmp_path, GREENHOUSE).items
    assert opening.text == "Own our pipelines.\n\nRequirements\n\n- Python & SQL"
    assert (opening.id, opening.company, opening.location) == (
        "greenhouse-4012",
        "Tern & Tide",
        "Lyon, France",
    )
    assert (opening.facts.contract, opening.facts.remote) == (Contract.INTERNSHIP, Remote.HYBRID)
    assert opening.facts.seniority is Seniority.INTERN
    posting = opening.posting
    assert (posting.pay, posting.department) == ("35000-45000 EUR a year", "Data")
    assert (posting.published_on, posting.valid_through) == ("2026-08-01", "2099-12-31")


def test_greenhouse_s_jobs_are_found_under_departments_once_each(tmp_path):
    departments = [{"id": n, "name": "Data", "jobs": [GREENHOUSE]} for n in (1, 2)]
    assert len(read(tmp_path, {"departments": departments}).items) == 1


def test_a_job_post_of_greenhouse_that_is_not_live_is_unlisted(tmp_path):
    post = {"id": 1, "title": "Cook", "job_id": 2, "live": False, "content": "<p>Cook for forty.</p>"}
    assert read(tmp_path, [post]).items[0].posting.stated is Availability.UNLISTED


def test_lever_s_lists_stand_under_their_headings(tmp_path):
    (opening,) = read(tmp_path, [LEVER]).items
    assert opening.text == (
        "We make kites.\n\nWhat you bring:\n- Figma\n\n- Fluent French\n\n"
        "Additional information:\nWe answer everyone."
    )
    assert [r.text for r in opening.must] == ["Figma", "Fluent French"]
    assert (opening.company, opening.location) == ("kitemakers", "Lille / Paris")
    assert (opening.facts.contract, opening.facts.remote) == (Contract.INTERNSHIP, Remote.HYBRID)
    assert (opening.posting.pay, opening.posting.published_on) == ("40000-50000 EUR a year", "2025-06-01")


def test_lever_s_plain_variant_and_its_data_api_are_read(tmp_path):
    plain = {key: value for key, value in LEVER.items() if key not in ("description", "additional", "lists")}
    assert (
        read(tmp_path, plain).items[0].text
        == "We make kites.\n\nAdditional information:\nWe answer everyone."
    )
    content = {
        "description": "We make kites.",
        "lists": LEVER["lists"],
        "closing": "Bye.",
        "descriptionHtml": "",
    }
    private = {"id": "7", "text": "Cook", "state": "closed", "categories": None, "content": content}
    (opening,) = read(tmp_path, {"data": private}).items
    assert opening.text.endswith("\n\nAdditional information:\nBye.")
    assert opening.posting.stated is Availability.CLOSED


def test_ashby_says_that_it_is_unlisted_where_it_is_and_what_it_pays(tmp_path):
    (opening,) = read(tmp_path, {"jobs": [ASHBY]}).items
    assert (opening.company, opening.location) == ("mistygarden", "Nantes / Brest")
    assert (opening.facts.contract, opening.facts.remote) == (Contract.FREELANCE, Remote.HYBRID)
    posting = opening.posting
    assert (posting.stated, posting.pay) == (Availability.UNLISTED, "€60K – €70K")
    assert posting.department == "Engineering, Platform"


def test_workable_names_the_company_around_its_jobs(tmp_path):
    (opening,) = read(tmp_path, WRAPPINGS["workable"](WORKABLE)).items
    assert (opening.id, opening.company) == ("workable-AB12CD", "Misty Garden")
    assert opening.location == "Angers, Pays de la Loire, France / Tours, Centre, France"
    assert opening.facts.contract is Contract.TEMPORARY
    assert opening.posting.stated is Availability.OPEN


def test_a_job_of_workable_s_own_interface_has_its_parts_and_its_state(tmp_path):
    job = {
        "id": "1",
        "title": "Gardener",
        "full_title": "Gardener - FR",
        "shortcode": "AB12CD",
        "state": "archived",
        "location": {"location_str": "Angers, France", "telecommuting": True, "workplace_type": "remote"},
        "salary": {"salary_from": 20000, "salary_to": None, "salary_currency": "eur"},
        "description": "<p>Look after the greenhouses.</p>",
        "requirements": "<ul><li>Botany</li></ul>",
        "benefits": None,
    }
    (opening,) = read(tmp_path, job).items
    assert opening.text == "Look after the greenhouses.\n\nRequirements:\n- Botany"
    assert (opening.location, opening.facts.remote) == ("Angers, France", Remote.REMOTE)
    assert (opening.posting.stated, opening.posting.pay) == (Availability.CLOSED, "20000 EUR")


def test_smartrecruiters_tells_the_role_before_the_company(tmp_path):
    (opening,) = read(tmp_path, SMARTRECRUITERS).items
    assert opening.text == (
        "You lead a ward.\n\nQualifications:\n- Nursing degree\n\nCompany Description:\nWe run clinics."
    )
    assert (opening.company, opening.location) == ("Seven Clinics", "Rennes, Bretagne, fr")
    assert opening.facts.contract is Contract.PERMANENT


def test_a_posting_without_a_description_is_reported_with_the_field_that_is_missing(tmp_path):
    bare = {**GREENHOUSE, "id": 1, "content": None}
    reading = read(tmp_path, {"jobs": [bare, GREENHOUSE, None]})
    assert [opening.id for opening in reading.items] == ["greenhouse-4012"]
    assert [row.reason for row in reading.skipped] == [
        "opening 1: expected a description (`content`), found a title alone",
        "opening 3: expected a JSON object",
    ]


@pytest.mark.parametrize("board", POSTINGS)
@pytest.mark.parametrize("value", [None, "", [], {}, 7, True, [None], {"name": None}])
def test_no_field_of_another_kind_stops_a_reader(tmp_path, board, value):
    kept = {"title", "text", "name", "id", "content", "description", "descriptionHtml", "jobAd", "shortcode"}
    posting = {key: old if key in kept else value for key, old in POSTINGS[board].items()}
    assert read(tmp_path, posting).items[0].title


def test_the_sample_files_are_read(shared_data):
    kinds = {}
    for name in ("greenhouse.json", "lever.json", "ashby.json", "ashby_shape.json", "sample.job.json"):
        reading = read_openings(shared_data / "formats" / name)
        kinds[name] = reading.kind
        assert len(reading.items) == 1
    assert list(kinds.values()) == ["greenhouse", "lever", "ashby", "ashby", "json-job"]


def test_the_job_description_of_json_resume_is_read(tmp_path):
    job = {
        "title": "Cook",
        "company": "Sea Inn",
        "type": "Contractor",
        "description": "Cook for forty.",
        "remote": "Hybrid",
        "salary": "30000",
        "location": {"city": "Brest", "countryCode": "FR"},
        "qualifications": ["Fish"],
        "skills": [{"name": "Sauces", "level": "Master", "keywords": ["Beurre blanc"]}],
    }
    (opening,) = read(tmp_path, job).items
    assert opening.text == "Cook for forty.\n\nQualifications:\n- Fish\n\nSkills:\n- Sauces (Beurre blanc)"
    assert (opening.company, opening.location, opening.posting.pay) == ("Sea Inn", "Brest, FR", "30000")


def test_a_named_format_is_read_as_such_or_refused(tmp_path):
    assert read(tmp_path, {"title": "Cook", "descriptionPlain": "Cook."}, format="ashby").kind == "ashby"
    with pytest.raises(UnreadableFile, match="found no opening that can be used as lever"):
        read(tmp_path, GREENHOUSE, format="lever")
    with pytest.raises(UnreadableFile, match="expected a format among opening-docx"):
        read(tmp_path, GREENHOUSE, format="taleo")


def test_json_of_no_known_board_says_what_was_seen_and_which_formats_there_are(tmp_path):
    with pytest.raises(UnreadableFile, match=r"the keys vacancies\. Say with --format .*greenhouse"):
        read(tmp_path, {"vacancies": [{"label": "Cook"}]})
    with pytest.raises(UnreadableFile, match="found the keys type, title"):
        read(tmp_path, {"type": "object", "title": "Job", "properties": {}, "description": "A schema"})
