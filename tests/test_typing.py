"""The file of promised types, which `make lint` checks, uses every public name."""

from __future__ import annotations

import ast
from pathlib import Path

import opsledger


def test_the_promised_types_name_every_public_name() -> None:
    module = ast.parse((Path(__file__).parent / "typing" / "public_api.py").read_text("utf-8"))
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    assert set(opsledger.__all__) - used == set()
