"""Money ahead as text for people, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from opsledger.findings.money import LIKELY_LOW
from opsledger.reporting.json_text import Json
from opsledger.reviewing.parts.money import DoubtfulRow, MoneyPart, MoneyRow, OverdueRow
from opsledger.values.visible import visible
from opsledger.values.written import (
    count_of,
    listed,
    write_about,
    write_date,
    write_lateness,
    write_money,
    write_month,
    write_number,
    write_share,
)


def money_lines(money: MoneyPart, currency: str, on: date) -> Iterator[str]:
    """The coming months as a table, what is overdue, and the reserve."""
    if money.months:
        with_floor = money.floor is not None
        yield f"Money ahead, {currency}, in the month you can expect it."
        yield "Booked: from sold work. Hoped for: from leads. 8 times in 10 a month falls between low and high."
        yield ""
        heads = "".join(f"{name:>{_wide(name)}}" for name in money.columns)
        yield f"{'':<9}{heads}" + ("  below floor" if with_floor else "") + ("  doubtful" if money.doubtful else "")
        for month in money.months:
            doubt = f"{write_number(month.doubtful, 0):>10}" if money.doubtful else ""
            yield _month(month, money.columns, with_floor=with_floor) + doubt
        yield ""
    else:
        yield "Nothing is invoiced, booked or asked for, so no money can be forecast."
    if said := unsent_said(money, currency):
        yield f"Not invoiced yet: {said}."
    yield from money_sentences(money, currency)
    for row in money.overdue:
        yield f"  {overdue_text(row, currency, on)}"


def _month(row: MoneyRow, columns: tuple[str, ...], *, with_floor: bool) -> str:
    floor = f"{write_share(row.below_floor):>13}" if with_floor else ""
    cells = (f"{write_number(each, 0):>{_wide(name)}}" for name, each in zip(columns, row.amounts, strict=True))
    return f"{write_month(row.first):<9}{''.join(cells)}{floor}"


def _wide(name: str) -> int:
    return max(9, len(name) + 2)


def money_sentences(money: MoneyPart, currency: str) -> Iterator[str]:
    """What matters most of it: the months below the floor, what is overdue, the reserve."""
    if money.doubtful:
        yield doubtful_sentence(money.doubtful, currency)
    if low := low_months(money):
        yield _low_sentence(low, write_money(money.floor, currency), currency)
    if money.reserve is not None:
        months = money.reserve_months
        unit = "month" if months is not None and write_number(months) == "1" else "months"
        lasts = f", {write_number(months)} {unit} of {money.reserve_of}" if months is not None else ""
        ends = f"; likely gone in {write_month(money.reserve_ends)[:3]}" if money.reserve_ends else ""
        yield f"Reserve: {write_money(money.reserve, currency)}{lasts}{ends}."
    if money.to_pay:
        sums = [f"{write_money(row.amount, currency)} on {_short(row.on)}" for row in money.to_pay]
        yield f"To pay: {listed(sums, 2)}."
    if money.overdue:
        yield f"Overdue: {write_money(money.overdue_amount, currency)} in {count_of(len(money.overdue), 'invoice')}."


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def unsent_said(money: MoneyPart, currency: str) -> str:
    """What is worked and on no invoice yet, as part of a sentence; empty if nothing is."""
    amounts = ((money.finished_unsent, "finished work"), (money.hours_unsent, "hours"))
    parts = [f"{write_money(amount, currency)} of {what}" for amount, what in amounts if amount]
    return listed(parts) if parts else ""


def doubtful_sentence(doubtful: Sequence[DoubtfulRow], currency: str) -> str:
    """Who may not pay, and that nothing of theirs is counted."""
    owing = [
        f"{row.client} ({write_money(row.amount, currency)}, {count_of(row.days, 'day')} late)" for row in doubtful
    ]
    return f"May not pay, so not counted: {listed(owing, 3)}."


def _low_sentence(low: list[MoneyRow], floor: str, currency: str) -> str:
    first = low[0]
    if len(low) == 1:
        about = f"{write_about(first.p50, currency)} ({write_share(first.below_floor)})"
        return f"{write_month(first.first)} is likely below your floor of {floor}: {about}."
    months = [f"{write_month(row.first)[:3]} ({write_share(row.below_floor)})" for row in low]
    return f"Likely below your floor of {floor}: {listed(months, 3)}."


def low_months(money: MoneyPart) -> list[MoneyRow]:
    """The coming months that are likely below the floor, as the headline counts them."""
    return [row for row in money.months if row.below_floor is not None and row.below_floor >= LIKELY_LOW]


def overdue_text(row: OverdueRow, currency: str, on: date) -> str:
    """An invoice that is overdue, in a line."""
    number = f" {row.number}" if row.number else ""
    late = f"{count_of(row.days, 'day')} late"
    usual = "" if row.usual is None or row.is_doubtful else f"; they usually pay {write_lateness(row.usual)}"
    text = f"{row.client}: invoice{number} for {row.link.text}, {write_money(row.amount, currency)}, "
    return visible(f"{text}due {write_date(row.due, on)}, {late}{usual}")


def money_data(money: MoneyPart) -> dict[str, Json]:
    """The same as plain data."""
    return {
        "months": [
            {
                "month": f"{row.first:%Y-%m}",
                **{
                    key: _number(getattr(row, key))
                    for key in ("received", "certain", "from_invoices", "likely", "hoped", "doubtful")
                },
                **{key: _number(getattr(row, key)) for key in ("p10", "p50", "p90", "below_floor", "below_target")},
            }
            for row in money.months
        ],
        "overdue": [
            {
                "project": row.link.file.rpartition("/")[2].removesuffix(".md"),
                "client": row.client,
                "number": row.number or None,
                "amount": row.amount,
                "due": row.due,
                "days": row.days,
                "usual": row.usual,
                "doubtful": row.is_doubtful,
            }
            for row in money.overdue
        ],
        "doubtful": [{"client": row.client, "amount": row.amount, "days": row.days} for row in money.doubtful],
        "beyond": _number(money.beyond),
        "to_pay": [{"amount": row.amount, "on": row.on, "what": row.what} for row in money.to_pay],
        "uninvoiced": {"finished": money.finished_unsent, "by_hour": money.hours_unsent},
        "reserve": {
            "amount": money.reserve,
            "months": money.reserve_months,
            "ends": f"{money.reserve_ends:%Y-%m}" if money.reserve_ends else None,
        },
    }


def _number(value: object) -> Json:
    """A number of the runs, to the cent: more digits say nothing."""
    return None if value is None else round(float(value), 4)  # type: ignore[arg-type]
