"""How far all networks together reach for an opening: what a recruiter may know before an introduction.

A recruiter who asks about nearly the same role again and again is not to learn of one person what no line
tells: counts are told in bands, each line once, and of a bounded number of different openings a day.

Colleagues are told however few people fit, since nothing happens before one of them is asked: it tells that
somebody in a whole network fits, and who that is stays with the colleague. So a colleague is told only whose
network holds at least `LEAST` people: to name who alone knows a person would be to name the person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.anonymity import LEAST, Line, most_general
from matcher.bands import Band, band_of
from matcher.contact import Contact
from matcher.events.event import EventKind, NewEvent
from matcher.opening import Opening
from matcher.policy import OPENINGS_A_DAY, Role, Sight, sight_of
from matcher.signals import encode_opening, measure
from matcher.store import Store
from matcher.suggest import Suggester
from matcher.wire import opening_to_json

if TYPE_CHECKING:
    from matcher.workspace import Workspace

MEASURED_AT_ONCE = 20_000  # contacts: bounds the memory that a large company's question takes
MOST_LINES = 50

LinesIn = Callable[[str], Mapping[str, tuple[int, Line]]]
"""Gives the anonymous lines of an employee's network, as `matcher.anonymity.lines_of` does."""


@dataclass(frozen=True, slots=True)
class Named:
    """A contact whose name an employee shares for the opening.

    Attributes:
        employee: Who shares it.
        contact: None where the contact did not agree to more than the name being told.
    """

    contact_id: str
    name: str
    employee: str
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What a recruiter learns of an opening.

    Attributes:
        fits: How many people fit, over all networks.
        colleagues: Whom to ask, by id; their order tells nothing. Nobody whose network is too small to hide
            in is among them.
        lines: Of those unnamed, by their text, at most `MOST_LINES`.
        withheld: How many of them have no line, since it would tell who they are, or for want of room.
        named: Those whose names are shared, by name.
        band: Of `fits`, where counts are told as the least of their bands and each line once; None where they
            are exact.
    """

    opening: Opening
    fits: int
    colleagues: tuple[str, ...]
    lines: tuple[Line, ...]
    withheld: int
    named: tuple[Named, ...]
    band: Band | None = None


def reach_of(
    workspace: "Workspace",
    opening: Opening,
    *,
    by: str,
    roles: Iterable[Role] = (Role.RECRUITER,),
    openings_a_day: int | None = OPENINGS_A_DAY,
) -> Reach:
    """Looks through every network for an opening, and puts into the log what is about to be shown.

    Args:
        by: Id of who asks.
        roles: What they are, which decides what they are shown.
        openings_a_day: About how many different ones they may ask within a day; None without a bound.

    Returns:
        Counts in bands, and each line once.

    Raises:
        AskedTooOften: If they asked about that many others within a day.
        SuggestionsStopped: If an officer stopped suggestions for this opening, or altogether.
        IndexMismatch: If the index was made with another model.
    """
    store = workspace.store
    store.stops.check(opening.id)
    store.reach.check_asked(by, opening.id, openings_a_day)
    fitting = _fitting(workspace.suggester(), opening, store.privacy.objected())
    reach = in_bands(reach_among(store, opening, fitting, roles=frozenset(roles)))
    named = sorted(one.contact_id for one in reach.named)
    shown = {"fits": reach.fits, "lines": len(reach.lines)}
    asked = NewEvent(EventKind.REACHED, by, (opening.id, *named), shown)
    store.reach.record_asked(asked, opening.id, openings_a_day)
    return reach


def in_bands(reach: Reach) -> Reach:
    """Takes from a reach what would tell one person apart: counts in bands, and each line once."""
    fits, withheld = band_of(reach.fits), band_of(reach.withheld)
    lines = tuple(dict.fromkeys(reach.lines))
    return replace(reach, fits=fits.least, band=fits, lines=lines, withheld=withheld.least)


def reach_among(
    store: Store,
    opening: Opening,
    fitting: Sequence[str],
    *,
    roles: frozenset[Role],
    lines_in: LinesIn | None = None,
) -> Reach:
    """Tells what may be known of those who fit, as things stand at this moment; the log is for the caller.

    Args:
        fitting: Ids of everybody who passes the bar.
        lines_in: Gives the lines of an employee's network; the store unless told.
    """
    known = _known_to(store, fitting)
    named = names_shared(store, opening, roles)
    unnamed = {contact_id: who for contact_id, who in known.items() if contact_id not in named}
    seen = unnamed if sight_of(roles, owns=False) >= Sight.LINE else {}
    lines = _lines(lines_in or store.reach.lines, seen)
    return Reach(
        opening,
        len(known),
        _to_ask(store, unnamed.values()),
        lines[:MOST_LINES],
        len(unnamed) - len(lines[:MOST_LINES]),
        tuple(sorted(named.values(), key=lambda one: (one.name, one.employee))),
    )


def reach_to_json(reach: Reach) -> dict[str, Any]:
    """Writes what the command line and the API both give."""
    opening = opening_to_json(reach.opening)
    return {
        "opening": {name: opening[name] for name in ("id", "title", "language", "availability")},
        "fits": reach.fits,
        **({} if reach.band is None else {"fits_at_most": reach.band.most}),
        "colleagues": list(reach.colleagues),
        "lines": [
            {"trade": line.trade, "seniority": line.seniority, "region": line.region} for line in reach.lines
        ],
        "withheld": reach.withheld,
        "named": [_named_to_json(one) for one in reach.named],
    }


def _fitting(suggester: Suggester, opening: Opening, objected: frozenset[str]) -> list[str]:
    """Gives everybody who passes the bar, whoever knows them."""
    index, ranker, found = suggester.index, suggester.taught_ranker(), []
    query = encode_opening(opening, suggester.encoder)
    for start in range(0, len(index.contact_ids), MEASURED_AT_ONCE):
        part = index.expand(np.arange(start, min(start + MEASURED_AT_ONCE, len(index.contact_ids))))
        passes = ranker.rank(measure(query, index, part)[0]).passes
        found += [contact_id.decode() for contact_id in index.contact_ids[part.contacts[passes]].tolist()]
    return [contact_id for contact_id in found if contact_id not in objected]


def _known_to(store: Store, contact_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Gives who knows each contact, without those who say that they do not, or who have left."""
    present = store.privacy.presentable(contact_ids)
    known = store.reach.who_knows([contact_id for contact_id in contact_ids if contact_id in present])
    hidden = {who: store.feedback.hidden(who) for who in {who for whos in known.values() for who in whos}}
    asked = {
        contact_id: tuple(who for who in whos if contact_id not in hidden[who])
        for contact_id, whos in known.items()
    }
    return {contact_id: whos for contact_id, whos in asked.items() if whos}


