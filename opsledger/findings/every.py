"""Every finding of a ledger on a day, the most urgent first."""

from __future__ import annotations

from opsledger.findings.business import BUSINESS_RULES
from opsledger.findings.choosing import ChosenFindings, choose
from opsledger.findings.coming import COMING_RULES
from opsledger.findings.finding import Finding, FindingRule, Measured
from opsledger.findings.inflow import INFLOW_RULES
from opsledger.findings.memory import judged
from opsledger.findings.money import MONEY_RULES
from opsledger.findings.outflow import OUTFLOW_RULES

RULES: tuple[FindingRule, ...] = (*COMING_RULES, *INFLOW_RULES, *OUTFLOW_RULES, *BUSINESS_RULES, *MONEY_RULES)


def findings(measured: Measured) -> list[Finding]:
    """What the roles should look at; rules propose, the user decides. Of one urgency in the order of the rules."""
    found = [finding for rule in RULES for finding in rule(measured)]
    return sorted(found, key=lambda finding: -finding.urgency)


def chosen(measured: Measured) -> ChosenFindings:
    """The findings beside what is remembered of them, and which of them a review shows."""
    return choose(measured, judged(measured, findings(measured)))
