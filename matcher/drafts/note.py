"""A short note to a contact, for the employee to change and to send themselves."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from matcher.contact import Contact
from matcher.drafts.language import NoteLanguage, language_of
from matcher.drafts.mailto import mailto
from matcher.drafts.names import first_name, full_name
from matcher.drafts.reasons import Reasons, reasons_of
from matcher.errors import InvalidDraft
from matcher.evidence import Evidence
from matcher.identity import mail_key
from matcher.network import Strength, Tie
from matcher.opening import Opening

FOLDER = Path(__file__).parent / "words"
LONGEST_WORDS, LONGEST_LINK, LONGEST_TO = 120, 600, 254  # characters


class Register(StrEnum):
    """How the employee speaks to the contact: tu, du, tú; or vous, Sie, usted."""

    INFORMAL = "informal"
    FORMAL = "formal"


class Greeting(StrEnum):
    """By which name the contact is greeted."""

    FIRST_NAME = "first-name"
    FULL_NAME = "full-name"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the employee wants of a note; None and empty leave it to what is known.

    Attributes:
        language: The contact's own unless told.
        register: Informal where the tie is strong or medium, formal otherwise.
        greeting: The first name where the register is informal, the full name otherwise.
        called: The very name to greet by.
        sender: What stands under the note.
        to: The contact's address, which Coopt does not keep.

    Raises:
        InvalidDraft: If the address is none, or a text is too long.
    """

    language: NoteLanguage | None = None
    register: Register | None = None
    greeting: Greeting | None = None
    called: str = ""
    sender: str = ""
    to: str = ""

    def __post_init__(self) -> None:
        if self.to and (mail_key(self.to) is None or len(self.to) > LONGEST_TO):
            raise InvalidDraft("to: expected an e-mail address, such as camille@example.org.")
        for name, value in (("called", self.called), ("sender", self.sender)):
            if len(value) > LONGEST_WORDS:
                raise InvalidDraft(f"{name}: expected at most {LONGEST_WORDS} characters.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A note that nobody has sent.

    Attributes:
        mailto: Opens it in a mail program, with fewer reasons where it was too long; None where it still is:
            copy the text then.
    """

    language: NoteLanguage
    register: Register
    subject: str
    body: str
    mailto: str | None


def draft(
    contact: Contact,
    opening: Opening,
    evidence: Iterable[Evidence],
    *,
    tie: Tie | None = None,
    wishes: Wishes | None = None,
    link: str = "",
) -> Draft:
    """Drafts a note from the evidence of a suggestion.

    Args:
        link: To the contact's own page; without one the note offers to tell what is kept.

    Raises:
        InvalidDraft: If the link is no web address.
    """
    wishes = _settled(wishes or Wishes(), contact, opening, tie)
    check_link(link)
    note = _Note(contact, opening, wishes, link)
    reasons = reasons_of(evidence)
    fewer = [replace(reasons, topics=reasons.topics[:n]) for n in range(len(reasons.topics), -1, -1)]
    short = (mailto(note.subject, note.body(r), to=wishes.to) for r in (*fewer, Reasons()))
    return Draft(
        wishes.language or NoteLanguage.ENGLISH,
        wishes.register or Register.FORMAL,
        note.subject,
        note.body(reasons),
        next((made for made in short if made is not None), None),
    )


def check_link(link: str) -> None:
    """Makes sure that a link is one that a browser opens.

    Raises:
        InvalidDraft: If it is not.
    """
    if link and (
        urlsplit(link).scheme not in ("http", "https")
        or len(link) > LONGEST_LINK
        or not link.isprintable()
        or " " in link
    ):
        raise InvalidDraft(f"link: expected a web address (https://…) of at most {LONGEST_LINK} characters.")


@dataclass(frozen=True, slots=True)
class _Note:
    contact: Contact
    opening: Opening
    wishes: Wishes
    link: str

    @property
    def subject(self) -> str:
        return self._text("subject", title=_short(self.opening.title))

    def body(self, reasons: Reasons) -> str:
        """Puts the paragraphs together, with an empty line between two."""
        opening = self.opening
        news = self._text(
            "news",
            title=_short(opening.title),
            at=self._at(opening.company),
            place=self._place(opening.location),
        )
        page = self._text("page", link=self.link) if self.link else self._text("page_none")
        close = "\n".join(part for part in (self._text("close"), _short(self.wishes.sender)) if part)
        parts = (
            self._greeting(),
            f"{news} {self._because(reasons)}".strip(),
            self._text("free"),
            page,
            close,
        )
        return "\n\n".join(parts) + "\n"

    def _greeting(self) -> str:
        name = self.wishes.called
        if not name and self.wishes.greeting is Greeting.FIRST_NAME:
            name = first_name(self.contact.name)
        name = _short(name or full_name(self.contact.name))
        return self._text("greeting", name=name) if name else self._text("greeting_nobody")

    def _because(self, reasons: Reasons) -> str:
        topics = self._shared("between").join(reasons.topics)
        if not reasons.title:
            return self._text("because_topics", topics=topics) if topics else ""
        role = self._text("role", held=reasons.title, at=self._at(reasons.company))
        return (
            self._text("because_both", role=role, topics=topics)
            if topics
            else self._text("because_role", role=role)
        )

    def _at(self, company: str) -> str:
        return self._shared("at").format(company=_short(company)) if company else ""

    def _place(self, place: str) -> str:
        return self._shared("place").format(place=_short(place)) if place else ""

    def _text(self, key: str, **values: str) -> str:
        return self._words[self.wishes.register or Register.FORMAL][key].format(**values)

    def _shared(self, key: str) -> str:
        return self._words["shared"][key]

    @property
    def _words(self) -> dict[str, dict[str, str]]:
        return words_of(self.wishes.language or NoteLanguage.ENGLISH)


def _settled(wishes: Wishes, contact: Contact, opening: Opening, tie: Tie | None) -> Wishes:
    """Decides what the employee left open."""
    is_close = tie is not None and tie.strength in (Strength.STRONG, Strength.MEDIUM)
    register = wishes.register or (Register.INFORMAL if is_close else Register.FORMAL)
    usual = Greeting.FIRST_NAME if register is Register.INFORMAL else Greeting.FULL_NAME
    language = wishes.language or language_of(contact.profile, otherwise=opening.language)
    return replace(wishes, language=language, register=register, greeting=wishes.greeting or usual)


def _short(text: str) -> str:
    """Gives a text on one line, cut where it is too long for a note."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_WORDS else f"{line[: LONGEST_WORDS - 1].rstrip()}…"


@cache
def words_of(language: NoteLanguage) -> dict[str, dict[str, str]]:
    """Gives the words of notes in a language: by register, and those that registers share."""
    words: dict[str, dict[str, str]] = tomllib.loads(
        (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    )
    return words
