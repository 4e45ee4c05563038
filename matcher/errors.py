"""Every error that Coopt raises on purpose.

CooptError
├── UnknownOpening      no opening has this id
├── UnknownContact      no contact of this employee has this id
├── UnknownEmployee     nothing was ever imported for this employee
├── EmptyNetwork        the employee has no contact to choose from
├── UnreadableFile      a file is not what it claims (path, line, column, what was expected)
├── InvalidOpening      an opening's text cannot be searched with (too short, too long)
├── UnknownModel        no model of this name or at this path (what was looked for, and where)
├── AlteredModel        a model folder does not hold what its manifest says
├── IndexMismatch       the index was made with another model, dimension or corpus
├── StoreUnavailable    the data folder cannot be opened, read or written
└── MissingExtra        an optional dependency is absent (also an ImportError)

Errors carry ids and positions: never an HTTP status, never a person's name.
"""

from pathlib import Path


class CooptError(Exception):
    """An error that a caller may handle; its text is fit to be shown to a user."""


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


class UnreadableFile(CooptError):
    """A file is not what it claims to be.

    Args:
        path: The file, as the caller named it; `archive.zip!Member.csv` for a member of an archive.
        expected: What was expected there, in words.
        line: Line in the file, from 1.
        column: Column in the line, from 1.
    """

    def __init__(
        self, path: Path | str, expected: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        self.path, self.expected, self.line, self.column = str(path), expected, line, column
        where = "".join(
            f", {name} {value}" for name, value in (("line", line), ("column", column)) if value is not None
        )
        super().__init__(f"{path}{where}: {expected}")


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


class StoreUnavailable(CooptError):
    """The data folder cannot be opened, read or written."""


class MissingExtra(CooptError, ImportError):
    """An optional dependency is absent."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'coopt[{extra}]'")
        self.extra = extra
