"""An introduction: one employee, one contact, one opening, and the steps that people take with it.

    suggested ⇄ considering → asked → accepted → introduced → in-process → hired → settled
                                ↘ declined                              ↘ not-hired  ↘ left

No step is taken by the program. An employee lets an introduction rest (`suggested` again) as long as it was
not made; the contact says no at any time. `not-hired` is how a process ended: it says nothing of the person,
teaches nothing, and is shown to nobody but those who took part.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

UNDO_WITHIN = timedelta(days=30)
SLIP = timedelta(hours=1)  # within which an employee takes back a no that was passed on by mistake


class Stage(StrEnum):
    """Where an introduction stands."""

    SUGGESTED = "suggested"
    CONSIDERING = "considering"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    INTRODUCED = "introduced"
    IN_PROCESS = "in-process"
    HIRED = "hired"
    NOT_HIRED = "not-hired"
    SETTLED = "settled"
    LEFT = "left"


class Party(StrEnum):
    """Who takes part in an introduction."""

    EMPLOYEE = "employee"
    CONTACT = "contact"
    RECRUITER = "recruiter"


_EMPLOYEE, _CONTACT, _RECRUITER = ((party,) for party in Party)
# An answer that reached the employee by word of mouth may be passed on; it is told apart from the contact's.
_ANSWER = _CONTACT + _EMPLOYEE
_AFTERWARDS = _EMPLOYEE + _RECRUITER

STEPS: dict[Stage, dict[Stage, tuple[Party, ...]]] = {
    Stage.SUGGESTED: {Stage.CONSIDERING: _EMPLOYEE},
    Stage.CONSIDERING: {Stage.ASKED: _EMPLOYEE, Stage.SUGGESTED: _EMPLOYEE},
    Stage.ASKED: {Stage.ACCEPTED: _ANSWER, Stage.DECLINED: _ANSWER, Stage.SUGGESTED: _EMPLOYEE},
    Stage.ACCEPTED: {Stage.INTRODUCED: _EMPLOYEE, Stage.DECLINED: _ANSWER, Stage.SUGGESTED: _EMPLOYEE},
    Stage.DECLINED: {Stage.ACCEPTED: _CONTACT},
    Stage.INTRODUCED: {
        Stage.IN_PROCESS: _RECRUITER,
        Stage.NOT_HIRED: _RECRUITER,
        Stage.DECLINED: _CONTACT,
    },
    Stage.IN_PROCESS: {
        Stage.IN_PROCESS: _RECRUITER,  # another interview
        Stage.HIRED: _RECRUITER,
        Stage.NOT_HIRED: _RECRUITER,
        Stage.DECLINED: _CONTACT,
    },
    Stage.HIRED: {Stage.SETTLED: _AFTERWARDS, Stage.LEFT: _AFTERWARDS},
    Stage.NOT_HIRED: {},
    Stage.SETTLED: {Stage.LEFT: _AFTERWARDS},
    Stage.LEFT: {},
}
ANSWERS = (Stage.ACCEPTED, Stage.DECLINED)
# What the recruiter's side is told of: the employee made the introduction.
MADE = (Stage.INTRODUCED, Stage.IN_PROCESS, Stage.HIRED, Stage.NOT_HIRED, Stage.SETTLED, Stage.LEFT)
# Where something is still to come; the others rest or have ended.
UNDER_WAY = (
    Stage.CONSIDERING,
    Stage.ASKED,
    Stage.ACCEPTED,
    Stage.INTRODUCED,
    Stage.IN_PROCESS,
    Stage.HIRED,
)
# The stages that a day may come with: of the interview, the end of the trial period, the departure.
DATED = (Stage.IN_PROCESS, Stage.HIRED, Stage.LEFT)


@dataclass(frozen=True, slots=True)
class Actor:
    """A human who takes a step, and the part that they play in it.

    Attributes:
        id: Of the employee, the contact, or the recruiter's account.
    """

    party: Party
    id: str


@dataclass(frozen=True, slots=True)
class Move:
    """A step that somebody wants to take.

    Attributes:
        day: Of the interview (`in-process`), the end of the trial period (`hired`) or the departure (`left`).
    """

    stage: Stage
    actor: Actor
    day: date | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.stage not in DATED:
            raise ValueError(f"expected a day only with {', '.join(DATED)}, not with {self.stage}")


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken.

    Attributes:
        number: From 1, in the order of time; never given twice within an introduction.
        made_at: UTC.
        undone_at: When it was taken back; None while it stands.
    """

    number: int
    origin: Stage
    stage: Stage
    party: Party
    made_at: datetime
    day: date | None = None
    undone_at: datetime | None = None

    @property
    def is_passed_on(self) -> bool:
        """Whether the employee wrote down an answer that the contact gave by word of mouth."""
        return self.stage in ANSWERS and self.party is Party.EMPLOYEE


@dataclass(frozen=True, slots=True)
class Introduction:
    """What became of a suggestion.

    Attributes:
        version: Grows with every change; who changes it names the version they saw.
        steps: In the order of time, those that were taken back too.
    """

    id: str
    employee: str
    contact_id: str
    opening_id: str
    stage: Stage
    version: int
    steps: tuple[Step, ...] = ()

    @property
    def latest(self) -> Step | None:
        """The latest step that stands."""
        return next((step for step in reversed(self.steps) if step.undone_at is None), None)

    @property
    def has_consent(self) -> bool:
        """Whether the contact themselves said yes; a yes that was passed on is not a consent."""
        for step in reversed([step for step in self.steps if step.undone_at is None]):
            if step.stage in ANSWERS:
                return step.stage is Stage.ACCEPTED and step.party is Party.CONTACT
            if step.stage is Stage.ASKED:  # asked anew: what was answered before no longer counts
                return False
        return False


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an introduction: a step that was taken, or taken back."""

    at: datetime
    step: Step
    is_undo: bool = False


def changes_after(introduction: Introduction, version: int) -> tuple[Change, ...]:
    """Gives what changed since a version was seen, in the order of time; each change is one version."""
    steps = introduction.steps
    changes = [Change(step.made_at, step) for step in steps]
    changes += [Change(step.undone_at, step, is_undo=True) for step in steps if step.undone_at is not None]
    return tuple(sorted(changes, key=lambda one: (one.at, one.step.number, one.is_undo))[version:])


def next_stages(stage: Stage, party: Party) -> tuple[Stage, ...]:
    """Gives the stages to which a party may take an introduction from `stage`."""
    return tuple(following for following, parties in STEPS[stage].items() if party in parties)


def why_no_undo(latest: Step | None, party: Party, now: datetime) -> str | None:
    """Says why a party may not take back the latest step; None where they may.

    Each takes back their own within 30 days. A contact's no is the contact's alone: an employee who passed on
    one by mistake has an hour.
    """
    if latest is None:
        return "no step is left to take back"
    if latest.party is not party:
        return f"the latest step was made by the {latest.party}, who alone can take it back"
    age = now - latest.made_at
    if latest.stage is Stage.DECLINED and latest.is_passed_on and age > SLIP:
        return "a no that was passed on can be taken back within an hour; after that by the contact alone"
    if age > UNDO_WITHIN:
        return f"a step can be taken back within {UNDO_WITHIN.days} days"
    return None
