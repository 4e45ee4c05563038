import json
import sys

import pytest


@pytest.fixture
def known(coopt, sample):
    assert coopt("import", "contacts", sample / "Connections.csv", "--employee", "ada").code == 0
    for path in sorted((sample / "openings").iterdir()):
        assert coopt("import", "openings", path).code == 0


@pytest.mark.usefixtures("known")
def test_every_open_opening_gets_a_line(coopt, tmp_path):
    path = tmp_path / "out.jsonl"
    report = coopt("batch", "--all", "--output", path, "--json").json
    assert (report["openings"], report["done"], report["done_before"]) == (2, 2, 0)
    for line in map(json.loads, path.read_text().splitlines()):
        reach = coopt("reach", line["opening"]["id"], "--json").json
        assert (line["fits"], line["colleagues"], line["lines"]) == (
            reach["fits"],
            reach["colleagues"],
            reach["lines"],
        )


@pytest.mark.usefixtures("known")
def test_ids_and_files_may_be_asked_for(coopt, tmp_path, sample):
    path = tmp_path / "out.jsonl"
    file = sample / "openings" / "product-designer.md"
    first = coopt("batch", file, "--output", path)
    assert first.code == 0
    assert "1 openings" in first.out
    opening_id = json.loads(path.read_text())["opening"]["id"]
    again = coopt("batch", opening_id, "--output", path)
    assert "Nothing was left to do" in again.out


@pytest.mark.usefixtures("known")
def test_other_openings_ask_for_a_restart(coopt, tmp_path, sample):
    path = tmp_path / "out.jsonl"
    coopt("batch", "--all", "--output", path)
    refused = coopt("batch", sample / "openings" / "product-designer.md", "--output", path)
    assert refused.code == 1
    assert "--restart" in refused.err
    assert (
        coopt("batch", sample / "openings" / "product-designer.md", "--output", path, "--restart").code == 0
    )
    assert len(path.read_text().splitlines()) == 1


def test_without_any_opening_it_tells_how_to_add_some(coopt, tmp_path):
    done = coopt("batch", "--all", "--output", tmp_path / "out.jsonl")
    assert done.code == 0
    assert "coopt import openings" in done.out
    assert "--restart" not in done.out


def test_an_opening_that_is_not_known_is_told(coopt, tmp_path):
    refused = coopt("batch", "nowhere", "--output", tmp_path / "out.jsonl")
    assert refused.code == 1
    assert "nowhere" in refused.err
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("given", [(), ("some-id", "--all")])
def test_either_openings_or_all(coopt, tmp_path, given):
    assert coopt("batch", *given, "--output", tmp_path / "out.jsonl").code == 2


ON_A_CLUSTER = pytest.mark.parametrize(
    "command",
    [("batch", "--all", "--output", "out.jsonl"), ("reindex", "--full")],
    ids=lambda words: words[0],
)


@ON_A_CLUSTER
@pytest.mark.usefixtures("known")
def test_without_ray_the_extra_is_named(coopt, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "ray", None)
    refused = coopt(*command, "--engine", "ray")
    assert refused.code == 1
    assert "coopt[ray]" in refused.err


@ON_A_CLUSTER
def test_an_address_goes_with_ray(coopt, command):
    refused = coopt(*command, "--address", "10.0.0.5:6379")
    assert refused.code == 2
    assert "--engine ray" in refused.err
