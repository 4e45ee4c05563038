"""The secret of a data folder: signs the links of contacts, and keys the hashes of those who were erased."""

import hmac
import os
import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from matcher.errors import StoreUnavailable

SECRET_FILE = "secret.key"
_BYTES = 32


class Secret:
    """A random key, made when it is first needed.

    Whoever has it can make links and test guesses against the keyed hashes: keep it out of backups of the
    database. Without it the hashes block nobody any more.

    Args:
        data_dir: Where its file is kept, readable by its owner alone.
        given: The secret itself, in place of the file.
    """

    def __init__(self, data_dir: Path, given: str | None = None) -> None:
        self._path, self._given = data_dir / SECRET_FILE, given
        self._keys: dict[str, bytes] = {}

    @cached_property
    def _key(self) -> bytes:
        if self._given is not None:
            return self._given.encode()
        try:
            return _read(self._path) or _make(self._path)
        except OSError as error:
            raise StoreUnavailable(f"{self._path}: {error.strerror}") from error

    def key_for(self, purpose: str) -> bytes:
        """Gives the key of one purpose, 32 bytes; from it no other purpose's key can be made.

        Raises:
            StoreUnavailable: If the secret cannot be read or made.
        """
        if purpose not in self._keys:
            self._keys[purpose] = hmac.digest(self._key, purpose.encode(), "sha256")
        return self._keys[purpose]

    def digest(self, purpose: str, text: str) -> str:
        """Gives the keyed hash of a text (HMAC-SHA256, hex).

        Raises:
            StoreUnavailable: If the secret cannot be read or made.
        """
        return hmac.digest(self.key_for(purpose), text.encode("utf-8", "surrogatepass"), "sha256").hex()


def _read(path: Path) -> bytes | None:
    try:
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    if len(text) < 2 * _BYTES:
        raise StoreUnavailable(f"{path}: expected {2 * _BYTES} hexadecimal digits; restore it from a backup")
    return text.encode()


def _make(path: Path) -> bytes:
    """Writes the file whole or not at all; of two processes that do it at once, one wins."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
    return _read(path) or b""
