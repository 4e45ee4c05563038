"""The same person, imported twice: exact keys, and the likeness of names, companies and titles."""

from matcher.identity.keys import counted_keys, fold, is_address, mail_key, row_key, stands_alone, url_key

__all__ = ["counted_keys", "fold", "is_address", "mail_key", "row_key", "stands_alone", "url_key"]
