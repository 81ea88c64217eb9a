"""What became of clients, of what the website shows, and of decisions."""

from __future__ import annotations

from opsledger.changes.change import Change, Changes, new_lines, paired, said
from opsledger.figures.actions import all_actions, is_overdue
from opsledger.figures.standing import Standing
from opsledger.values.written import one_line, write_day

_SHOWN = {"published": "was published", "updated": "was updated", "retired": "was taken down"}
_HEARD = {
    "in": "was in touch",
    "call": "talked with you",
    "mail": "wrote with you",
    "meeting": "met you",
    "praise": "was happy",
    "complaint": "was unhappy",
}
_HEALTH = {"green": 45, "yellow": 70, "red": 89}


def clients(then: Standing, now: Standing) -> Changes:
    """Clients whose health is another."""
    for before, after in paired(then.ledger.clients, now.ledger.clients):
        if before and after and after.health and before.health != after.health:
            words = f"is {after.health}" + (f", was {before.health}" if before.health else "")
            span = after.front.get("health", after.whole)
            weight = _HEALTH.get(after.health, 45)
            yield Change("clients", "health", after.id, after.title, words, span, weight, before.health, after.health)


def contacts(then: Standing, now: Standing) -> Changes:
    """Contacts that are new or something else now, and who of them wrote, praised or complained."""
    for before, after in paired(then.ledger.contacts, now.ledger.contacts):
        if after is None:
            continue
        if before is None:
            yield Change(
                "contacts", "new", after.id, after.title, "is a new contact", after.whole, 20, None, after.kind
            )
            continue
        if after.kind and before.kind != after.kind:
            words = f"is a {_called(after.kind)} now" + (f", was a {_called(before.kind)}" if before.kind else "")
            span = after.front.get("kind", after.whole)
            yield Change("contacts", "kind", after.id, after.title, words, span, 25, before.kind, after.kind)
        for line in new_lines(before, after, *_HEARD)[-1:]:
            words = f"{_HEARD[line.word]}{said(line.text)}"
            yield Change("contacts", line.word, after.id, after.title, words, line.span, 20, None, line.day)


def _called(kind: str) -> str:
    return kind.replace("-", " ")


def website(then: Standing, now: Standing) -> Changes:
    """What was published, updated or taken down."""
    for before, after in paired(then.ledger.website, now.ledger.website):
        if after is None:
            continue
        for line in new_lines(before, after, *_SHOWN)[-1:]:
            words = f"{_SHOWN[line.word]}{said(line.text)}"
            yield Change("website", line.word, after.id, after.title, words, line.span, 25, None, line.day)


def actions(then: Standing, now: Standing) -> Changes:
    """Decisions that were made, carried out or dropped, and those whose day passed."""
    before = {action.id: action for action in all_actions(then)}
    for action in all_actions(now):
        was = before.get(action.id)
        title = f"@{action.role.id} {one_line(action.text)}"
        if was is not None and was.state == action.state:
            if is_overdue(action, now) and not is_overdue(was, then):
                words = f"has been overdue since {write_day(action.due)}"
                yield Change("actions", "overdue", action.id, title, words, action.span, 48, was.due, action.due)
            continue
        if action.state == "open" and was is not None:
            what, words = "reopened", "is open again"
        elif action.state == "open":
            what, words = "decided", "was decided" + (f", due {write_day(action.due)}" if action.due else "")
        else:
            what, words = action.state, "was done" if action.state == "done" else "was dropped"
        yield Change(
            "actions", what, action.id, title, words, action.span, 15, was.state if was else None, action.state
        )
