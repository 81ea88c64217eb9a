"""Every finding of a ledger on a day, the most urgent first."""

from __future__ import annotations

from opsledger.findings.asking import ASKING_RULES
from opsledger.findings.business import BUSINESS_RULES
from opsledger.findings.choosing import ChosenFindings, choose
from opsledger.findings.clients import CLIENT_RULES
from opsledger.findings.coming import COMING_RULES
from opsledger.findings.dependence import DEPENDENCE_RULES
from opsledger.findings.dry import DRY_RULES
from opsledger.findings.fading import FADING_RULES
from opsledger.findings.finding import Finding, FindingRule, Measured
from opsledger.findings.first_payment import FIRST_PAYMENT_RULES
from opsledger.findings.invoices import INVOICE_RULES
from opsledger.findings.leads import LEAD_RULES
from opsledger.findings.marketing import MARKETING_RULES
from opsledger.findings.memory import judged
from opsledger.findings.money import MONEY_RULES
from opsledger.findings.network import NETWORK_RULES
from opsledger.findings.overruns import OVERRUN_RULES
from opsledger.findings.overused import OVERUSED_RULES
from opsledger.findings.planning import PLANNING_RULES
from opsledger.findings.promises import PROMISE_RULES
from opsledger.findings.quoting import quoted
from opsledger.findings.relief import RELIEF_RULES
from opsledger.findings.retainers import RETAINER_RULES
from opsledger.findings.stopping import STOPPING_RULES
from opsledger.findings.to_pay import TO_PAY_RULES
from opsledger.findings.uninvoiced import UNINVOICED_RULES
from opsledger.findings.unpaid import UNPAID_RULES

RULES: tuple[FindingRule, ...] = (
    *COMING_RULES,
    *DRY_RULES,
    *LEAD_RULES,
    *MARKETING_RULES,
    *PROMISE_RULES,
    *OVERRUN_RULES,
    *CLIENT_RULES,
    *ASKING_RULES,
    *PLANNING_RULES,
    *UNPAID_RULES,
    *INVOICE_RULES,
    *UNINVOICED_RULES,
    *BUSINESS_RULES,
    *MONEY_RULES,
    *TO_PAY_RULES,
    *FIRST_PAYMENT_RULES,
    *NETWORK_RULES,
    *RETAINER_RULES,
    *STOPPING_RULES,
    *OVERUSED_RULES,
    *FADING_RULES,
    *DEPENDENCE_RULES,
    *RELIEF_RULES,
)


def findings(measured: Measured) -> list[Finding]:
    """What the roles should look at; rules propose, the user decides. Of one urgency in the order of the rules."""
    found = [quoted(measured, finding) for rule in RULES for finding in rule(measured)]
    return sorted(found, key=lambda finding: -finding.urgency)


def chosen(measured: Measured) -> ChosenFindings:
    """The findings beside what is remembered of them, and which of them a review shows."""
    return choose(measured, judged(measured, findings(measured)))
