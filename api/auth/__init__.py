"""Who is calling, and whether they may: three ways in, one door, and a permission for each route.

`local` is one token for one user on this machine, `keys` are API keys, `oidc` are the bearer tokens of a
single sign-on. There is no open mode.
"""

from api.auth.binding import check_binding, is_loopback
from api.auth.caller import Authenticator, Caller
from api.auth.door import Door, open_company, open_door
from api.auth.local import LocalToken, new_token
from api.auth.routes import ProtectedRoute, protected_router

__all__ = [
    "Authenticator",
    "Caller",
    "Door",
    "LocalToken",
    "ProtectedRoute",
    "check_binding",
    "is_loopback",
    "new_token",
    "open_company",
    "open_door",
    "protected_router",
]
