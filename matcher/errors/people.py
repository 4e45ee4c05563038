"""Errors of introductions, and of what contacts say of themselves."""

from matcher.errors.base import CooptError


class UnknownIntroduction(CooptError):
    """No introduction that the caller takes part in has this id."""

    def __init__(self, introduction_id: str) -> None:
        super().__init__(f"No introduction has the id {introduction_id!r}.")
        self.introduction_id = introduction_id


class IllegalStep(CooptError):
    """An introduction cannot go there from where it stands, or not by whom.

    Args:
        problem: What stands in the way.
        allowed: The stages to which the caller may take it now.
    """

    def __init__(self, problem: str, allowed: tuple[str, ...]) -> None:
        then = f"You may take it to: {', '.join(allowed)}." if allowed else "No step is yours to take now."
        super().__init__(f"{problem}. {then}")
        self.allowed = allowed


class StaleIntroduction(CooptError):
    """Somebody changed the introduction since the caller saw it."""

    def __init__(self, introduction_id: str, *, seen: int, found: int) -> None:
        super().__init__(
            f"The introduction {introduction_id!r} was changed meanwhile: you saw version {seen}, "
            f"it is at version {found}. Look at it again; nothing was changed."
        )
        self.seen, self.found = seen, found


class StaleTie(CooptError):
    """The employee said something else of a tie since they saw it, such as in another tab."""

    def __init__(self, contact_id: str) -> None:
        super().__init__(
            f"What you say of the tie to {contact_id!r} was changed meanwhile. Look at it again; nothing was "
            "changed."
        )
        self.contact_id = contact_id


class UnknownReminder(CooptError):
    """No reminder of this employee has this id."""

    def __init__(self, reminder_id: str) -> None:
        super().__init__(f"No reminder has the id {reminder_id!r}.")
        self.reminder_id = reminder_id


class InvalidDraft(CooptError):
    """A note cannot be made of what was given."""


class InvalidLink(CooptError):
    """A link to a contact's page does not work, or an action was taken through it before.

    Altered, expired, used up, made for another purpose or never made: the text is the same for all.
    """

    def __init__(self) -> None:
        super().__init__("This link is not valid, has expired, or was used already.")


class InvalidStatement(CooptError):
    """What a contact states of themselves cannot be kept."""

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: expected {expected}.")
        self.field, self.expected = field, expected


class Objected(CooptError):
    """The contact asked not to be suggested."""

    def __init__(self, contact_id: str) -> None:
        super().__init__(f"The contact {contact_id!r} asked not to be suggested.")
        self.contact_id = contact_id
