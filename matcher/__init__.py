"""Coopt's matching: values, and the machinery that finds the few contacts who fit an opening.

Importing this package loads no model library: heavy ones are imported where they are first used.
"""

from matcher.contact import Contact, Position, Profile, Source
from matcher.errors import CooptError
from matcher.evidence import Evidence, Grade
from matcher.network import HowKnown, Network, Strength, Tie
from matcher.opening import Opening, Requirement, RequirementKind
from matcher.suggestion import Shortlist, Suggestion

__all__ = [
    "Contact",
    "CooptError",
    "Evidence",
    "Grade",
    "HowKnown",
    "Network",
    "Opening",
    "Position",
    "Profile",
    "Requirement",
    "RequirementKind",
    "Shortlist",
    "Source",
    "Strength",
    "Suggestion",
    "Tie",
]