def _to_ask(store: Store, known_to: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Gives whom to ask: those who know somebody, of a network in which that may be anybody."""
    employees = {employee for employees in known_to for employee in employees}
    sizes = store.reach.sizes(sorted(employees))
    return tuple(sorted(employee for employee in employees if sizes.get(employee, 0) >= LEAST))


def names_shared(store: Store, opening: Opening, roles: frozenset[Role]) -> dict[str, Named]:
    """Gives those whose names may be shown, by contact id; the first employee who shares one is told."""
    shares = store.access.shares_for(opening.id)
    ids = sorted({share.contact_id for share in shares})
    present, contacts = store.privacy.presentable(ids), store.contacts_by_id(ids)
    consents = store.reach.consents(opening.id, ids)
    named: dict[str, Named] = {}
    for share in shares:
        key = (share.employee, share.contact_id)
        sight = sight_of(roles, owns=False, shared=True, consented=key in consents)
        contact = contacts.get(share.contact_id)
        if contact is None or share.contact_id not in present or sight < Sight.NAME:
            continue
        detailed = contact if sight >= Sight.DETAILS else None
        if share.contact_id not in named or detailed is not None:
            named[share.contact_id] = Named(share.contact_id, contact.name, share.employee, detailed)
    return named


def _lines(lines_in: LinesIn, known: Mapping[str, Sequence[str]]) -> tuple[Line, ...]:
    """Gives the lines of those who have one, by their text: their order tells nothing."""
    networks = {who: lines_in(who) for who in {who for whos in known.values() for who in whos}}
    found = (
        most_general([networks[who].get(contact_id) for who in whos]) for contact_id, whos in known.items()
    )
    return tuple(sorted(line for line in found if line is not None))


def _named_to_json(named: Named) -> dict[str, Any]:
    contact = named.contact
    profile = None if contact is None else contact.profile
    return {
        "name": named.name,
        "employee": named.employee,
        "details": None
        if contact is None or profile is None
        else {
            "headline": contact.headline,
            "company": contact.company,
            "location": profile.location,
            "skills": list(profile.skills),
            "languages": list(profile.languages),
        },
    }
