"""A name of a type means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

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


def test_no_name_of_a_type_is_defined_twice() -> None:
    package = Path(opsledger.__file__).parent
    places = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        for name in _types(ast.parse(path.read_text("utf-8"))):
            places[name].append(path.relative_to(package).as_posix())
    assert len(places) > 300
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_module_gives_one_constant_twice() -> None:
    package = Path(opsledger.__file__).parent
    twice = {}
    for path in sorted(package.rglob("*.py")):
        body = ast.parse(path.read_text("utf-8")).body
        given = [
            target.id
            for node in body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        ]
        if names := sorted({name for name in given if name.isupper() and given.count(name) > 1}):
            twice[path.relative_to(package).as_posix()] = names
    assert twice == {}
