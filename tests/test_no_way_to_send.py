"""The program has no way to send a message: a human does, from their own mailbox."""

import ast
import re
import subprocess
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for room in ("matcher", "api", "scripts") for path in (ROOT / room).rglob("*.py"))
LOCKED = [
    re.split(r"[=@ ;\[]", line)[0].casefold().replace("_", "-")
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith(("#", " ", "-"))
]

# Modules that send, of the standard library and of others.
SENDERS = re.findall(
    r"\S+",
    """
    smtplib smtpd imaplib poplib nntplib telnetlib ftplib aiosmtplib smtplibaio yagmail redmail marrow mailer
    envelopes apprise notifiers twilio sendgrid mailgun mailjet_rest postmarker postmark resend sparkpost
    sib_api_v3_sdk mailchimp_transactional mailchimp_marketing boto3 botocore aiobotocore slack_sdk slack
    slackclient discord discord_webhook telegram telethon vonage nexmo messagebird plivo infobip pushbullet
    pushover matrix_client nio mattermostdriver msgraph exchangelib O365 googleapiclient fastapi_mail
    flask_mail django knockapi courier novu celery pika kombu paho aiokafka kafka
    """,
)
# Modules by which something may leave the machine or be started on it; each file that uses one says what for.
OUTWARD = re.findall(
    r"\S+",
    """
    urllib.request http.client requests httpx httpx2 httpcore httpcore2 aiohttp urllib3 websockets websocket
    socket socketserver pycurl paramiko asyncio.subprocess subprocess webbrowser
    """,
)
USES = {
    "api/auth/company.py": "lets a browser sign in at the company's single sign-on",
    "api/auth/fetching.py": "asks the single sign-on for a token in exchange for its code",
    "api/auth/issuer.py": "reads the public keys of the single sign-on",
    "matcher/cluster.py": "asks whether the head of a Ray cluster is there",
    "matcher/readers/addresses.py": "looks up the address of an opening's page",
    "matcher/readers/fetch.py": "reads an opening's page",
    "matcher/readers/fetch_network.py": "reads an opening's page",
    "matcher/readers/pdf.py": "reads a PDF file in a process of its own",
    "scripts/commands/serve.py": "listens",
}
MEASURES = "scripts/benchmarks/"  # processes of its own, on this machine
WORDS = re.compile(
    r"webhook|sendmail|xdg-email|hooks\.slack|MIMEText|EmailMessage|smtp:|api\.(?:sendgrid|twilio)", re.I
)
# Takes telephone numbers apart, and calls nobody.
HARMLESS = {"phonenumbers"}


@cache
def imported(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            found |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    return frozenset(found)


def uses(path: Path, modules: list[str]) -> set[str]:
    return {m for m in modules for name in imported(path) if name == m or name.startswith(f"{m}.")}


def test_no_file_imports_what_sends():
    assert {str(path): uses(path, SENDERS) for path in SOURCES if uses(path, SENDERS)} == {}


def test_each_file_that_reaches_out_says_what_for():
    outward = {str(path.relative_to(ROOT)) for path in SOURCES if uses(path, OUTWARD)}
    assert {name for name in outward if not name.startswith(MEASURES)} - USES.keys() == set()


def test_what_reaches_out_only_reads():
    for name in USES:
        path = ROOT / name
        if path.exists():
            assert not re.search(r"[\"'](?:POST|PUT|PATCH|DELETE)[\"']", path.read_text(encoding="utf-8")), (
                name
            )


def test_no_file_speaks_of_sending_by_another_way():
    for path in SOURCES:
        assert not WORDS.search(path.read_text(encoding="utf-8")), path


def test_a_link_is_opened_in_one_place_and_only_to_write_a_mail():
    launching = [
        path for path in SOURCES if re.search(r"\blaunch\(|os\.system|startfile", path.read_text("utf-8"))
    ]
    assert [str(path.relative_to(ROOT)) for path in launching] == ["scripts/commands/introductions.py"]
    assert re.findall(r"launch\((\w+)", launching[0].read_text("utf-8")) == ["mailto"]


@pytest.mark.parametrize("name", LOCKED)
def test_no_locked_dependency_is_made_to_send(name):
    assert name not in {sender.casefold().replace("_", "-") for sender in SENDERS}
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return  # of another platform
    topics = [
        topic for topic in told.get_all("Classifier", []) if topic.startswith("Topic :: Communications")
    ]
    assert name in HARMLESS or not [topic for topic in topics if "File Sharing" not in topic]


def test_the_whole_program_loads_nothing_that_sends():
    code = "import sys, api.app, scripts.cli\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) & set(SENDERS) == set()
