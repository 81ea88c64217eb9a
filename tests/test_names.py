"""A name of a type or of a public function means one thing in the whole package."""

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


# Functions that are called by what a user writes or sees, so that two of them may share a word: areas of changes,
# filters of templates and columns of exports; a command; and what measures a figure, whose name is that of its figure.
CALLED_BY_USERS = ("changes/", "rendering/filters.py", "rendering/page_filters.py", "exporting/columns.py")
# What one name means in two modules: where a program begins, and the same thing read, imported when it is needed.
SAME = {"main", "read_settings"}


def _is_called_by_users(path: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    is_command = any(word in ast.unparse(each) for each in function.decorator_list for word in ("command", "group"))
    measures = function.returns is not None and ast.unparse(function.returns) == "Figures"
    return path.startswith(CALLED_BY_USERS) or (path.startswith("cli/") and is_command) or measures


def test_no_name_of_a_public_function_means_two_things(modules: dict[str, ast.Module]) -> None:
    places = defaultdict(list)
    for path, module in modules.items():
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_called_by_users(path, node):
                places[node.name].append(path)
    assert len(places) > 1000
    assert {
        name: found
        for name, found in places.items()
        if len(found) > 1 and not name.startswith("_") and name not in SAME
    } == {}


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
