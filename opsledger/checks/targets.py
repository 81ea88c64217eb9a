"""What time and money go to: the targets of blocks, and the areas of costs."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.checks.block_names import BlockNames
from opsledger.checks.names import Names, titles_of
from opsledger.diagnostics import Diagnostic, at, error, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, Reference
from opsledger.models.records import WeekSheet
from opsledger.patterns import pattern
from opsledger.values.days import DAY_NAMES

CLIENT = "client"

UNKNOWN_TARGET = error("unknown-target", "A block does not name a known project, lead or area.")
UNKNOWN_AREA = error("unknown-area", "A week's cost does not name an area of the settings.")
CLIENT_WORK_UNGIVEN = warning(
    "client-work-ungiven", "Client work was done that belongs to no project: `client` in an Actual list."
)

SECOND_BLOCK = warning(
    "second-block", "The text of a block names a second time and what it was for, which is not counted."
)
_SECOND = pattern(
    r"(?:^|[+;,&]|\b(?:and|und|et|y|e)\b)\s*"
    r"(?P<time>[0-9]{1,2}:[0-9]{2}-[0-9]{1,2}:[0-9]{2}|[0-9]+(?:[.,][0-9]+)?h(?:[0-9]{1,2}m?)?|[0-9]+m)\s+"
    r"(?P<target>\[\[[^\]]+\]\]|[\w-]+)"
)


def check_targets(ledger: Ledger) -> Iterator[Diagnostic]:
    """The targets of the weeks' blocks and of the standing schedule, and the areas of the weeks' costs.

    Client work without a project from before the ledger was kept is as it came, and nobody has to sort it.
    """
    areas, kept = ledger.settings.areas, ledger.settings.kept_since
    targets = Names(
        "project, lead or area",
        (*(record.id for record in (*ledger.leads, *ledger.projects)), *areas, CLIENT),
        ledger.unread.get("leads", frozenset()) | ledger.unread.get("projects", frozenset()),
        titles_of((*ledger.leads, *ledger.projects)),
        {client.id: f"`{client.id}` is a client: name one of their projects, or `client`" for client in ledger.clients}
        | {"internal": "name the internal project itself", "off": "write a day off by itself, as in `Sat off`"},
    )
    unknown = {name for name in _targets_of(ledger) if name not in targets}
    names = BlockNames(ledger) if unknown else None
    for sheet in ledger.weeks:
        for block in (*sheet.plan, *sheet.actual) if unknown else ():
            if block.target and block.target.id in unknown and names:
                yield _unknown(block, block.target, targets, names)
        yield from _check_seconds(sheet, targets)
        for block in sheet.actual:
            is_old = kept is not None and block.day is not None and block.day < kept
            if block.target and block.target.id == CLIENT and not is_old:
                message = "time spent on client work that belongs to no project"
                yield at(CLIENT_WORK_UNGIVEN, block.target.span, message, "name the project it was spent on")
    for block in ledger.schedule:
        if block.target and block.target.id in unknown and names:
            yield _unknown(block, block.target, targets, names)
    yield from _check_costs(ledger)


def _unknown(block: Block, target: Reference, targets: Names, names: BlockNames) -> Diagnostic:
    """The diagnostic for a block that names nothing known: what it may be the name of, else what its word is like."""
    if found := names.at(block):
        span, hint = found
        return at(UNKNOWN_TARGET, span, f"`{span.text[:60]}` is a name: a block has an id", hint)
    return targets.unknown(UNKNOWN_TARGET, target)


def _check_seconds(sheet: WeekSheet, targets: Names) -> Iterator[Diagnostic]:
    """Times in a text that a target follows: most likely a second block."""
    for block in (*sheet.plan, *sheet.actual):
        if not block.text or block.text.isalpha() or not block.target:
            continue
        for second in _SECOND.finditer(block.text):
            if second["target"].strip("[]") in targets:
                what, day = f"{second['time']} {second['target']}", DAY_NAMES[block.weekday][:3].capitalize()
                message = f"`{what}` is part of this line's text, and its time is not counted"
                yield at(SECOND_BLOCK, block.span, message, f"write it on a line of its own: `{day} {what}`")


def _targets_of(ledger: Ledger) -> set[str]:
    """What any block is for."""
    blocks = (ledger.schedule, *(each for sheet in ledger.weeks for each in (sheet.plan, sheet.actual)))
    return {block.target.id for each in blocks for block in each if block.target}


def _check_costs(ledger: Ledger) -> Iterator[Diagnostic]:
    in_log = "money spent on a project goes into its log: `cost 120 …`"
    others = {record.id: in_log for record in ledger.projects}
    areas = Names("area", ledger.settings.areas, elsewhere=others)
    for sheet in ledger.weeks:
        for cost in sheet.costs:
            if cost.area.id not in areas:
                yield areas.unknown(UNKNOWN_AREA, cost.area)
