"""Log lines: for eyes or as JSON, on standard error. No person, opening or token is in them."""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from api.settings import LogFormat, Settings

_QUIET = ("alembic", "faiss", "filelock", "httpx", "httpx2", "sentence_transformers", "urllib3")

_FRAMES = 12  # the innermost ones


def configure_logging(settings: Settings) -> None:
    """Sets the handler of the root logger; called once by the command that serves."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_texts,
    ]
    render: Processor = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    if settings.log_format is LogFormat.JSON:
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    handler.setLevel(settings.log_level.upper())  # of loggers too that set their own when they are imported
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))


def describe(error: BaseException) -> dict[str, Any]:
    """Tells an error's type and where it was raised; not its text, which may quote somebody's data."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "error": type(error).__name__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _without_texts(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Describes the errors that other libraries log."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event.update(describe(error))
    return event
