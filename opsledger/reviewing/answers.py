"""Three answers beside the headline: is there work, is there money, are promises kept."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.reviewing.parts.outflow import Outflow
from opsledger.reviewing.parts.stand import Stand
from opsledger.reviewing.review import HeadlineAnswer
from opsledger.values.written import count_of, write_month

_FINE = "balanced"
_BAD = ("lean", "overloaded")


def answers(stand: Stand, outflow: Outflow) -> tuple[HeadlineAnswer, ...]:
    """The answers that the ledger can give by now."""
    return (*_work(stand), *_money(stand), *_promises(outflow))


def _work(stand: Stand) -> Iterator[HeadlineAnswer]:
    if stand.verdict_kind == "early":
        return
    state = "good" if stand.verdict_kind == _FINE else "bad" if stand.verdict_kind in _BAD else ""
    words = {"lean": "too little", "overloaded": "too much", _FINE: "balanced"}
    said = words.get(stand.verdict_kind, "could go either way")
    yield HeadlineAnswer("Work", said, None, state, "balance.backlog_hours", "sold")


def _money(stand: Stand) -> Iterator[HeadlineAnswer]:
    """The last whole month against the target and the floor."""
    whole = [month for month in stand.months if month.is_complete]
    if not whole or (stand.income_target is None and stand.income_floor is None):
        return
    month, target = whole[-1], stand.income_target
    name = write_month(month.first)[:3]
    if month.below_floor:
        yield HeadlineAnswer(
            "Money",
            f"received in {name}, below your floor",
            month.received,
            "bad",
            "balance.income_variation",
            "received",
        )
    elif target is not None and month.received < target:
        yield HeadlineAnswer(
            "Money", f"received in {name}, below target", month.received, "", "balance.income_variation", "received"
        )
    else:
        reached = "on target" if target is not None else "above your floor"
        yield HeadlineAnswer(
            "Money", f"received in {name}, {reached}", month.received, "good", "balance.income_variation", "received"
        )


def _promises(outflow: Outflow) -> Iterator[HeadlineAnswer]:
    """Open projects whose promise is past, and those that do not reach it at their pace."""
    promised = [row for row in outflow.projects if row.revised]
    late = sum(row.is_late for row in promised)
    behind = sum(
        not row.is_late and row.done_on is not None and row.done_on > row.revised for row in promised if row.revised
    )
    if promised:
        made = count_of(len(promised), "promise")
        parts = [f"{_all_of(late, len(promised))}late"] if late else []
        parts += [f"{_all_of(behind, len(promised))}at risk"] if behind else []
        said = f"{made}, {', '.join(parts) or 'none late'}"
        yield HeadlineAnswer("Promises", said, None, "bad" if parts else "good", "outflow.on_time_revised", "on_time")


def _all_of(count: int, made: int) -> str:
    """How many of the promises it is, if that says more than the number of them: `both `, `all `."""
    if count < made:
        return f"{count} "
    return {1: "", 2: "both "}.get(count, "all ")
