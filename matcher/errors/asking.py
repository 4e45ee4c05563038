"""Errors of a question: what it asks for, of whom, and with which models."""

from pathlib import Path

from matcher.errors.base import CooptError


class UnknownOpening(CooptError):
    """No opening has this id."""

    def __init__(self, opening_id: str) -> None:
        super().__init__(f"No opening has the id {opening_id!r}. `coopt import openings PATH` adds openings.")
        self.opening_id = opening_id


class UnknownContact(CooptError):
    """No contact of this employee has this id."""

    def __init__(self, contact_id: str) -> None:
        super().__init__(f"No contact has the id {contact_id!r}.")
        self.contact_id = contact_id


class UnknownEmployee(CooptError):
    """Nothing was ever imported for this employee."""

    def __init__(self, employee: str) -> None:
        super().__init__(
            f"No network is known for employee {employee!r}. "
            f"`coopt import contacts PATH --employee {employee}` imports one."
        )
        self.employee = employee


class EmptyNetwork(CooptError):
    """The employee is known and has no contact to choose from."""

    def __init__(self, employee: str) -> None:
        super().__init__(f"The network of employee {employee!r} holds no contact.")
        self.employee = employee


class InvalidOpening(CooptError):
    """An opening's text cannot be searched with."""


class UnknownModel(CooptError):
    """No model of this name, or at this path, can be loaded."""

    def __init__(self, name: str, looked: str) -> None:
        super().__init__(f"No model {name!r}: {looked}")
        self.name = name


class AlteredModel(CooptError):
    """A file of a model folder is missing or is not the one that its manifest names."""

    def __init__(self, folder: Path | str, problem: str) -> None:
        super().__init__(f"{folder}: {problem}. Restore the folder from the release, or run `make models`.")
        self.folder = str(folder)


class IndexMismatch(CooptError):
    """The index was made with another model, dimension or corpus than the one asked for."""

    def __init__(self, what: str, found: object, expected: object) -> None:
        super().__init__(
            f"The index was made with {what} {found}, not {expected}. `coopt reindex --full` mends it."
        )
        self.what, self.found, self.expected = what, found, expected


class UnknownReindex(CooptError):
    """No re-index was asked for since the server started."""

    def __init__(self) -> None:
        super().__init__("This server has not been asked to re-index: POST /v1/reindex begins one.")


class DamagedIndex(CooptError):
    """A file of the index is missing, cut short or changed since it was written."""

    def __init__(self, generation: str, file: str, problem: str) -> None:
        super().__init__(f"The index is damaged: {file} {problem}. `coopt reindex` makes it again.")
        self.generation, self.file = generation, file


class SuggestionsStopped(CooptError):
    """An officer stopped suggestions, for an opening or altogether."""

    def __init__(self, opening_id: str | None, since: str) -> None:
        what = "Suggestions" if opening_id is None else f"Suggestions for the opening {opening_id!r}"
        super().__init__(
            f"{what} have been stopped since {since[:16].replace('T', ' ')} UTC, by those who oversee Coopt. "
            "Nothing that you did caused it; they can tell you more, and when suggestions resume."
        )
        self.opening_id, self.since = opening_id, since


class AskedTooOften(CooptError):
    """A caller asked about as many different openings as one may within a day."""

    def __init__(self, most: int, *, wait_seconds: int) -> None:
        super().__init__(
            f"Within a day you may ask how far the networks reach for {most:,} different openings; you did. "
            "Those that you asked about you may ask about again, and others later."
        )
        self.most, self.wait_seconds = most, wait_seconds


class RetentionTooShort(CooptError):
    """Logs are to be kept longer than that."""

    def __init__(self, asked: str, latest: str) -> None:
        super().__init__(
            f"Events are kept for at least six months: expected a day up to {latest}, found {asked}."
        )


class NotReplayable(CooptError):
    """An event of the log cannot be looked at again; the text says why."""
