from __future__ import annotations

import pytest

from opsledger.checks.figure_names import FIGURE_NAMES
from tests.docs_figures import AREAS, all_documented, measured

DOCUMENTED = all_documented()
NAMES = [name for entry in DOCUMENTED for name in entry.names]

# What the sample ledger has no occasion for.
NOT_IN_THE_SAMPLE = frozenset({"money.doubtful.CLIENT", "money.unsent.PROJECT", "outflow.rollover.PROJECT"})


def test_every_figure_of_the_sample_is_documented() -> None:
    assert [name for name in measured() if not any(entry.covers(name) for entry in DOCUMENTED)] == []


def test_every_documented_figure_is_in_the_sample() -> None:
    missing = {
        name
        for entry in DOCUMENTED
        for name in entry.names
        if not any(entry._replace(names=(name,)).covers(found) for found in measured())
    }
    assert missing == NOT_IN_THE_SAMPLE


def test_no_name_is_documented_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("entry", DOCUMENTED, ids=lambda entry: entry.names[0])
def test_a_definition_is_of_one_area_and_ends_in_a_point(entry) -> None:  # type: ignore[no-untyped-def]
    assert {name.partition(".")[0] for name in entry.names} <= {entry.area}
    assert entry.area in AREAS
    assert entry.definition.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_a_decision_may_name_every_documented_figure(name: str) -> None:
    area, *rest = name.split(".")
    short, part = rest[:1], rest[1:]
    taken = FIGURE_NAMES[".".join((area, *short))]
    assert ("" in taken) if not part else any(taken)
