"""Reminders: what an employee would want to think of after a step, on which day.

They follow from the steps that stand, so a step that is taken back takes its reminder along. Nothing is sent:
they are a list, and a calendar that the employee subscribes to. Only what the employee did with one is kept:
done, dismissed, or put off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from matcher.introduction import Introduction, Stage, Step

NO_ANSWER_AFTER = timedelta(days=10)
AFTER_INTERVIEW = timedelta(days=1)
AFTER_DEPARTURE = timedelta(days=7)  # as a human would: neither on the day nor months later
SNOOZE = timedelta(days=7)  # unless the employee names a day


class ReminderKind(StrEnum):
    """What a reminder is about."""

    NO_ANSWER = "no-answer"
    INTERVIEW_DONE = "interview-done"
    TRIAL_ENDS = "trial-ends"
    AFTER_DEPARTURE = "after-departure"


class ReminderAnswer(StrEnum):
    """What the employee did with a reminder."""

    DONE = "done"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a reminder.

    Attributes:
        until: The day on which it comes back, only with `snoozed`.
    """

    answer: ReminderAnswer
    until: date | None = None

    def __post_init__(self) -> None:
        if (self.until is not None) != (self.answer is ReminderAnswer.SNOOZED):
            raise ValueError("expected a day with snoozed, and with nothing else")


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to think of.

    Attributes:
        number: Of the step that it follows from; with `introduction_id` it makes the reminder's id.
        due_on: The day on which it comes, the day that it was put off to where it was.
        answer: What the employee did with it; None where nothing was done.
    """

    introduction_id: str
    number: int
    kind: ReminderKind
    contact_id: str
    opening_id: str
    due_on: date
    answer: ReminderAnswer | None = None

    @property
    def id(self) -> str:
        """Names the reminder in an address."""
        return f"{self.introduction_id}-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be thought of, now or later."""
        return self.answer in (None, ReminderAnswer.SNOOZED)


def reminders_of(
    introductions: Iterable[Introduction], answers: Mapping[tuple[str, int], Answered]
) -> tuple[Reminder, ...]:
    """Gives the reminders that introductions give rise to, by day and then by id.

    Args:
        answers: What the employee did, by introduction id and number of step.
    """
    found = (_of(introduction, introduction.latest) for introduction in introductions)
    answered = [_answered(reminder, answers) for reminder in found if reminder is not None]
    return tuple(sorted(answered, key=lambda reminder: (reminder.due_on, reminder.id)))


def _of(introduction: Introduction, latest: Step | None) -> Reminder | None:
    """Only the step where the introduction stands gives rise to one: those before are settled by it."""
    due = None if latest is None else _due(latest)
    if latest is None or due is None:
        return None
    kind, due_on = due
    ids = (introduction.contact_id, introduction.opening_id)
    return Reminder(introduction.id, latest.number, kind, *ids, due_on)


def _due(step: Step) -> tuple[ReminderKind, date] | None:
    made_on = step.made_at.date()
    if step.stage is Stage.ASKED:
        return ReminderKind.NO_ANSWER, made_on + NO_ANSWER_AFTER
    if step.stage is Stage.LEFT:
        return ReminderKind.AFTER_DEPARTURE, (step.day or made_on) + AFTER_DEPARTURE
    if step.stage is Stage.IN_PROCESS and step.day is not None:
        return ReminderKind.INTERVIEW_DONE, step.day + AFTER_INTERVIEW
    if step.stage is Stage.HIRED and step.day is not None:
        return ReminderKind.TRIAL_ENDS, step.day
    return None


def _answered(reminder: Reminder, answers: Mapping[tuple[str, int], Answered]) -> Reminder:
    answered = answers.get((reminder.introduction_id, reminder.number))
    if answered is None:
        return reminder
    return replace(reminder, answer=answered.answer, due_on=answered.until or reminder.due_on)
