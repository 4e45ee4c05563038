"""`coopt serve`."""

import secrets
import socket
import webbrowser
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import note
from scripts.options import DataDir
from scripts.threads import use_one_thread

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.settings import Settings

Host = Annotated[
    str | None,
    typer.Option(
        "--host", help="Address to listen on, 127.0.0.1 unless told; with local a loopback address."
    ),
]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="8000 unless told; 0 takes a free one.")
]
Auth = Annotated[
    list[str] | None,
    typer.Option(
        "--auth",
        metavar="WAY",
        help="Way in, in place of COOPT_AUTH: local (one user of this machine, a token printed at start), "
        "keys (made by `coopt keys create`) or oidc (single sign-on, set by COOPT_OIDC_ISSUER and "
        "COOPT_OIDC_AUDIENCE). May be given several times; local unless told.",
    ),
]
OpenBrowser = Annotated[
    bool, typer.Option("--open/--no-open", help="Open the address that signs you in, in your browser.")
]
AllowedHosts = Annotated[
    list[str] | None,
    typer.Option(
        "--allowed-host",
        metavar="NAME",
        help="Name under which other machines reach the server, in place of COOPT_ALLOWED_HOSTS; not with "
        "local. May be given several times.",
    ),
]


def serve(
    host: Host = None,
    port: Port = None,
    auth: Auth = None,
    allowed_host: AllowedHosts = None,
    data_dir: DataDir = None,
    open_browser: OpenBrowser = False,
) -> None:
    """Serve the pages and the API: on this machine alone, unless --auth lets others in."""
    from api.settings import Settings

    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "auth": ",".join(auth) if auth else None,
        "allowed_hosts": ",".join(allowed_host) if allowed_host else None,
        "data_dir": data_dir,
    }
    settings = Settings.read(**{name: value for name, value in given.items() if value is not None})
    run_server(settings, open_browser=open_browser)


def run_server(settings: "Settings", *, open_browser: bool = False) -> None:
    """Serves until it is interrupted; a token is made, and printed once, unless the settings hold one.

    Args:
        open_browser: Whether the local user's browser is opened on the first page, signed in.
    """
    use_one_thread()

    import uvicorn

    from api.app import create_app
    from api.auth import check_binding
    from api.logging import configure_logging

    check_binding(settings)
    configure_logging(settings)
    listener = _listen(settings.host, settings.port)
    address = f"http://{_in_url(settings.host)}:{listener.getsockname()[1]}"
    note(f"Coopt answers at {address}, the API's documentation stands at {address}/docs")
    settings = _with_token(settings)
    app = create_app(settings)
    entry = _entry(app, settings, address)
    if settings.allowed_hosts:
        names = ", ".join(sorted(settings.allowed_hosts))
        note(f"It is reached as: {names}. Put TLS before it: what callers show is a secret.")
    note("Stop it with Ctrl-C.")
    if open_browser:
        webbrowser.open(entry)  # it waits until the server is there: the port is taken already
    config = uvicorn.Config(app, access_log=False, log_config=None)
    uvicorn.Server(config).run(sockets=[listener])


def _entry(app: "FastAPI", settings: "Settings", address: str) -> str:
    """Tells how to sign in; gives the address for that, which the local user needs no token for, once."""
    from api.access_settings import WayIn

    if WayIn.LOCAL not in settings.auth or settings.token is None:
        note(f"Sign in at {address}/sign-in")
        return f"{address}/sign-in"
    entry = f"{address}/sign-in/once/{app.state.invitations.make(settings.token)}"
    note(f"Open it, signed in; this address works once: {entry}")
    return entry


def _with_token(settings: "Settings") -> "Settings":
    """Makes the local user's token where there is none, and shows it; tells which other ways are open."""
    from pydantic import SecretStr

    from api.access_settings import WayIn

    others = sorted(settings.auth - {WayIn.LOCAL})
    if others:
        note(f"Ways in: {', '.join(sorted(settings.auth))}")
    if WayIn.LOCAL not in settings.auth or settings.token is not None:
        return settings
    token = secrets.token_urlsafe(32)
    note(f"Token, shown this once: {token}")
    return settings.model_copy(update={"token": SecretStr(token)})


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
