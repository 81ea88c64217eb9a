"""The parts of docs/forecast.md that are made from the kept result of a run of `make judge`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks.judging.announcing import BARE, OURS, TRUE
from benchmarks.judging.every import ON_THE_SAMPLE, PROOFS, UNCOUNTED
from benchmarks.judging.results import read_result
from opsledger.figures.statistics import wilson

_KINDS = (("lean", "lean stretches of three weeks", 75, 20, "4 to 10"),)
_KINDS += (("overloaded", "overloaded stretches of two weeks", 50, 25, "2 to 10"),)
_WHO = ((OURS, "{}"), (BARE, "by a bare rule"), (TRUE, "by the true processes"))
_FEWEST = 20


def _share(part: int, whole: int) -> str:
    interval = wilson(part, whole)
    if interval is None:
        return "none"
    return f"{part} of {whole} ({100 * part / whole:.0f} %, {100 * interval[0]:.0f}–{100 * interval[1]:.0f} %)"


def _headline() -> str:
    found = read_result()
    return "\n".join([*_told(found), "", *_compared(found), *_beside(found)]) + "\n"


def _compared(found: Mapping[str, Any]) -> Iterator[str]:
    """How the headline differs from the bare rule, if the kept result holds it."""
    rows = {kind: each for kind, each in found.get("differences", {}).items() if each}
    if not rows:
        return
    names = list(dict.fromkeys(name for each in rows.values() for name in each))
    yield f"| less the bare rule, on the same businesses | {' | '.join(names)} |"
    yield f"|---|{'---|' * len(names)}"
    for kind, each in rows.items():
        cells = (
            f"{100 * value:+.0f} % ({100 * low:+.0f} to {100 * high:+.0f})"
            for value, low, high in (each[name] for name in names if name in each)
        )
        yield f"| {kind} | {' | '.join(cells)} |"
    yield ""


def _told(found: Mapping[str, Any]) -> Iterator[str]:
    yield "| | told in time | false alarms | weeks of notice |"
    yield "|---|---|---|---|"
    for kind, stretches, told, false, notice in _KINDS:
        yield f"| meant to reach, {kind} | {told} % | at most {false} % | {notice} |"
        for who, called in _WHO:
            each = found["announced"].get(who, {}).get(kind)
            if each:
                hits, came = each["hits"], each["hits"] + each["misses"]
                mean = "" if each["weeks_of_notice"] is None else f"{each['weeks_of_notice']:.1f}"
                false_alarms = _share(each["false_alarms"], each["warned"])
                yield f"| {called.format(stretches)} | {_share(hits, came)} | {false_alarms} | {mean} |"


def _beside(found: Mapping[str, Any]) -> Iterator[str]:
    middle = found["median"]
    yield "| | meant to reach | |"
    yield "|---|---|---|"
    yield f"| businesses, and their reviews | 60, 1,560 | {found['businesses']}, {found['reviews']:,} |"
    wrong = _share(*found["balanced"].get(OURS, [0, 0]))
    yield f'| four lean or overloaded weeks of the six after "Balanced" | at most 5 % | {wrong} |'
    yield f"| things for this week (median) | at most 3 | {middle['this_week']:g} |"
    yield f"| suggestions in a review (median) | at most 7 | {middle['findings']:g} |"
    if middle["words"] is not None:
        yield f"| words of a review (median) | at most 1,200 | {middle['words']:,.0f} |"
    for name, what in (("lean", "lean weeks"), ("overloaded", "overloaded weeks"), ("money", "money")):
        if name in found["gains"]:
            gain, half = found["gains"][name]
            of = "full weeks' price" if name == "money" else "all weeks"
            wanted = "more" if name == "money" else "fewer"
            who = f"{found['owners']} owners who do what *This week* says, against the same lives without it"
            yield f"| {what} of {who} | {wanted} | {gain:+.1f} % of {of} ({gain - half:+.1f} to {gain + half:+.1f}) |"


def _rules() -> str:
    rows = ["| suggestion | right | by chance | judged | what proves it right |", "|---|---|---|---|---|"]
    for rule, each in read_result()["rules"].items():
        if each["judged"] >= _FEWEST and each["base_judged"] and rule in PROOFS:
            right, base = each["right"] / each["judged"], each["base_right"] / each["base_judged"]
            rows.append(
                f"| {rule} | {100 * right:.0f} % | {100 * base:.0f} % | {each['judged']} | {PROOFS[rule].says} |"
            )
    return "\n".join(rows) + "\n"


def _uncounted() -> str:
    """The rules that the simulated businesses cannot prove: why, and by what else they are held."""
    found = read_result()["rules"]
    rows = ["| suggestion | why it is not counted there | what proves it right |", "|---|---|---|"]
    silent = {rule: proof for rule, proof in PROOFS.items() if found.get(rule, {}).get("judged", 0) < _FEWEST}
    kept = {rule: (ON_THE_SAMPLE[rule], silent[rule].says) for rule in ON_THE_SAMPLE if rule in silent}
    few = {
        rule: ("too few cases in the run that is shown", proof.says)
        for rule, proof in silent.items()
        if rule not in kept
    }
    for rule, (why, says) in sorted({**UNCOUNTED, **few, **kept}.items()):
        rows.append(f"| {rule} | {why} | {says} |")
    return "\n".join(rows) + "\n"


FORECAST_PARTS: Mapping[str, Callable[[], str]] = {"headline": _headline, "rules": _rules, "uncounted": _uncounted}
