"""Proof of fairness: a bias audit of a log by groups, and counterfactual tests of the models without any."""

from matcher.fairness.audit import Audit, Finding, GroupResult, Measure, Table, audit
from matcher.fairness.counterfactual import counterfactuals
from matcher.fairness.difference import Difference
from matcher.fairness.groups import Groups, read_groups
from matcher.fairness.making import audit_log, models_of
from matcher.fairness.report import LogAudit, Models, Report, report_to_json, write_report
from matcher.fairness.variants import Trait

__all__ = [
    "Audit",
    "Difference",
    "Finding",
    "GroupResult",
    "Groups",
    "LogAudit",
    "Measure",
    "Models",
    "Report",
    "Table",
    "Trait",
    "audit",
    "audit_log",
    "counterfactuals",
    "models_of",
    "read_groups",
    "report_to_json",
    "write_report",
]
