"""One data folder with its encoder: what the command line and the API both stand on."""

from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from matcher.encoder import Encoder, load_encoder
from matcher.errors import StoreUnavailable
from matcher.index import FragmentIndex, Progress, current_name, open_current
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
        self._index: FragmentIndex | None = None
        self._suggester: Suggester | None = None
        self._lock = Lock()

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

        Raises:
            IndexMismatch: If the index was made with another model.
        """
        with self._lock:
            index = self._current()
            if index is None or index.manifest.store_version != self.store.version:
                self.reindex()
                index = self._current()
            if index is None:  # another process removed it meanwhile
                raise StoreUnavailable(f"{self.store.data_dir / INDEX}: the index is gone")
            if self._suggester is None:
                self._suggester = Suggester(self.store, index, self.encoder)
            return self._suggester

    def _current(self) -> FragmentIndex | None:
        """Gives the generation in use, opened again only after a switch."""
        index_dir = self.store.data_dir / INDEX
        if self._index is None or self._index.folder.name != current_name(index_dir):
            self._index, self._suggester = open_current(index_dir), None
        return self._index
