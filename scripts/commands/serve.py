"""`coopt serve`."""

import os
import secrets
import socket
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import note
from scripts.options import DataDir

if TYPE_CHECKING:
    from api.settings import Settings

Host = Annotated[str, typer.Option("--host", help="A loopback address.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")]


def serve(host: Host = "127.0.0.1", port: Port = 8000, data_dir: DataDir = None) -> None:
    """Serve the API and its documentation on this machine alone."""
    from api.settings import Settings

    given: dict[str, Any] = {"host": host, "port": port}
    if data_dir is not None:
        given["data_dir"] = data_dir
    run_server(Settings(**given))


def run_server(settings: "Settings") -> None:
    """Serves until it is interrupted; a token is made, and printed once, unless the settings hold one."""
    # One question is a small product: BLAS threads that wait for the next one only take the other's core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    import uvicorn
    from pydantic import SecretStr

    from api.app import create_app
    from api.auth import check_binding
    from api.logging import configure_logging

    check_binding(settings)
    configure_logging(settings)
    listener = _listen(settings.host, settings.port)
    address = f"http://{_in_url(settings.host)}:{listener.getsockname()[1]}"
    note(f"Coopt answers at {address}, its documentation stands at {address}/docs")
    if settings.token is None:
        token = secrets.token_urlsafe(32)
        settings = settings.model_copy(update={"token": SecretStr(token)})
        note(f"Token, shown this once: {token}")
    note("Stop it with Ctrl-C.")
    config = uvicorn.Config(create_app(settings), access_log=False, log_config=None)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    from matcher.errors import CooptError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise CooptError(
            f"Cannot listen on {host}:{port} ({error.strerror}); --port takes another."
        ) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else the end of an answer waits 40 ms
    return listener


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
