"""A real server over the sample network, on a free loopback port, stopped by its own handle."""

import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from api.access_settings import WayIn
from api.app import create_app
from api.settings import Settings
from matcher.access import KeyAsked
from matcher.policy import Role
from matcher.privacy.links import make_link
from matcher.readers.contacts import read_contacts
from matcher.readers.openings import read_openings
from matcher.store import Store
from matcher.workspace import Workspace

SAMPLE = Path(__file__).parents[2] / "scripts" / "sample"
# Ada has the sample network; Nils has none yet. The others have no network of their own.
WHO = {
    "ada": (Role.EMPLOYEE, "ada"),
    "nils": (Role.EMPLOYEE, "nils"),
    "rita": (Role.RECRUITER, ""),
    "olga": (Role.OFFICER, ""),
    "adam": (Role.ADMIN, ""),
}
KEY_LIFE = timedelta(days=9)
EVERYBODY = 1_000
STARTS_WITHIN_SECONDS, STOPS_WITHIN_SECONDS = 60.0, 30.0


@dataclass
class Site:
    """A running server, with what tests need to set it up from inside."""

    url: str
    app: FastAPI
    workspace: Workspace
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.workspace.store

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def session_of(self, who: str) -> str:
        """Signs somebody in without a page; gives what their cookie holds."""
        session_id: str = self.app.state.sessions.open(SecretStr(self.keys[who])).id
        return session_id

    def contact(self, name: str, employee: str = "ada") -> str:
        return next(
            contact.id for contact in self.store.contacts(employee, k=EVERYBODY) if contact.name == name
        )

    def link_of(self, name: str, employee: str = "ada") -> str:
        """The address of a contact's own page."""
        contact_id = self.contact(name, employee)
        return make_link(self.store, contact_id, made_by=employee, lifetime=KEY_LIFE).address(self.url)


def prepare(data_dir: Path) -> None:
    """Imports the sample for Ada, with its two openings, and makes it searchable."""
    with Workspace(data_dir) as workspace:
        for path in (SAMPLE / "Connections.csv", *sorted((SAMPLE / "profiles").iterdir())):
            workspace.store.import_contacts(read_contacts(path), "ada")
        for path in sorted((SAMPLE / "openings").iterdir()):
            workspace.store.import_openings(read_openings(path))
        workspace.reindex()


@contextmanager
def serving(prepared: Path, folder: Path, **changes: Any) -> Iterator[Site]:
    """Serves a copy of a prepared data folder, and waits until it can answer.

    Args:
        changes: Of the settings; `{url}` in a text is the address of the server.
    """
    data_dir = folder / "data"
    shutil.copytree(prepared, data_dir)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    told = {name: one.replace("{url}", url) if isinstance(one, str) else one for name, one in changes.items()}
    settings = Settings(**{"data_dir": data_dir, "auth": {WayIn.KEYS}, **told})
    app = create_app(settings)
    config = uvicorn.Config(app, access_log=False, log_config=None, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=([listener],), name="server")
    thread.start()
    try:
        _wait(url)
        site = Site(url, app, server.lifespan.state["workspace"])
        site.keys = {who: _key(site.store, *what) for who, what in WHO.items()}
        yield site
    finally:
        server.should_exit = True
        thread.join(STOPS_WITHIN_SECONDS)
        listener.close()
    assert not thread.is_alive(), "the server did not stop"


def _key(store: Store, role: Role, employee: str) -> str:
    return str(store.access.make_key(KeyAsked(role, KEY_LIFE, employee=employee))[1])


def _wait(url: str) -> None:
    end = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
        except (urllib.error.URLError, TimeoutError):
            pass  # a machine that is busy takes its time
        time.sleep(0.02)
    raise AssertionError("the server never became ready")
