"""Dataclasses whose methods come late: that they do what the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from opsledger.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: int
    y: int = 2
    names: list[str] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """What some have in common."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Derived(Base):
    """One of them."""

    name: str | None = None


@dataclass(slots=True)
class Open:
    """One that may be changed."""

    count: int = 0


def _standard(cls: type) -> type:
    """The same fields as a dataclass of the standard library."""
    return dataclasses.make_dataclass(
        cls.__name__,
        [("x", int), ("y", int, 2), ("names", list[str], dataclasses.field(default_factory=list))],
        frozen=True,
        slots=True,
    )


def _through_a_pickle(one: Point) -> Point:
    again: Point = pickle.loads(pickle.dumps(one))
    return again


@pytest.mark.parametrize(
    ("given", "named"), [((1,), {}), ((1, 3), {}), ((), {"x": 1, "names": ["a"]}), ((1, 2, []), {})], ids=repr
)
def test_an_object_holds_and_prints_what_the_standard_one_does(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    ours, theirs = Point(*given, **named), _standard(Point)(*given, **named)
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert repr(ours) == repr(theirs)


@pytest.mark.parametrize("arguments", [{}, {"y": 1}, {"x": 1, "z": 2}])
def test_wrong_arguments_are_refused_in_the_same_words(arguments: dict[str, int]) -> None:
    with pytest.raises(TypeError) as theirs:
        _standard(Point)(**arguments)
    with pytest.raises(TypeError) as ours:
        Point(**arguments)
    assert str(ours.value) == str(theirs.value)


def test_a_list_that_is_made_for_each_is_no_other_ones() -> None:
    first, second = Point(1), Point(1)
    first.names.append("a")
    assert second.names == []


def test_it_cannot_be_changed() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert point.x == 1


def test_it_has_slots_and_no_room_for_more() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert not hasattr(Derived(id="a"), "__dict__")


def test_equal_fields_are_equal_and_hash_alike() -> None:
    a, b = Point(1, 2, ()), Point(1, 2, ())  # type: ignore[arg-type]
    assert a == b
    assert hash(a) == hash(b)
    assert a != Point(2, 2, ())  # type: ignore[arg-type]
    assert a != (1, 2, ())


def test_one_without_eq_is_only_itself() -> None:
    one, other = Derived(id="a"), Derived(id="a")
    assert one == one
    assert one != other
    assert len({one, other}) == 2


def test_one_that_may_change_has_no_hash() -> None:
    one = Open()
    one.count += 1
    assert one == Open(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_what_it_inherits_comes_first_and_by_name_alone() -> None:
    derived = Derived(id="a", name="b")
    assert (derived.id, derived.name) == ("a", "b")
    assert [field.name for field in dataclasses.fields(Derived)] == ["id", "name"]
    with pytest.raises(TypeError):
        Derived("a")  # type: ignore[misc]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, _through_a_pickle])
def test_it_can_be_copied_and_pickled(again: Callable[[Point], Point]) -> None:
    assert again(Point(1, 3, ["a"])) == Point(1, 3, ["a"])


def test_the_librarys_own_functions_know_it() -> None:
    assert dataclasses.replace(Point(1), x=5) == Point(5)
    assert dataclasses.asdict(Point(1)) == {"x": 1, "y": 2, "names": []}
    assert dataclasses.is_dataclass(Point)


def test_it_can_be_matched_by_place() -> None:
    match Point(1, 3):
        case Point(x, y):
            assert (x, y) == (1, 3)
