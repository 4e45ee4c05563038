"""How long a running server takes to answer, against the least that the answer needs."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from matcher.opening import Opening
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.signals import encode_opening
from matcher.wire import shortlist_to_json
from matcher.workspace import Workspace
from scripts.benchmarks.data import EMPLOYEE, filled

OPENINGS = Path(__file__).parents[1] / "sample" / "openings"
TOKEN = "benchmark-of-a-loopback-server"
TURN = 10  # questions
WARM_UP = 2 * TURN
START_SECONDS = 120
DRAWN = "networks drawn ahead"  # in the server's log

Work = Callable[[Opening], None]
"""Answers for an opening that the store holds, in one way or another."""


class _Times(NamedTuple):
    """Milliseconds of each question, by the clock and of processor time; the second is 0 elsewhere."""

    wall: list[float]
    cpu: list[float]


def benchmark_suggest(
    size: int, *, inside: int | None = None, questions: int = 200, keep: Path | None = None
) -> dict[str, Any]:
    """Asks a server on loopback `questions` times about a network of `size` contacts.

    Args:
        inside: Contacts of the whole store, in networks of `size`; the one network alone unless told.
        keep: A data folder to make, or to use again, see `filled`.

    Returns:
        p50 and p99, in milliseconds, of four things that take turns in one run, each on one thread: the
        server's answers over HTTP for an opening in its store; for the same opening pasted as a text, which
        it cuts into requirements first; the first without HTTP; and the floor, with the ratio of each p50 to
        the floor's. The floor is: encode the opening, gather the network's vectors, multiply. Also the
        seconds that the server took from its start until it was ready, and until it had answered its first
        question; the others are asked once it has drawn the networks that it draws ahead.
    """
    with filled(inside or size, network=size, keep=keep, indexed=True) as folder:
        with Workspace(folder) as workspace:
            fragments = workspace.suggester().index.manifest.fragments
        served, pasted, answered, floor, started = _all(folder, questions)
    least = float(np.median(floor.wall))
    return {
        "benchmark": "suggest",
        "contacts": size,
        "inside": inside or size,
        "fragments": fragments,
        "questions": questions,
        **_told("server", served, least),
        **_told("pasted", pasted, least),
        **_told("answer", answered, least),
        **_told("floor", floor),
        "answer_cpu_ms": round(float(np.median(answered.cpu)), 1),
        "floor_cpu_ms": round(float(np.median(floor.cpu)), 1),
        "answer_cpu_ratio": round(float(np.median(answered.cpu) / np.median(floor.cpu)), 2),
        "ready_seconds": round(started[0], 2),
        "first_answer_seconds": round(started[1], 2),
    }


def _told(name: str, times: _Times, floor: float | None = None) -> dict[str, float]:
    p50, p99 = np.percentile(times.wall, [50, 99])
    told = {f"{name}_p50_ms": round(float(p50), 1), f"{name}_p99_ms": round(float(p99), 1)}
    return told if floor is None else told | {f"{name}_ratio": round(float(p50) / floor, 2)}


def _all(folder: Path, questions: int) -> tuple[_Times, _Times, _Times, _Times, tuple[float, float]]:
    """Lets the four take turns, so that whatever else the machine does meets all of them alike."""
    openings = _stored_openings(folder)
    with _server(folder) as server, Workspace(folder) as workspace:
        by_id = _server_of(server.port, lambda opening: {"opening_id": opening.id})
        by_text = _server_of(server.port, lambda opening: {"text": opening.text})
        first = server.ready + _milliseconds(by_id, openings[0])[0] / 1000
        _wait_until_said(server.log, DRAWN)
        works = by_id, by_text, _answering(workspace), _floor(workspace)
        times = [_Times([], []) for _ in works]
        for number in range(-WARM_UP, questions, TURN):
            for work, taken in zip(works, times, strict=True):
                _take_turn(work, taken, openings, number)
    return (*times, (server.ready, first))  # type: ignore[return-value]


def _stored_openings(folder: Path) -> tuple[Opening, ...]:
    """Puts the sample's openings into the store, once."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(OPENINGS.iterdir()))
    openings = tuple(opening_from_text(text.strip()) for text in texts)
    with Workspace(folder) as workspace:
        workspace.store.import_openings(Reading("text", OPENINGS.name, openings), employee=EMPLOYEE)
    return openings


def _take_turn(work: Work, times: _Times, openings: Sequence[Opening], number: int) -> None:
    for place in range(number, number + TURN):
        wall, cpu = _milliseconds(work, openings[place % len(openings)])
        if number >= 0:
            times.wall.append(wall)
            times.cpu.append(cpu)


def _milliseconds(work: Work, opening: Opening) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    work(opening)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - cpu)


def _answering(workspace: Workspace) -> Work:
    """All that the API does for a question, but for HTTP."""

    def answer(opening: Opening) -> None:
        stored, network = workspace.store.opening(opening.id), workspace.store.network(EMPLOYEE)
        shortlist_to_json(workspace.suggest(stored, network, by=EMPLOYEE))

    return answer


def _floor(workspace: Workspace) -> Work:
    generation = workspace.suggester().index
    rows = generation.select(workspace.store.network(EMPLOYEE).contact_ids).rows

    def least(opening: Opening) -> None:
        query = encode_opening(opening, workspace.encoder)
        _ = generation.vectors[rows] @ query.vectors.T

    return least


class _Server(NamedTuple):
    """A server that runs: its port, the seconds that it took to be ready, and its log."""

    port: int
    ready: float
    log: Path


@contextmanager
def _server(folder: Path) -> Iterator[_Server]:
    command = [sys.executable, "-m", "scripts.cli", "serve", "--port", "0", "--data-dir", str(folder)]
    environment = os.environ | {"COOPT_TOKEN": TOKEN, "COOPT_EMPLOYEE": EMPLOYEE}
    began = time.perf_counter()
    said = folder / "server.log"  # a pipe that nobody reads would fill, and stop the server
    with said.open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, env=environment) as process:
        try:
            yield _Server(_wait_until_ready(said), time.perf_counter() - began, said)
        finally:
            process.terminate()


def _wait_until_ready(said: Path) -> int:
    """Gives the port that the server took, once it answers."""
    port = int(_wait_until_said(said, r"http://127\.0\.0\.1:(\d+)")[1])
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(port):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the server did not become ready: {said.read_text()}")
        time.sleep(0.02)
    return port


def _wait_until_said(said: Path, words: str) -> re.Match[str]:
    deadline = time.monotonic() + START_SECONDS
    while (found := re.search(words, said.read_text())) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the server did not say {words!r}: {said.read_text()}")
        time.sleep(0.02)
    return found


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except ConnectionError:
        return False


def _server_of(port: int, question: Callable[[Opening], dict[str, str]]) -> Work:
    """Asks over one connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    connection.connect()
    # Head and body go in two packets: without this the second waits for the first's acknowledgement.
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}

    def ask(opening: Opening) -> None:
        body = json.dumps(question(opening))
        connection.request("POST", "/v1/suggestions", body=body, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"the server answered {answer.status}: {content[:200]!r}")

    return ask
