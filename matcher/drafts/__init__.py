"""Drafts of notes. The program has no way to send one: an employee does, from their own mailbox."""

from matcher.drafts.drafting import DRAFTED, OwnPages, draft_for, draft_to_json, link_for
from matcher.drafts.language import NoteLanguage
from matcher.drafts.mailto import mailto
from matcher.drafts.note import Draft, Greeting, Register, Wishes, draft
from matcher.drafts.own_page import with_link

__all__ = [
    "DRAFTED",
    "Draft",
    "Greeting",
    "NoteLanguage",
    "OwnPages",
    "Register",
    "Wishes",
    "draft",
    "draft_for",
    "draft_to_json",
    "link_for",
    "mailto",
    "with_link",
]
