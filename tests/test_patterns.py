"""Regular expressions that are compiled late: that each of them compiles, and that they are what `re` makes of them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import opsledger
from opsledger.patterns import _Pattern, pattern


def test_it_does_what_a_compiled_one_does() -> None:
    late, plain = pattern(r"(?P<day>\d+)\.", re.ASCII), re.compile(r"(?P<day>\d+)\.", re.ASCII)
    assert late.sub("x", "1. 2.") == plain.sub("x", "1. 2.")
    assert [found["day"] for found in late.finditer("1. 2.")] == ["1", "2"]
    assert (late.pattern, late.flags, late.groups) == (plain.pattern, plain.flags, plain.groups)
    assert late.match("a") is None


def test_what_is_wrong_is_told_when_it_is_used() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.match("")


def _patterns() -> Iterator[tuple[str, _Pattern]]:
    for found in pkgutil.walk_packages(opsledger.__path__, "opsledger."):
        if found.name != "opsledger.__main__":
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, _Pattern):
                    yield f"{found.name}.{name}", value


def test_each_of_the_package_compiles() -> None:
    found = dict(_patterns())
    assert len(found) > 200
    for name, each in found.items():
        assert re.compile(each.pattern, each._flags).pattern == each.pattern, name


def test_hardly_any_is_compiled_when_its_module_is_imported() -> None:
    package = Path(opsledger.__file__).parent
    at_once = [
        f"{path.relative_to(package)}:{number}"
        for path in package.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.match(r"[A-Za-z_]\w*(: [^=]+)? = re\.compile\(", line)
    ]
    assert len(at_once) <= 10, f"use opsledger.patterns.pattern: {', '.join(at_once)}"
