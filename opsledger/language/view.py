"""A ledger on the day it is looked at; what takes long to work out is worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Standing
from opsledger.language.records import record_of
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.models.record import Record


class View:
    """A ledger and today."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self.ledger = ledger
        self.today = today

    @cached_property
    def standing(self) -> Standing:
        """The ledger as it is today."""
        return Standing(self.ledger, self.today)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure by name."""
        return measure(self.standing)

    @cached_property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong in the ledger; what may well be meant is left out, as `check` does."""
        return tuple(problem for problem in check(self.ledger, self.today) if not problem.rule.strict)

    def as_of_today(self, record: Record) -> Record:
        """A record as it is today; as it is, if it has not begun."""
        return record_of(self.standing.ledger, record.file) or record
