"""The tables. The store is the truth; everything in the index can be made again from it."""

from matcher.store.tables.base import Base
from matcher.store.tables.core import (
    ContactRow,
    EmployeeRow,
    FragmentRow,
    KeyRow,
    OpeningRow,
    ProfileVersionRow,
    StateRow,
    TieRow,
    VerdictRow,
)

__all__ = [
    "Base",
    "ContactRow",
    "EmployeeRow",
    "FragmentRow",
    "KeyRow",
    "OpeningRow",
    "ProfileVersionRow",
    "StateRow",
    "TieRow",
    "VerdictRow",
]
