"""What people call each figure and the parts of its value, and in which unit each part is."""

from __future__ import annotations

from opsledger.diagnostics import nearest_words
from opsledger.figures.every import base_of

_SHORT = 2  # letters that are in too many titles to mean one

_TITLES = {
    "inflow.leads_new": "New leads",
    "inflow.open": "Open leads",
    "inflow.open.STAGE": "Open leads at this stage",
    "inflow.weighted_value": "What your leads may bring",
    "inflow.weighted_hours": "Hours your leads may bring",
    "inflow.win_chance": "Chance that a lead at this stage is won",
    "inflow.win_rate": "Leads won of those decided",
    "inflow.decided": "Leads decided",
    "inflow.cycle_days": "Days from first contact to a win",
    "inflow.lead_time_days": "Days from first contact to first hour",
    "inflow.response_days": "Days until your first answer",
    "inflow.stale": "Leads where it is your move",
    "inflow.by_source": "What this source brought",
    "inflow.feedback": "Feedback on this theme",
    "inflow.lost_reasons": "Leads lost for this reason",
    "inflow.declined_reasons": "Leads turned down for this reason",
    "inflow.unstarted": "Won leads without a project",
    "inflow.fit": "How well this lead fits",
    "marketing.done": "Marketing done on this theme",
    "marketing.channel": "What this channel brought",
    "marketing.hours": "Hours of marketing",
    "marketing.cost": "Cost of marketing",
    "marketing.lead_cost": "What a new lead costs",
    "marketing.effect": "What marketing brought",
    "network.contacts": "People to keep in touch with",
    "network.repeat": "Work from earlier clients",
    "network.referral": "Work from referrals",
    "network.due": "People to get in touch with",
    "website.stale": "Website items that need a refresh",
    "website.unproved": "Projects finished, not on your website",
    "outflow.projects": "How this project stands",
    "outflow.rollover": "Hours this retainer carries over",
    "outflow.left": "What is left of this project",
    "outflow.finish": "When this project will be done",
    "outflow.delivered": "Projects delivered",
    "outflow.earned": "Earned",
    "outflow.rate": "What a client hour earned",
    "outflow.rate.PROJECT": "What an hour on this project earned",
    "outflow.margin": "Margin of this project",
    "outflow.estimate_ratio": "Hours against the estimate",
    "outflow.on_time": "Delivered by the first promise",
    "outflow.on_time_revised": "Delivered by the last promise",
    "outflow.scope": "Scope added, of the estimates",
    "outflow.top_client": "Largest client's share",
    "outflow.improve": "Notes on what to improve",
    "outflow.rate_gap": "What lies between target and earned rate",
    "outflow.by_service": "What this service earned",
    "outflow.by_client": "What this client's work earned",
    "outflow.by_source": "What work from this source earned",
    "outflow.retainers": "Running retainers",
    "time.planned": "Hours planned",
    "time.actual": "Hours done",
    "time.client_share": "Hours for clients",
    "time.kept": "Plan kept",
    "time.moved": "Plan moved within the week",
    "time.dropped": "Plan dropped",
    "time.unplanned": "Done without a plan",
    "time.realism": "Planned work done of its planned time",
    "time.plan_ahead": "The coming week's plan",
    "time.areas": "Hours of this area",
    "time.coo": "Hours as COO",
    "time.tasks": "Hours of this task",
    "time.off": "Days off",
    "balance.backlog_hours": "Sold, not yet worked",
    "balance.pace": "Usual week",
    "balance.backlog_weeks": "Weeks of work sold",
    "balance.lead_time_weeks": "First contact to first hour",
    "balance.flow": "Hours sold for each hour delivered",
    "balance.income_variation": "How much income varies",
    "balance.booked_until": "Last booked week",
    "balance.dry_on": "Booked until",
    "balance.cover": "Gap or cushion before new work",
    "money.invoiced": "Invoiced",
    "money.paid": "Received",
    "money.costs": "Costs",
    "money.expenses": "Laid out for clients",
    "money.drawn": "Taken out by you",
    "money.outstanding": "Owed by clients",
    "money.unsent": "Not invoiced yet",
    "money.uninvoiced": "Worked and not invoiced",
    "money.to_pay": "To be paid by you",
    "money.overdue": "Overdue invoices",
    "money.pays_late": "How late this client pays",
    "money.doubtful": "Owed by a client who may not pay",
    "money.unmarked": "Old invoices that may be paid",
    "money.ahead": "Money ahead",
    "money.reserve": "Reserve",
    "tools.cost": "Tools, a month",
    "tools.tool": "Whether this tool is worth it",
    "tools.due": "Tools that need a refresh",
    "team.delegable": "What handing over this task would bring",
    "team.cost": "Cost of help",
    "actions.open": "Open decisions of this role",
    "actions.overdue": "Overdue decisions of this role",
    "actions.follow_through": "Decisions done on time",
    "actions.effect": "What this decision moved",
    "actions.goal": "How this goal stands",
    "verdicts": "How past headlines did",
}
# What the review and the glossary say of a figure besides its title, in lower case.
_ALSO_CALLED = {
    "balance.backlog_hours": ("sold", "backlog"),
    "balance.pace": ("pace",),
    "balance.lead_time_weeks": ("lead time",),
    "balance.cover": ("gap", "cushion", "gap before new work", "cushion before new work"),
    "balance.flow": ("sold for every 10 hours delivered", "sold for every 10 hours delivered, 13 weeks"),
    "inflow.win_rate": ("won", "leads won", "win rate"),
    "inflow.stale": ("your move", "waiting for you"),
    "inflow.fit": ("fits?", "fit", "good fit"),
    "inflow.response_days": ("first answer",),
    "marketing.done": ("marketing",),
    "marketing.lead_cost": ("a new lead costs",),
    "outflow.rate": ("rate", "earned per client hour", "an hour earned"),
    "outflow.estimate_ratio": ("typical project", "overrun"),
    "outflow.left": ("left", "likely left", "left of what you sold", "still to do"),
    "outflow.finish": ("done at this pace", "done by"),
    "outflow.projects": ("used", "spent", "scope"),
    "time.client_share": ("client work",),
    "time.plan_ahead": ("next week",),
    "time.kept": ("as planned",),
    "time.off": ("holiday", "time off"),
    "money.outstanding": ("owed",),
    "tools.cost": ("tools",),
    "balance.forecast": (
        *(
            "lean",
            "overloaded",
            "available",
            "hours available",
            "booked",
            "low",
            "median",
            "high",
            "last two whole weeks",
        ),
        *("client hours ahead", "80 % range", "tested on past weeks"),
    ),
}
_RAISED = frozenset(
    (
        *("inflow.leads_new", "inflow.weighted_value", "inflow.weighted_hours", "inflow.win_rate", "marketing.done"),
        *("outflow.delivered", "outflow.earned", "outflow.rate", "outflow.margin", "outflow.on_time"),
        *("outflow.on_time_revised", "outflow.retainers", "time.kept", "time.client_share", "balance.backlog_hours"),
        *("balance.backlog_weeks", "balance.flow", "balance.booked_until", "balance.dry_on", "balance.cover"),
        *("money.invoiced", "money.paid", "money.reserve", "actions.follow_through", "network.repeat"),
    )
)
_LOWERED = frozenset(
    (
        *("inflow.cycle_days", "inflow.lead_time_days", "inflow.response_days", "inflow.stale", "inflow.unstarted"),
        *("inflow.lost_reasons", "marketing.cost", "marketing.lead_cost", "website.stale", "website.unproved"),
        *("outflow.estimate_ratio", "outflow.top_client", "time.dropped", "time.unplanned", "network.due"),
        *(
            "balance.lead_time_weeks",
            "balance.income_variation",
            "money.costs",
            "money.outstanding",
            "money.unsent",
            "money.uninvoiced",
            "money.to_pay",
        ),
        *(
            "money.overdue",
            "money.pays_late",
            "money.doubtful",
            "money.unmarked",
            "tools.cost",
            "tools.due",
            "team.cost",
            "actions.overdue",
        ),
    )
)
_PARTS = {
    "p10": "low (1 in 10 is below)",
    "p50": "median",
    "p90": "high (1 in 10 is above)",
    "p80": "4 in 5 stay below",
    "burnt": "used",
    "n": "counted",
    "weeks_13": "13 weeks",
    "weeks_26": "26 weeks",
    "due_now": "promised now",
    "as_sold": "as sold",
    "from_invoices": "from invoices",
    "by_hour": "by the hour",
}
_SHARES = (
    *("chance", "prior", "win_rate", "burnt", "share", "variation", "margin", "with_own_hours", "of_available"),
    *("of_recorded", "weeks_13", "weeks_26", "geometric_mean", "paid", "unpaid"),
    *("below_floor", "below_target", "below_living"),
)
_HOURS = (
    *("hours", "spent", "sold", "left", "paid_scope", "unpaid_scope", "planned", "usual", "available", "actual"),
    *("meant", "as_sold", "likely", "over", "overrun"),
)
_MONEY = (
    *("value", "value_won", "rate", "with_sales", "revenue", "costs", "amount", "cost", "contribution", "gain"),
    *(
        "certain",
        "hoped",
        "result",
        "credits",
        "extra",
        "from_invoices",
        "received",
        "doubtful",
        "finished",
        "by_hour",
        "missing",
    ),
)
_DAYS = ("median_age", "greatest_age", "oldest_days", "days_since_interaction", "days_since_assessed", "days_a_year")
_PART_UNITS = {
    **dict.fromkeys(_SHARES, "share"),
    **dict.fromkeys(_HOURS, "hours"),
    **dict.fromkeys(_MONEY, "money"),
    **dict.fromkeys(_DAYS, "days"),
}
# Parts that are in another unit in some figures, by the beginning of the figure's name.
_OWN_UNITS = {
    "outflow.rate_gap": dict.fromkeys(("target", "sold", "overrun"), "money"),
    "outflow.by_": dict.fromkeys(("sold", "overrun"), "money"),
    "money.ahead": dict.fromkeys(("likely", "p10", "p50", "p90"), "money"),
    "balance.income_variation": {"below_floor": "count"},
}
_OWN_TITLES = {"money.ahead": {"likely": "booked", "hoped": "hoped for"}}
_AS_THE_FIGURE = frozenset(("mean", "median", "p10", "p50", "p80", "p90"))


