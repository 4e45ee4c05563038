"""Drafts of notes. The program has no way to send one: an employee does, from their own mailbox."""

from matcher.drafts.drafting import OwnPages, draft_for, draft_to_json
from matcher.drafts.language import NoteLanguage
from matcher.drafts.note import Draft, Greeting, Register, Wishes, draft

__all__ = [
    "Draft",
    "Greeting",
    "NoteLanguage",
    "OwnPages",
    "Register",
    "Wishes",
    "draft",
    "draft_for",
    "draft_to_json",
]
