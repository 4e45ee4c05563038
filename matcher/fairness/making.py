"""Makes the parts of a fairness report from a log, a data folder and the models."""

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version

from matcher.encoder import Encoder
from matcher.errors import UnreadableFile
from matcher.events import Event
from matcher.events.suggested import ranker_revision
from matcher.events.verification import Verifier
from matcher.fairness.audit import audit
from matcher.fairness.groups import Groups
from matcher.fairness.log import Questions, questions_of
from matcher.fairness.observed import Observed, observe
from matcher.fairness.report import LogAudit, Models
from matcher.ranker import choose_ranker
from matcher.workspace import Workspace


def audit_log(
    events: Iterable[Event], groups: Groups, workspace: Workspace, *, name: str, rescore: bool = False
) -> LogAudit:
    """Audits the suggestions of a log.

    Args:
        events: Of an exported log, or of the store.
        groups: Who belongs where; nothing of it is kept.
        workspace: The data folder that the log is of: it knows who was considered.
        name: What the log is called.
        rescore: As in `observe`.

    Raises:
        UnreadableFile: If the log holds no suggestion to audit, or the groups are of people whom neither the
            log nor the store knows.
    """
    verifier = Verifier()
    questions = _questions(_verified(events, verifier), name)
    observed = observe(questions, workspace, rescore=rescore)
    if not observed.assessments:
        raise UnreadableFile(name, "expected questions about networks of this data folder, found none")
    _check_known(groups, observed, workspace)
    times = sorted(question.at for question in questions.items)
    versions = {tuple(question.versions.items()) for question in questions.items}
    return LogAudit(
        log=name,
        groups=groups.name,
        first=times[0],
        last=times[-1],
        log_problems=len(verifier.result().problems),
        repeated=questions.repeated,
        everyone=questions.everyone,
        versions=tuple(dict(version) for version in sorted(versions)),
        observed=observed,
        audit=audit(observed.assessments, groups),
    )


def models_of(encoder: Encoder) -> Models:
    """Tells which models stand ready, and which program uses them."""
    try:
        coopt = version("coopt")
    except PackageNotFoundError:  # run from a checkout that is not installed
        coopt = "0"
    ranker = choose_ranker(encoder)
    return Models(coopt, encoder.name, encoder.revision, type(ranker).__name__, ranker_revision(ranker))


def _verified(events: Iterable[Event], verifier: Verifier) -> Iterator[Event]:
    for event in events:
        verifier.read(event)
        yield event


def _questions(events: Iterable[Event], name: str) -> Questions:
    try:
        questions = questions_of(events)
    except ValueError as error:
        raise UnreadableFile(
            name, f"expected suggestions as `coopt events export` writes them: {error}"
        ) from error
    if not questions.items:
        others = " beside those that asked for everybody" if questions.everyone else ""
        raise UnreadableFile(name, f"expected at least one suggestion{others}, found none")
    return questions


def _check_known(groups: Groups, observed: Observed, workspace: Workspace) -> None:
    considered = {assessment.contact_id for assessment in observed.assessments}
    missing = [contact_id for contact_id in groups.of if contact_id not in considered]
    known = workspace.store.contacts_by_id(missing)
    unknown = [contact_id for contact_id in missing if contact_id not in known]
    if unknown:
        raise UnreadableFile(
            groups.name,
            f"expected ids of contacts, found {len(unknown):,} that neither the log nor the data folder "
            "knows; the first is here. Take them out, or name the data folder that they are of",
            line=groups.lines[unknown[0]],
        )
    if len(missing) == len(groups.of):
        raise UnreadableFile(groups.name, "expected groups of contacts who were considered, found of none")
