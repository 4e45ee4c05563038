"""A caller's verdict on a contact for an opening, kept with what each signal contributed."""

from dataclasses import dataclass

from matcher.feedback import Reason, Verdict, VerdictKind
from matcher.opening import Opening
from matcher.openings_for import OpeningsFor
from matcher.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Said:
    """What a caller says of a contact; a reason only with `not-for-this-role`."""

    contact_id: str
    kind: VerdictKind
    reason: Reason | None = None
    note: str = ""


def give(workspace: Workspace, employee: str, opening: Opening, said: Said) -> Verdict:
    """Keeps a verdict in place of what the employee said before.

    Raises:
        UnknownContact: If the contact is not in the employee's network.
    """
    contributions = OpeningsFor.over(workspace, taught=False).contributions(opening, said.contact_id)
    verdict = Verdict(
        employee=employee,
        opening_id=opening.id,
        contact_id=said.contact_id,
        kind=said.kind,
        reason=said.reason,
        note=said.note,
        contributions=contributions,
    )
    return workspace.store.feedback.give(verdict)
