"""The JSON bodies of introductions, drafts and reminders, with the examples of the document."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.examples import SHORTLIST
from api.inputs import Id, ShortText
from matcher.catalogue import Tongue
from matcher.drafts import Greeting, NoteLanguage, Register
from matcher.introduction import DATED, Party, Stage
from matcher.reminder_feed import Naming
from matcher.reminders import ReminderAnswer, ReminderKind

MOST_INTRODUCTIONS = 200


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewIntroduction(_Request):
    """A suggestion that the caller takes up."""

    contact_id: Id
    opening_id: Id


class NewStep(_Request):
    """A step that the caller takes."""

    stage: Stage
    day: Annotated[
        date | None,
        Field(
            description="Of the interview (in-process), the trial period's end (hired), the departure (left)"
        ),
    ] = None

    @model_validator(mode="after")
    def _a_day_where_there_is_one(self) -> Self:
        if self.day is not None and self.stage not in DATED:
            raise ValueError(f"expected a day only with {', '.join(DATED)}")
        return self


class DraftWishes(_Request):
    """What the caller wants of a note; what is not given follows from the contact and the tie."""

    language: NoteLanguage | None = None
    register_: Annotated[Register | None, Field(alias="register")] = None
    greeting: Greeting | None = None
    called: Annotated[ShortText, Field(description="The very name to greet by")] = ""
    sender: Annotated[ShortText, Field(description="What stands under the note")] = ""
    to: Annotated[ShortText, Field(description="The contact's address, which Coopt does not keep")] = ""


class NewAnswer(_Request):
    """What the caller did with a reminder."""

    answer: ReminderAnswer
    until: Annotated[
        date | None, Field(description="With snoozed: the day on which it comes back; in a week unless told")
    ] = None

    @model_validator(mode="after")
    def _a_day_with_snoozed_alone(self) -> Self:
        if self.until is not None and self.answer is not ReminderAnswer.SNOOZED:
            raise ValueError("expected a day only with snoozed")
        return self


class NewCalendar(_Request):
    """What a calendar may tell whoever keeps it."""

    naming: Naming = Naming.INITIALS
    language: Tongue = Tongue.ENGLISH


class StepOut(_Answer):
    """A step that was taken, by which party."""

    stage: Stage
    by: Party
    passed_on: Annotated[bool, Field(description="An answer that the employee wrote down for the contact")]
    at: str
    day: str | None
    undone_at: str | None


class IntroductionOut(_Answer):
    """Where an introduction stands, and what the caller may do next."""

    id: str
    contact_id: str
    name: str
    opening_id: str
    title: str
    stage: Stage
    text: str
    hint: Annotated[str, Field(description="What the employee may want to do; empty for recruiters")]
    version: Annotated[int, Field(description="The value of `If-Match` for the next change, in quotes")]
    has_consent: Annotated[bool, Field(description="Whether the contact themselves said yes")]
    next: list[Stage]
    steps: list[StepOut]


class IntroductionList(_Answer):
    """Introductions, the latest changed first."""

    items: list[IntroductionOut]


class DraftOut(_Answer):
    """A note to change and to send from one's own mailbox. Coopt sends nothing."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    language: NoteLanguage
    register_: Annotated[Register, Field(alias="register")]
    subject: str
    body: str
    mailto: Annotated[
        str | None, Field(description="Opens the note in a mail program; null where it is too long: copy it")
    ]


class ReminderOut(_Answer):
    """Something to think of, from `due_on` on."""

    id: str
    kind: ReminderKind
    introduction_id: str
    contact_id: str
    due_on: str
    is_due: bool
    answer: ReminderAnswer | None
    text: str


class ReminderList(_Answer):
    """Reminders, the earliest first."""

    items: list[ReminderOut]


class CalendarOut(_Answer):
    """Where a calendar program reads the caller's reminders; told this once."""

    path: Annotated[
        str, Field(description="Who knows it reads the calendar: subscribe to it, and do not share it")
    ]
    naming: Naming
    language: Tongue


class CalendarEnded(_Answer):
    """Whether there was a calendar to end."""

    ended: bool


_CONTACT: dict[str, Any] = SHORTLIST["suggestions"][0]
NEW_INTRODUCTION: dict[str, Any] = {
    "contact_id": _CONTACT["contact_id"],
    "opening_id": SHORTLIST["opening"]["id"],
}
NEW_STEP: dict[str, Any] = {"stage": "asked"}
NEW_PROCESS_STEP: dict[str, Any] = {"stage": "in-process", "day": "2026-12-04"}
INTRODUCTION: dict[str, Any] = {
    "id": "3001e823474ffb17",
    **NEW_INTRODUCTION,
    "name": _CONTACT["name"],
    "title": SHORTLIST["opening"]["title"],
    "stage": "asked",
    "text": "Asked, no answer yet",
    "hint": f"Leave {_CONTACT['name']} the time to answer.",
    "version": 2,
    "has_consent": False,
    "next": ["accepted", "declined", "suggested"],
    "steps": [
        {
            "stage": stage,
            "by": "employee",
            "passed_on": False,
            "at": at,
            "day": None,
            "undone_at": None,
        }
        for stage, at in (
            ("considering", "2026-11-23T07:09:47+00:00"),
            ("asked", "2026-11-23T07:12:05+00:00"),
        )
    ],
}
INTRODUCTIONS: dict[str, Any] = {"items": [INTRODUCTION]}
DRAFT_WISHES: dict[str, Any] = {"register": "informal", "sender": "Noé"}
DRAFT: dict[str, Any] = {
    "language": "en",
    "register": "informal",
    "subject": "An opening that made me think of you: Senior Product Designer",
    "body": "Hi Olivia,\n\nThere is an opening: “Senior Product Designer”. I thought of you. […]\n",
    "mailto": "mailto:?subject=An%20opening%20that%20made%20me%20think%20of%20you&body=Hi%20Olivia%2C",
}
NEW_ANSWER: dict[str, Any] = {"answer": "snoozed", "until": "2026-12-10"}
REMINDER: dict[str, Any] = {
    "id": "3001e823474ffb17-2",
    "kind": "no-answer",
    "introduction_id": INTRODUCTION["id"],
    "contact_id": INTRODUCTION["contact_id"],
    "due_on": "2026-12-10",
    "is_due": False,
    "answer": "snoozed",
    "text": f"{_CONTACT['name']} has not answered about “Senior Product Designer” yet. "
    "A kind word, or let it rest: both are fine.",
}
REMINDERS: dict[str, Any] = {"items": [REMINDER]}
NEW_CALENDAR: dict[str, Any] = {"naming": "initials", "language": "fr"}
CALENDAR: dict[str, Any] = {"path": "/calendar/Zk1…Qw.ics", **NEW_CALENDAR}
ENDED: dict[str, Any] = {"ended": True}
