"""What every error is, and those of the installation."""


class CooptError(Exception):
    """An error that a caller may handle; its text is fit to be shown to a user."""


class StoreUnavailable(CooptError):
    """The data folder cannot be opened, read or written."""


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


class ClusterUnavailable(CooptError):
    """A cluster cannot be reached, or does not do the work."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
