"""The link to the contact's own page, put into a note that the employee may have changed meanwhile."""

from matcher.drafts.language import NoteLanguage
from matcher.drafts.note import Register, check_link, words_of


def with_link(body: str, link: str, *, language: NoteLanguage, register: Register) -> str:
    """Puts the link where the note offers to tell what is kept, else at the end.

    Raises:
        InvalidDraft: If the link is no web address.
    """
    check_link(link)
    words = words_of(language)[register]
    offer, told = words["page_none"], words["page"].format(link=link)
    return body.replace(offer, told, 1) if offer in body else f"{body.rstrip()}\n\n{told}\n"
