"""Errors of keys, shares and batches."""

from matcher.errors.base import CooptError


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
