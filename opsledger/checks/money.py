"""A project's money adds up: nothing is paid, credited or refunded that was not there before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from opsledger.diagnostics import Diagnostic, at, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LogLine
from opsledger.models.records import Project

PAID_TOO_MUCH = warning("paid-too-much", "More is paid than was invoiced up to that day.")
CREDITED_TOO_MUCH = warning("credited-too-much", "More is credited than was invoiced, or refunded than was paid.")

_AGAINST = {"paid": "invoiced", "credited": "invoiced", "refunded": "paid"}


def check_money(ledger: Ledger) -> Iterator[Diagnostic]:
    """Sums up to the end of each day; a sum that has grown too large is told of once, where it does."""
    for project in ledger.projects:
        if not project.is_internal:
            yield from _check_project(project)


def _check_project(project: Project) -> Iterator[Diagnostic]:
    sums = dict.fromkeys(("invoiced", "paid", "credited", "refunded"), Decimal(0))
    over: set[str] = set()
    lines = (line for line in project.log if line.word in sums)
    for _, group in groupby(lines, key=lambda line: line.day):
        todays = list(group)
        for line in todays:
            sums[line.word] += line.amount or 0
        for word, limit in _AGAINST.items():
            last = next((line for line in reversed(todays) if line.word == word), None)
            if sums[word] <= sums[limit]:
                over.discard(word)
            elif last and word not in over:
                over.add(word)
                yield _too_much(last, sums[word], limit, sums[limit])


def _too_much(line: LogLine, total: Decimal, limit: str, allowed: Decimal) -> Diagnostic:
    message = f"{total:f} {line.word} up to {line.day}, but only {allowed:f} {limit}"
    if line.word == "paid":
        hint = "is an `invoiced` line missing? Amounts are net of VAT on both sides"
        return at(PAID_TOO_MUCH, line.span, message, hint)
    return at(CREDITED_TOO_MUCH, line.span, message, f"is an earlier `{limit}` line missing?")
