"""Options that several commands take."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from matcher.catalogue import Tongue
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

Language = Annotated[
    Literal["en", "fr"] | None,
    typer.Option("--language", help="Of what you read; the terminal's unless told."),
]


def chosen_tongue(language: str | None) -> "Tongue":
    """Gives the language in which to speak to the user: the one asked for, or the terminal's."""
    from matcher.catalogue import Tongue
    from scripts.console import reader_languages

    asked = (language,) if language else reader_languages()
    return next(
        (tongue for name in asked for tongue in Tongue if name.lower().startswith(tongue)), Tongue.ENGLISH
    )


def open_workspace(data_dir: Path | None) -> "Workspace":
    """Opens the data folder with the settings of the environment; the option wins over `COOPT_DATA_DIR`."""
    from api.settings import Settings
    from matcher.workspace import Workspace

    settings = Settings.read() if data_dir is None else Settings.read(data_dir=data_dir)
    return Workspace(
        settings.data_dir,
        encoder=settings.encoder,
        allow_download=settings.allow_download,
        secret_key=settings.secret,
        database_url=settings.database,
        index=settings.index,
    )
