"""One data folder with its encoder: what the command line and the API both stand on."""

from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from filelock import Timeout

from matcher.encoder import Encoder, load_encoder
from matcher.errors import StoreUnavailable
from matcher.index import Progress, current_name, open_current
from matcher.reindex import INDEX, ReindexReport, reindex
from matcher.store import Store
from matcher.suggest import Suggester


class Workspace:
    """Opens a data folder; the encoder is loaded when it is first needed. May be shared by threads.

    Args:
        data_dir: Holds the store and the index; made where it is missing.
        encoder: `fast`, a folder, or a hub name.
        allow_download: Whether a hub name may be fetched over the network.

    Raises:
        StoreUnavailable: If the folder or its database cannot be opened.
    """

    def __init__(self, data_dir: Path, *, encoder: str = "fast", allow_download: bool = False) -> None:
        self.store = Store(data_dir)
        self._encoder_name, self._allow_download = encoder, allow_download
        self._suggester: Suggester | None = None
        self._opening = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the store."""
        self.store.close()

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder, loaded.

        Raises:
            UnknownModel: If there is no model of this name.
            AlteredModel: If its files are not what its manifest says.
        """
        return load_encoder(self._encoder_name, allow_download=self._allow_download)

    def reindex(self, *, full: bool = False, progress: Progress | None = None) -> ReindexReport:
        """Makes the index true again.

        Raises:
            IndexMismatch: If it was made with another model and `full` is not set.
        """
        return reindex(self.store, self.encoder, full=full, progress=progress)

    def suggester(self) -> Suggester:
        """Gives a suggester over the index as it stands now, brought up to date first where it is behind.

        While another thread or process is at that work, the generation in use answers.

        Raises:
            IndexMismatch: If the index was made with another model.
        """
        with self._opening:
            suggester = self._open_current()
        if suggester is not None and suggester.store_version == self.store.version:
            return suggester
        try:
            reindex(self.store, self.encoder, wait=suggester is None)
        except Timeout:
            if suggester is not None:
                return suggester
            raise
        with self._opening:
            suggester = self._open_current()
        if suggester is None:
            raise StoreUnavailable(f"{self.store.data_dir / INDEX}: the index was removed")
        return suggester

    def _open_current(self) -> Suggester | None:
        """Opens the generation in use, again only after a switch; None before the first."""
        index_dir = self.store.data_dir / INDEX
        if self._suggester is None or self._suggester.generation != current_name(index_dir):
            index = open_current(index_dir)
            self._suggester = None if index is None else Suggester(self.store, index, self.encoder)
        return self._suggester
