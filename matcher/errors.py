"""Every error that Coopt raises on purpose.

CooptError
├── UnknownOpening      no opening has this id
├── UnknownContact      no contact of this employee has this id
├── UnknownEmployee     nothing was ever imported for this employee
├── EmptyNetwork        the employee has no contact to choose from
├── UnknownImport       no import has this id
├── AlreadyUndone       an import was undone before (when)
├── UnknownChange       no merge or split of this employee has this id, or none stands
├── InvalidChange       contacts cannot be merged or split as asked (what was expected)
├── ChangedSince        a merge or split cannot be undone: what it moved was changed again
├── UnreadableFile      a file is not what it claims (path, line, column, what was expected)
├── ForbiddenAddress    a URL that is not fetched (where it leads, or how it is written)
├── FetchFailed         a server did not give the file (what it did instead)
├── InvalidOpening      an opening's text cannot be searched with (too short, too long)
├── UnknownModel        no model of this name or at this path (what was looked for, and where)
├── AlteredModel        a model folder does not hold what its manifest says
├── IndexMismatch       the index was made with another model, dimension or corpus
├── UnknownIntroduction no introduction that the caller takes part in has this id
├── IllegalStep         the introduction cannot go there from where it stands (which steps it can take)
├── StaleIntroduction   somebody changed it meanwhile (the version that was seen, and the one there is)
├── UnknownReminder     no reminder of this employee has this id
├── InvalidDraft        a note cannot be made of what was given (what was expected)
├── SuggestionsStopped  an officer stopped suggestions, for an opening or altogether
├── RetentionTooShort   logs are to be kept longer than that
├── NotReplayable       an event of the log cannot be looked at again
├── UnknownKey          no API key has this id
├── InvalidKey          an API key cannot be made as asked (what was expected)
├── UnknownShare        no share of this employee has this id
├── UnknownBatch        no batch has this id
├── BatchMismatch       a batch cannot go on: it was begun otherwise (how)
├── BatchBusy           another process is writing the results of a batch
├── ReusedKey           an Idempotency-Key came with another request before
├── StoreUnavailable    the data folder cannot be opened, read or written
├── InvalidLink         a link to a contact's page is altered, expired, used or unknown: never told which
├── InvalidStatement    what a contact states of themselves cannot be kept (field, what was expected)
├── Objected            the contact asked not to be suggested
├── WrongSecret         the secret is not the one that the keyed hashes were made with
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


class UnknownIntroduction(CooptError):
    """No introduction that the caller takes part in has this id."""

    def __init__(self, introduction_id: str) -> None:
        super().__init__(f"No introduction has the id {introduction_id!r}.")
        self.introduction_id = introduction_id


class IllegalStep(CooptError):
    """An introduction cannot go there from where it stands, or not by whom.

    Args:
        problem: What stands in the way.
        allowed: The stages to which the caller may take it now.
    """

    def __init__(self, problem: str, allowed: tuple[str, ...]) -> None:
        then = f"You may take it to: {', '.join(allowed)}." if allowed else "No step is yours to take now."
        super().__init__(f"{problem}. {then}")
        self.allowed = allowed


class StaleIntroduction(CooptError):
    """Somebody changed the introduction since the caller saw it."""

    def __init__(self, introduction_id: str, *, seen: int, found: int) -> None:
        super().__init__(
            f"The introduction {introduction_id!r} was changed meanwhile: you saw version {seen}, "
            f"it is at version {found}. Look at it again; nothing was changed."
        )
        self.seen, self.found = seen, found


class UnknownReminder(CooptError):
    """No reminder of this employee has this id."""

    def __init__(self, reminder_id: str) -> None:
        super().__init__(f"No reminder has the id {reminder_id!r}.")
        self.reminder_id = reminder_id


class InvalidDraft(CooptError):
    """A note cannot be made of what was given."""


class SuggestionsStopped(CooptError):
    """An officer stopped suggestions, for an opening or altogether."""

    def __init__(self, opening_id: str | None, since: str) -> None:
        what = "Suggestions" if opening_id is None else f"Suggestions for the opening {opening_id!r}"
        super().__init__(
            f"{what} have been stopped since {since[:16].replace('T', ' ')} UTC, by those who oversee Coopt. "
            "Nothing that you did caused it; they can tell you more, and when suggestions resume."
        )
        self.opening_id, self.since = opening_id, since


class RetentionTooShort(CooptError):
    """Logs are to be kept longer than that."""

    def __init__(self, asked: str, latest: str) -> None:
        super().__init__(
            f"Events are kept for at least six months: expected a day up to {latest}, found {asked}."
        )


class NotReplayable(CooptError):
    """An event of the log cannot be looked at again; the text says why."""


class UnknownKey(CooptError):
    """No API key has this id."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"No API key has the id {key_id!r}. `coopt keys list` shows them.")
        self.key_id = key_id


class InvalidKey(CooptError):
    """An API key cannot be made as asked; the text says what was expected."""


class UnknownShare(CooptError):
    """No share of this employee has this id."""

    def __init__(self, share_id: str) -> None:
        super().__init__(f"No share has the id {share_id!r}.")
        self.share_id = share_id


class UnknownBatch(CooptError):
    """No batch has this id."""

    def __init__(self, batch_id: str) -> None:
        super().__init__(f"No batch has the id {batch_id!r}.")
        self.batch_id = batch_id


class BatchMismatch(CooptError):
    """A batch cannot go on, since its lines would not be made alike.

    Args:
        name: Of the results.
        begun: How they were begun, in words: `with another encoder`.
    """

    def __init__(self, name: str, begun: str) -> None:
        super().__init__(
            f"{name} was begun {begun}; nothing was changed. Begin anew: `--restart`, or a new request."
        )
        self.name, self.begun = name, begun


class BatchBusy(CooptError):
    """Another process is writing the results of a batch."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is being written by another process.")
        self.name = name


class ReusedKey(CooptError):
    """An Idempotency-Key came with another request before."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key came with another request before: expected a new one.")


class StoreUnavailable(CooptError):
    """The data folder cannot be opened, read or written."""


class InvalidLink(CooptError):
    """A link to a contact's page does not work, or an action was taken through it before.

    Altered, expired, used up, made for another purpose or never made: the text is the same for all.
    """

    def __init__(self) -> None:
        super().__init__("This link is not valid, has expired, or was used already.")


class InvalidStatement(CooptError):
    """What a contact states of themselves cannot be kept."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expected {expected}.")
        self.field, self.expected = field, expected


class Objected(CooptError):
    """The contact asked not to be suggested."""

    def __init__(self, contact_id: str) -> None:
        super().__init__(f"The contact {contact_id!r} asked not to be suggested.")
        self.contact_id = contact_id


class WrongSecret(CooptError):
    """The secret is not the one that the keyed hashes of the store were made with."""

    def __init__(self) -> None:
        super().__init__(
            "The secret is not the one that this store's list of erased people was made with: restore "
            "`secret.key` in the data folder, or set COOPT_SECRET_KEY as it was. Until then nothing is "
            "imported, or people who asked to be erased would come back."
        )


class MissingExtra(CooptError, ImportError):
    """An optional dependency is absent."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed: pip install 'coopt[{extra}]'")
        self.extra = extra
