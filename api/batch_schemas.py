"""The JSON bodies of batches, with the examples of the document."""

import json
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.examples import OPENING_SUMMARY
from api.inputs import Id
from api.reach_schemas import REACH
from matcher.batch.jobs import BatchStage
from matcher.batch.worker import BatchStatus

MOST_OPENINGS = 10_000


class NewBatch(BaseModel):
    """How far do our networks reach for these openings? Stored ones by id, or every open one."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    opening_ids: Annotated[list[Id] | None, Field(min_length=1, max_length=MOST_OPENINGS)] = None
    all_open: Annotated[bool, Field(description="Every opening that is open today")] = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.opening_ids is None) != self.all_open:
            raise ValueError("expected either opening_ids or all_open")
        return self


class BatchOut(BaseModel):
    """How far a batch is."""

    model_config = ConfigDict(extra="forbid")

    id: str
    state: BatchStage
    made_at: str
    ended_at: str | None
    openings: Annotated[int, Field(description="Lines that the results will hold")]
    done: Annotated[int, Field(description="Lines that they hold")]
    stopped: Annotated[int, Field(description="Of them, openings for which suggestions are stopped")]
    nobody_fits: Annotated[int, Field(description="Of them, openings that nobody fits")]
    per_second: Annotated[float | None, Field(description="Openings; null unless it runs")]
    seconds_left: Annotated[float | None, Field(description="Null while it is not known")]
    problem: Annotated[str | None, Field(description="Why it ended early, and what to do")]

    @classmethod
    def of(cls, status: BatchStatus) -> Self:
        """Writes a batch as its asker sees it."""
        rate, left = status.per_second, status.seconds_left
        return cls(
            id=status.job.id,
            state=status.stage,
            made_at=status.job.made_at,
            ended_at=status.ended_at,
            openings=len(status.job.opening_ids),
            done=status.tally.done,
            stopped=status.tally.stopped,
            nobody_fits=status.tally.nobody,
            per_second=None if rate is None else round(rate, 2),
            seconds_left=None if left is None else round(left, 1),
            problem=status.problem or None,
        )


NEW_BATCH: dict[str, Any] = {"opening_ids": [OPENING_SUMMARY["id"]]}
BATCH: dict[str, Any] = {
    "id": "5f0c2b7d9a1e4c365f0c2b7d9a1e4c36",
    "state": "running",
    "made_at": "2026-11-23T09:30:00+00:00",
    "ended_at": None,
    "openings": 300,
    "done": 120,
    "stopped": 1,
    "nobody_fits": 14,
    "per_second": 9.6,
    "seconds_left": 18.8,
    "problem": None,
}
_LINE = {name: value for name, value in REACH.items() if name != "named"}
LINES: dict[str, Any] = {
    "application/x-ndjson": {
        "example": json.dumps(_LINE | {"shared_names": 1, "stopped_since": None}) + "\n",
        "schema": {"type": "string"},
    }
}
UNKNOWN_BATCH: dict[str, Any] = {
    "type": "urn:coopt:problem:unknown-batch",
    "title": "Unknown batch",
    "status": 404,
    "detail": "No batch has the id '00000000000000000000000000000000'.",
}
