"""The names of figures, as a decision's `moves:` may give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from opsledger.diagnostics import Hint, did_you_mean, did_you_mean_part, hint_to_write
from opsledger.models.settings import THEMES, Settings

# What may follow a name: nothing (""), or something of the settings, or anything at all ("*").
FIGURE_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "inflow.leads_new": ("",),
        "inflow.open": ("", "stage"),
        "inflow.weighted_value": ("",),
        "inflow.weighted_hours": ("",),
        "inflow.win_chance": ("stage",),
        "inflow.win_rate": ("",),
        "inflow.cycle_days": ("",),
        "inflow.lead_time_days": ("",),
        "inflow.response_days": ("",),
        "inflow.stale": ("",),
        "inflow.by_source": ("*",),
        "inflow.fit": ("*",),
        "inflow.feedback": ("*",),
        "inflow.lost_reasons": ("*",),
        "inflow.declined_reasons": ("*",),
        "inflow.unstarted": ("",),
        "marketing.done": ("theme",),
        "marketing.channel": ("*",),
        "marketing.hours": ("",),
        "marketing.cost": ("",),
        "marketing.lead_cost": ("",),
        "website.stale": ("",),
        "website.unproved": ("",),
        "outflow.projects": ("*",),
        "outflow.left": ("*",),
        "outflow.rate": ("", "*"),
        "verdicts": ("",),
        "outflow.rate_gap": ("",),
        "outflow.by_service": ("*",),
        "outflow.by_client": ("*",),
        "outflow.by_source": ("*",),
        "outflow.retainers": ("",),
        "outflow.margin": ("*",),
        "outflow.estimate_ratio": ("",),
        "outflow.on_time": ("",),
        "outflow.on_time_revised": ("",),
        "outflow.scope": ("",),
        "outflow.top_client": ("",),
        "outflow.improve": ("",),
        "time.planned": ("", "target"),
        "time.actual": ("", "target"),
        "time.kept": ("",),
        "time.moved": ("",),
        "time.dropped": ("",),
        "time.unplanned": ("",),
        "time.realism": ("",),
        "time.plan_ahead": ("",),
        "time.client_share": ("",),
        "time.areas": ("area",),
        "time.coo": ("",),
        "time.tasks": ("*",),
        "balance.backlog_hours": ("",),
        "balance.pace": ("",),
        "balance.backlog_weeks": ("",),
        "balance.lead_time_weeks": ("",),
        "balance.cover": ("",),
        "balance.booked_until": ("",),
        "balance.dry_on": ("",),
        "balance.flow": ("",),
        "balance.income_variation": ("",),
        "balance.forecast": ("",),
        "money.invoiced": ("",),
        "money.paid": ("",),
        "money.costs": ("",),
        "money.outstanding": ("",),
        "tools.cost": ("",),
        "tools.tool": ("*",),
        "tools.due": ("",),
        "team.delegable": ("*",),
        "team.cost": ("",),
        "actions.open": ("role",),
        "actions.overdue": ("role",),
        "actions.follow_through": ("",),
        "actions.effect": ("*",),
    }
)

# The figures whose names end in a record's id, and the folder of the record.
FIGURES_OF = {
    "inflow.fit": "leads",
    "outflow.projects": "projects",
    "outflow.left": "projects",
    "outflow.rate": "projects",
    "outflow.margin": "projects",
    "tools.tool": "tools",
}

_OTHER = re.compile(r"[^\w-]+|_+")


class Unknown(NamedTuple):
    """Why a name is no figure's, and what may have been meant."""

    message: str
    hint: str | None


def explain_unknown_figure(name: str, settings: Settings) -> Unknown | None:
    """What is wrong with the name of a figure, or None where there is one of this name."""
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
