import re
import subprocess
import sys
import time

import httpx2
import pytest

DEADLINE_SECONDS = 60


def test_demo_without_server_answers_two_questions(coopt, tmp_path):
    result = coopt("demo", "--no-serve")
    assert result.code == 0
    assert "Ingénieur·e de données (H/F)" in result.out
    assert "Senior Product Designer" in result.out
    assert result.out.index("Camille Fabre,") < result.out.index("Olivia Harlow,")
    assert not (tmp_path / "data").exists()


@pytest.fixture
def demo_server():
    command = [sys.executable, "-m", "scripts.cli", "demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            deadline = time.monotonic() + DEADLINE_SECONDS
            while "Ctrl-C" not in said and process.poll() is None and time.monotonic() < deadline:
                said += process.stderr.readline()
            yield re.search(r"http://127\.0\.0\.1:\d+", said)[0], re.search(r"Token.*: (\S+)", said)[1]
        finally:
            process.terminate()
            process.wait(20)


def test_demo_serves_the_sample_network_to_the_token_alone(demo_server):
    address, token = demo_server
    with httpx2.Client(base_url=address, timeout=30) as client:
        deadline = time.monotonic() + DEADLINE_SECONDS
        while client.get("/readyz").status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        question = {"text": "Ingénieure de données\nPython, Airflow", "k": 1}
        assert client.post("/v1/suggestions", json=question).status_code == 401
        client.headers["Authorization"] = f"Bearer {token}"
        answer = client.post("/v1/suggestions", json=question).json()
        assert answer["suggestions"][0]["name"] == "Camille Fabre"
        assert client.get("/docs").status_code == 200
