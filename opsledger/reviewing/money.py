"""Money ahead as a review shows it: the coming months, what is overdue and by whom, how far the reserve goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from opsledger.figures.balance import money_known_since
from opsledger.figures.debts import Bill, habit_of, open_bills
from opsledger.figures.doubtful import doubtful
from opsledger.figures.kept import is_work_unknown
from opsledger.figures.to_pay import to_pay
from opsledger.figures.uninvoiced import uninvoiced
from opsledger.findings.finding import Measured
from opsledger.forecast.money_result import AheadMonth
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.money import MONEY_COLUMNS, DoubtfulRow, MoneyPart, MoneyRow, OverdueRow, ToPayRow
from opsledger.reviewing.parts.values import NumberOrNone


def build_money(measured: Measured) -> MoneyPart:
    """The money part of a review."""
    standing, told = measured.standing, measured.money_ahead
    targets = standing.settings.targets
    late = [bill for bill in open_bills(standing) if bill.days_late(standing.day) > 0]
    ends = told.ends if told else None
    return MoneyPart(
        months=_rows(measured) if told and not told.is_empty and not is_work_unknown(standing) else (),
        columns=MONEY_COLUMNS,
        overdue=tuple(_overdue(measured, bill) for bill in late),
        overdue_amount=sum((bill.left for bill in late), Fraction(0)),
        doubtful=tuple(_doubtful(measured)),
        finished_unsent=uninvoiced(standing).finished_amount,
        hours_unsent=uninvoiced(standing).hours_amount,
        to_pay=tuple(ToPayRow(each.amount, each.on, each.what) for each in to_pay(standing)),
        beyond=Fraction(told.beyond) if told else Fraction(0),
        floor=_exact(targets.floor),
        target=_exact(targets.income),
        reserve=measured.part("money.reserve", "amount"),
        reserve_months=measured.part("money.reserve", "months"),
        reserve_of="your floor" if standing.settings.living is None else "living costs and tools",
        reserve_ends=date.fromisoformat(f"{ends}-01") if ends else None,
    )


def _exact(amount: object) -> NumberOrNone:
    return None if amount is None else Fraction(str(amount))


def _rows(measured: Measured) -> tuple[MoneyRow, ...]:
    """The months ahead. Of one in which the ledger began nobody knows all that came in: it is not called low.

    If nothing is known of it at all it is left out. Nor is any month low while the forecast of a ledger just begun
    rests on guesses.
    """
    told, since = measured.money_ahead, _known_since(measured)
    guessed = measured.is_young
    rows = []
    for month in told.months if told else ():
        row = _row(month)
        is_whole = since <= month.first
        if not is_whole or (guessed and month.first > measured.day):
            row = replace(row, below_floor=None, below_target=None)
        if is_whole or row.p90:
            rows.append(row)
    return tuple(rows)


def _known_since(measured: Measured) -> date:
    """Since when money is written down, or time: payments of before are known too if they are in the ledger.

    Of a ledger that says since when it is kept, a few of before do not tell of their month.
    """
    if measured.standing.settings.kept_since:
        return money_known_since(measured.standing) or measured.day
    paid = [line.day for project in measured.standing.ledger.projects for line in project.lines("paid", "refunded")]
    return min([measured.standing.recorded_since or measured.day, *paid])


def _row(month: AheadMonth) -> MoneyRow:
    return MoneyRow(
        first=month.first,
        received=Fraction(month.received),
        certain=Fraction(month.certain),
        likely=Fraction(month.likely),
        hoped=Fraction(month.hoped),
        p10=Fraction(month.p10),
        p50=Fraction(month.p50),
        p90=Fraction(month.p90),
        below_floor=None if month.floor is None else Fraction(month.floor),
        below_target=None if month.target is None else Fraction(month.target),
        open=Fraction(month.open),
        overdue=Fraction(month.overdue),
        doubtful=Fraction(month.doubtful),
    )


def _overdue(measured: Measured, bill: Bill) -> OverdueRow:
    habit = habit_of(measured.standing, bill.client)
    return OverdueRow(
        link=link_to(bill.project),
        client=measured.client_of(bill.project),
        number=bill.line.number or "",
        amount=bill.left,
        due=bill.due,
        days=bill.days_late(measured.day),
        usual=round(habit.days) if habit.payments else None,
        is_doubtful=bill.client in doubtful(measured.standing),
    )


def _doubtful(measured: Measured) -> Iterator[DoubtfulRow]:
    """The clients who may not pay, the greatest debt first."""
    doubts = sorted(doubtful(measured.standing).values(), key=lambda doubt: (-doubt.owed, doubt.client))
    for doubt in doubts:
        oldest = doubt.oldest
        yield DoubtfulRow(measured.client_of(oldest.project), doubt.owed, oldest.days_late(measured.day))
