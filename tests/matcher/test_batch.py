"""Batches answer as single questions do, and survive whatever cuts them short."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from matcher.bands import band_of
from matcher.batch.engine import LocalEngine
from matcher.batch.fitting import Fitting
from matcher.batch.part import FEWEST_AT_ONCE, ROWS_AT_ONCE, size_of_parts
from matcher.batch.results import Tally
from matcher.batch.run import Asker, Watch, run_batch
from matcher.contact import Position, Profile
from matcher.errors import BatchBusy, BatchMismatch, StoreUnavailable
from matcher.feedback import Verdict, VerdictKind
from matcher.index import FragmentIndex
from matcher.network import HowKnown
from matcher.opening import Opening
from matcher.ranker import Ranker, WeightedSum
from matcher.readers.openings import opening_from_text
from matcher.readers.report import ContactRow, Reading
from matcher.signals import encode_opening, measure
from matcher.workspace import Workspace
from tests.conftest import reading

ROOT = Path(__file__).parents[2]
TRADES = (
    "Data Engineer",
    "Registered Nurse",
    "Pastry Chef",
    "Sales Manager",
    "Ingénieur données",
    "Accountant",
)
WORK = (
    "Built data pipelines in Python",
    "Cared for patients at night",
    "Ran a kitchen of ten",
    "Sold machines",
)
TEXTS = (
    "Data Engineer\n\nRequirements\n- Python\n- Build data pipelines\n\nNice to have\n- Experience of sales",
    "Infirmier de nuit\n\nProfil recherché\n- Soins aux patients\n- Travail de nuit\n- 3 ans d'expérience",
    "Pastry Chef",
    "Key account manager\n\nRequirements\n- Selling machines to factories\n- Fluent French",
    "Saturation diver\n\nRequirements\n- Diving certificate",
    "Senior Accountant\nLocation: Lyon, France\n\nRequirements\n- Fluent German\n- 5 years of experience",
)
OPENINGS = tuple(opening_from_text(text) for text in TEXTS)


def people(employee: str, count: int, seed: int) -> Reading[ContactRow]:
    """A network of rows with a title, and of a few whole histories."""
    drawn = random.Random(seed)
    rows = tuple(
        ContactRow(
            Profile(
                name=f"{employee} {number}",
                positions=tuple(
                    Position(
                        drawn.choice(TRADES), "Acme", summary=drawn.choice(WORK) if number % 3 == 0 else ""
                    )
                    for _ in range(3 if number % 3 == 0 else 1)
                ),
                skills=("Python", "SQL", "Sales") if number % 6 == 0 else (),
                headline="Open to work" if number % 7 == 0 else "",
                location=("Lyon, France", "Berlin, Germany", "")[number % 3 if number % 5 else 0],
                languages=("German (Professional)",) if number % 4 == 0 else (),
            ),
            line=number,
            keys=(f"mail:{employee}{number}@example.org",),
            how_known=HowKnown.LINKEDIN,
            connected_on="2020-01-31",
        )
        for number in range(count)
    )
    return Reading("linkedin-connections", "Connections.csv", rows)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "data") as opened:
        for seed, employee in enumerate(("ada", "bo", "cleo")):
            opened.store.import_contacts(people(employee, 60, seed), employee)
        opened.store.import_openings(Reading("text", "", OPENINGS))
        yield opened


def run(workspace: Workspace, path: Path, **options: object) -> Tally:
    return run_batch(workspace, OPENINGS, path, Asker("rita"), **options).tally  # type: ignore[arg-type]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fits_of(
    workspace: Workspace,
    ranker: Ranker | None = None,
    contacts_at_once: int = 50,
    openings: Sequence[Opening] = OPENINGS,
) -> list[dict[str, float]]:
    """Gives for each opening who fits, by id, with the probability."""
    suggester = workspace.suggester()
    index, ranker = suggester.index, ranker or suggester.taught_ranker()
    engine = LocalEngine(Fitting(index, ranker, contacts_at_once=contacts_at_once), threads=2)
    found = engine.find([encode_opening(opening, suggester.encoder) for opening in openings])
    return [
        dict.fromkeys(index.contact_ids[fits.contacts].astype(str).tolist(), 0.0)
        | dict(zip(index.contact_ids[fits.contacts].astype(str), fits.probabilities.tolist(), strict=False))
        for fits in found
    ]


def test_the_same_people_pass_with_the_same_probability_as_when_each_network_is_asked(
    workspace: Workspace,
) -> None:
    suggester, found = workspace.suggester(), fits_of(workspace)
    assert sum(len(fits) for fits in found) > 20
    for opening, fits in zip(OPENINGS, found, strict=True):
        asked: dict[str, float] = {}
        for employee in workspace.store.employees():
            network = workspace.store.network(employee)
            for one in suggester.suggest(opening, network, k=60).suggestions:
                assert one.probability is not None
                asked[one.contact.id] = one.probability
        # A shortlist leaves out doubles of one name and titles; there are none here.
        assert fits.keys() == asked.keys()
        assert fits == pytest.approx(asked, abs=1e-5)


def everybody_measured(
    index: FragmentIndex, opening: Opening, ranker: Ranker, workspace: Workspace
) -> set[str]:
    everybody = index.expand(np.arange(len(index.contact_ids)))
    query = encode_opening(opening, workspace.suggester().encoder)
    passes = ranker.rank(measure(query, index, everybody)[0]).passes
    return {contact_id.decode() for contact_id in index.contact_ids[passes]}


@pytest.mark.parametrize("kind", ["taught", "lenient", "weighted"])
def test_the_bound_loses_nobody(workspace: Workspace, kind: str) -> None:
    from dataclasses import replace

    from matcher.ranker import AdditiveRanker

    suggester = workspace.suggester()
    shipped = suggester.ranker
    assert isinstance(shipped, AdditiveRanker)
    ranker: Ranker = {
        "taught": shipped.taught({"lexical": 0.5, "core": 1.5, "title": 0.7}),
        "lenient": replace(shipped, bar=0.02),
        "weighted": WeightedSum(),
    }[kind]
    for opening, fits in zip(OPENINGS, fits_of(workspace, ranker), strict=True):
        assert set(fits) == everybody_measured(suggester.index, opening, ranker, workspace)


def test_those_at_the_bar_are_measured(workspace: Workspace) -> None:
    """The bar is put just under and just over each one's probability."""
    from dataclasses import replace

    suggester, opening = workspace.suggester(), OPENINGS[0]
    ranker = suggester.taught_ranker()
    found = fits_of(workspace, replace(ranker, bar=0.02), openings=[opening])[0]
    assert len(found) > 10
    for probability in sorted(set(found.values())):
        for bar in (probability - 1e-5, probability + 1e-5):
            at_bar = replace(ranker, bar=bar)
            passing = set(fits_of(workspace, at_bar, openings=[opening])[0])
            assert passing == everybody_measured(suggester.index, opening, at_bar, workspace)


