"""Answers a batch on three Ray nodes of this machine, one of which is killed after the first line; the two
that are left encode.

Run as a process of its own, since Ray leaves threads behind.
"""

import json
import os
import signal
import sys
from contextlib import closing, suppress
from pathlib import Path

import psutil
import ray
from ray.cluster_utils import Cluster as Nodes

from matcher.batch.fitting import Fitting
from matcher.batch.ray_engine import RayEngine
from matcher.batch.results import Tally
from matcher.batch.run import Asker, Watch, run_batch
from matcher.cluster import LOOPBACK, Cluster
from matcher.encoder import Encoder
from matcher.reindex.on_ray import RayEncoder
from matcher.store import Store
from matcher.workspace import Workspace

CPUS_A_NODE, WORKERS, CONTACTS_AT_ONCE = 2, 3, 40
STORE_BYTES = 80 << 20


def openings(store: Store) -> list[str]:
    return sorted(store.opening_titles())


def main(data_dir: Path, path: Path) -> None:
    node = {"num_cpus": CPUS_A_NODE, "node_ip_address": LOOPBACK, "object_store_memory": STORE_BYTES}
    nodes = Nodes(initialize_head=True, head_node_args=node | {"include_dashboard": False})
    lost = [nodes.add_node(**node) for _ in range(2)][0]
    nodes.wait_for_nodes()
    killed: list[int] = []

    def killing(tally: Tally) -> None:
        if tally.done == 1:
            (raylet,) = lost.all_processes["raylet"]
            os.kill(raylet.process.pid, signal.SIGKILL)
            killed.append(raylet.process.pid)

    def engine(fitting: Fitting) -> RayEngine:
        parts = Fitting(fitting.index, fitting.ranker, contacts_at_once=CONTACTS_AT_ONCE)
        return RayEngine(parts, Cluster(nodes.address, workers=WORKERS))

    with Workspace(data_dir) as workspace:
        asked = [workspace.store.opening(opening_id) for opening_id in openings(workspace.store)]
        report = run_batch(workspace, asked, path, Asker("rita"), watch=Watch(tally=killing), engine=engine)
        same = same_vectors(workspace.encoder, nodes.address, [opening.text for opening in asked])
    told = {"done": report.tally.done, "killed": killed, "same_vectors": same, "listening": listening()}
    print(json.dumps(told))  # noqa: T201
    nodes.shutdown()


def same_vectors(encoder: Encoder, address: str, texts: list[str]) -> bool:
    with closing(RayEncoder(encoder, Cluster(address, workers=2))) as shared:
        there = shared.encode_document(texts)
    return there.tobytes() == encoder.encode_document(texts).tobytes()


def listening() -> list[str]:
    """Gives the addresses at which the processes that this one started can be reached."""
    found: set[str] = set()
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # those of the killed node are ending
            of_it = process.net_connections("inet")
            found |= {one.laddr.ip for one in of_it if one.status == psutil.CONN_LISTEN}
    return sorted(ip.removeprefix("::ffff:") for ip in found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    ray.shutdown()
