"""Which invoice each payment settles, and what a line of money comes to without its tax, to the cent.

Everything here goes by the lines up to a day: what comes later changes neither what a payment settled nor what it came
to. Amounts are in the project's own currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from opsledger.dataclass import dataclass
from opsledger.models.lines import LogLine
from opsledger.values.money import Money

SETTLING = ("invoiced", "credited", "paid", "refunded")
_ZERO = Decimal(0)


@dataclass(slots=True)
class Debt:
    """An invoice and how far it is settled, net and with its tax. settled_on: the day it was settled as a whole."""

    line: LogLine
    net: Money
    gross: Money
    net_settled: Money = _ZERO
    gross_settled: Money = _ZERO
    settled_on: date | None = None

    @property
    def left(self) -> Money:
        """What is still owed of it, net."""
        return self.net - self.net_settled

    @property
    def number(self) -> str | None:
        """Its number as numbers compare."""
        return self.line.number.casefold() if self.line.number else None


@dataclass(slots=True)
class ClientAccount:
    """A project's debts up to a day. nets: what each line comes to net of tax, by its place in the file.

    ahead: what was received before anything was invoiced for it, net and gross; below zero if more was paid back.
    """

    vat: Fraction
    debts: list[Debt] = field(default_factory=list)
    nets: dict[int, Money] = field(default_factory=dict)
    ahead_net: Money = _ZERO
    ahead_gross: Money = _ZERO

    @property
    def owed(self) -> Money:
        """What is owed in all, net: what is left of the debts, and what was paid back of none of them."""
        return sum((debt.left for debt in self.debts), _ZERO) + max(-self.ahead_net, _ZERO)

    def net_of(self, gross: Money) -> Money:
        """An amount without its tax."""
        return cents(Fraction(gross) / (1 + self.vat))

    def gross_of(self, net: Money) -> Money:
        """An amount with its tax."""
        return cents(Fraction(net) * (1 + self.vat))


def cents(amount: Fraction) -> Money:
    """An exact amount rounded once, half a cent up."""
    whole = amount * 100
    down = whole.numerator // whole.denominator
    return Decimal(down + (whole - down >= Fraction(1, 2))).scaleb(-2)


def settle(log: Iterable[LogLine], vat: Fraction) -> ClientAccount:
    """A project's account after its lines; log: by day. On one day invoices come before what settles them."""
    account = ClientAccount(vat)
    lines = (line for line in log if line.amount is not None and line.word in SETTLING)
    for _, group in groupby(lines, key=lambda line: line.day):
        for line in sorted(group, key=lambda line: SETTLING.index(line.word)):
            if line.word == "invoiced":
                _invoice(account, line)
            elif line.word == "refunded":
                account.nets[line.span.start] = _take_back(account, line)
            else:
                account.nets[line.span.start] = _pay(account, line)
    return account


def _invoice(account: ClientAccount, line: LogLine) -> None:
    amount = line.amount or _ZERO
    net = account.net_of(amount) if line.gross else amount
    debt = Debt(line, net, amount if line.gross else account.gross_of(net))
    account.debts.append(debt)
    account.nets[line.span.start] = net
    if account.ahead_gross > 0:
        part = min(account.ahead_gross, debt.gross)
        taken = _settle_gross(debt, part, line.day)
        account.ahead_gross -= part
        if not account.ahead_gross and debt.left:  # a deposit comes to what it came to on its own day
            taken = debt.net_settled = min(max(account.ahead_net, _ZERO), debt.net)
        account.ahead_net = account.ahead_net - taken if account.ahead_gross else _ZERO
    elif net == 0:
        debt.settled_on = line.day


def _pay(account: ClientAccount, line: LogLine) -> Money:
    """Settle with a payment or a credit: the invoice it names, then the oldest first; what it comes to net."""
    rest, net = line.amount or _ZERO, _ZERO
    rest, filled = _fill(account, rest, is_gross=bool(line.gross))
    net += filled
    for debt in _in_turn(account.debts, line.number):
        if rest <= 0:
            break
        if line.gross:
            part = min(rest, debt.gross - debt.gross_settled)
            net += _settle_gross(debt, part, line.day)
        else:
            part = min(rest, debt.left)
            net += part
            _settle_net(debt, part, line.day)
        rest -= part
    return net + _put_ahead(account, rest, is_gross=bool(line.gross))


def _fill(account: ClientAccount, rest: Money, *, is_gross: bool) -> tuple[Money, Money]:
    """What a payment makes good of money that was paid back before; what is left of it, and what that came to net."""
    if account.ahead_gross >= 0:
        return rest, _ZERO
    part = min(rest, -account.ahead_gross if is_gross else -account.ahead_net)
    return rest - part, _put_ahead(account, part, is_gross=is_gross)


def _put_ahead(account: ClientAccount, amount: Money, *, is_gross: bool) -> Money:
    """Add to what is ahead of any invoice; what that comes to net. Parts of it add up to the net of their sum."""
    if not amount:
        return _ZERO
    before = account.ahead_net
    if is_gross:
        account.ahead_gross += amount
        account.ahead_net = account.net_of(account.ahead_gross)
    else:
        account.ahead_net += amount
        account.ahead_gross = account.gross_of(account.ahead_net)
    return account.ahead_net - before


def _in_turn(debts: list[Debt], number: str | None) -> Iterator[Debt]:
    named = number.casefold() if number else None
    yield from (debt for debt in debts if named and debt.number == named)
    yield from (debt for debt in debts if not named or debt.number != named)


def _settle_gross(debt: Debt, part: Money, day: date) -> Money:
    """Settle a part given with its tax; what that comes to net. The parts of a debt add up to its net."""
    if part <= 0:
        return _ZERO
    before = debt.net_settled
    debt.gross_settled += part
    share = Fraction(debt.gross_settled) / Fraction(debt.gross)
    debt.net_settled = debt.net if share == 1 else min(max(cents(Fraction(debt.net) * share), before), debt.net)
    if debt.gross_settled >= debt.gross:
        debt.settled_on = debt.settled_on or day
    return debt.net_settled - before


def _settle_net(debt: Debt, part: Money, day: date) -> None:
    if part > 0:
        debt.net_settled += part
        if debt.left <= 0:
            debt.gross_settled = debt.gross
            debt.settled_on = debt.settled_on or day
        else:
            debt.gross_settled = cents(Fraction(debt.gross) * Fraction(debt.net_settled) / Fraction(debt.net))


def _take_back(account: ClientAccount, line: LogLine) -> Money:
    """Open again what a refund gives back: what is ahead, the invoice it names, then the newest first."""
    rest, net = line.amount or _ZERO, _ZERO
    if account.ahead_gross > 0:
        part = min(rest, account.ahead_gross if line.gross else account.ahead_net)
        net -= _put_ahead(account, -part, is_gross=bool(line.gross))
        rest -= part
    for debt in _in_turn(account.debts[::-1], line.number):
        settled = debt.gross_settled if line.gross else debt.net_settled
        part = min(rest, settled)
        if part <= 0:
            continue
        before = debt.net_settled
        if line.gross:
            debt.gross_settled -= part
            debt.net_settled = cents(Fraction(debt.net) * Fraction(debt.gross_settled) / Fraction(debt.gross))
        else:
            debt.net_settled -= part
            debt.gross_settled = cents(Fraction(debt.gross) * Fraction(debt.net_settled) / Fraction(debt.net))
        debt.settled_on = None
        net += before - debt.net_settled
        rest -= part
    return net - _put_ahead(account, -rest, is_gross=bool(line.gross))
