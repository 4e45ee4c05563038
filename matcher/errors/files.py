"""Errors of what is brought in, and of who is one person in it."""

from pathlib import Path

from matcher.errors.base import CooptError


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


class ForbiddenAddress(CooptError):
    """A URL that is not fetched, because of how it is written or where it leads.

    Args:
        host: Empty where the URL names none.
    """

    def __init__(self, host: str, problem: str = "it leads to an address that is not public") -> None:
        super().__init__(f"{f'{host}: ' if host else ''}{problem}")
        self.host = host


class FetchFailed(CooptError):
    """A server did not give the file that it was asked for."""

    def __init__(self, host: str, problem: str) -> None:
        super().__init__(f"{host}: {problem}")
        self.host = host


class UnknownImport(CooptError):
    """No import has this id, or it is somebody else's."""

    def __init__(self, import_id: str) -> None:
        super().__init__(f"No import has the id {import_id!r}. `coopt import list` shows those there are.")
        self.import_id = import_id


class AlreadyUndone(CooptError):
    """An import was undone before."""

    def __init__(self, import_id: str, undone_at: str) -> None:
        super().__init__(f"The import {import_id!r} was undone already, on {undone_at[:10]}.")
        self.import_id, self.undone_at = import_id, undone_at


class UnknownChange(CooptError):
    """The employee made no merge or split of this id, or none that stands."""

    def __init__(self, change_id: int | None) -> None:
        which = "change of contacts"
        if change_id is not None:
            which += f" has the id {change_id}, or it"
        super().__init__(f"No {which} stands. `coopt duplicates changes` lists them.")
        self.change_id = change_id


class InvalidChange(CooptError):
    """Contacts cannot be merged or split as asked."""


class ChangedSince(CooptError):
    """A merge or split cannot be undone, since what it moved was changed again."""

    def __init__(self, change_id: int) -> None:
        super().__init__(
            f"Change {change_id} cannot be undone: what it moved was changed since. Undo later ones first, "
            "or take the contacts apart by `coopt duplicates split`, together by `coopt duplicates merge`."
        )
        self.change_id = change_id
