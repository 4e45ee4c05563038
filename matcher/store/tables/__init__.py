"""The tables. The store is the truth; everything in the index can be made again from it."""

from matcher.store.tables.access import ApiKeyRow, OpeningOwnerRow, ShareRow
from matcher.store.tables.base import Base
from matcher.store.tables.core import (
    ContactRow,
    EmployeeRow,
    FragmentRow,
    KeyRow,
    OpeningRow,
    ProfileVersionRow,
    StateRow,
    TieRow,
    VerdictRow,
)
from matcher.store.tables.duplicates import IdentityChangeRow, MarkRow, PairRow
from matcher.store.tables.events import (
    EventHeadRow,
    EventOpeningRow,
    EventRow,
    EventSaltRow,
    EventSubjectRow,
    StopRow,
)
from matcher.store.tables.imports import (
    ImportRow,
    MentionRow,
    OpeningMentionRow,
    OpeningVersionRow,
    OwnProfileRow,
    RetiredFragmentRow,
    TieStatementRow,
)
from matcher.store.tables.introductions import (
    IntroductionRow,
    IntroductionStepRow,
    ReminderAnswerRow,
    ReminderFeedRow,
)
from matcher.store.tables.jobs import JobRow
from matcher.store.tables.privacy import (
    ContactLinkRow,
    LegalBasisRow,
    LinkUseRow,
    NoticeRow,
    ObjectionRow,
    PrivacyStateRow,
    StatementRow,
    SuppressionRow,
)

__all__ = [
    "IdentityChangeRow",
    "MarkRow",
    "PairRow",
    "ContactLinkRow",
    "LegalBasisRow",
    "LinkUseRow",
    "NoticeRow",
    "ObjectionRow",
    "PrivacyStateRow",
    "StatementRow",
    "SuppressionRow",
    "ApiKeyRow",
    "Base",
    "ContactRow",
    "EmployeeRow",
    "EventHeadRow",
    "EventOpeningRow",
    "EventRow",
    "EventSaltRow",
    "EventSubjectRow",
    "FragmentRow",
    "IntroductionRow",
    "IntroductionStepRow",
    "JobRow",
    "KeyRow",
    "OpeningRow",
    "ProfileVersionRow",
    "ReminderAnswerRow",
    "ReminderFeedRow",
    "ShareRow",
    "StateRow",
    "StopRow",
    "TieRow",
    "VerdictRow",
    "ImportRow",
    "MentionRow",
    "OpeningMentionRow",
    "OpeningOwnerRow",
    "OpeningVersionRow",
    "OwnProfileRow",
    "RetiredFragmentRow",
    "TieStatementRow",
]
