"""A finding about a client who may not pay: no more work for them until they do, or until dates are agreed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.asked import unanswered_clients
from opsledger.figures.debts import unmarked_bills
from opsledger.figures.doubtful import Doubt, doubtful
from opsledger.figures.money import spent_a_month
from opsledger.figures.naming import names_of
from opsledger.figures.plan_ahead import coming_week
from opsledger.figures.standing import hours, total
from opsledger.findings.finding import LATER, LEAVING, OVERDUE, Finding, Measured, ids_of
from opsledger.models.lines import Action
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, write_hours, write_number

_LONGEST_QUOTE = 70


def unpaid_work(measured: Measured) -> Iterator[Finding]:
    """A client may not pay, and there is work for them: it stops until they pay or a plan with dates exists."""
    standing = measured.standing
    doubts = sorted(doubtful(standing).values(), key=lambda doubt: (-doubt.owed, doubt.client))
    for doubt in doubts:
        projects = _open_projects(measured, doubt)
        if not projects:
            continue
        name, spent = measured.client_of(doubt.oldest.project), spent_a_month(standing)
        action = f"Stop or limit work for {name} until they pay or agree on dates"
        decided = _decided(measured, doubt, action)
        yield Finding(
            rule="unpaid-work",
            role="finance",
            urgency=3,
            because=". ".join(part for part in (_owing(measured, doubt), *_plans(measured, doubt, decided)) if part),
            action=action,
            instead=f"Write to {name}: no more work from Monday without a payment",
            figure=f"money.doubtful.{doubt.oldest.project.client.id}" if doubt.oldest.project.client else "",
            sources=(projects[0].whole, *(bill.line.span for bill in doubt.bills)),
            about=ids_of(*projects),
            money=doubt.owed,
            whole=doubt.owed,
            at_stake="what they owe",
            by=measured.within(3),
            measure=float(doubt.owed),
            turn=LEAVING if not spent or doubt.owed >= spent else OVERDUE,
            quotes=tuple(each.id for each in decided),
            is_moved=False,
        )


def is_told_of(measured: Measured, client: str) -> bool:
    """Whether a client may not pay and work for them is open, so that all else of them is told with that."""
    doubt = doubtful(measured.standing).get(client)
    return doubt is not None and bool(_open_projects(measured, doubt))


def _open_projects(measured: Measured, doubt: Doubt) -> list[Project]:
    """Their open projects, those that owe most first."""
    owed = {bill.project.id: Fraction(0) for bill in doubt.bills}
    for bill in doubt.bills:
        owed[bill.project.id] += bill.left
    theirs = [each for each in measured.standing.client_projects if each.is_open and _is_of(each, doubt)]
    return sorted(theirs, key=lambda each: (-owed.get(each.id, Fraction(0)), each.id))


def _is_of(project: Project, doubt: Doubt) -> bool:
    return same_id(project.client.id if project.client else project.id) == doubt.client


def _owing(measured: Measured, doubt: Doubt) -> str:
    """What they owe, since when, and since when nothing came."""
    oldest = doubt.oldest
    theirs = (each for each in measured.standing.client_projects if _is_of(each, doubt))
    paid = max((line.day for each in theirs for line in each.lines("paid")), default=None)
    many = "the oldest " if len(doubt.bills) > 1 else ""
    since = f". Nothing was paid since {measured.date_of(paid)}" if paid else ""
    return (
        f"they owe {measured.money(doubt.owed)}, {many}due {measured.date_of(oldest.due)}, "
        f"{count_of(oldest.days_late(measured.day), 'day')} ago{since}"
    )


def unmarked_payments(measured: Measured) -> Iterator[Finding]:
    """Old invoices are open while later ones of the same clients are paid: they were paid, and nobody marked it."""
    found = sorted(measured.standing.once(unmarked_bills), key=lambda bill: bill.line.day)
    if not found:
        return
    first, amount = found[0], sum((bill.left for bill in found), Fraction(0))
    name = measured.client_of(first.project)
    number = f"invoice {first.line.number}" if first.line.number else f"the invoice for {first.project.title}"
    if len(found) > 1:
        action = f"Check whether {len(found)} old invoices were paid, first {number} of {name}"
        because = (
            f"they are of before this ledger ({measured.money(amount)}), and later ones of the same clients are paid"
        )
    else:
        action = f"Check whether {name} paid {number}"
        because = (
            f"later ones of theirs are paid, and {measured.money(amount)} of {measured.date_of(first.line.day)} is open"
        )
    yield Finding(
        rule="unmarked-payments",
        role="finance",
        urgency=1,
        because=f"{because}. Nobody is reminded until you know",
        action=action,
        instead="Write `paid` or a note into each of their logs",
        figure="money.unmarked",
        sources=tuple(bill.line.span for bill in found),
        about=ids_of(*dict.fromkeys(bill.project for bill in found)),
        whole=amount,
        by=measured.within(14),
        measure=float(len(found)),
        turn=LATER,
        is_moved=False,
    )


def _plans(measured: Measured, doubt: Doubt, decided: list[Action]) -> Iterator[str]:
    """What is planned for them next week, what was decided and not done, and what they wish for, as sentences."""
    coming = coming_week(measured.standing)
    theirs = {same_id(each.id) for each in measured.standing.client_projects if _is_of(each, doubt)}
    mine = [block for _, block in coming.blocks if block.target and same_id(block.target.id) in theirs]
    if mine and coming.planned:
        planned = write_number(hours(total(mine)))
        yield f"You planned {planned} of next week's {write_hours(coming.planned)} for them"
    for action in decided[:1]:
        yield f"You decided on {measured.date_of(action.review)}: {action.text.rstrip('.')}"
    asked = unanswered_clients(measured.standing).get(doubt.client)
    if asked and asked.lines:
        text = " ".join(asked.lines[-1].text.split()).rstrip(".")
        if len(text) > _LONGEST_QUOTE:
            text = f"{text[:_LONGEST_QUOTE].rsplit(' ', 1)[0].rstrip(',;:. ')} …"
        yield f"They wished for more on {measured.date_of(asked.lines[-1].day)}: “{text}”. Ask for the money first"


def _decided(measured: Measured, doubt: Doubt, action: str) -> list[Action]:
    """What the owner decided about them and did not do, unless it is this."""
    names = names_of(measured.standing)
    family = names.family(doubt.oldest.project.id)
    return [
        each
        for each in all_actions(measured.standing)
        if is_overdue(each, measured.standing) and family in names.named(each.text) and each.text != action
    ]


def doubt_sentence(measured: Measured) -> str:
    """What the headline says of a client who may not pay and is worked for next week; empty if there is none."""
    for finding in unpaid_work(measured):
        planned = next((part for part in finding.because.split(". ") if part.startswith("You planned ")), "")
        return planned[0].lower() + planned[1:] if planned else ""
    return ""


UNPAID_RULES = (unpaid_work, unmarked_payments)
