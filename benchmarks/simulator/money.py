"""Money: when a job is invoiced, and how late each client pays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from benchmarks.simulator.person import Person

TERMS = 30
_NEVER = 0.01


@dataclass(frozen=True)
class Bill:
    """One invoice: its record, its days by number, and when it is paid (None: never)."""

    record: str
    client: str
    amount: float
    sent: int
    due: int
    paid: int | None


def habit(person: Person, client: str) -> tuple[float, float]:
    """The days that a client usually pays after a bill is due, and how much that differs: each has their own way."""
    r = Random(f"pays {person.seed} {client}")
    kind = r.random()
    if kind < 0.45:  # on the day, or a little before
        return r.uniform(-6, 2), 2.0
    usual = person.pays_late * math.exp(r.gauss(0, 0.5))
    return (usual, 4.0) if kind < 0.85 else (2 * usual + 10, 12.0)


def draw_bill(person: Person, r: Random, record: str, client: str, amount: float, day: int) -> Bill:
    """A bill sent on a day, and when it will be paid."""
    due = day + TERMS
    usual, spread = habit(person, client)
    late = round(r.gauss(usual, spread))
    paid = None if r.random() < _NEVER else max(due + late, day + 1)
    return Bill(record, client, float(round(amount)), day, due, paid)


def bill_lines(bill: Bill) -> list[tuple[int, str]]:
    """The lines that a bill leaves in its record's log."""
    lines = [(bill.sent, f"invoiced {bill.amount:.0f}")]
    if bill.paid is not None:
        lines.append((bill.paid, f"paid {bill.amount:.0f}"))
    return lines
