"""`coopt audit`: how groups fare in a log, and whether the models treat the same career alike."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from matcher.fairness import Difference, LogAudit, Models, Report

BACKGROUND, BACKGROUND_QUICK = 300, 60  # invented contacts among whom the tested careers stand

Log = Annotated[
    Path | None,
    typer.Argument(help="A log that `coopt events export` wrote; the data folder's own unless given."),
]
GroupsFile = Annotated[
    Path | None,
    typer.Option(
        "--groups",
        help="A CSV file: contact_id, and columns such as sex and race_ethnicity. It is read and never kept.",
    ),
]
Rescore = Annotated[
    bool, typer.Option("--rescore", help="Score every contact again with today's models: for scoring rates.")
]
Counterfactual = Annotated[
    bool, typer.Option("--counterfactual", help="Test the models with invented careers; needs no groups.")
]
Quick = Annotated[bool, typer.Option("--quick", help="With --counterfactual: fewer careers and names.")]
Output = Annotated[
    Path | None, typer.Option("--output", help="Write the report as HTML, CSV and JSON into this folder.")
]
Language = Annotated[Literal["en", "fr"], typer.Option("--language", help="Of the HTML page.")]
FailOnFlag = Annotated[bool, typer.Option("--fail-on-flag", help="Exit with code 1 if anything is flagged.")]


def audit(
    log: Log = None,
    groups: GroupsFile = None,
    rescore: Rescore = False,
    counterfactual: Counterfactual = False,
    quick: Quick = False,
    output: Output = None,
    language: Language = "en",
    fail_on_flag: FailOnFlag = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Audit for bias: impact ratios by group, or counterfactual tests, or both."""
    from matcher.catalogue import Tongue
    from matcher.fairness import report_to_json, write_report

    if groups is None and not counterfactual:
        raise typer.BadParameter("give --groups FILE, or --counterfactual, or both")
    if groups is None and (log is not None or rescore):
        raise typer.BadParameter("an audit of a log needs --groups FILE")
    models = _models()
    audited = None if groups is None else _audit_log(log, groups, data_dir, rescore=rescore)
    differences = _differences(quick=quick) if counterfactual else ()
    report = _report(models, audited, differences, quick=quick)
    written = () if output is None else write_report(report, output, tongue=Tongue(language))
    if as_json:
        print_json(report_to_json(report))
    else:
        _print(report)
    for path in written:
        note(f"written: {path}")
    if fail_on_flag and report.flagged:
        raise typer.Exit(1)


def _audit_log(log: Path | None, groups: Path, data_dir: Path | None, *, rescore: bool) -> "LogAudit":
    from matcher.events.jsonl import read_log
    from matcher.fairness import audit_log, read_groups

    declared = read_groups(groups)
    with open_workspace(data_dir) as workspace:
        events = workspace.store.events.all() if log is None else read_log(log)
        name = "the log of the data folder" if log is None else log.name
        return audit_log(events, declared, workspace, name=name, rescore=rescore)


def _differences(*, quick: bool) -> "tuple[Difference, ...]":
    from matcher.fairness import counterfactuals
    from scripts.benchmarks.synthetic import synthetic_network
    from scripts.console import progress

    background = synthetic_network(BACKGROUND_QUICK if quick else BACKGROUND, own_titles=0)
    with progress("testing") as told:
        return counterfactuals(open_workspace, background, quick=quick, progress=told)


def _report(
    models: "Models", audited: "LogAudit | None", differences: "tuple[Difference, ...]", *, quick: bool
) -> "Report":
    from datetime import UTC, datetime

    from matcher.fairness import Report

    return Report(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        models=models,
        audit=audited,
        differences=differences,
        background=(BACKGROUND_QUICK if quick else BACKGROUND) if differences else 0,
        quick=quick and bool(differences),
    )


def _models() -> "Models":
    from api.settings import Settings
    from matcher.encoder import load_encoder
    from matcher.fairness import models_of

    settings = Settings.read()
    encoder = load_encoder(settings.encoder, allow_download=settings.allow_download)
    return models_of(encoder)


def _print(report: "Report") -> None:
    if report.audit is not None:
        _print_audit(report.audit)
    if report.differences:
        _print_tests(report)
    typer.echo("Something is flagged." if report.flagged else "Nothing is flagged.")


def _print_audit(made: "LogAudit") -> None:
    typer.echo(
        f"{made.audit.contacts:,} contacts considered {made.audit.assessments:,} times, "
        f"by {made.observed.answered:,} questions"
    )
    for table in made.audit.tables:
        typer.echo(f"\n{' x '.join(table.dimensions)}, {table.measure.value}")
        for group in table.groups:
            rate = "" if group.rate is None else f"{group.rate.value:.3f}"
            ratio = "" if group.ratio is None else f"{group.ratio:.2f}"
            between = "" if group.interval is None else f"{group.interval.low:.2f}-{group.interval.high:.2f}"
            typer.echo(f"  {group.name:32}{rate:>7}{ratio:>7}{between:>12}  {group.finding.value}")
        typer.echo(f"  not known: {table.unknown:,} contacts")
    if made.log_problems:
        note("the log's chain of hashes does not hold: `coopt events verify` tells where")
    if made.audit.median is None:
        note("scoring rates need everybody's scores: --rescore makes them with today's models")


def _print_tests(report: "Report") -> None:
    from matcher.fairness.summary import by_trait

    typer.echo(
        f"\n{'changed':10}{'compared':>10}{'failed':>8}{'mean':>9}{'worst':>9}{'places':>8}{'shown':>7}"
    )
    for summary in by_trait(report.differences):
        typer.echo(
            f"{summary.trait.value:10}{summary.compared:10,}{summary.failed:8,}{summary.mean:9.4f}"
            f"{summary.worst:9.4f}{summary.rank_shift:8}{summary.shown_changed:7}"
        )
