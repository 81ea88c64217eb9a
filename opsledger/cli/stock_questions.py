"""The questions of `opsledger take-stock`, each with answers such as they may be typed on a day."""

from __future__ import annotations

from datetime import date, timedelta


def about_jobs(day: date) -> tuple[str, ...]:
    """What is being worked on."""
    return (
        "What are you working on, or about to begin? One job a line: whom for, what it pays, hours done or left,"
        " when due, when agreed, what is invoiced. Such as",
        f"  Brand for Willow Bakery, 6400 fixed, 20 of 50h done, due {_in(day, 18)}, agreed {_in(day, -28)}, half paid"
        f" {_in(day, -21)}",
        "  Texts for Quay Press, 700 a month for 8h, since January",
        f"  Portal for Nordwind, 95/h, 60h, starts {_in(day, 7)}, due {_in(day, 60)}, agreed {_in(day, -10)}",
    )


def about_invoices(day: date) -> tuple[str, ...]:
    """What clients owe."""
    return (
        "Which invoices are not paid yet? Such as",
        f"  Marsh House, brochure, 2300, sent {_in(day, -46)}, due {_in(day, -32)}",
    )


def about_leads(day: date) -> tuple[str, ...]:
    """Who has asked."""
    return (
        "Who has asked for work and waits for an answer, yours or theirs? What was said last, when, its worth. Such as",
        f"  School, asked {_in(day, -6)} for a brand, via a friend",
        f"  Winery, proposal 8200 sent {_in(day, -21)}, call them Thursday",
    )


def about_open_leads(day: date) -> tuple[str, ...]:
    """What no CRM's export says of its open deals."""
    return (
        "What was said last to each of these, and what do you do next? Enter skips one. Such as",
        f"  they wrote {_in(day, -6)}, call them Thursday",
    )


def about_days_off(day: date) -> tuple[str, ...]:
    """When nobody works."""
    return (f"Which days off are coming? Such as: {_in(day, 21)} to {_in(day, 25)}, {_in(day, 40)}",)


def about_money(day: date) -> tuple[str, ...]:
    """What is in the bank."""
    return ("What is in the bank today? Such as: 8200, 1500 of it for tax",)


def _in(day: date, days: int) -> str:
    """A day so many days from now, as it is typed: `18 Dec`."""
    return f"{day + timedelta(days=days):%-d %b}"
