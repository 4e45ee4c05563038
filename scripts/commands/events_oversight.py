"""`coopt events replay`, `stop`, `resume` and `stops`: what officers do about suggestions."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts.console import print_json
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcher.events.explanation import Explanation
    from matcher.events.replay import Replay
    from matcher.events.stop import Stop

OTHERS_SHOWN = 5
LEAST_SHOWN = 0.005  # logits
ALL = "all suggestions"

By = Annotated[str, typer.Option("--by", help="Id of who does this, for the log.")]
Number = Annotated[int, typer.Argument(metavar="N", min=1, help="Number of an event of kind `suggested`.")]
ContactId = Annotated[str | None, typer.Option("--contact", help="Tell where this contact stands, and why.")]
OpeningId = Annotated[
    str | None, typer.Option("--opening", help="Only this opening; without it, all of them.")
]
Because = Annotated[
    str, typer.Option("--reason", help="For officers alone; users read that suggestions are stopped.")
]

WHY = {
    "suggested": "was suggested",
    "below-bar": "is below the bar: what the profile tells does not stand out for this opening",
    "beyond-k": "is above the bar, and as many as were asked for came before",
    "team-mate": "is above the bar; two with the same title in the same company were shown already",
    "double": "has the name and the titles of somebody who was shown: the same person, imported twice",
    "hidden": "is hidden: the employee said that they do not know them",
    "objected": "asked not to be suggested",
    "not-retrieved": "is not among the first by meaning or by words in this large network",
    "no-profile": "has no profile to compare with",
    "not-in-network": "is not in this network, or was not at the time",
}
CHANGED = {
    "code": "Coopt itself",
    "encoder": "the encoder",
    "ranker": "the ranker",
    "index": "the index (profiles, or the day to which ages are counted)",
    "opening": "the opening",
    "feedback": "what the team taught the ranking",
    "hidden": "who is hidden",
    "network": "the network",
    "profiles": "profiles of those who are told of",
}


def replay(
    number: Number,
    contact: ContactId = None,
    by: By = "officer",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask again what was asked then: why was one suggested, and the other not?

    It tells ids and figures; names and texts stay with the employee whose network it is.
    """
    from matcher.events.replay import replay as replay_event
    from matcher.events.wire import replay_to_json

    with open_workspace(data_dir) as workspace:
        found = replay_event(workspace, number, by=by, contact_id=contact)
    if as_json:
        print_json(replay_to_json(found))
    else:
        _print_replay(found)


def stop(
    reason: Because,
    opening: OpeningId = None,
    by: By = "officer",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Stop suggestions for an opening, or altogether: at once, in every running program."""
    with open_workspace(data_dir) as workspace:
        try:
            made = workspace.store.stops.stop(opening, reason=reason, by=by)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--reason") from error
    _show(made, as_json=as_json)
    if not as_json:
        which = f" --opening {opening}" if opening else ""
        typer.echo(f"`coopt events resume{which}` ends it.")


def resume(
    opening: OpeningId = None, by: By = "officer", data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Let suggestions be made again, for an opening or altogether."""
    from matcher.errors import CooptError

    with open_workspace(data_dir) as workspace:
        ended = workspace.store.stops.resume(opening, by=by)
    if ended is None:
        raise CooptError(f"Nothing to resume: no stop of {opening or ALL} stands.")
    _show(ended, as_json=as_json)


def stops(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List what is stopped now, since when, and why."""
    from matcher.events.stop import stop_to_json

    with open_workspace(data_dir) as workspace:
        found = workspace.store.stops.standing()
    if as_json:
        print_json([stop_to_json(one) for one in found])
        return
    for one in found:
        typer.echo(f"{_stopped(one)}, by {one.stopped_by}: {one.reason}")
    if not found:
        typer.echo("Nothing is stopped.")


def _show(one: "Stop", *, as_json: bool) -> None:
    from matcher.events.stop import stop_to_json

    if as_json:
        print_json(stop_to_json(one))
    else:
        ended = f", resumed {_minute(one.ended_at)}" if one.ended_at else ""
        typer.echo(f"{_stopped(one)}{ended}")


def _stopped(one: "Stop") -> str:
    return f"{one.opening_id or ALL}: stopped since {_minute(one.since)}"


def _minute(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _print_replay(found: "Replay") -> None:
    data = found.event.data
    asked, whose, opening = data["asked"]["k"], data["network"]["employee"], data["opening"]["id"]
    typer.echo(
        f"Event {found.event.seq}, {_minute(found.event.at)}: {found.event.actor} asked for at most {asked} "
        f"contacts of {whose} for opening {opening}.\n"
    )
    same = "The same answer now." if found.same else "Now the answer is another."
    typer.echo(same if found.changes else f"{same} Nothing changed since.")
    for change in found.changes:
        taken = "; replayed as it was" if change.replayed_as_then else ""
        typer.echo(f"  changed: {CHANGED[change.kind]}: {change.then}, now {change.now}{taken}")
    bar = "" if found.bar is None else f"  (the bar is {found.bar:.2f})"
    if found.same:
        _print_shown(f"Suggested then and now{bar}", found.then)
    else:
        _print_shown(f"Suggested then{bar}", found.then)
        _print_shown(f"Suggested now{bar}", found.now)
    if found.contact is not None:
        _print_contact(found.contact, found)


def _print_shown(title: str, shown: "Sequence[Mapping[str, Any]]") -> None:
    typer.echo(f"\n{title}:")
    for place, one in enumerate(shown, start=1):
        typer.echo(f"  {place}. {one['contact_id']}  {_fit(one['probability'], one['score'])}")
    if not shown:
        typer.echo("  nobody")


def _print_contact(told: "Explanation", found: "Replay") -> None:
    typer.echo(f"\n{told.contact_id} {WHY[told.standing]}.")
    if told.score is None:
        return
    typer.echo(f"  {_fit(told.probability, told.score)}")
    typer.echo(f"  of what is asked, title first: {', '.join(told.grades)}")
    others = [one for one in found.now if one["contact_id"] != told.contact_id]
    if told.contributions:
        _print_table(told, others[:OTHERS_SHOWN])


def _print_table(told: "Explanation", others: "Sequence[Mapping[str, Any]]") -> None:
    """Puts what each signal adds beside what it adds for those who are suggested, in logits."""
    heads = "".join(f"{one['contact_id'][:8]:>10}" for one in others)
    typer.echo(f"\n  {'what adds to the score':24}{told.contact_id[:8]:>10}{heads}")
    names = sorted(told.contributions, key=lambda name: -abs(told.contributions[name]))
    for name in names:
        values = [told.contributions[name], *(one["contributions"].get(name, 0.0) for one in others)]
        if any(abs(value) >= LEAST_SHOWN for value in values):
            typer.echo(f"  {name:24}" + "".join(f"{value:>10.2f}" for value in values))


def _fit(probability: float | None, score: float) -> str:
    return f"score {score:.2f}" if probability is None else f"probability of fit {probability:.4f}"
