"""Work flowing out, as templates see it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.schedule import SchedulePlan
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """An open project's burn, promise, scope and last contact.

    price: of a fixed one, paid scope included. left: the hours left as sold; likely: those it still takes, by your own
    estimate or your usual overrun, never 0. done_on: when they are worked off at its own pace; None if nobody can tell.
    """

    link: Link
    status: str
    started: date | None
    spent: NumberOrNone
    sold: NumberOrNone
    burnt: NumberOrNone
    left: NumberOrNone
    likely: NumberOrNone
    promise: date | None
    revised: date | None
    is_late: bool
    done_on: date | None
    paid_scope: NumberOrNone
    unpaid_scope: NumberOrNone
    contact_days: int | None
    price: NumberOrNone = None


@dataclass(frozen=True, slots=True)
class InternalRow:
    """An open project of your own: the hours left of its estimate, and its promise."""

    link: Link
    left: NumberOrNone
    revised: date | None


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """A project delivered in the period, evaluated; promise: the first, revised: the last.

    months: of a retainer the recorded months in which it ran, over which its hours are told; 0 of any other.
    """

    link: Link
    on: date
    promise: date | None
    revised: date | None
    estimate: NumberOrNone
    spent: NumberOrNone
    months: int
    rate: NumberOrNone
    margin: NumberOrNone
    paid_scope: NumberOrNone
    unpaid_scope: NumberOrNone
    interactions: int
    praise: int
    complaints: int
    improve: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToolRow:
    """A tool that needs a review."""

    link: Link
    cost: NumberOrNone
    contribution: NumberOrNone
    assessed_days: int | None
    renews: date | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task that a member could take over. member: their id; link: to them by name."""

    task: str
    hours: Fraction
    member: str
    gain: NumberOrNone
    link: Link


@dataclass(frozen=True, slots=True)
class RatioRow:
    """What a delivered project took of its estimate."""

    link: Link
    on: date
    estimate: Fraction
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class RatePart:
    """What took something off an hour's price, or added to it."""

    name: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class UnsentRate:
    """What was earned and not invoiced: of each hour, and in all, in words."""

    an_hour: NumberOrNone
    in_all: str


@dataclass(frozen=True, slots=True)
class RunningRate:
    """An open project far over its hours, or by the hour below the target, and what an hour of it earns so far."""

    link: Link
    rate: Fraction


@dataclass(frozen=True, slots=True)
class UnusedRow:
    """Hours of a retainer that a month leaves unused, and what becomes of them, in words after its name."""

    link: Link
    words: str


@dataclass(frozen=True, slots=True)
class Outflow:
    """Work flowing out.

    internal: your own projects that are open. rate: what an hour for clients earned in 52 weeks; rate_sold: what it
    was sold for; rate_parts: what lies between. rate_unsent: what of it no invoice asks for, if it is more than a
    twentieth. unused: what retainers leave of a month. rate_running: open projects far over
    their hours, or by the hour below the target, that will lower it. rate_without: projects that are not in it,
    because part of their hours is not recorded.
    """

    projects: tuple[ProjectRow, ...]
    internal: tuple[InternalRow, ...]
    delivered: tuple[DeliveredRow, ...]
    rate: NumberOrNone
    rate_projects: int
    rate_target: NumberOrNone
    rate_sold: NumberOrNone
    rate_parts: tuple[RatePart, ...]
    rate_unsent: UnsentRate | None
    unused: tuple[UnusedRow, ...]
    rate_without: tuple[Link, ...]
    rate_running: tuple[RunningRate, ...]
    estimate_median: NumberOrNone
    estimate_p80: NumberOrNone
    estimate_projects: int
    ratios: tuple[RatioRow, ...]
    plan: SchedulePlan
    tools_cost: NumberOrNone
    tools: tuple[ToolRow, ...]
    tasks: tuple[TaskRow, ...]
