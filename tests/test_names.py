"""A name of a type means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import opsledger


def _types(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            yield ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_type(node.targets[0].id):
            yield node.targets[0].id


def _is_type(name: str) -> bool:
    return name[0].isupper() and any(letter.islower() for letter in name)


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    """Every module of the package by its path."""
    package = Path(opsledger.__file__).parent
    return {
        path.relative_to(package).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(package.rglob("*.py"))
    }


def test_no_name_of_a_type_is_defined_twice(modules: dict[str, ast.Module]) -> None:
    places = defaultdict(list)
    for path, module in modules.items():
        for name in _types(module):
            places[name].append(path)
    assert len(places) > 300
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_module_gives_one_constant_twice(modules: dict[str, ast.Module]) -> None:
    twice = {}
    for path, module in modules.items():
        given = [
            target.id
            for node in module.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        if names := sorted({name for name in given if name.isupper() and given.count(name) > 1}):
            twice[path] = names
    assert twice == {}