def test_how_everybody_is_cut_changes_nothing(workspace: Workspace) -> None:
    ids = [[list(fits) for fits in fits_of(workspace, contacts_at_once=n)] for n in (1, 7, 64, 10_000)]
    assert all(found == ids[0] for found in ids)


def test_how_many_openings_are_multiplied_at_once_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = fits_of(workspace)
    monkeypatch.setattr("matcher.batch.fitting.PRODUCTS_AT_ONCE", 1)
    alone = fits_of(workspace)
    assert [list(fits) for fits in alone] == [list(fits) for fits in together]


def test_parts_are_smaller_where_everybody_tells_much() -> None:
    assert size_of_parts(1_000_000, 2_000_000) == ROWS_AT_ONCE // 2
    assert size_of_parts(1_000_000, 40_000_000) == ROWS_AT_ONCE // 40
    assert size_of_parts(10_000, 20_000) == FEWEST_AT_ONCE
    assert size_of_parts(0, 0) == 1


def test_running_again_adds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run(workspace, path)
    whole = path.read_bytes()
    assert run(workspace, path).done == len(OPENINGS)
    assert path.read_bytes() == whole


def test_a_line_cut_in_two_is_made_again_and_no_other(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run(workspace, path)
    whole = path.read_bytes()
    second = whole.index(b"\n") + 1
    path.write_bytes(whole[: second + 40])
    run(workspace, path)
    assert path.read_bytes() == whole
    assert len(list(workspace.store.events.page(kind=None, about=OPENINGS[0].id))) == 1


def test_cancelled_it_stops_after_the_line_at_work_and_goes_on_later(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    report = run_batch(
        workspace, OPENINGS, path, Asker("rita"), watch=Watch(cancelled=lambda: len(lines(path)) == 2)
    )
    assert (report.cancelled, len(lines(path))) == (True, 2)
    run(workspace, path)
    assert [line["opening"]["id"] for line in lines(path)] == [one.id for one in OPENINGS]  # type: ignore[index]


def test_verdicts_that_come_meanwhile_wait_for_the_next_batch(workspace: Workspace, tmp_path: Path) -> None:
    path, whole = tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    run(workspace, whole)
    run_batch(workspace, OPENINGS, path, Asker("rita"), watch=Watch(cancelled=lambda: len(lines(path)) == 1))
    contact_id = workspace.store.network("ada").contact_ids[0]
    for opening in OPENINGS:
        contributions = {"title": 4.0, "lexical": -4.0}
        kind = VerdictKind.NOT_FOR_THIS_ROLE
        workspace.store.feedback.give(
            Verdict("ada", opening.id, contact_id, kind, contributions=contributions)
        )
    run(workspace, path)
    assert path.read_bytes() == whole.read_bytes()


def test_changed_contacts_are_told_and_restart_begins_anew(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    before, fitting = run(workspace, path), fits_of(workspace)[0]
    workspace.store.import_contacts(reading(("Zoé Blanc", "Data Engineer")), "ada")
    with pytest.raises(BatchMismatch, match="before contacts changed"):
        run(workspace, path)
    assert len(lines(path)) == before.done
    run(workspace, path, restart=True)
    now = fits_of(workspace)[0]
    assert len(now) == len(fitting) + 1
    assert lines(path)[0]["fits"] == band_of(len(now)).least


def test_other_openings_are_told(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    run(workspace, path)
    with pytest.raises(BatchMismatch, match="for other openings"):
        run_batch(workspace, OPENINGS[:2], path, Asker("rita"))


def test_a_file_of_something_else_is_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Do not lose this\n")
    with pytest.raises(BatchMismatch, match="something else"):
        run(workspace, path)
    assert path.read_text() == "Do not lose this\n"


def test_two_at_once_do_not_write_one_file(workspace: Workspace, tmp_path: Path) -> None:
    path, refused = tmp_path / "out.jsonl", []

    def again() -> bool:
        try:
            run(workspace, path)
        except BatchBusy as error:
            refused.append(error)
        return True

    run_batch(workspace, OPENINGS, path, Asker("rita"), watch=Watch(cancelled=again))
    assert len(refused) == 1


def test_what_is_no_file_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.symlink_to(os.devnull)
    with pytest.raises(BatchMismatch, match="something else"):
        run(workspace, path)


def test_a_folder_that_is_not_there_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable):
        run(workspace, tmp_path / "file" / "out.jsonl")


def test_an_objection_while_it_runs_counts_from_the_next_line(workspace: Workspace, tmp_path: Path) -> None:
    path, twice = tmp_path / "out.jsonl", (OPENINGS[0], opening_from_text(TEXTS[0] + "\n- SQL"))
    everybody, of_second = fits_of(workspace, openings=twice)
    left = of_second.keys() - everybody.keys()

    def objecting(tally: Tally) -> None:
        if tally.done == 1:
            for contact_id in everybody:
                workspace.store.privacy.object(contact_id, by="contact")

    run_batch(workspace, twice, path, Asker("rita"), watch=Watch(tally=objecting))
    first, second = lines(path)
    assert first["fits"] == band_of(len(everybody)).least
    assert second["fits"] == band_of(len(left)).least < band_of(len(of_second)).least


def batch_process(data_dir: Path, path: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "scripts.cli", "batch", "--all", "--output", str(path)]
    environment = os.environ | {"COOPT_DATA_DIR": str(data_dir), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)


def test_killed_at_any_instant_it_goes_on_and_repeats_nothing(workspace: Workspace, tmp_path: Path) -> None:
    many = [opening_from_text(f"{text}\n- Team {number}") for number in range(40) for text in TEXTS]
    workspace.store.import_openings(Reading("text", "", tuple(many)))
    path, whole, drawn = tmp_path / "killed.jsonl", tmp_path / "whole.jsonl", random.Random(7)
    workspace.suggester()
    kills = 0
    for _ in range(3):
        had = path.read_bytes().count(b"\n") if path.exists() else 0
        with batch_process(workspace.store.data_dir, path) as process:
            goal = had + drawn.randint(1, 40)
            while process.poll() is None and not (path.exists() and path.read_bytes().count(b"\n") >= goal):
                time.sleep(0.002)
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
        assert path.read_bytes().count(b"\n") >= had
    assert kills >= 2
    with batch_process(workspace.store.data_dir, path) as process:
        assert process.wait() == 0
    ids = [line["opening"]["id"] for line in lines(path)]  # type: ignore[index]
    assert len(ids) == len(set(ids)) == len(OPENINGS) + len(many)
    run_batch(workspace, [workspace.store.opening(i) for i in ids], whole, Asker("rita"))
    assert path.read_bytes() == whole.read_bytes()
