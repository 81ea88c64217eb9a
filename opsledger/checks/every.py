"""All checks, and the one function that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from opsledger.checks.billing import check_billing
from opsledger.checks.blocks import check_blocks
from opsledger.checks.dates import check_booked_ahead, check_far_ahead, check_promises
from opsledger.checks.decisions import check_decisions
from opsledger.checks.gaps import check_gaps
from opsledger.checks.ids import check_alike, check_id_names, check_twins
from opsledger.checks.invoices import check_invoices
from opsledger.checks.money import check_money
from opsledger.checks.records import check_records
from opsledger.checks.references import check_references
from opsledger.checks.services import check_services
from opsledger.checks.stages import check_stages
from opsledger.checks.statuses import check_statuses
from opsledger.checks.targets import check_targets
from opsledger.checks.work import check_work
from opsledger.diagnostics import Diagnostic, in_order
from opsledger.models.ledger import Ledger

Check = Callable[[Ledger], Iterator[Diagnostic]]
CheckOnDay = Callable[[Ledger, date | None], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    check_twins,
    check_id_names,
    check_alike,
    check_references,
    check_targets,
    check_records,
    check_services,
    check_billing,
    check_statuses,
    check_money,
    check_invoices,
    check_stages,
    check_work,
    check_blocks,
    check_promises,
    check_decisions,
)
CHECKS_ON_DAY: tuple[CheckOnDay, ...] = (check_far_ahead, check_booked_ahead, check_gaps)

# Those that only warn: whoever counts errors, as each command does, can do without them.
WARNING_CHECKS = frozenset[Check](
    (check_id_names, check_alike, check_services, check_money, check_stages, check_work, check_promises)
)


def check(ledger: Ledger, day: date | None = None) -> tuple[Diagnostic, ...]:
    """Everything that is wrong in a ledger: what reading it reported, and what its records say together, in order.

    day: the day the ledger is looked at, by default the one it was cut at. Without any, no line is said to lie too
    far ahead. Strict rules are included: a caller who does not want them leaves them out.
    """
    day = day or ledger.day
    problems = list(ledger.problems)
    for check_one in CHECKS:
        problems += check_one(ledger)
    for check_on_day in CHECKS_ON_DAY:
        problems += check_on_day(ledger, day)
    return in_order(problems)


def count_errors(ledger: Ledger) -> int:
    """How many errors a ledger has; the checks on a day only warn."""
    found = sum(problem.is_error for problem in ledger.problems)
    may_find = (check_one for check_one in CHECKS if check_one not in WARNING_CHECKS)
    return found + sum(problem.is_error for check_one in may_find for problem in check_one(ledger))
