from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import jinja2
import pytest
from jinja2 import nodes

from opsledger.bundled import bundled
from opsledger.loading import load
from opsledger.rendering.kinds import output_kind
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from opsledger.reviewing.long_review import LongReview
from opsledger.reviewing.parts.values import Link
from opsledger.reviewing.review import Review
from tests.docs_figures import DAY, SAMPLE
from tests.docs_templates import EVERY_FILTER, contexts_in, drawn, reachable

TEMPLATES = sorted(path for path in bundled("templates").rglob("*") if path.is_file())

# Fields that no shipped template shows, each with its reason.
NOT_SHOWN: dict[str, str] = {
    "Stand.now": "the headline says it; a template of your own may colour by it",
    "LeadRow.age_days": "for those who would rather know how old a lead is than how long it stands in its stage",
    **dict.fromkeys(("FindingRow.links", "ThisWeekRow.link"), "the filters `told` and `also` show them"),
    "FindingRow.rule": "for `findings --json`, as are the others of it",
    **dict.fromkeys(
        (
            *(
                f"FindingRow.{name}"
                for name in ("because", "figure", "moves", "about", "streak", "covered_by", "quiet")
            ),
            "Review.every_finding",
            "ThisWeekRow.rule",
            "ThisWeekRow.because",
            *(f"{row}.{part}" for row in ("FindingRow", "ThisWeekRow") for part in ("hours", "money")),
            "ThisWeekRow.figure",
            "TaskRow.member",
        ),
        "for `findings --json` and `review --json`",
    ),
    "TrendRow.figure": "for templates of one's own, which may link to it",
    "MoneyRow.certain": "for templates of one's own, as `money --json` has it",
    **dict.fromkeys(("MoneyPart.beyond", "MoneyRow.below_target"), "for `money --json`"),
    **dict.fromkeys(("LeverRow.kind", "LeverRow.on"), "the chart of the coming weeks marks until when to win leads"),
    "LongReview.currency": "the filter `money` asks for it",
    "SchedulePlan.coming_week": "it is next week; for templates of one's own",
    "ProjectRow.started": "the drawing of a project begins there",
    "Stand.booked_weeks": "the drawing of the cover shows it",
    "Stand.backlog_weeks": "the day until which work is booked is told instead",
}

Hint = Any
Scope = dict[str, Hint]


class Uses:
    """The fields that a template uses, by a walk over its tree that knows the type of each name.

    What a macro is called with is followed into the macro, also into one that another template defines, and what is
    included is followed with the names that are known there.
    """

    def __init__(self) -> None:
        self.fields: set[str] = set()
        self.faults: list[str] = []
        self.macros: dict[str, nodes.Macro] = {}

    def walk(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.FromImport) and isinstance(node.template, nodes.Const):
            imported = parsed(bundled("templates") / node.template.value)
            self.macros |= {macro.name: macro for macro in imported.find_all(nodes.Macro)}
        if isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
            self.walk(parsed(bundled("templates") / node.template.value), dict(scope))
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            scope[node.target.name] = self.type_of(node.node, scope)
        elif isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
            self._loop(node, scope)
        elif isinstance(node, nodes.Expr):
            self.type_of(node, scope)
        else:
            inner = dict(scope) if isinstance(node, nodes.CallBlock | nodes.Block | nodes.Macro) else scope
            for child in node.iter_child_nodes():
                self.walk(child, inner)

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        items = self.type_of(node.iter, scope)
        inner = {**scope, node.target.name: element(items), "loop": None}  # type: ignore[attr-defined]
        for child in (*filter(None, [node.test]), *node.body, *node.else_):
            self.walk(child, inner)

    def type_of(self, node: nodes.Node, scope: Scope) -> Hint:
        """The type of an expression, None if it is no business of ours; the fields in it are taken note of."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name)
        if isinstance(node, nodes.Getattr):
            return self._field(self.type_of(node.node, scope), node)
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in self.macros:
            macro = self.macros[node.node.name]
            given = [self.type_of(argument, scope) for argument in node.args]
            names = [argument.name for argument in macro.args]
            inner = dict(zip(names, given, strict=False))
            for child in macro.body:
                self.walk(child, inner)
            return None
        for child in node.iter_child_nodes():
            found = self.type_of(child, scope)
            if isinstance(node, nodes.Filter) and node.name == "linked" and child is node.node and found is Link:
                self.fields |= {f"Link.{field.name}" for field in dataclasses.fields(Link)}
        if isinstance(node, nodes.Filter):
            return get_type_hints(EVERY_FILTER[node.name]).get("return") if node.name in EVERY_FILTER else None
        return None

    def _field(self, owner: Hint, node: nodes.Getattr) -> Hint:
        one = next(iter(contexts_in(owner)), None) if owner is not None and not is_list(owner) else None
        if one is None:
            return None
        hints = hints_of(one)
        if node.attr not in hints:
            self.faults.append(f"line {node.lineno}: {one.__name__} has no `{node.attr}`")
            return None
        self.fields.add(f"{one.__name__}.{node.attr}")
        return hints[node.attr]


@cache
def hints_of(one: type) -> dict[str, Any]:
    """The types of a class's fields; to look them up takes long, and templates name thousands of them."""
    return get_type_hints(one)


