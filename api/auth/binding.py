"""From where the server may be reached."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from api.access_settings import WayIn
from api.settings import Settings
from matcher.errors import CooptError


def is_loopback(host: str) -> bool:
    """Whether a host name or address, without port, can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def is_private(address: str) -> bool:
    """Whether nobody on the way can read or alter what is fetched from a web address."""
    parts = urlsplit(address)
    if parts.scheme == "http":
        return is_loopback(parts.hostname or "")
    return parts.scheme == "https" and bool(parts.hostname)


def check_binding(settings: Settings) -> None:
    """Makes sure that who can reach the server and who is let in go together.

    A token printed at start is for the one user of this machine, so `local` keeps the server to it. Without
    `local`, other machines may reach it under the host names that are listed.

    Raises:
        CooptError: If they do not; the text says what was expected.
    """
    if WayIn.LOCAL in settings.auth:
        if not is_loopback(settings.host):
            raise CooptError(
                f"Refusing to listen on {settings.host!r}: expected a loopback address such as 127.0.0.1. "
                "COOPT_AUTH=keys, oidc or both lets other machines in."
            )
        if settings.allowed_hosts:
            raise CooptError(
                "COOPT_ALLOWED_HOSTS is for COOPT_AUTH=keys or oidc: `local` is this machine's alone."
            )
    elif not is_loopback(settings.host) and not settings.allowed_hosts:
        raise CooptError(
            f"Refusing to listen on {settings.host!r} without COOPT_ALLOWED_HOSTS: expected the names under "
            "which it is reached, such as coopt.example.org."
        )
    if WayIn.OIDC in settings.auth:
        if not (settings.oidc_issuer and settings.oidc_audience):
            raise CooptError("COOPT_AUTH=oidc needs COOPT_OIDC_ISSUER and COOPT_OIDC_AUDIENCE.")
        if not is_private(settings.oidc_issuer):
            raise CooptError("Expected COOPT_OIDC_ISSUER to be an address that begins with https://.")
    _check_company_sign_in(settings)


def _check_company_sign_in(settings: Settings) -> None:
    """Makes sure that browsers can be sent to the single sign-on, and back.

    Raises:
        CooptError: If one of the settings for that lacks another, or an address could be listened to.
    """
    base = urlsplit(settings.oidc_redirect_base)
    if settings.oidc_client_id and WayIn.OIDC not in settings.auth:
        raise CooptError("COOPT_OIDC_CLIENT_ID is for COOPT_AUTH=oidc.")
    if bool(settings.oidc_client_id) != bool(settings.oidc_redirect_base):
        raise CooptError("COOPT_OIDC_CLIENT_ID and COOPT_OIDC_REDIRECT_BASE go together.")
    if settings.oidc_client_secret is not None and not settings.oidc_client_id:
        raise CooptError("COOPT_OIDC_CLIENT_SECRET needs COOPT_OIDC_CLIENT_ID.")
    told = (base.path.strip("/"), base.query, base.fragment, base.username, base.password)
    if settings.oidc_redirect_base and (not is_private(settings.oidc_redirect_base) or any(told)):
        raise CooptError(
            "Expected COOPT_OIDC_REDIRECT_BASE to begin with https://, without a path: the address under "
            "which browsers reach Coopt."
        )