def title_of(name: str) -> str:
    """What people call a figure, without the part after its name; a name that has no title is said as it is."""
    base, part = base_of(name), name.removeprefix(base_of(name))
    parted = next((title for known, title in _TITLES.items() if part and known.startswith(f"{base}.")), None)
    return parted or _TITLES.get(base) or base.replace(".", ": ").replace("_", " ")


def name_called(title: str) -> str | None:
    """The figure that people call so, in any case and with `your` or without; None if no figure or several are.

    `balance.forecast` for a word of the weeks ahead.
    """
    said = _said(title)
    found = [name for name, called in _TITLES.items() if _said(called) == said]
    found += [name for name, words in _ALSO_CALLED.items() if said in words and name not in found]
    return found[0] if len(found) == 1 else None


def titles_like(title: str) -> list[str]:
    """What people call figures whose title holds these words, or looks like them."""
    said = _said(title)
    known = {_said(called): called for called in _TITLES.values()}
    known |= {word: word for words in _ALSO_CALLED.values() for word in words}
    holding = [called for one, called in known.items() if said in one] if len(said) > _SHORT else []
    return holding or [known[one] for one in nearest_words(said, known)]


def _said(title: str) -> str:
    return " ".join(title.casefold().removeprefix("your ").split())


def aim_of(name: str) -> str:
    """What a decision about a figure is for: to `raise` it, to `lower` it, or to `move` it if neither is better."""
    base = base_of(name)
    return "raise" if base in _RAISED else "lower" if base in _LOWERED else "move"


def part_title(name: str, key: str) -> str:
    """What people call a part of the value of a figure of this name."""
    own: dict[str, str] = next((titles for known, titles in _OWN_TITLES.items() if name.startswith(known)), {})
    return own.get(key) or _PARTS.get(key, key.replace("_", " "))


def part_unit(name: str, key: str, unit: str) -> str:
    """The unit of a part of a figure's value. unit: the figure's own."""
    own = next((units for known, units in _OWN_UNITS.items() if name.startswith(known)), {})
    if key in own:
        return own[key]
    return unit if key in _AS_THE_FIGURE else _PART_UNITS.get(key, "")
