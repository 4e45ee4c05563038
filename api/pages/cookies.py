"""The cookies of the pages: random numbers and a language, out of reach of scripts and of other sites."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.auth.binding import is_loopback

_MONTHS_SECONDS = 180 * 86_400


@dataclass(frozen=True, slots=True)
class Jar:
    """Reads and writes the cookies of one request.

    Names hold the port, as browsers share the cookies of all servers of one machine.

    Args:
        request: What the browser sent.
    """

    request: Request

    @property
    def secure(self) -> bool:
        """Whether cookies are for TLS alone: everywhere but on plain loopback."""
        return self.request.url.scheme == "https" or not is_loopback(self.request.url.hostname or "")

    def read(self, name: str) -> str:
        """Gives a cookie, empty where there is none."""
        return self.request.cookies.get(self._named(name), "")

    def write(
        self, response: Response, name: str, value: str, *, lasting: bool = False, lax: bool = False
    ) -> None:
        """Sets a cookie.

        Args:
            lasting: Whether it outlives the browser.
            lax: Whether it comes back also with a link that another site leads along.
        """
        response.set_cookie(
            self._named(name),
            value,
            max_age=_MONTHS_SECONDS if lasting else None,
            secure=self.secure,
            httponly=True,
            samesite="lax" if lax else "strict",
        )

    def forget(self, response: Response, name: str) -> None:
        """Takes a cookie back."""
        response.delete_cookie(self._named(name), secure=self.secure, httponly=True, samesite="strict")

    def _named(self, name: str) -> str:
        return f"{'__Host-' if self.secure else ''}coopt-{name}-{self.request.url.port or 0}"
