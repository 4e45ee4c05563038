import subprocess
import sys

import pytest

from matcher.bands import band_of


def make(coopt, *options):
    return coopt("keys", "create", *options, "--json")


def test_a_key_is_shown_once_and_listed_without_its_secret(coopt):
    made = coopt("keys", "create", "--role", "recruiter", "--scope", "reach:read")
    key = made.out.strip()
    assert made.code == 0
    assert key.startswith("coopt_")
    listed = coopt("keys", "list")
    assert key.split("_")[1] in listed.out
    assert key.split("_", 2)[2] not in listed.out + listed.err
    assert "recruiter [reach:read]" in listed.out
    assert "never used" in listed.out


def test_what_is_made_is_told_as_json(coopt):
    key = make(coopt, "--role", "employee", "--employee", "ada", "--expires", "30d").json
    assert (key["role"], key["employee"], key["scopes"], key["state"]) == ("employee", "ada", None, "good")
    (listed,) = coopt("keys", "list", "--json").json
    assert listed == {name: value for name, value in key.items() if name != "key"}


def test_revoking_is_final_and_may_be_said_twice(coopt):
    key = make(coopt, "--role", "admin").json
    for _ in range(2):
        assert coopt("keys", "revoke", key["id"]).code == 0
    assert coopt("keys", "list", "--json").json[0]["state"] == "revoked"


def test_an_unknown_key_is_one_line(coopt):
    result = coopt("keys", "revoke", "nowhere")
    assert (result.code, "nowhere" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--role", "employee"], 1, "--employee"),
        (["--role", "officer", "--scope", "network:read"], 1, "network:read"),
        (["--role", "admin", "--expires", "400d"], 1, "366 days"),
        (["--role", "admin", "--expires", "2001-01-01"], 1, "366 days"),
        (["--role", "admin", "--expires", "never"], 2, "90d"),
        (["--role", "admin", "--expires", "-5d"], 2, "90d"),
        (["--role", "root"], 2, "root"),
        (["--role", "admin", "--scope", "everything"], 2, "everything"),
        ([], 2, "--role"),
    ],
)
def test_a_key_that_would_make_no_sense_is_not_made(coopt, options, code, said):
    result = coopt("keys", "create", *options)
    assert (result.code, said in result.err) == (code, True)
    assert coopt("keys", "list", "--json").json == []


def test_no_key_is_an_answer(coopt):
    assert "No key" in coopt("keys", "list").out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "loopback"),
        (["--auth", "keys", "--host", "0.0.0.0"], "COOPT_ALLOWED_HOSTS"),
        (["--auth", "oidc"], "COOPT_OIDC_ISSUER"),
        (["--auth", "open"], "COOPT_AUTH"),
        (["--allowed-host", "coopt.example.org"], "COOPT_ALLOWED_HOSTS"),
    ],
)
def test_serve_refuses_what_would_open_too_much(coopt, options, said):
    result = coopt("serve", *options)
    assert (result.code, said in result.err) == (1, True)
    assert "Traceback" not in result.err


def test_serve_takes_its_port_from_the_environment(coopt, monkeypatch):
    monkeypatch.setenv("COOPT_HOST", "192.0.2.1")
    assert "192.0.2.1" in coopt("serve").err


def test_keys_are_made_without_loading_a_model(tmp_path):
    code = (
        "import sys\n"
        f"sys.argv = ['coopt', 'keys', 'create', '--role', 'admin', '--data-dir', {str(tmp_path)!r}]\n"
        "from scripts.cli import app\ntry: app()\nexcept SystemExit: pass\n"
        "assert not {'torch', 'sentence_transformers', 'onnxruntime'} & set(sys.modules), 'heavy'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reach_tells_how_many_fit_and_whom_to_ask(coopt, sample):
    for employee in ("ada", "malik"):
        coopt("import", "contacts", sample / "Connections.csv", "--employee", employee)
    report = coopt("import", "openings", sample / "openings" / "ingenieur-de-donnees.md")
    by_id = coopt("reach", report.err.split()[0], "--json").json
    assert by_id["colleagues"] == ["ada", "malik"]
    assert by_id["fits"] >= 1
    shown = coopt("reach", sample / "openings" / "ingenieur-de-donnees.md").out
    assert f"{band_of(by_id['fits'])} people fit" in shown
    assert "Colleagues to ask: ada, malik" in shown
    assert "Hartmann" not in shown


def test_reach_without_such_an_opening_is_one_line(coopt):
    result = coopt("reach", "nowhere")
    assert (result.code, "nowhere" in result.err) == (1, True)
