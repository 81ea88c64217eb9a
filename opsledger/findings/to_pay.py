"""A finding about sums that are to be paid on a day and that nothing is put aside for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from opsledger.figures.to_pay import not_put_aside, to_pay
from opsledger.findings.finding import AT_RISK, Finding, Measured
from opsledger.values.written import listed

_SOON = timedelta(weeks=8)


def payments_ahead(measured: Measured) -> Iterator[Finding]:
    """Sums fall due within eight weeks, and less is put aside: ask early, while it can still be arranged."""
    until = measured.day + _SOON
    soon = [each for each in to_pay(measured.standing) if each.on <= until]
    missing = not_put_aside(measured.standing, until)
    if not soon or missing.amount < 1:
        return
    first, reserve = soon[0], measured.part("money.reserve", "amount")
    sums = [f"{measured.money(each.amount)} on {measured.date_of(each.on)}" for each in soon]
    names = list(dict.fromkeys(each.what for each in soon if each.what))
    for_what = f" for {listed(names, 2)}" if names else ""
    is_short = reserve is not None and reserve < missing.amount
    aside = f"{measured.money(missing.aside)} are put aside" if missing.aside else "Nothing is put aside"
    due = f"{listed(sums, 3)} fall due"
    if len(soon) == 1:
        due = f"{measured.money(first.amount)} falls due on {measured.date_of(first.on)}"
    also = f", and the reserve is {measured.money(reserve)}" if is_short else ""
    yield Finding(
        rule="payments-ahead",
        role="finance",
        urgency=3 if is_short else 2,
        because=f"{due}. {aside}{also}",
        action=f"Ask early to pay {measured.money(missing.amount)}{for_what} in parts, or put it aside"
        if is_short
        else f"Put {measured.money(missing.amount)} aside{for_what}",
        figure="money.to_pay",
        sources=tuple(each.line.span for each in soon),
        money=missing.amount if is_short else missing.amount * AT_RISK,
        whole=missing.amount,
        by=min(measured.within(14), max(first.on - timedelta(days=1), measured.day + timedelta(days=1))),
        measure=float(missing.amount),
        is_moved=False,
    )


TO_PAY_RULES = (payments_ahead,)
