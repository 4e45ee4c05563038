"""Work that several processes share, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from matcher.batch.jobs import BatchStage
from matcher.batch.run import Asker
from matcher.batch.worker import BatchWorker
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store import Store
from matcher.store.tables import JobRow
from tests.conftest import reading
from tests.database import address

LEASE = timedelta(minutes=1)
OVER = timedelta(seconds=-1)


@pytest.fixture
def other(store: Store) -> Store:
    """The same store, opened by another process as far as it can tell."""
    with Store(store.data_dir, database_url=address(store)) as opened:
        yield opened


def fill(store: Store, count: int) -> list[str]:
    ids = [f"job-{number:02}" for number in range(count)]
    for place, job_id in enumerate(reversed(ids)):
        store.jobs.add(job_id, "batch", f"2026-01-{place + 1:02}T00:00:00+00:00")
    return ids[::-1]


def test_the_oldest_is_taken_up_first_and_nothing_twice(store: Store) -> None:
    ids = fill(store, 3)
    assert [store.jobs.claim("batch", "a", LEASE) for _ in range(4)] == [*ids, None]
    assert store.jobs.claim("reindex", "a", LEASE) is None


def test_many_at_once_never_take_the_same(store: Store, other: Store) -> None:
    ids = fill(store, 24)

    def take(number: int) -> list[str]:
        one, taken = (store, other)[number % 2], []
        while (job_id := one.jobs.claim("batch", f"worker-{number}", LEASE)) is not None:
            taken.append(job_id)
        return taken

    with ThreadPoolExecutor(6) as pool:
        found = [job_id for taken in pool.map(take, range(6)) for job_id in taken]
    # One that looks while another is just taking the last may pass over it; it looks again in a second.
    left = iter(lambda: store.jobs.claim("batch", "last", LEASE), None)
    assert sorted([*found, *left]) == sorted(ids)


def test_what_a_killed_process_held_is_free_when_its_lease_is_over(store: Store, other: Store) -> None:
    (job_id,) = fill(store, 1)
    assert store.jobs.claim("batch", "killed", OVER) == job_id
    assert other.jobs.claim("batch", "next", LEASE) == job_id
    assert not store.jobs.extend(job_id, "killed", LEASE)
    assert other.jobs.extend(job_id, "next", LEASE)
    assert store.jobs.is_held(job_id)


def test_what_is_given_back_is_free_at_once_or_later(store: Store) -> None:
    (job_id,) = fill(store, 1)
    store.jobs.claim("batch", "a", LEASE)
    store.jobs.release(job_id, "b")  # which does not hold it
    assert store.jobs.claim("batch", "b", LEASE) is None
    store.jobs.release(job_id, "a", wait=LEASE)
    assert not store.jobs.is_held(job_id)
    assert store.jobs.claim("batch", "b", LEASE) is None
    store.jobs.free(job_id)
    assert store.jobs.claim("batch", "b", LEASE) == job_id


def test_what_is_finished_is_nobodys(store: Store) -> None:
    (job_id,) = fill(store, 1)
    store.jobs.claim("batch", "a", LEASE)
    store.jobs.finish(job_id)
    store.jobs.add("next", "batch", "2026-02-01T00:00:00+00:00")
    assert store.jobs.claim("batch", "a", LEASE) == "next"


def test_nobody_waits_for_one_who_is_just_taking(store: Store, other: Store) -> None:
    if address(store) is None:
        pytest.skip("SQLite lets one writer in at a time")
    first, second = fill(store, 2)
    with store.jobs._claiming() as connection:
        held = select(JobRow.id).where(JobRow.id == first).with_for_update()
        assert connection.scalar(held) == first
        assert other.jobs.claim("batch", "b", LEASE) == second
        with other._writing():  # and an import goes on beside
            pass


def test_two_servers_share_the_batches(tmp_path: Path) -> None:
    from matcher.workspace import Workspace

    asker = Asker("rita")
    with Workspace(tmp_path) as here, Workspace(tmp_path) as there:
        here.store.import_contacts(reading(("Inès", "Data Engineer"), ("Tom", "Pastry Chef")), "ada")
        openings = [opening_from_text(title) for title in ("Data Engineer", "Pastry Chef")]
        here.store.import_openings(Reading("text", "", tuple(openings)))
        here.reindex()
        workers = [BatchWorker(here), BatchWorker(there)]
        ids = [one.id for one in openings]
        made = [workers[0].add(asker, ids, request=str(number)) for number in range(6)]
        for worker in workers:
            worker.start()
        for job in made:
            _wait_for(workers[1], job.id)
        assert {workers[0].status(job.id).tally.done for job in made} == {2}
        assert here.store.jobs.claim("batch", "anybody", LEASE) is None
        for worker in workers:
            worker.close()


def test_a_batch_whose_holder_was_killed_goes_on_at_the_next_start(tmp_path: Path) -> None:
    from matcher.workspace import Workspace

    with Workspace(tmp_path) as workspace:
        workspace.store.import_contacts(reading(("Inès", "Data Engineer")), "ada")
        opening = opening_from_text("Data Engineer")
        workspace.store.import_openings(Reading("text", "", (opening,)))
        before, after = BatchWorker(workspace), BatchWorker(workspace)
        job = before.add(Asker("rita"), [opening.id], request="x")
        assert workspace.store.jobs.claim("batch", "killed", timedelta(hours=1)) == job.id
        assert before.status(job.id).stage is BatchStage.RUNNING
        after.start()
        _wait_for(after, job.id)
        assert after.status(job.id).stage is BatchStage.DONE
        after.close()


def _wait_for(worker: BatchWorker, job_id: str) -> None:
    import time

    until = time.monotonic() + 30
    while worker.status(job_id).ended_at is None:
        assert time.monotonic() < until, worker.status(job_id)
        time.sleep(0.02)
