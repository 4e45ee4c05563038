"""A Ray cluster gives the lines and the vectors that one machine gives, whatever it loses meanwhile."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path

import pytest

from matcher.batch.run import Asker, run_batch
from matcher.cluster import HERE_ALONE, QUIET, Cluster
from matcher.errors import ClusterUnavailable
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.reindex.on_ray import encoding_on_ray
from matcher.workspace import Workspace
from tests.matcher.test_batch import TEXTS, people

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="the extra `ray` is not installed")

ROOT = Path(__file__).parents[2]
SECONDS = 170


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "data") as opened:
        for seed, employee in enumerate(("ada", "bo", "cleo")):
            opened.store.import_contacts(people(employee, 60, seed), employee)
        # Three groups and a bit, so that whole groups are asked for after the first line.
        many = [opening_from_text(f"{text}\n- Team {number}") for number in range(40) for text in TEXTS]
        opened.store.import_openings(Reading("text", "", tuple(many)))
        yield opened


def test_a_killed_node_changes_no_byte(workspace: Workspace, tmp_path: Path) -> None:
    there, here = tmp_path / "there.jsonl", tmp_path / "here.jsonl"
    workspace.suggester()
    command = [sys.executable, "-m", "tests.matcher.ray_nodes", str(workspace.store.data_dir), str(there)]
    quiet = os.environ | QUIET | HERE_ALONE
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert len(told["killed"]) == 1
    assert told["same_vectors"]
    assert all(ip_address(told_ip).is_loopback for told_ip in told["listening"])
    asked = [workspace.store.opening(opening_id) for opening_id in sorted(workspace.store.opening_titles())]
    assert told["done"] == len(asked)
    run_batch(workspace, asked, here, Asker("rita"))
    assert there.read_bytes() == here.read_bytes()


@pytest.mark.parametrize(
    ("address", "told"), [("127.0.0.1:9", "nothing answers"), ("nowhere", "is no address")]
)
def test_an_address_without_a_cluster_is_told_at_once(address: str, told: str) -> None:
    with pytest.raises(ClusterUnavailable, match=told):
        Cluster(address)


def test_a_reindex_on_a_cluster_that_is_not_there_leaves_the_index(workspace: Workspace) -> None:
    generation = workspace.suggester().generation
    with pytest.raises(ClusterUnavailable, match="nothing answers"):
        workspace.reindex(full=True, spread=encoding_on_ray("127.0.0.1:9"))
    assert workspace.suggester().generation == generation
