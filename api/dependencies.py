"""What routes receive."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request

from api.auth import Caller
from api.settings import Settings
from matcher.workspace import Workspace

WEIGHT = re.compile(r"[01](\.\d{0,3})?")


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.state.workspace
    return workspace


async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller  # set by ProtectedRoute, and by nothing else
    return caller


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _languages(
    accept_language: Annotated[str, Header(max_length=200, description="Of the note, such as `fr`")] = "",
) -> tuple[str, ...]:
    """Reads RFC 9110's `Accept-Language`, the most wanted first."""
    tags: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, weight = part.partition(";")
        value = weight.strip().removeprefix("q=")
        tags.append((float(value) if WEIGHT.fullmatch(value) else 1.0, tag.strip()))
    return tuple(tag for weight, tag in sorted(tags, key=lambda found: -found[0]) if weight)


def make_ready(workspace: Workspace) -> None:
    """Loads the encoder, and the index where there is anything to index.

    Raises:
        UnknownModel, AlteredModel: If the encoder cannot be loaded.
        IndexMismatch: If the index was made with another one.
    """
    _ = workspace.encoder
    if workspace.store.version:  # 0 until contacts are imported
        workspace.suggester()


CurrentWorkspace = Annotated[Workspace, Depends(_workspace)]
CurrentCaller = Annotated[Caller, Depends(_caller)]
ReaderLanguages = Annotated[tuple[str, ...], Depends(_languages)]
CurrentSettings = Annotated[Settings, Depends(_settings)]
