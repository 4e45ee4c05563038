"""A note on its way to a contact: drafted, changed by the employee, kept until they sign out.

It is held by the session alone: a text about somebody that nobody sent is not worth a place in the store.
"""

from dataclasses import dataclass, replace

from matcher.drafts import Draft, NoteLanguage, Register, mailto, with_link

MOST_NOTES = 50
LONGEST_SUBJECT, LONGEST_BODY = 300, 10_000  # characters


@dataclass(frozen=True, slots=True)
class Text:
    """What a note says.

    Attributes:
        body: Lines end with a line feed.
    """

    subject: str
    body: str

    @classmethod
    def sent(cls, subject: str, body: str) -> "Text":
        """Reads what a form sends, within bounds; browsers end lines with CR LF."""
        lines = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        line = " ".join(subject.replace("\x00", "").split())
        return cls(line[:LONGEST_SUBJECT], f"{lines.strip()[:LONGEST_BODY]}\n")


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands.

    Attributes:
        drafted: The text before the employee changed it.
        version: Grows with every change; who changes it names the version they saw.
        has_link: Whether the contact's own page was linked to.
        before: The employee's own text that a new draft took the place of; None where none did.
    """

    language: NoteLanguage
    register: Register
    sender: str
    drafted: Text
    text: Text
    version: int = 1
    has_link: bool = False
    before: Text | None = None

    @classmethod
    def of(cls, draft: Draft, sender: str) -> "Note":
        """Begins with a draft."""
        text = Text.sent(draft.subject, draft.body)
        return cls(draft.language, draft.register, sender, text, text)

    @property
    def is_changed(self) -> bool:
        """Whether the employee wrote something of their own."""
        return self.text != self.drafted

    @property
    def mailto(self) -> str | None:
        """Opens the note in a mail program; None where it is too long for a link."""
        return mailto(self.text.subject, self.text.body)

    def says(self, text: Text) -> "Note":
        """Takes the employee's text."""
        return self if text == self.text else replace(self, text=text, version=self.version + 1)

    def anew(self, draft: Draft, sender: str) -> "Note":
        """Begins again with another draft, and keeps what the employee wrote."""
        before = self.text if self.is_changed else self.before
        return replace(Note.of(draft, sender), version=self.version + 1, before=before)

    def brought_back(self) -> "Note":
        """Takes back the text that a new draft took the place of."""
        if self.before is None:
            return self
        return replace(self, text=self.before, before=None, version=self.version + 1)

    def linked(self, link: str) -> "Note":
        """Puts in the link to the contact's own page."""
        body = with_link(self.text.body, link, language=self.language, register=self.register)
        return replace(self.says(replace(self.text, body=body)), has_link=True)
