"""Work on a Ray cluster: actors that live on its machines, and come back on another when one is lost.

Every machine has the same version of Coopt installed and sees the data folder under the same path. Actors are
told no more than they work with; what may be shown is decided where the store is.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from socket import create_connection
from types import ModuleType
from typing import Any

from matcher.errors import ClusterUnavailable, MissingExtra

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 5.0
HERE_ALONE = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # Ray then listens on the loopback address alone
    "RAY_worker_niceness": "0",  # the actors are what is waited for; by itself, Ray lets all others go first
}
SPARE_CPUS = 1  # left free, so that an actor of a lost machine finds room
QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anybody
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # what Ray does by and by; without it, it warns
}


class Cluster:
    """A connection to a cluster.

    Args:
        address: Of its head, such as `10.0.0.5:6379`; None starts one on this machine, reachable only from
            it, for as long as the connection lasts.
        workers: How many actors at most; None for one a processor, with one left free.

    Attributes:
        workers: How many actors there is room for.

    Raises:
        MissingExtra: If Ray is not installed.
        ClusterUnavailable: If nothing answers at the address.
    """

    def __init__(self, address: str | None = None, *, workers: int | None = None) -> None:
        os.environ.update(QUIET if address is not None else QUIET | HERE_ALONE)  # read once, by the import
        self._ray, self._address = _ray(), address or "a cluster on this machine"
        self._ours = not self._ray.is_initialized()
        if self._ours:
            if address is not None:
                _check_reachable(address)
            self._connect(address, workers)
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        room = max(processors - SPARE_CPUS, 1)
        self.workers = room if workers is None else min(workers, processors)
        self._actors: list[Any] = []

    def actors(self, kind: type, each: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Starts actors of a class, one for each set of arguments."""
        # A lost one starts again elsewhere, as often as it takes, and does again what it was at.
        remote = self._ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(kind)
        spread = remote.options(scheduling_strategy="SPREAD")
        self._actors += (made := [spread.remote(**arguments) for arguments in each])
        return made

    def share(self, value: object) -> object:
        """Puts a value where every actor can read it."""
        return self._ray.put(value)

    def wait(self, calls: Sequence[Any]) -> list[Any]:
        """Gives what calls give, in their order.

        Raises:
            ClusterUnavailable: If an actor cannot start, such as where it does not see the data folder, or
                lacks a model.
        """
        try:
            found: list[Any] = self._ray.get(list(calls))
        except self._ray.exceptions.RayTaskError:
            raise  # an error of ours, from there
        except self._ray.exceptions.RayError as error:
            reason = "a worker cannot start there: it needs this version, its models and the same data folder"
            raise ClusterUnavailable(self._address, reason) from error
        return found

    def close(self) -> None:
        """Ends the actors, and the connection where this made it."""
        for actor in self._actors:
            self._ray.kill(actor)
        self._actors = []
        if self._ours:
            self._ray.shutdown()

    def _connect(self, address: str | None, workers: int | None) -> None:
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if address is None:
            here = {"num_cpus": None if workers is None else workers + SPARE_CPUS, "include_dashboard": False}
            options |= here | {"_node_ip_address": LOOPBACK}
        try:
            self._ray.init(address=address or "local", configure_logging=False, **options)
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            raise ClusterUnavailable(self._address, "nothing answers there") from error


def _check_reachable(address: str) -> None:
    """Looks whether anything answers, before Ray does, which waits for minutes."""
    host, _, port = address.rpartition(":")
    try:
        create_connection((host, int(port)), timeout=PATIENCE_SECONDS).close()
    except ValueError as error:
        raise ClusterUnavailable(
            address, "is no address of a cluster's head, such as 10.0.0.5:6379"
        ) from error
    except OSError as error:
        raise ClusterUnavailable(address, "nothing answers there") from error


def _ray() -> ModuleType:
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise MissingExtra("ray", "ray") from error
    return ray
