"""Who may do what, and what one person may see of another: the one module that decides.

Pure functions over roles, scopes, ownership, sharing and consent. The API asks them, the door first, and
decides nothing by itself.
"""

from collections.abc import Iterable, Set
from enum import IntEnum, StrEnum

# Different ones that a recruiter may ask about within a day, unless the settings say otherwise.
OPENINGS_A_DAY = 300


class Role(StrEnum):
    """What somebody is in the company, as far as Coopt is concerned; one person may be several."""

    EMPLOYEE = "employee"  # has a network
    RECRUITER = "recruiter"  # has openings to fill
    OFFICER = "officer"  # data protection and audit
    ADMIN = "admin"  # runs the installation, and sees nobody's data for that


class Permission(StrEnum):
    """One thing that may be done; also the scopes to which an API key may be narrowed."""

    NETWORK_READ = "network:read"
    NETWORK_WRITE = "network:write"
    SUGGESTIONS_READ = "suggestions:read"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_WRITE = "feedback:write"
    INTRODUCTIONS_READ = "introductions:read"
    INTRODUCTIONS_WRITE = "introductions:write"
    SHARES_READ = "shares:read"
    SHARES_WRITE = "shares:write"
    OPENINGS_READ = "openings:read"
    OPENINGS_WRITE = "openings:write"
    REACH_READ = "reach:read"
    PROCESSES_READ = "processes:read"  # what becomes of an introduction at the company
    PROCESSES_WRITE = "processes:write"
    LOG_READ = "log:read"
    DUTIES_READ = "duties:read"
    DUTIES_WRITE = "duties:write"
    OVERSIGHT_WRITE = "oversight:write"  # stops suggestions
    INDEX_WRITE = "index:write"  # makes the index true again


_NETWORK = frozenset(
    {
        Permission.NETWORK_READ,
        Permission.NETWORK_WRITE,
        Permission.SUGGESTIONS_READ,
        Permission.FEEDBACK_READ,
        Permission.FEEDBACK_WRITE,
        Permission.INTRODUCTIONS_READ,
        Permission.INTRODUCTIONS_WRITE,
        Permission.SHARES_READ,
        Permission.SHARES_WRITE,
    }
)
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: _NETWORK | {Permission.OPENINGS_READ},
    Role.RECRUITER: frozenset(
        {
            Permission.OPENINGS_READ,
            Permission.OPENINGS_WRITE,
            Permission.REACH_READ,
            Permission.PROCESSES_READ,
            Permission.PROCESSES_WRITE,
        }
    ),
    Role.OFFICER: frozenset(
        {
            Permission.OPENINGS_READ,
            Permission.LOG_READ,
            Permission.DUTIES_READ,
            Permission.DUTIES_WRITE,
            Permission.OVERSIGHT_WRITE,
        }
    ),
    Role.ADMIN: frozenset({Permission.OPENINGS_READ, Permission.OPENINGS_WRITE, Permission.INDEX_WRITE}),
}


class Sight(IntEnum):
    """How much of a contact somebody may see; each step includes those before."""

    NOTHING = 0
    LINE = 1  # the anonymous line: trade, seniority, region
    NAME = 2
    DETAILS = 3


def permissions_of(roles: Iterable[Role], scopes: Set[Permission] | None = None) -> frozenset[Permission]:
    """Gives what somebody with these roles may do.

    Args:
        scopes: What their key was narrowed to; it never adds to what the roles grant. None narrows nothing.
    """
    granted = frozenset[Permission]().union(*(GRANTS[role] for role in roles))
    return granted if scopes is None else granted & scopes


def sight_of(roles: Iterable[Role], *, owns: bool, shared: bool = False, consented: bool = False) -> Sight:
    """Gives how much of a contact somebody may see for one opening.

    Args:
        owns: Whether the contact is in their own network.
        shared: Whether an employee who knows the contact shared the name for this opening, and still does.
        consented: Whether the contact agreed to be introduced for it, and still does.
    """
    held = frozenset(roles)
    if owns and Role.EMPLOYEE in held:
        return Sight.DETAILS
    if Role.RECRUITER not in held:
        return Sight.NOTHING
    if not shared:  # consent alone is not enough: the contact gave it to the employee
        return Sight.LINE
    return Sight.DETAILS if consented else Sight.NAME
