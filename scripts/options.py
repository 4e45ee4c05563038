"""Options that several commands take."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from matcher.workspace import Workspace

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        envvar="COOPT_DATA_DIR",
        help="Folder of the store and the index [default: the platform's user data folder].",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Employee = Annotated[str, typer.Option("--employee", help="Whose network it is, such as `me`.")]


def open_workspace(data_dir: Path | None) -> "Workspace":
    """Opens the data folder with the settings of the environment; the option wins over `COOPT_DATA_DIR`."""
    from api.settings import Settings
    from matcher.workspace import Workspace

    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    return Workspace(settings.data_dir, encoder=settings.encoder, allow_download=settings.allow_download)
