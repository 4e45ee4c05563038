"""Contacts who may be one person: recognised at import, reviewed, merged, split, and all of it undone."""

from matcher.store.duplicates.marks import keep_marks
from matcher.store.duplicates.recognise import File, Recognised, keep_pairs, recognise
from matcher.store.duplicates.repository import DuplicateRepository

__all__ = ["DuplicateRepository", "File", "Recognised", "keep_marks", "keep_pairs", "recognise"]
