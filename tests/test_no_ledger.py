"""No ranking, score or count of employees exists anywhere: a referral is no favour that is written down."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Float, Integer

from api.app import create_app
from api.settings import Settings
from matcher.store.tables import Base
from scripts.cli import app

ROOT = Path(__file__).parents[1]
PEOPLE = r"employee|colleague|referrer|cooptee?r|sponsor|who_knows"
MEASURE = r"scores?|rank(?:ing)?|points?|level|stars?|reward|rating|rates?|hires|referrals"
# `introductions_made`, `employee_rank`, `leaderboard`, `score_of_employee`, …
LEDGER = re.compile(
    rf"leader_?board|hall_of_fame|podium|karma|badges?|bonus|streak|rewards?"
    rf"|(?:{PEOPLE}).*(?:{MEASURE}|count|total|number)|(?:{MEASURE}|count|total|number).*(?:{PEOPLE})"
    rf"|(?:introductions|referrals|hires|cooptations)_?(?:made|count|total|number|rate)|(?:success|hit)_rate"
)
NUMBERS = {"integer", "number"}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory) -> dict[str, dict[str, Any]]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), token=SecretStr("x" * 20))
    found: dict[str, dict[str, Any]] = create_app(settings).openapi()["components"]["schemas"]
    return found


def types(schema: dict[str, Any]) -> set[str]:
    return {schema.get("type", ""), *(one.get("type", "") for one in schema.get("anyOf", ()))}


def test_the_words_are_found_where_they_stand():
    for name in ("employee_rank", "leaderboard", "points_of_colleague", "referrals_made", "success_rate"):
        assert LEDGER.search(name), name
    for name in ("score", "employee", "employee_id", "considered", "people_who_fit", "colleagues_to_ask"):
        assert not LEDGER.search(name), name


def test_no_answer_of_the_api_has_a_field_for_it(schemas):
    for name, schema in schemas.items():
        for field in schema.get("properties", {}):
            assert not LEDGER.search(field.casefold()), f"{name}.{field}"


def test_no_answer_of_the_api_measures_an_employee(schemas):
    """A schema that names an employee holds no figure that one employee could be compared by."""
    for name, schema in schemas.items():
        fields = schema.get("properties", {})
        if any(re.fullmatch(rf"(?:{PEOPLE})(?:_id)?", field) for field in fields):
            measures = [f for f, one in fields.items() if types(one) & NUMBERS and re.search(MEASURE, f)]
            assert measures == [], name


def test_no_table_holds_it():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            assert not LEDGER.search(f"{column.name}"), f"{table.name}.{column.name}"
    employees = Base.metadata.tables["employees"]
    assert not [c.name for c in employees.columns if isinstance(c.type, (Integer, Float))]


def test_no_command_offers_it():
    def walk(group, path):
        for command in group.registered_commands:
            yield " ".join((*path, command.name or "")), command.callback.__doc__ or ""
        for inner in group.registered_groups:
            yield from walk(inner.typer_instance, (*path, inner.name or ""))

    for name, told in walk(app, ("coopt",)):
        words = re.sub(r"[^a-z]+", "_", f"{name} {told.splitlines()[0] if told else ''}".casefold())
        assert not re.search(
            r"leader_?board|top_employees|best_employees|employee_rank|karma|bonus", words
        ), name


def test_what_is_said_to_people_counts_nobodys_referrals():
    files = [path for path in (ROOT / "matcher" / "texts").rglob("*.toml") if path.stem != "oversight"]
    texts = [path.read_text("utf-8") for path in files]  # officers read of the scores of suggestions
    assert texts
    assert not re.search(
        r"leaderboard|classement|score|points|prime|bonus|\{count\}", json.dumps(texts), re.I
    )
