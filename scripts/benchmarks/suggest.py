"""How long a running server takes to answer, against the least that the answer needs."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from matcher.readers.openings import read_openings
from matcher.signals import encode_opening
from matcher.workspace import Workspace
from scripts.benchmarks.synthetic import synthetic_network
from scripts.console import note

OPENINGS = Path(__file__).parents[1] / "sample" / "openings"
EMPLOYEE, TOKEN = "me", "benchmark-of-a-loopback-server"
WARM_UP = 10
START_SECONDS = 60


def benchmark_suggest(size: int, *, questions: int = 200) -> dict[str, Any]:
    """Asks a server on loopback `questions` times about a network of `size` contacts.

    Returns:
        p50 and p99 of the server's answers and of the floor, in milliseconds, and the ratio of their p50. The
        floor is: encode the opening, gather the network's vectors, multiply.
    """
    with tempfile.TemporaryDirectory() as folder:
        with Workspace(Path(folder)) as workspace:
            workspace.store.import_contacts(synthetic_network(size), EMPLOYEE)
            fragments = workspace.reindex().fragments
            floor = _floor(workspace, questions)
        texts = [path.read_text(encoding="utf-8") for path in sorted(OPENINGS.iterdir())]
        with _server(Path(folder)) as port:
            served = _ask(port, texts, questions)
    p50, p99 = np.percentile(served, [50, 99])
    floor_p50, floor_p99 = np.percentile(floor, [50, 99])
    return {
        "benchmark": "suggest",
        "contacts": size,
        "fragments": fragments,
        "questions": questions,
        "server_p50_ms": round(float(p50), 1),
        "server_p99_ms": round(float(p99), 1),
        "floor_p50_ms": round(float(floor_p50), 1),
        "floor_p99_ms": round(float(floor_p99), 1),
        "ratio": round(float(p50 / floor_p50), 2),
    }


def _floor(workspace: Workspace, questions: int) -> list[float]:
    network = workspace.store.network(EMPLOYEE)
    index = workspace.suggester().index
    openings = [read_openings(path).items[0] for path in sorted(OPENINGS.iterdir())]
    rows = index.select(network.contact_ids).rows
    times = []
    for number in range(WARM_UP + questions):
        began = time.perf_counter()
        query = encode_opening(openings[number % len(openings)], workspace.encoder)
        _ = index.vectors[rows] @ query.vectors.T
        times.append(1000 * (time.perf_counter() - began))
    return times[WARM_UP:]


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "scripts.cli", "serve", "--port", "0", "--data-dir", str(folder)]
    environment = os.environ | {"COOPT_TOKEN": TOKEN, "COOPT_EMPLOYEE": EMPLOYEE}
    said = folder / "server.log"  # a pipe that nobody reads would fill, and stop the server
    with said.open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process:
        try:
            yield _wait_until_ready(said)
        finally:
            process.terminate()


def _wait_until_ready(said: Path) -> int:
    """Gives the port that the server took, once it answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        time.sleep(0.1)
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said.read_text())
        if found is not None and _is_ready(int(found[1])):
            return int(found[1])
    raise TimeoutError(f"the server did not become ready: {said.read_text()}")


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except ConnectionError:
        return False


def _ask(port: int, texts: list[str], questions: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    connection.connect()
    # Head and body go in two packets: without this the second waits for the first's acknowledgement.
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    times = []
    for number in range(WARM_UP + questions):
        body = json.dumps({"text": texts[number % len(texts)]})
        began = time.perf_counter()
        connection.request("POST", "/v1/suggestions", body=body, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        times.append(1000 * (time.perf_counter() - began))
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"the server answered {answer.status}: {content[:200]!r}")
    note(f"{questions} answers of {len(content):,} bytes")
    return times[WARM_UP:]
