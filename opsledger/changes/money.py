"""Money that was invoiced, paid, given back or spent on projects."""

from __future__ import annotations

from fractions import Fraction

from opsledger.changes.change import Change, Changes, new_lines, paired
from opsledger.figures.projects import amounts
from opsledger.figures.standing import Standing
from opsledger.values.written import count_of, write_money

_WORDS = {
    "invoiced": ("invoiced", 58),
    "paid": ("paid", 62),
    "credited": ("credited", 56),
    "refunded": ("refunded", 64),
    "cost": ("of costs", 30),
    "expense": ("of expenses to pass on to the client", 28),
}


_ACCOUNT = {"balance": ("balance", 50), "tax": ("put aside for tax", 34), "draw": ("taken for yourself", 40)}


def account(then: Standing, now: Standing) -> Changes:
    """What is on the account and put aside now, and what was taken from it."""
    for before, after in paired(then.ledger.account, now.ledger.account):
        if after is None:
            continue
        for word, (said, weight) in _ACCOUNT.items():
            lines = new_lines(before, after, word)
            if not lines:
                continue
            old = before.stated(word) if before else None
            moved = sum((line.money for line in lines), Fraction(0)) if word == "draw" else lines[-1].money
            was = f" (was {write_money(old.money, now.settings.currency)})" if old and word != "draw" else ""
            words = f": {write_money(moved, now.settings.currency)} {said}{was}"
            if word == "balance":
                words = f": {write_money(moved, now.settings.currency)}{was}"
            yield Change("money", word, after.id, after.title, words, lines[-1].span, weight, None, moved)


def money(then: Standing, now: Standing) -> Changes:
    """What each project brought and cost."""
    for before, after in paired(then.ledger.projects, now.ledger.projects):
        if after is None:
            continue
        for word, (said, weight) in _WORDS.items():
            was = amounts(before, word) if before else 0
            moved = amounts(after, word) - was
            if not moved:
                continue
            lines = new_lines(before, after, word)
            shown = write_money(round(abs(moved)) or abs(moved), now.settings.currency)
            words = f": {shown} {said}" if moved > 0 else f": {shown} less {said} than before"
            if len(lines) > 1:
                words += f" ({count_of(len(lines), 'line')})"
            span = lines[-1].span if lines else after.whole
            yield Change("money", word, after.id, after.title, words, span, weight if moved > 0 else 90, None, moved)
