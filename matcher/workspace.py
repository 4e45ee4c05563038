"""One data folder with its encoder: what the command line and the API both stand on."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from filelock import Timeout

from matcher.encoder import Encoder, load_encoder
from matcher.errors import StoreUnavailable
from matcher.events.recording import record_answer
from matcher.events.suggested import Asked
from matcher.index import FragmentIndex, Progress, current_name, open_current
from matcher.network import Network
from matcher.opening import Opening
from matcher.reindex import INDEX, ReindexReport, reindex
from matcher.store import Store
from matcher.suggest import Suggester
from matcher.suggestion import Shortlist

QUICK_FOR = {"accurate": "fast"}  # what searches a large store in the place of an encoder too slow for it
LARGE = 20_000  # fragments; `accurate` reads about 140 titles a second


class Workspace:
    """Opens a data folder; the encoder is loaded when it is first needed. May be shared by threads.

    In a store of more than `LARGE` fragments, `fast` finds and `accurate`, where it is chosen, reads the best
    again.

    Args:
        data_dir: Holds the store and the index; made where it is missing.
        encoder: `fast`, `accurate`, a folder, or a hub name.
        allow_download: Whether a hub name may be fetched over the network.
        secret_key: In place of the secret that is kept in the folder.
        database_url: Of a PostgreSQL database, in place of the folder's own.

    Raises:
        StoreUnavailable: If the folder or its database cannot be opened.
        MissingExtra: If what PostgreSQL needs is not installed.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        encoder: str = "fast",
        allow_download: bool = False,
        secret_key: str | None = None,
        database_url: str | None = None,
    ) -> None:
        self.store = Store(data_dir, secret_key=secret_key, database_url=database_url)
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

    @cached_property
    def _quick(self) -> Encoder | None:
        quick = QUICK_FOR.get(self._encoder_name)
        return None if quick is None else load_encoder(quick)

    @property
    def _searcher(self) -> Encoder:
        """The encoder that the next generation is to be made with."""
        large = self._quick is not None and self.store.fragment_count() > LARGE
        return self._quick if large and self._quick else self.encoder

    def reindex(self, *, full: bool = False, progress: Progress | None = None) -> ReindexReport:
        """Makes the index true again.

        Raises:
            IndexMismatch: If it was made with another model and `full` is not set.
        """
        return self._reindex(full=full, progress=progress)

    def _reindex(
        self, *, full: bool = False, wait: bool = True, progress: Progress | None = None
    ) -> ReindexReport:
        """Starts afresh also where the store grew, or shrank, past the size at which encoders change."""
        searcher, present = self._searcher, open_current(self.store.data_dir / INDEX)
        if present is not None and self._quick is not None:
            pair = {self.encoder.revision, self._quick.revision}
            full = full or present.manifest.revision in pair - {searcher.revision}
        return reindex(self.store, searcher, full=full, wait=wait, progress=progress)

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
            self._reindex(wait=suggester is None)
        except Timeout:
            if suggester is not None:
                return suggester
            raise
        with self._opening:
            suggester = self._open_current()
        if suggester is None:
            raise StoreUnavailable(f"{self.store.data_dir / INDEX}: the index was removed")
        return suggester

    def suggest(
        self, opening: Opening, network: Network, *, by: str, k: int = 5, include_below_bar: bool = False
    ) -> Shortlist:
        """Finds at most `k` contacts who fit, and puts into the log who is about to be shown to whom.

        Args:
            by: Id of who asks.
            include_below_bar: Whether those who do not stand out fill up the list.

        Raises:
            SuggestionsStopped: If an officer stopped suggestions for this opening, or altogether.
            IndexMismatch: If the index was made with another model.
        """
        suggester, asked = self.suggester(), Asked(by, network, k, include_below_bar)
        while True:  # again where somebody who was found has left the network or objected meanwhile
            answer = suggester.answer(opening, network, k=k, include_below_bar=include_below_bar)
            event = record_answer(self.store, suggester, answer, asked)
            if event is not None:
                return replace(answer.shortlist, event=event.seq)

    def _open_current(self) -> Suggester | None:
        """Opens the generation in use, again only after a switch; None before the first."""
        index_dir = self.store.data_dir / INDEX
        if self._suggester is None or self._suggester.generation != current_name(index_dir):
            index = open_current(index_dir)
            self._suggester = None if index is None else self._suggester_over(index)
        return self._suggester

    def _suggester_over(self, index: FragmentIndex) -> Suggester:
        if self._quick is not None and index.manifest.revision == self._quick.revision:
            return Suggester(self.store, index, self._quick, second=self.encoder)
        return Suggester(self.store, index, self.encoder)
