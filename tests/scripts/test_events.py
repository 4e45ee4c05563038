import json
import sqlite3

import pytest

from matcher.automation_note import NOTES


@pytest.fixture
def asked(coopt, sample):
    """An imported network that was asked once; gives the answer."""
    coopt("import", "contacts", sample / "Connections.csv", "--employee", "me")
    text = sample / "openings" / "product-designer.md"
    return coopt("suggest", "--employee", "me", "--text", text, "-k", "2", "--json").json


def test_an_answer_is_listed_replayed_and_explained(coopt, asked):
    assert asked["note"] in NOTES.values()
    number, shown = asked["event"], asked["suggestions"][0]["contact_id"]
    (listed,) = coopt("events", "list", "--kind", "suggested", "--json").json
    assert (listed["seq"], shown in listed["subjects"]) == (number, True)
    replayed = coopt("events", "replay", number, "--contact", shown)
    assert "Nothing changed since" in replayed.out
    assert f"{shown} was suggested" in replayed.out
    assert asked["suggestions"][0]["name"] not in replayed.out
    told = coopt("events", "replay", number, "--contact", shown, "--json").json
    assert (told["same"], told["contact"]["standing"]) == (True, "suggested")
    assert "replayed" in coopt("events", "list", "--since", "2020-01-01").out


def test_an_edited_log_is_found_in_the_store_and_in_its_export(coopt, asked, tmp_path):
    exported, kept = tmp_path / "log.jsonl", tmp_path / "head.json"
    assert coopt("events", "export", exported).code == 0
    kept.write_text(coopt("events", "head", "--json").out)
    assert coopt("events", "verify", "--head", kept).code == 0
    assert coopt("events", "verify", exported, "--head", kept, "--json").json["ok"]
    with sqlite3.connect(tmp_path / "data" / "coopt.sqlite3") as connection:
        connection.execute("UPDATE events SET actor = 'you' WHERE seq = 1")
    connection.close()
    result = coopt("events", "verify")
    assert (result.code, "Event 1 was altered" in result.out) == (1, True)
    lines = exported.read_text().splitlines()
    exported.write_text(lines[0] + "\n")
    result = coopt("events", "verify", exported, "--head", kept)
    assert (result.code, "Event 2 is missing" in result.out) == (1, True)


def test_a_stop_is_one_clear_line_until_it_is_resumed(coopt, asked, sample):
    text = sample / "openings" / "product-designer.md"
    opening = asked["opening"]["id"]
    said = coopt("events", "stop", "--opening", opening, "--reason", "Under review").out
    result = coopt("suggest", "--employee", "me", "--text", text)
    assert (result.code, "stopped since" in result.err, "review" in result.err) == (1, True, False)
    assert "Under review" in coopt("events", "stops").out
    command = said.split("`")[1].split()[1:]
    assert coopt(*command).code == 0
    assert coopt("suggest", "--employee", "me", "--text", text).code == 0
    assert coopt(*command).code == 1
    assert coopt("events", "stops", "--json").json == []


def test_the_note_follows_the_terminals_language(coopt, asked, sample, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    text = sample / "openings" / "product-designer.md"
    assert NOTES["fr"] in coopt("suggest", "--employee", "me", "--text", text).out
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.delenv("LANG", raising=False)
    assert NOTES["en"] in coopt("suggest", "--employee", "me", "--text", text).out


def test_logs_of_less_than_six_months_ago_are_not_pruned(coopt):
    result = coopt("events", "prune", "--before", "2999-01-01")
    assert (result.code, "six months" in result.err) == (1, True)
    assert "0 events" in coopt("events", "prune", "--before", "2000-01-01", "--dry-run").out


def test_what_is_not_there_is_one_clear_line(coopt, tmp_path):
    result = coopt("events", "replay", "7")
    assert (result.code, "no event 7" in result.err, "Traceback" in result.err) == (1, True, False)
    result = coopt("events", "verify", tmp_path / "nowhere.jsonl")
    assert (result.code, "Traceback" in result.err) == (1, False)
    result = coopt("events", "export", tmp_path / "nowhere" / "log.jsonl")
    assert (result.code, "Traceback" in result.err) == (1, False)


def test_an_export_to_standard_output_is_json_lines(coopt):
    lines = coopt("events", "export", "-").out.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["log-exported"]
