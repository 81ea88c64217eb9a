"""What each figure means, without measuring any: the words of the functions that measure."""

from __future__ import annotations

import inspect

from opsledger.figures.every import base_of, names_in
from opsledger.measuring.every import measures_of


def written_definition(name: str) -> str:
    """The words of the function that measures a figure, which begin with its names; empty if there is none."""
    base = base_of(name)
    found = {documented: measure for measure in measures_of(base) for documented in names_in(measure)}
    part = next((documented for documented in found if documented.rpartition(".")[2].isupper()), base)
    forms = (name, base) if name == base else (name, part, base)
    measure = next((found[form] for form in (*forms, part) if form in found), None)
    return inspect.getdoc(measure) or "" if measure else ""


def definition_of(name: str) -> str:
    """What a figure's name means, its first line a sentence; empty if there is no such figure."""
    return written_definition(name).partition(":")[2].strip()
