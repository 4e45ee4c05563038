"""What routes receive."""

from typing import Annotated

from fastapi import Depends, Request

from api.auth import Caller
from api.settings import Settings
from matcher.workspace import Workspace


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.state.workspace
    return workspace


async def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller  # set by ProtectedRoute, and by nothing else
    return caller


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


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
CurrentSettings = Annotated[Settings, Depends(_settings)]
