"""What users of the library are promised about types. `make lint` checks it with `mypy --strict`; nothing runs it."""

from __future__ import annotations

from datetime import date
from typing import assert_type

import opsledger
from opsledger import Diagnostic, Figure, Ledger, LedgerUnreadable, __version__, check, load, measure, render, review
from opsledger.reviewing.review import Review

DAY = date(2026, 11, 20)


def the_four_calls() -> None:
    ledger = load("sample-ledger")
    assert_type(ledger, Ledger)
    assert_type(check(ledger), tuple[Diagnostic, ...])
    assert_type(check(ledger, DAY), tuple[Diagnostic, ...])
    assert_type(measure(ledger, on=DAY), dict[str, Figure])
    assert_type(measure(ledger, DAY, since=DAY), dict[str, Figure])
    page = review(ledger, on=DAY)
    assert_type(page, Review)
    assert_type(render(page), str)


def what_they_give(problem: Diagnostic, figure: Figure, ledger: Ledger) -> None:
    assert_type(problem.is_error, bool)
    assert_type(problem.message, str)
    assert_type(problem.rule.code, str)
    assert_type(figure.name, str)
    assert_type(figure.n, int)
    assert_type(ledger.as_of(DAY), Ledger)


def what_cannot_be_read() -> str:
    try:
        load("nowhere")
    except LedgerUnreadable as unreadable:
        return str(unreadable)
    return __version__


def the_names_of_the_package() -> None:
    assert_type(opsledger.load("."), Ledger)
    assert_type(opsledger.__version__, str)
