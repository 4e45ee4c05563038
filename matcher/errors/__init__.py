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
├── DamagedIndex        a file of the index is missing, cut short or changed
├── UnknownIntroduction no introduction that the caller takes part in has this id
├── IllegalStep         the introduction cannot go there from where it stands (which steps it can take)
├── StaleIntroduction   somebody changed it meanwhile (the version that was seen, and the one there is)
├── StaleTie            the employee changed what they say of a tie meanwhile
├── UnknownReminder     no reminder of this employee has this id
├── InvalidDraft        a note cannot be made of what was given (what was expected)
├── SuggestionsStopped  an officer stopped suggestions, for an opening or altogether
├── AskedTooOften       about as many different openings as one may within a day (how long to wait)
├── RetentionTooShort   logs are to be kept longer than that
├── NotReplayable       an event of the log cannot be looked at again
├── UnknownKey          no API key has this id
├── InvalidKey          an API key cannot be made as asked (what was expected)
├── UnknownShare        no share of this employee has this id
├── UnknownBatch        no batch has this id
├── UnknownReindex      no re-index was asked for
├── BatchMismatch       a batch cannot go on: it was begun otherwise (how)
├── BatchBusy           another process is writing the results of a batch
├── ReusedKey           an Idempotency-Key came with another request before
├── StoreUnavailable    the data folder cannot be opened, read or written
├── ClusterUnavailable  a cluster cannot be reached, or does not do the work (its address, why)
├── InvalidLink         a link to a contact's page is altered, expired, used or unknown: never told which
├── InvalidStatement    what a contact states of themselves cannot be kept (field, what was expected)
├── Objected            the contact asked not to be suggested
├── WrongSecret         the secret is not the one that the keyed hashes were made with
└── MissingExtra        an optional dependency is absent (also an ImportError)

Errors carry ids and positions: never an HTTP status, never a person's name.
"""

from matcher.errors.access import (
    BatchBusy,
    BatchMismatch,
    InvalidKey,
    ReusedKey,
    UnknownBatch,
    UnknownKey,
    UnknownShare,
)
from matcher.errors.asking import (
    AlteredModel,
    AskedTooOften,
    DamagedIndex,
    EmptyNetwork,
    IndexMismatch,
    InvalidOpening,
    NotReplayable,
    RetentionTooShort,
    SuggestionsStopped,
    UnknownContact,
    UnknownEmployee,
    UnknownModel,
    UnknownOpening,
    UnknownReindex,
)
from matcher.errors.base import ClusterUnavailable, CooptError, MissingExtra, StoreUnavailable, WrongSecret
from matcher.errors.files import (
    AlreadyUndone,
    ChangedSince,
    FetchFailed,
    ForbiddenAddress,
    InvalidChange,
    UnknownChange,
    UnknownImport,
    UnreadableFile,
)
from matcher.errors.people import (
    IllegalStep,
    InvalidDraft,
    InvalidLink,
    InvalidStatement,
    Objected,
    StaleIntroduction,
    StaleTie,
    UnknownIntroduction,
    UnknownReminder,
)

__all__ = [
    "AlreadyUndone",
    "AlteredModel",
    "AskedTooOften",
    "BatchBusy",
    "BatchMismatch",
    "ChangedSince",
    "ClusterUnavailable",
    "CooptError",
    "DamagedIndex",
    "EmptyNetwork",
    "FetchFailed",
    "ForbiddenAddress",
    "IllegalStep",
    "IndexMismatch",
    "InvalidChange",
    "InvalidDraft",
    "InvalidKey",
    "InvalidLink",
    "InvalidOpening",
    "InvalidStatement",
    "MissingExtra",
    "NotReplayable",
    "Objected",
    "RetentionTooShort",
    "ReusedKey",
    "StaleIntroduction",
    "StaleTie",
    "StoreUnavailable",
    "SuggestionsStopped",
    "UnknownBatch",
    "UnknownChange",
    "UnknownContact",
    "UnknownEmployee",
    "UnknownImport",
    "UnknownIntroduction",
    "UnknownKey",
    "UnknownModel",
    "UnknownOpening",
    "UnknownReindex",
    "UnknownReminder",
    "UnknownShare",
    "UnreadableFile",
    "WrongSecret",
]