def is_list(hint: Hint) -> bool:
    return get_origin(hint) is tuple and get_args(hint)[-1] is Ellipsis


def element(hint: Hint) -> Hint:
    return get_args(hint)[0] if is_list(hint) else None


def parsed(path: Path) -> nodes.Template:
    environment = jinja2.Environment(autoescape=True)
    environment.filters |= output_kind(path.name).filters
    return environment.parse(path.read_text(encoding="utf-8"))


@cache
def uses_of(path: Path) -> Uses:
    """What a template asks for."""
    uses, tree = Uses(), parsed(path)
    uses.macros |= {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    uses.walk(tree, {"review": LongReview if path.name.startswith("year.") else Review})
    return uses


def all_fields() -> Iterator[str]:
    for one in (*reachable(), *reachable(LongReview), *drawn()):
        for field in dataclasses.fields(one):
            yield f"{one.__name__}.{field.name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_asks_only_for_what_there_is(path: Path) -> None:
    assert uses_of(path).faults == []


def test_every_field_is_shown_by_a_template() -> None:
    shown = set().union(*(uses_of(path).fields for path in TEMPLATES))
    assert {field for field in all_fields() if field not in shown} == set(NOT_SHOWN)


def test_every_filter_is_used_by_a_template() -> None:
    used = {found.name for path in TEMPLATES for found in parsed(path).find_all(nodes.Filter)}
    assert set(EVERY_FILTER) - used == set()


@pytest.mark.parametrize("day", [DAY, date(2025, 9, 1), date(2025, 10, 10), date(2026, 6, 19)])
def test_the_sample_is_rendered_without_an_undefined_name(day: date) -> None:
    review = build_review(load(SAMPLE), day)
    assert "## Decisions" in render(review, SAMPLE)
    assert "</html>" in render(review, SAMPLE, "review.html")


def test_an_empty_ledger_is_rendered_without_an_undefined_name(tmp_path: Path) -> None:
    (tmp_path / "opsledger.yaml").touch()
    review = build_review(load(tmp_path), DAY)
    assert "## Decisions" in render(review, tmp_path)
    assert "</html>" in render(review, tmp_path, "review.html")


def test_a_template_of_the_ledger_wins(tmp_path: Path) -> None:
    (tmp_path / "opsledger.yaml").touch()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "mine.md").write_text("of {{ review.on|day }}", encoding="utf-8")
    own = '{% call part("own") %}\nMy review {% include "mine.md" %}\n{% endcall %}\n'
    (tmp_path / "templates" / "review.md").write_text(own, encoding="utf-8")
    text = render(build_review(load(tmp_path), DAY), tmp_path)
    assert text.splitlines()[1:] == ["", "My review of Fri 20 Nov 2026", "", "<!-- opsledger:end own -->"]
