"""The JSON bodies of re-indexing, with the examples of the document."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from api.reindexing import ReindexStage, ReindexStatus


class NewReindex(BaseModel):
    """What to do: what changed since the last time, or everything."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    full: Annotated[bool, Field(description="Encode every text again")] = False


class ReindexOut(BaseModel):
    """How far a re-index is."""

    model_config = ConfigDict(extra="forbid")

    id: str
    state: ReindexStage
    full: bool
    made_at: str
    ended_at: str | None
    done: Annotated[int, Field(description="Fragments and contacts that were read")]
    total: Annotated[int, Field(description="Those to read; 0 while it is not known")]
    per_second: Annotated[float | None, Field(description="Null unless it runs")]
    seconds_left: Annotated[float | None, Field(description="Null while it is not known")]
    generation: Annotated[str | None, Field(description="Of the index in use once it is done")]
    changed: Annotated[bool | None, Field(description="False where the index was true already")]
    encoded: Annotated[int | None, Field(description="Distinct texts that were encoded")]
    problem: Annotated[str | None, Field(description="Why it failed, and what to do")]

    @classmethod
    def of(cls, status: ReindexStatus) -> Self:
        """Writes a re-index as its asker sees it."""
        rate, left, report = status.per_second, status.seconds_left, status.report
        return cls(
            id=status.id,
            state=status.stage,
            full=status.full,
            made_at=status.made_at,
            ended_at=status.ended_at,
            done=status.done,
            total=status.total,
            per_second=None if rate is None else round(rate, 1),
            seconds_left=None if left is None else round(left, 1),
            generation=None if report is None else report.generation,
            changed=None if report is None else report.changed,
            encoded=None if report is None else report.encoded,
            problem=status.problem or None,
        )


NEW_REINDEX: dict[str, Any] = {"full": False}
REINDEX: dict[str, Any] = {
    "id": "9a1e4c365f0c2b7d",
    "state": "running",
    "full": False,
    "made_at": "2026-11-23T02:00:00+00:00",
    "ended_at": None,
    "done": 412_000,
    "total": 2_200_000,
    "per_second": 21_400.0,
    "seconds_left": 83.6,
    "generation": None,
    "changed": None,
    "encoded": None,
    "problem": None,
}
