"""A project's money adds up: nothing is paid, credited or refunded that was not there before, or written twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from opsledger.diagnostics import Diagnostic, also, at, warning
from opsledger.figures.projects import sold_for
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.values.written import write_number

PAID_TOO_MUCH = warning("paid-too-much", "More is paid than was invoiced up to that day.")
CREDITED_TOO_MUCH = warning("credited-too-much", "More is credited than was invoiced, or refunded than was paid.")
INVOICED_TOO_MUCH = warning("invoiced-too-much", "More is invoiced than a fixed project was sold for.")
MONEY_TWICE = warning("money-twice", "The same money line appears twice.")

_ROUNDED = Fraction(1)  # what the parts of a price come to too much, each rounded
_AGAINST = {"paid": "invoiced", "credited": "invoiced", "refunded": "paid"}


def check_money(ledger: Ledger) -> Iterator[Diagnostic]:
    """Sums up to the end of each day; a sum that has grown too large is reported once, where it does."""
    for project in ledger.valued:
        if not project.is_internal:
            currency = project.currency or ledger.settings.currency
            yield from _check_project(project, currency)
            if project.billing == "fixed":
                yield from _check_whole(project, currency)
        yield from _check_twice(project)


def _check_project(project: Project, currency: str) -> Iterator[Diagnostic]:
    sums = dict.fromkeys(("invoiced", "paid", "credited", "refunded"), Decimal(0))
    over: set[str] = set()
    lines = (line for line in project.log if line.word in sums)
    for _, group in groupby(lines, key=lambda line: line.day):
        todays = list(group)
        for line in todays:
            sums[line.word] += line.own
        for word, limit in _AGAINST.items():
            last = next((line for line in reversed(todays) if line.word == word), None)
            if sums[word] <= sums[limit]:
                over.discard(word)
            elif last and word not in over:
                over.add(word)
                yield _too_much(last, sums[word], sums[limit], currency)


def _too_much(line: LogLine, total: Decimal, allowed: Decimal, currency: str) -> Diagnostic:
    limit = _AGAINST[line.word]
    at_most = f"only {allowed:,f} {currency} {limit}" if allowed else f"nothing {limit}"
    message = f"{total:,f} {currency} {line.word} up to {line.day}, but {at_most}"
    if line.word == "paid":
        hint = "is an `invoiced` line missing? Amounts are net of VAT on both sides"
        return at(PAID_TOO_MUCH, line.span, message, hint)
    return at(CREDITED_TOO_MUCH, line.span, message, f"is an earlier `{limit}` line missing?")


def _check_whole(project: Project, currency: str) -> Iterator[Diagnostic]:
    """What is invoiced in all against price and scope, reported at the line that goes beyond.

    Costs may have been billed on, though no `expense` says so; VAT that nobody can take out may be in the amounts.
    """
    sold, total = sold_for(project), Decimal(0)
    if not sold:
        return
    sold = sold / project.worth
    on_top = Fraction(sum((line.own for line in project.lines("expense", "cost")), Decimal(0)))
    for line in project.lines("invoiced", "credited"):
        before = total
        total += line.own * (1 if line.word == "invoiced" else -1)
        if before <= sold + on_top + _ROUNDED < total and not (line.gross and line.net is None):
            sold_at = f"sold for {write_number(sold)} {currency}"
            message = f"{total:,f} {currency} invoiced up to {line.day}, but the project was {sold_at}"
            yield at(INVOICED_TOO_MUCH, line.span, message, _over_hint(project, line))


def _over_hint(project: Project, line: LogLine) -> str:
    """What may be missing of a project that more is invoiced for than it was sold for."""
    unpaid = [one for one in project.lines("scope") if one.amount is None and one.day <= line.day]
    if unpaid:
        return f"if the scope of {unpaid[-1].day} is paid for, its line says so: `scope +10h +1500`"
    hint = "`scope +1500` raises what is sold, `expense 120` is billed on top"
    return hint if line.gross else f"{hint}, and an amount with VAT in it is `gross`"


def _check_twice(project: Project) -> Iterator[Diagnostic]:
    """Lines of money that say the same on the same day, as a paste or a merge leaves them."""
    first: dict[tuple[object, ...], LogLine] = {}
    for line in project.lines("invoiced", "paid", "credited", "refunded", "cost", "expense", "bill"):
        same = (line.word, line.day, line.amount, line.member and line.member.id, line.minutes, line.text, line.number)
        if same in first:
            hint = "delete one of them, or tell them apart by their texts"
            yield at(MONEY_TWICE, line.span, "the same line is above", hint, also(first[same].span, "here"))
        else:
            first[same] = line
