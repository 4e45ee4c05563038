"""One data folder with its encoder: what the command line and the API both stand on."""

import logging
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from filelock import Timeout

from matcher.encoder import Encoder
from matcher.encoders import Encoders
from matcher.errors import CooptError, DamagedIndex, StoreUnavailable
from matcher.events.recording import record_answer
from matcher.events.suggested import Asked
from matcher.index import FragmentIndex, Progress, current_name, open_current
from matcher.index.chosen import chosen_encoder, current_manifest, resolved
from matcher.index.pgvector import PgVectorSearch
from matcher.index_kind import IndexKind
from matcher.network import Network
from matcher.opening import Opening
from matcher.reindex import INDEX, Reindexing, ReindexPlan, ReindexReport, plan_reindex
from matcher.reindex.on_ray import Spread
from matcher.store import Store
from matcher.suggest import Suggester
from matcher.suggestion import Shortlist

logger = logging.getLogger(__name__)


class Workspace:
    """Opens a data folder; the encoder is loaded when it is first needed. May be shared by threads.

    In a large store `fast` finds and `accurate`, where it is chosen, reads the best again (see
    `matcher.encoders`).

    Args:
        data_dir: Holds the store and the index; made where it is missing.
        encoder: `fast`, `accurate`, a folder, or a hub name.
        allow_download: Whether a hub name may be fetched over the network.
        secret_key: In place of the secret that is kept in the folder.
        database_url: Of a PostgreSQL database, in place of the folder's own.
        index: What kind of index over everybody the next generation is made with, and whether one network is
            searched in the database.

    Raises:
        StoreUnavailable: If the folder or its database cannot be opened, or has no pgvector where `index`
            asks for it.
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
        index: IndexKind = IndexKind.AUTO,
    ) -> None:
        self.store = Store(data_dir, secret_key=secret_key, database_url=database_url)
        self._encoder_name, self._allow_download = encoder, allow_download
        self._index_kind = index
        self._suggester: Suggester | None = None
        self._loaded: Encoders | None = None
        self._opening, self._loading = Lock(), Lock()
        if index is IndexKind.PGVECTOR:
            self._check_database()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Closes the store, and lets go of the index."""
        with self._opening:
            self._suggester = None
        self.store.close()

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded: the one that was chosen for the data folder, else that of the settings.

        Raises:
            UnknownModel: If there is no model of this name.
            AlteredModel: If its files are not what its manifest says.
        """
        return self._models().encoder

    def _models(self) -> Encoders:
        name = chosen_encoder(self._index_dir) or self._encoder_name
        with self._loading:
            if self._loaded is None or self._loaded.name != name:
                self._loaded = self._load(name)
            return self._loaded

    def _load(self, name: str) -> Encoders:
        return Encoders.load(name, allow_download=self._allow_download)

    def _check_database(self) -> None:
        try:
            self.store.vectors.check()
        except BaseException:
            self.store.close()
            raise

    @property
    def _index_dir(self) -> Path:
        return self.store.data_dir / INDEX

    def reindex(
        self,
        *,
        full: bool = False,
        model: str | None = None,
        progress: Progress | None = None,
        spread: Spread = nullcontext,
    ) -> ReindexReport:
        """Makes the index true again.

        Args:
            full: Encode every text again.
            model: Chooses this encoder for the data folder from now on, whatever the settings say.
            spread: Has texts encoded elsewhere.

        Raises:
            IndexMismatch: If it was made with another model and neither `full` nor `model` is set.
            UnknownModel, AlteredModel: If there is no such model, or it cannot be loaded.
            StoreUnavailable: If the index cannot be written; the one in use stays then.
        """
        return self._reindex(full=full, model=model, progress=progress, spread=spread)

    def plan(self, *, full: bool = False, model: str | None = None) -> ReindexPlan:
        """Tells what `reindex` would do, with the same arguments, and how long it would take."""
        models = self._models() if model is None else self._load(resolved(model))
        return plan_reindex(self.store, models.searcher(self.store), full=full)

    def _reindex(
        self,
        *,
        full: bool = False,
        model: str | None = None,
        wait: bool = True,
        progress: Progress | None = None,
        spread: Spread = nullcontext,
    ) -> ReindexReport:
        """Starts afresh also where the store grew, or shrank, past the size at which encoders change."""
        models = self._models() if model is None else self._load(resolved(model))
        searcher, present = models.searcher(self.store), current_manifest(self._index_dir)
        if present is not None:
            pair = {models.encoder.revision, models.quick.revision} if models.quick else set[str]()
            other = present.revision != searcher.revision
            full = full or (other and (model is not None or present.revision in pair))
        chosen = chosen_encoder(self._index_dir) if model is None else models.name
        with spread(searcher) as encoder:
            work = Reindexing(
                self.store,
                encoder,
                full=full,
                chosen=chosen,
                kind=self._index_kind,
                progress=progress,
                made=self._made,
            )
            return work.run(wait=wait)

    def _made(self) -> None:
        """Puts the vectors into the database where they are searched there, then goes over to them."""
        index = open_current(self._index_dir) if self._index_kind is IndexKind.PGVECTOR else None
        if index is not None:
            PgVectorSearch(self.store.vectors, index).fill()
            del index  # this reader ends here
        self.notice()

    def notice(self) -> None:
        """Goes over to the generation that is current by now, and lets go of the old one.

        Questions do so by themselves; a server that is asked nothing calls this now and then.
        """
        with self._opening:
            present = self._suggester
        if present is None or present.generation == current_name(self._index_dir):
            return
        present = None
        try:
            self._open_current()
        except CooptError:  # the next question tells
            with self._opening:
                self._suggester = None

    def suggester(self) -> Suggester:
        """Gives a suggester over the index as it stands now, brought up to date first where it is behind.

        While another thread or process is at that work, the generation in use answers.

        Raises:
            IndexMismatch: If the index was made with another model.
        """
        suggester = self._usable()
        if suggester is not None and suggester.store_version == self.store.version and suggester.ready:
            return suggester
        usable = suggester is not None
        try:
            del suggester  # its generation is about to be an old one
            self._reindex(wait=not usable)
        except Timeout:
            pass
        suggester = self._open_current()
        if suggester is None:
            raise StoreUnavailable(f"{self._index_dir}: the index was removed")
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
        with self._opening:
            if self._suggester is None or self._suggester.generation != current_name(self._index_dir):
                index = open_current(self._index_dir)
                self._suggester = None if index is None else self._suggester_over(index)
            return self._suggester

    def _usable(self) -> Suggester | None:
        """Opens the generation in use; one that is damaged is made again, as if there were none."""
        try:
            return self._open_current()
        except DamagedIndex as error:
            logger.error("the index is damaged", extra={"file": error.file, "generation": error.generation})
            return None

    def _suggester_over(self, index: FragmentIndex) -> Suggester:
        models = self._models()
        in_database = self._index_kind is IndexKind.PGVECTOR
        database = PgVectorSearch(self.store.vectors, index) if in_database else None
        if models.quick is not None and index.manifest.revision == models.quick.revision:
            return Suggester(self.store, index, models.quick, second=models.encoder, database=database)
        return Suggester(self.store, index, models.encoder, database=database)
