"""A server for several people, who show API keys: two employees, a recruiter, an officer and an admin."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fastapi.testclient import TestClient
from httpx2 import Response

from api.access_settings import WayIn
from api.app import create_app
from api.settings import Settings
from matcher.access import KeyAsked
from matcher.encoder import Encoder, load_encoder
from matcher.policy import Permission, Role
from matcher.store import Store
from tests.conftest import reading

ADA = (("Inès Carpentier", "Data Engineer"), ("Tom Okafor", "Pastry Chef"), ("Lena Vogt", "Registered Nurse"))
BO = (("Aram Petit", "Data Engineer"), ("Cleo Marsh", "Plumber"), ("Milo Stern", "Gardener"))
WHO = {
    "ada": (Role.EMPLOYEE, "ada"),
    "bo": (Role.EMPLOYEE, "bo"),
    "rita": (Role.RECRUITER, ""),
    "olga": (Role.OFFICER, ""),
    "adam": (Role.ADMIN, ""),
}
TEXT = "Data Engineer\n\nRequirements\n- Data pipelines\n- Python"


@dataclass
class World:
    """The server, its store, and everybody's key."""

    client: TestClient
    store: Store
    keys: dict[str, str]

    def ask(self, who: str, method: str, path: str, **options: Any) -> Response:
        headers = {"Authorization": f"Bearer {self.keys.get(who, who)}"} | options.pop("headers", {})
        return self.client.request(method, path, headers=headers, **options)

    def key(self, role: Role, *scopes: Permission, employee: str = "", days: float = 9) -> str:
        asked = KeyAsked(role, timedelta(days=days), frozenset(scopes) or None, employee)
        return str(self.store.access.make_key(asked)[1])

    def contact(self, employee: str, name: str) -> str:
        return next(contact.id for contact in self.store.contacts(employee) if contact.name == name)


@cache
def _encoder() -> Encoder:
    """The one that ships, loaded once for all tests."""
    return load_encoder("fast")


@contextmanager
def opened(data_dir: Path, **settings: Any) -> Iterator[World]:
    """Starts the server over two networks and one opening."""
    app = create_app(Settings(data_dir=data_dir, **({"auth": {WayIn.KEYS}} | settings)))
    shipped = patch("matcher.encoders.load_encoder", lambda *_, **__: _encoder())
    with shipped, TestClient(app, base_url="http://127.0.0.1:8000") as client:
        store: Store = client.app_state["workspace"].store
        store.import_contacts(reading(*ADA), "ada")
        store.import_contacts(reading(*BO), "bo")
        world = World(client, store, {})
        world.keys = {who: world.key(role, employee=employee) for who, (role, employee) in WHO.items()}
        yield world
