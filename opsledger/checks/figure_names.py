"""The names of figures, as a decision's `moves:` may give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from opsledger.diagnostics import Hint, did_you_mean, did_you_mean_part, hint_to_write
from opsledger.figures.every import parts_of
from opsledger.measuring.every import NAMES
from opsledger.models.settings import THEMES, Settings
from opsledger.patterns import pattern

# What a word in capitals stands for at the end of a documented name; any other stands for what a user has named.
_STANDS_FOR = {"STAGE": "stage", "THEME": "theme", "AREA": "area", "TARGET": "target", "ROLE": "role"}
_FOLDERS = {"LEAD": "leads", "PROJECT": "projects", "TOOL": "tools"}

_PARTS = parts_of(NAMES)

# What may follow a name: nothing (""), or something of the settings, or anything at all ("*").
FIGURE_NAMES: Mapping[str, tuple[str, ...]] = {
    name: tuple(_STANDS_FOR.get(part, "*") if part else "" for part in parts) for name, parts in _PARTS.items()
}

# The figures whose names end in a record's id, and the folder of the record.
FIGURES_OF = {name: _FOLDERS[part] for name, parts in _PARTS.items() for part in parts if part in _FOLDERS}

_OTHER = pattern(r"[^\w-]+|_+")


class Unknown(NamedTuple):
    """Why a name is not a figure's, and what may have been meant."""

    message: str
    hint: str | None


def explain_unknown_figure(name: str, settings: Settings) -> Unknown | None:
    """What is wrong with the name of a figure, or None if there is one of this name."""
    area, _, rest = name.partition(".")
    short, _, part = rest.partition(".")
    base = f"{area}.{short}" if short else area
    kinds = FIGURE_NAMES.get(base)
    if kinds is None:
        hint = did_you_mean_part(base if short else area, FIGURE_NAMES)
        if part and isinstance(hint, Hint):
            hint = hint.within(after=f".{part}")
        return Unknown(f"there is no figure `{name[:60]}`", hint)
    if (not part and "" in kinds) or (part and "*" in kinds):
        return None
    known = next((list(_parts(kind, settings)) for kind in kinds if kind not in ("", "*")), None)
    if part and known is None:
        return Unknown(f"the figure `{base}` has no parts", hint_to_write(base))
    if part in (known or ()):
        return None
    if not part:
        return Unknown(f"`{base}` is the name of several figures", f"such as `{base}.{known[0] if known else '…'}`")
    hint = did_you_mean(part, known or ())
    hint = hint.within(before=f"{base}.") if isinstance(hint, Hint) else hint
    return Unknown(f"the figure `{base}` has no part `{part[:60]}`", hint)


def figure_names(settings: Settings) -> Iterator[str]:
    """Every name that the settings alone tell: those whose last part is a record's id or a user's word are left out."""
    for base, kinds in FIGURE_NAMES.items():
        for kind in kinds:
            if not kind:
                yield base
            elif kind != "*":
                yield from (f"{base}.{part}" for part in _parts(kind, settings))


def _parts(kind: str, settings: Settings) -> Iterable[str]:
    names: dict[str, Iterable[str]] = {
        "stage": settings.stages,
        "theme": THEMES,
        "area": settings.areas,
        "role": settings.roles,
        "target": dict.fromkeys((*settings.areas, "client", "internal", "sales")),
    }
    return (_OTHER.sub("-", name.lower()).strip("-") for name in names[kind])
