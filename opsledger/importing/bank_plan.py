"""From a bank's rows to `paid` lines of projects and cost lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from opsledger.editing.record_text import week_text
from opsledger.figures.debts import owed
from opsledger.figures.standing import Standing
from opsledger.importing.bank import Movement, last_balance
from opsledger.importing.plan import Addition, Plan, Read, Skipped, Taken
from opsledger.importing.planned_lines import short_day
from opsledger.importing.regular_taxes import plan_taxes
from opsledger.importing.spending import DRAWN, TAX, party_of, spent_on, told_of_spending
from opsledger.importing.targets import CLIENT, MAPPED_AWAY, NameTargets, Unmapped
from opsledger.models.ledger import Ledger
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.valuing import vat_of, vat_of_clients
from opsledger.reading.kinds import ACCOUNT, WEEK
from opsledger.values.characters import same_id, same_name
from opsledger.values.days import Week
from opsledger.values.money import plain_amount
from opsledger.values.written import listed

_LONGEST = 80
_NEAR_DAYS = 3  # by which the day of a booking varies
_NEW_ACCOUNT = "## Log\n"
SPENT, NOBODY, _OTHER_CURRENCY = "money spent", "names no client, project or invoice", "in another currency"


class BankPlanning:
    """One import of a bank's rows. targets: what the user maps names to. again: to import what is gone once more.

    guesses: whether usual words tell what money went out for, where the user says nothing of it.
    """

    def __init__(
        self, standing: Standing, targets: NameTargets, taken: Taken, *, again: bool = False, guesses: bool = False
    ) -> None:
        self.standing = standing
        self.ledger: Ledger = standing.whole
        self.targets = targets
        self.taken = frozenset() if again else frozenset(key.identity for key in taken.keys)
        self.plan = Plan(taken=taken)
        self.projects = [project for project in self.ledger.projects if not project.is_internal]
        titles = {same_id(client.id): client.name for client in self.ledger.clients}
        self.names = {project.id: _names_of(project, titles) for project in self.projects}
        self.client_vat = vat_of_clients(self.ledger.clients)
        self.matched: set[str] = set()
        self.guesses = guesses
        self._guessed: list[tuple[str, Movement]] = []
        self._unknown: list[Movement] = []

    def planned(self, read: Read[Movement]) -> Plan:
        """What taking over some rows would write."""
        self.plan.skipped += read.skipped
        self.plan.notes += read.notes
        for movement in sorted(read.found, key=lambda one: (one.day, one.place)):
            if movement.key.identity in self.taken:
                stands = self._stands(movement)
                self.plan.there += stands
                self.plan.before += not stands
            elif movement.amount > 0:
                self._receive(movement)
            elif movement.amount < 0:
                self._spend(movement)
            else:
                self._skip(movement, "no money moves", "no money moves")
        self._state_balance(read.found)
        if self.guesses:
            plan_taxes(self.plan, self.ledger, read.found, self.standing.day, _NEW_ACCOUNT)
        self.plan.notes += told_of_spending(self._guessed, self._unknown, self.ledger.settings.currency)
        self.plan.notes += [f"--map names `{name}`, but no row does" for name in self.targets.unused()]
        return self.plan

    def _receive(self, movement: Movement) -> None:
        if self._receive_for_several(movement):
            return
        found = self._by_number(movement)
        if found is None:
            named = self._in_its_currency(self._by_name(movement), movement)
            if any(self._is_there(project, movement) for project in named):
                self._meet(movement)
                return
            projects = self._owing(named, movement)
            if len(projects) != 1:
                several = listed([project.id for project in projects], joint="or")
                why = (
                    f"it may be for {several}"
                    if projects
                    else "it does not name a client, a project or an invoice number"
                )
                kind = "may be for several projects" if projects else NOBODY
                self._skip(movement, f'{why}: say which with --map "{party_of(movement)}=ID"', kind)
                return
            found = projects[0], ""
        project, number = found
        if why := self._counts_otherwise(project, movement):
            self._skip(movement, why, _OTHER_CURRENCY)
            return
        rest = f" no {number}" if number else ""
        gross = " gross" if self._has_tax(project) else ""
        said = f"from {movement.party or movement.text}"[:_LONGEST].rstrip()
        line = f"{movement.day} paid {plain_amount(movement.amount)}{gross}{rest} {said}"
        if self._is_there(project, movement):
            self._meet(movement)
            return
        self._add(Addition(project.file, "Log", (line,), movement.place, f"{project.title}: {line}"), movement)

    def _receive_for_several(self, movement: Movement) -> bool:
        """Take the payment of one invoice on which several projects stand, if their amounts are its sum; else False."""
        lines = [(project, line) for project, line in self._numbered(movement) if not self._has_tax(project)]
        if len(lines) < 2 or len({line.number for _, line in lines}) != 1:
            return False
        if sum(line.amount or 0 for _, line in lines) != movement.amount:
            return False
        said = f"from {movement.party or movement.text}"[:_LONGEST].rstrip()
        unpaid = [
            (project, f"{movement.day} paid {plain_amount(line.amount)} no {line.number} {said}")
            for project, line in lines
            if line.amount is not None and not any(paid.number == line.number for paid in project.lines("paid"))
        ]
        for project, line in unpaid:
            shown = f"{project.title}: {line}"
            self.plan.additions.append(Addition(project.file, "Log", (line,), movement.place, shown))
        self.plan.there += not unpaid
        self.plan.keys.append(movement.key)
        return True

    def _numbered(self, movement: Movement) -> Iterator[tuple[Project, LogLine]]:
        """The invoices whose numbers are in a row."""
        text = f"{movement.party} {movement.text}".casefold()
        for project in self.projects:
            for line in project.lines("invoiced"):
                if line.number and re.search(rf"(?<![\w-]){re.escape(line.number.casefold())}(?![\w-])", text):
                    yield project, line

    def _by_number(self, movement: Movement) -> tuple[Project, str] | None:
        """The project of the one invoice whose number is in a row."""
        found = {(project.id, line.number): (project, line.number or "") for project, line in self._numbered(movement)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_name(self, movement: Movement) -> list[Project]:
        """The projects that a row may be for: as mapped, else those whose client is named in it, or they themselves."""
        target = self.targets.find(tuple(filter(None, (movement.party, movement.text))))
        named = [project for project in self.projects if project.id == target]
        if not named:
            text = same_name(f"{movement.party} {movement.text}")
            named = [project for project in self.projects if any(_holds(text, name) for name in self.names[project.id])]
        return named

    def _in_its_currency(self, named: list[Project], movement: Movement) -> list[Project]:
        """Of several projects those that count in the currency of a row; all if none does."""
        said = movement.currency or self.ledger.settings.currency
        return [project for project in named if self._currency_of(project) == said] or named

    def _owing(self, named: list[Project], movement: Movement) -> list[Project]:
        """Of several projects, the one that owes just this; else those that owe anything; else all."""
        if len(named) < 2:
            return named
        debts = {project.id: owed(self.standing, project) for project in named}
        exact = [project for project in named if debts[project.id].amount == movement.amount]
        return exact or [project for project in named if debts[project.id].amount > 0] or named

    def _currency_of(self, project: Project) -> str:
        return project.currency or self.ledger.settings.currency

    def _counts_otherwise(self, project: Project, movement: Movement) -> str:
        """Why an amount cannot be written into a project's log: it is in another currency; '' if it can."""
        said, counted = movement.currency or self.ledger.settings.currency, self._currency_of(project)
        if said == counted:
            return ""
        example = f"{movement.day} paid AMOUNT @RATE" if movement.amount > 0 else f"{movement.day} cost AMOUNT @RATE"
        return f"it is in {said}, and {project.id} counts in {counted}: write `{example}` in {counted} yourself"

    def _spend(self, movement: Movement) -> None:
        """A cost of a week's or of a project's; only what the user has mapped, since a bank does not say what for."""
        target = self.targets.find(tuple(filter(None, (movement.party, movement.text))))
        if isinstance(target, Unmapped) and target.kind == MAPPED_AWAY:
            self._skip(movement, target.reason, MAPPED_AWAY)
            return
        guessed = spent_on(movement, self.ledger.settings.areas) if self.guesses else None
        if not isinstance(target, str) or target == CLIENT:
            if guessed in (TAX, DRAWN):
                self._pay_owner(movement, guessed)
                return
            if guessed is None:
                self._unknown.append(movement)
                self._skip(movement, f'money spent: say what for with --map "{party_of(movement)}=AREA"', SPENT)
                return
            target = guessed
            self._guessed.append((target, movement))
        amount, said = -movement.amount, f"to {movement.party or movement.text}"[:_LONGEST].rstrip()
        project = self.ledger.project_by_id.get(same_id(target))
        if project and (why := self._counts_otherwise(project, movement)):
            self._skip(movement, why, _OTHER_CURRENCY)
            return
        if movement.currency and not project:
            why = f"it is in {movement.currency}, and a week's costs are in the ledger's currency"
            self._skip(movement, why, _OTHER_CURRENCY)
            return
        if project:
            line = f"{movement.day} cost {plain_amount(amount)} {said}"
            self._add(Addition(project.file, "Log", (line,), movement.place, f"{project.title}: {line}"), movement)
            return
        if target not in self.ledger.settings.areas:
            self._skip(movement, f"`{target}` is not an area or a project: a lead has no costs", "for a lead")
            return
        week = Week.of(movement.day)
        sheet = self.ledger.week_by_name.get(week)
        if sheet and any((cost.day, cost.amount) == (movement.day, amount) for cost in sheet.costs):
            self._meet(movement)
            return
        line = f"{short_day(movement.day)} {plain_amount(amount)} {target} {said}"
        path, new = (sheet.file, None) if sheet else (f"weeks/{week}.md", week_text(WEEK, {}, ()))
        self._add(Addition(path, "Costs", (line,), movement.place, f"{movement.day} {line}", new), movement)

    def _pay_owner(self, movement: Movement, what: str) -> None:
        """Money for the owner, or for the tax office: neither is a cost of the business."""
        if what == TAX:
            self._skip(movement, "a tax paid is not a cost of the business", "tax paid")
            return
        amount = -movement.amount
        lines = [line for account in self.ledger.account for line in account.lines("draw")]
        if any((line.day, line.amount) == (movement.day, amount) for line in lines):
            self._meet(movement)
            return
        self._guessed.append((DRAWN, movement))
        line = f"{movement.day} draw {plain_amount(amount)} {movement.text or movement.party}"[:_LONGEST].rstrip()
        self._add(Addition(ACCOUNT.file, "Log", (line,), movement.place, line, _NEW_ACCOUNT), movement)

    def _state_balance(self, found: list[Movement]) -> None:
        """Write what the account held after the table's last row, unless a later balance is written down."""
        last = last_balance(found)
        stated = [line.day for account in self.ledger.account for line in account.lines("balance")]
        if last is None or last.balance is None or last.day <= max(stated, default=date.min):
            return
        line = f"{last.day} balance {plain_amount(last.balance)} by the bank's table"
        self.plan.additions.append(Addition(ACCOUNT.file, "Log", (line,), last.place, line, _NEW_ACCOUNT))

    def _is_there(self, project: Project, movement: Movement) -> bool:
        """Whether a project has this payment already, on its day or one near it: the day of a booking varies."""
        for line in project.lines("paid"):
            same = str(line.span.start) + project.file
            if (
                line.amount == movement.amount
                and abs((line.day - movement.day).days) <= _NEAR_DAYS
                and same not in self.matched
            ):
                self.matched.add(same)
                return True
        return False

    def _stands(self, movement: Movement) -> bool:
        """Whether what was imported of a row is still in the ledger: by its amount and day, or by its invoices."""
        found = [(line.amount, line.day) for project in self.ledger.projects for line in project.lines("paid", "cost")]
        found += [(line.amount, line.day) for account in self.ledger.account for line in account.lines("draw")]
        found += [(cost.amount, cost.day) for sheet in self.ledger.weeks for cost in sheet.costs]
        amount = abs(movement.amount)
        if any(each == amount and abs((day - movement.day).days) <= _NEAR_DAYS for each, day in found):
            return True
        numbers = {line.number for _, line in self._numbered(movement)}
        paid = [line for project in self.ledger.projects for line in project.lines("paid") if line.number in numbers]
        return bool(numbers) and sum(line.amount or 0 for line in paid) == amount

    def _has_tax(self, project: Project) -> bool:
        """Whether what a client pays has VAT in it beyond what the ledger counts."""
        return bool(vat_of(project, self.client_vat, self.ledger.settings)) or any(line.gross for line in project.log)

    def _meet(self, movement: Movement) -> None:
        self.plan.there += 1
        self.plan.keys.append(movement.key)

    def _add(self, addition: Addition, movement: Movement) -> None:
        self.plan.additions.append(addition)
        self.plan.keys.append(movement.key)

    def _skip(self, movement: Movement, reason: str, kind: str) -> None:
        self.plan.skipped.append(Skipped(movement.place, movement.what, reason, kind))


def _names_of(project: Project, titles: dict[str, str | None]) -> set[str]:
    """What a row may call a project's client, or the project."""
    return {same_name(name) for name in _called(project, titles) if len(name) > 2}


def _called(project: Project, titles: dict[str, str | None]) -> Iterator[str]:
    yield from filter(None, (project.name, project.id))
    if project.client:
        yield project.client.id
        yield titles.get(same_id(project.client.id)) or project.client.id


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
