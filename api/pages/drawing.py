"""Networks that are read and drawn before anybody waits for them."""

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from starlette.concurrency import run_in_threadpool

from api.logging import describe
from matcher.errors import CooptError
from matcher.map.kept import Maps
from matcher.store import Store

logger = logging.getLogger(__name__)

MANY = 500  # people; fewer are drawn while nobody notices
MOST_DRAWN, IMPORTS_LOOKED_AT = 4, 20


def read_ahead(maps: Maps, employees: Iterable[str]) -> None:
    """Reads networks, which is all that most of their pages wait for."""
    for employee in employees:
        with _noted():
            maps.roster(employee)


def draw_ahead(maps: Maps, employees: Iterable[str]) -> None:
    """Draws large networks; who opens one that failed is told why."""
    for employee in employees:
        with _noted():
            if len(maps.roster(employee).people) >= MANY:
                maps.picture(employee)


@contextmanager
def _noted() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # nobody waits for this, and the log says where it failed
        logger.warning("not drawn", extra=describe(error))


def latest_employees(store: Store) -> tuple[str, ...]:
    """Gives those who brought something in lately, the latest first."""
    found = (one.employee for one in store.imports.list(k=IMPORTS_LOOKED_AT))
    return tuple(dict.fromkeys(employee for employee in found if employee))[:MOST_DRAWN]


async def draw_when_ready(warming: asyncio.Task[None], store: Store, maps: Maps) -> None:
    """Draws the networks of those who come first, once the server is ready."""
    await asyncio.wait({warming})
    began = time.perf_counter()
    with suppress(CooptError):  # which the next request is told
        await run_in_threadpool(lambda: draw_ahead(maps, latest_employees(store)))
    logger.info("networks drawn ahead", extra={"seconds": round(time.perf_counter() - began, 1)})
