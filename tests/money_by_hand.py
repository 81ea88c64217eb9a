"""The money of a ledger a second time: its lines read and added up by the format alone, with nothing of the program.

It knows what the figures of money need and no more: tidy front matter, lines of logs, Costs and Marketing. Amounts are
whole cents until a rate of exchange makes fractions of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DATED = re.compile(r"- (\d{4}-\d\d-\d\d) ([a-z]+) (.*)")
SPENT = re.compile(r"- (\S+) ([\d.]+) ")
SHOWN = re.compile(r"- (\S+) .*\([^)]*cost ([\d.]+)[^)]*\)$")


@dataclass
class Line:
    """A line of money. amount: cents as written. worth: what one unit is in the ledger's currency."""

    day: date
    word: str
    amount: int
    worth: Fraction
    gross: bool = False
    number: str = ""
    due: date | None = None


@dataclass
class Invoice:
    """An invoice in cents: net, with its tax, and how much of either is settled."""

    line: Line
    due: date
    net: int
    gross: int
    net_settled: int = 0
    gross_settled: int = 0


@dataclass
class Money:
    """What a ledger's lines come to: dated amounts by what they are, and the invoices, in the ledger's currency."""

    flows: dict[str, list[tuple[date, Fraction]]] = field(default_factory=dict)
    open: list[tuple[Invoice, Fraction]] = field(default_factory=list)

    def add(self, name: str, day: date, amount: Fraction) -> None:
        self.flows.setdefault(name, []).append((day, amount))

    def between(self, name: str, first: date, last: date) -> Fraction:
        return sum((amount for day, amount in self.flows.get(name, ()) if first <= day <= last), Fraction(0))


def half_up(amount: Fraction) -> int:
    return int(amount + Fraction(1, 2))


def cents(written: str) -> int:
    return int(Fraction(written.replace("_", "")) * 100)


def front(text: str, key: str) -> str:
    found = re.search(rf"^{key}: *([^#\n]*)", text, re.MULTILINE)
    return found[1].strip() if found else ""


def share(written: str) -> Fraction:
    return Fraction(written.rstrip("%")) / 100 if written.endswith("%") else Fraction(written or 0)


def section(text: str, name: str) -> Iterator[str]:
    inside = False
    for line in text.splitlines():
        if line.startswith("## "):
            inside = line == f"## {name}"
        elif inside and line.startswith("- "):
            yield line


def line_of(written: str, worth: Fraction) -> Line | None:
    found = DATED.match(written)
    if not found or found[2] not in ("invoiced", "credited", "paid", "refunded", "cost", "expense"):
        return None
    amount, *words = found[3].replace(",", "").split()
    line = Line(date.fromisoformat(found[1]), found[2], cents(amount), worth)
    for word, after in pairwise([*words, ""]):
        if word == "gross":
            line.gross = True
        elif word.startswith("@") and word[1].isdigit():
            line.worth = Fraction(word[1:])
        elif word == "no" and any(sign.isdigit() for sign in after):
            line.number = after.casefold()
        elif word == "due":
            line.due = date.fromisoformat(after)
    return line


def read(root: Path, until: date) -> Money:
    """The money of a ledger up to a day."""
    money, settings = Money(), (root / "opsledger.yaml").read_text(encoding="utf-8")
    rates = dict(re.findall(r"([A-Z]{3}): *([\d.]+)", front(settings, "rates")))
    clients = {path.stem: path.read_text(encoding="utf-8") for path in root.glob("clients/*.md")}
    for path in sorted(root.glob("projects/**/*.md")):
        text = path.read_text(encoding="utf-8")
        client = clients.get(front(text, "client"), "")
        vat = share(front(text, "vat") or front(client, "vat") or front(settings, "vat"))
        worth = Fraction(rates.get(front(text, "currency"), 1))
        lines = [line for written in section(text, "Log") if (line := line_of(written, worth)) and line.day <= until]
        settle(money, sorted(lines, key=lambda line: line.day), vat, int(front(client, "terms") or 30), worth)
    for path in root.glob("weeks/*.md"):
        text, monday = path.read_text(encoding="utf-8"), date.fromisoformat(f"{path.stem}-1")
        spent = [SPENT.match(line) for line in section(text, "Costs")]
        for found in (*spent, *(SHOWN.match(line) for line in section(text, "Marketing"))):
            if found:
                day = monday + timedelta(days=WEEKDAYS.index(found[1][:3].lower()))
                money.add("cost", day, Fraction(cents(found[2]), 100))
    money.open = [(invoice, left) for invoice, left in money.open if left]
    return money


def settle(money: Money, lines: list[Line], vat: Fraction, terms: int, worth: Fraction) -> None:
    """One project's lines, by day. A payment settles what it names, then the oldest; what is over waits."""
    invoices: list[Invoice] = []
    waiting: list[tuple[int, bool]] = []

    def without_tax(line: Line) -> int:
        return half_up(line.amount / (1 + vat)) if line.gross else line.amount

    def pay(amount: int, is_gross: bool, number: str) -> tuple[int, int]:
        """What of an amount is over, and what the rest came to net."""
        came = 0
        for invoice in sorted(invoices, key=lambda each: not number or each.line.number != number):
            before = invoice.net_settled
            if is_gross:
                part = min(amount, invoice.gross - invoice.gross_settled)
                invoice.gross_settled += part
                exact = invoice.net * Fraction(invoice.gross_settled, invoice.gross)
                invoice.net_settled = max(half_up(exact), before)
            else:
                part = min(amount, invoice.net - before)
                invoice.net_settled += part
                invoice.gross_settled = half_up(invoice.gross * Fraction(invoice.net_settled, invoice.net))
            amount -= part
            came += invoice.net_settled - before
        return amount, came

    for line in lines:
        net = without_tax(line)
        if line.word == "invoiced":
            gross = line.amount if line.gross else half_up(net * (1 + vat))
            invoices.append(Invoice(line, line.due or line.day + timedelta(days=terms), net, gross))
            waiting = [(over, is_gross) for amount, is_gross in waiting if (over := pay(amount, is_gross, "")[0])]
        elif line.word in ("paid", "credited"):
            over, net = pay(line.amount, line.gross, line.number)
            if over:
                waiting.append((over, line.gross))
                net += half_up(over / (1 + vat)) if line.gross else over
        elif line.word == "refunded":
            net = -take_back(invoices, line)
        name, sign = {"credited": ("invoiced", -1), "refunded": ("paid", 1)}.get(line.word, (line.word, 1))
        money.add(name, line.day, sign * Fraction(net, 100) * line.worth)
    for invoice in invoices:
        money.open.append((invoice, Fraction(invoice.net - invoice.net_settled, 100) * worth))


def take_back(invoices: list[Invoice], line: Line) -> int:
    """Open the newest invoices again by what was paid back; what it came to net."""
    rest, came = line.amount, 0
    for invoice in reversed(invoices):
        before = invoice.net_settled
        part = min(rest, invoice.gross_settled if line.gross else before)
        if line.gross:
            invoice.gross_settled -= part
            invoice.net_settled = half_up(invoice.net * Fraction(invoice.gross_settled, invoice.gross))
        else:
            invoice.net_settled -= part
            invoice.gross_settled = half_up(invoice.gross * Fraction(invoice.net_settled, invoice.net))
        rest -= part
        came += before - invoice.net_settled
    return came
